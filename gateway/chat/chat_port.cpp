#include "gateway/chat/chat_port.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <type_traits>
#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/frames.hpp"

namespace kefu::gateway::chat {

namespace {

constexpr std::string_view subprotocol = "kefu.v1";

void forget(std::vector<session*>& list, const session* who) { std::erase(list, who); }

} // namespace

chat_port::chat_port(chat_parts parts, catalog_ptr names)
    : parts_(std::move(parts)), names_(std::move(names)),
      message_rates_(parts_.limits, parts_.writers), tick_(parts_.shard.context()) {}

chat_port::~chat_port() = default;

void chat_port::start() {
    parts_.shard.post([this] { arm_tick(); });
}

// ---- connections

net::upgrade_verdict chat_port::on_upgrade(const net::upgrade_request& request) {
    const auto& own = parts_.own_origins;
    const bool known = request.origin.empty() ||
                       std::find(own.begin(), own.end(), request.origin) != own.end() ||
                       names_->embeds(request.origin);
    if (!known) return net::upgrade_verdict::refuse(403);
    const auto& offered = request.protocols;
    if (std::find(offered.begin(), offered.end(), subprotocol) == offered.end()) {
        return net::upgrade_verdict::refuse(400);
    }
    return net::upgrade_verdict::accept(subprotocol);
}

void chat_port::on_open(net::connection_ref from, const net::upgrade_request& request) {
    auto fresh = std::make_unique<session>(from, parts_.limits, parts_.shard.now());
    fresh->before->origin = std::string(request.origin);
    fresh->peer = request.http.peer;
    sessions_.emplace(from, std::move(fresh));
}

void chat_port::on_message(net::connection_ref from, std::string_view text) {
    auto* who = find(from);
    if (who == nullptr) return;
    for (auto& envelope : codec_.decode(text.data(), text.size())) {
        act_on(*who, who->rules.on_envelope(std::move(envelope), parts_.shard.now()));
        who = find(from); // a command may have ended it
        if (who == nullptr) return;
    }
}

void chat_port::on_drained(net::connection_ref from) {
    auto* who = find(from);
    if (who == nullptr) return;
    for (auto& one : who->streams) {
        if (std::exchange(one.lagging, false)) pull(*who, one);
    }
}

void chat_port::on_closed(net::connection_ref from, const net::close_info&) {
    const auto at = sessions_.find(from);
    if (at == sessions_.end()) return;
    const auto gone = std::move(at->second);
    sessions_.erase(at);
    release_token(*gone);
    for (const auto& one : gone->streams) {
        const auto list = followers_.find(one.conversation);
        if (list == followers_.end()) continue;
        forget(list->second, gone.get());
        if (list->second.empty()) followers_.erase(list);
    }
    if (gone->watches_wall) {
        forget(wall_watchers_, gone.get());
        parts_.desks.post(gone->staff->organisation, [](front_desk* desk) {
            if (desk != nullptr) desk->wall_unwatched();
        });
    }
    if (gone->staff) {
        if (gone->welcomed) message_rates_.leave(gone->staff->staff);
        auto& list = staff_[gone->staff->staff];
        forget(list, gone.get());
        if (list.empty()) staff_.erase(gone->staff->staff);
        leave_desk(*gone->staff);
    }
    if (gone->customer) {
        if (gone->welcomed) message_rates_.leave(gone->customer->id);
        customers_here_.remove(*gone);
        if (gone->customer->conversation) {
            parts_.desks.post(
                gone->customer->organisation,
                [id = gone->customer->conversation->id](front_desk* desk) {
                    if (desk != nullptr) desk->customer_gone(id);
                }
            );
        }
    }
}

session* chat_port::find(net::connection_ref ref) {
    const auto at = sessions_.find(ref);
    return at == sessions_.end() ? nullptr : at->second.get();
}

void chat_port::back_to(net::connection_ref ref, with_session then) {
    parts_.shard.post([this, ref, then = std::move(then)] {
        auto* who = find(ref);
        if (who != nullptr) then(*who);
    });
}

// ---- what the rules say

void chat_port::act_on(session& who, protocol::action what) {
    if (auto* command = std::get_if<protocol::dispatch>(&what)) {
        dispatch(who, command->what);
    } else if (auto* refused = std::get_if<protocol::answer>(&what)) {
        answer_err(who, std::move(refused->error));
    } else if (const auto* closing = std::get_if<protocol::close>(&what)) {
        close(who, closing->code, closing->after_ms);
    }
}

void chat_port::dispatch(session& who, const protocol::command& what) {
    std::visit(
        [&](const auto& command) {
            using kind = std::decay_t<decltype(command)>;
            if constexpr (std::is_same_v<kind, protocol::hello_customer> || std::is_same_v<kind, protocol::hello_staff>) {
                on_hello(who, command);
            } else if constexpr (std::is_same_v<kind, protocol::sync>) {
                on_sync(who, command);
            } else if constexpr (std::is_same_v<kind, protocol::typing>) {
                on_typing(who, command);
            } else if constexpr (std::is_same_v<kind, protocol::receipt>) {
                on_receipt(who, command);
            } else if constexpr (std::is_same_v<kind, protocol::bye>) {
                end_token(who);
            } else if constexpr (std::is_same_v<kind, protocol::beat>) {
                // The rules have taken note.
            } else if constexpr (requires { this->on_customer(who, command); } &&
                                 requires { this->on_staff(who, command); }) {
                who.customer ? on_customer(who, command) : on_staff(who, command);
            } else if constexpr (requires { this->on_customer(who, command); }) {
                on_customer(who, command);
            } else {
                on_staff(who, command);
            }
        },
        what
    );
}

void chat_port::close(session& who, protocol::close_code code, std::int64_t after_ms) {
    const auto reason = after_ms > 0 ? "{\"after_ms\":" + std::to_string(after_ms) + "}"
                                     : std::string(protocol::word_of(code));
    parts_.shard.close(who.ref, static_cast<std::uint16_t>(code), reason);
}

void chat_port::refuse_writer(session& who) {
    writers_refused_.add();
    close(who, protocol::close_code::rate, limits::writing_full_wait_ms);
}

// ---- answers

void chat_port::send_text(session& who, std::string_view envelope) {
    push(who, frame_of(envelope), net::entry_kind::control);
}

// A control frame may push queued events out of a slow connection's outbox: they are read again.
void chat_port::push(session& who, const net::payload& frame, net::entry_kind kind) {
    const auto sent = parts_.shard.send(who.ref, frame, kind);
    note_dropped(who, sent.dropped);
}

void chat_port::answer_ok(session& who, protocol::request_number r) {
    if (!who.rules.settled(r, protocol::outcome::done)) return;
    std::string text;
    protocol::write_ok(text, r);
    send_text(who, text);
}

void chat_port::answer_err(session& who, protocol::err_answer answer) {
    std::string text;
    protocol::write_err(text, answer);
    send_text(who, text);
}

void chat_port::answer_err(
    session& who, protocol::request_number r, protocol::error code, std::string text
) {
    if (!who.rules.settled(r, protocol::outcome_of(code))) return;
    protocol::err_answer answer;
    answer.r = r;
    answer.code = code;
    answer.text = std::move(text);
    if (code == protocol::error::queue_full) answer.after_ms = limits::place_every_ms;
    if (code == protocol::error::rate_limited) answer.after_ms = limits::ask_again_ms;
    answer_err(who, std::move(answer));
}

void chat_port::answer_too_fast(session& who, protocol::request_number r, std::int64_t after_ms) {
    protocol::err_answer answer;
    answer.r = r;
    answer.code = protocol::error::rate_limited;
    answer.after_ms = after_ms;
    if (who.rules.settled(r, protocol::outcome_of(answer.code))) answer_err(who, answer);
}

desk_reply chat_port::answer_later(
    net::connection_ref ref,
    protocol::request_number r,
    std::optional<routing::conversation_id> about
) {
    return [this, ref, r, about](desk_answer answer) {
        back_to(ref, [this, r, about, answer = std::move(answer)](session& who) {
            const bool foreign =
                answer.error == protocol::error::stale_assignment && about && !who.knows(*about);
            if (foreign) return answer_err(who, r, protocol::error::forbidden);
            if (answer.error) return answer_err(who, r, *answer.error);
            if (!who.rules.settled(r, protocol::outcome::done)) return;
            std::string text;
            if (answer.me) {
                protocol::write_ok(text, r, *answer.me);
            } else if (answer.cards) {
                protocol::write_ok(text, r, *answer.cards);
            } else if (answer.card && who.staff) {
                protocol::write_ok(text, r, *answer.card);
            } else {
                protocol::write_ok(text, r);
            }
            send_text(who, text);
        });
    };
}

// ---- time

void chat_port::arm_tick() {
    tick_.expires_after(std::chrono::seconds(1));
    tick_.async_wait([this](const storage::error_code& failed) {
        if (failed) return;
        parts_.shard.begin_turn();
        check_deadlines();
        arm_tick();
    });
}

void chat_port::check_deadlines() {
    const auto now = parts_.shard.now();
    std::vector<net::connection_ref> due;
    std::size_t tokens = 0;
    for (const auto& [ref, one] : sessions_) {
        if (one->staff) keep_sign_in(*one);
        if (is_token_due(*one) && tokens < limits::token_looks_per_tick_max) {
            ++tokens;
            look_at_token(*one);
        }
        const auto deadline = one->rules.next_deadline();
        if (deadline && *deadline <= now) due.push_back(ref);
        for (auto& followed : one->streams) {
            if (followed.behind && !followed.pulling && !followed.lagging) pull(*one, followed);
            if (followed.unheard) on_receipt(*one, protocol::receipt(*followed.unheard));
        }
    }
    for (const auto ref : due) {
        auto* who = find(ref);
        if (who == nullptr) continue;
        auto late = who->rules.expire(now);
        for (auto& answer : late.answers)
            answer_err(*who, std::move(answer));
        if (late.closing) close(*who, late.closing->code, late.closing->after_ms);
    }
}

// A socket in use keeps its sign-in from idling out, and ends with it: when its time is over, or
// when the record has it no more.
void chat_port::keep_sign_in(session& who) {
    auto& me = *who.staff;
    const auto at = parts_.clock.wall();
    if (at >= me.ends) return close(who, protocol::close_code::revoked);
    const auto now = parts_.shard.now();
    if (now - me.touched < limits::sign_in_touch_ms) return;
    me.touched = now;
    parts_.records.touch_staff_session(
        me.session_hash,
        at,
        [this, ref = who.ref](const storage::result<storage::sign_in_touch>& kept) {
            if (!kept) return spdlog::warn("sign-in not touched: {}", kept.error().message());
            if (*kept == storage::sign_in_touch::noted) return;
            back_to(ref, [this](session& ended) { close(ended, protocol::close_code::revoked); });
        }
    );
}

void chat_port::announce_drain(std::int64_t within_ms) {
    std::string text;
    protocol::write_drain(text, within_ms);
    const auto frame = frame_of(text);
    for (const auto& [ref, one] : sessions_) {
        if (one->welcomed) push(*one, frame, net::entry_kind::control);
    }
}

// Once of each session.
void chat_port::leave_desk(staff_identity& who) {
    if (!std::exchange(who.at_desk, false)) return;
    parts_.desks.post(
        who.organisation,
        [staff = who.staff, sign_in = who.session_hash](front_desk* desk) {
            if (desk != nullptr) desk->staff_gone(staff, sign_in);
        }
    );
}

template <class Id>
void chat_port::note_ended(std::unordered_map<Id, std::uint64_t>& ended, const Id& what) {
    ++endings_;
    if (at_gate_ > 0) ended[what] = endings_;
}

// The last shard that tells it has told of the last session.
void chat_port::signed_out(const staff_sign_in& which) {
    note_ended(signed_out_, which.session_hash);
    const auto list = staff_.find(which.staff);
    if (list != staff_.end()) {
        for (auto* who : list->second) {
            if (who->staff->session_hash != which.session_hash) continue;
            leave_desk(*who->staff);
            close(*who, protocol::close_code::revoked);
        }
    }
    parts_.desks.post(which.organisation, [which](front_desk* desk) {
        if (desk != nullptr) desk->staff_signed_out(which.staff, which.session_hash);
    });
}

void chat_port::revoke(routing::staff_id staff) {
    note_ended(revoked_, staff);
    const auto list = staff_.find(staff);
    if (list == staff_.end()) return;
    for (auto* who : list->second)
        close(*who, protocol::close_code::revoked);
}

} // namespace kefu::gateway::chat
