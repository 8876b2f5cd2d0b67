#include <algorithm>
#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/staff_resume.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/staff_writes.hpp"
#include "gateway/protocol/frames.hpp"

// Agents, supervisors and admins: their welcome and their commands.
namespace kefu::gateway::chat {

namespace {

// Where `ok` alone is promised: a card would come behind the news that the conversation is gone.
desk_reply without_card(desk_reply reply) {
    return [reply = std::move(reply)](const desk_answer& answer) {
        reply({answer.error, {}, answer.me, answer.cards});
    };
}

} // namespace

// ---- hello

void chat_port::on_hello(session& who, const protocol::hello_staff& what) {
    if (what.version != 1) return close(who, protocol::close_code::protocol_version);
    const auto& own = parts_.own_origins;
    const auto& origin = who.before->origin;
    if (!origin.empty() && std::find(own.begin(), own.end(), origin) == own.end()) {
        return close(who, protocol::close_code::not_allowed);
    }
    parts_.shard.set_proven(who.ref);
    who.before->resume = what.resume;
    ++at_gate_;
    parts_.gate.admit(
        what.ticket,
        [this, ref = who.ref, asked = endings_](std::optional<staff_admission> as) {
            parts_.shard.post([this, ref, asked, as = std::move(as)] {
                const bool is_over = as && has_ended(*as, asked);
                if (--at_gate_ == 0) {
                    revoked_.clear();
                    signed_out_.clear();
                }
                auto* s = find(ref);
                if (s == nullptr) return;
                if (!as) return close(*s, protocol::close_code::not_signed_in);
                if (is_over) return close(*s, protocol::close_code::revoked);
                admitted(*s, *as);
            });
        }
    );
}

// Whether what the gate admits has ended since it was `asked`.
bool chat_port::has_ended(const staff_admission& as, std::uint64_t asked) const {
    const auto all = revoked_.find(as.staff);
    if (all != revoked_.end() && all->second > asked) return true;
    const auto one = signed_out_.find(as.session_hash);
    return one != signed_out_.end() && one->second > asked;
}

void chat_port::admitted(session& who, const staff_admission& as) {
    auto& list = staff_[as.staff];
    if (list.size() >= limits::sessions_per_staff_max) {
        return close(who, protocol::close_code::too_many_connections, 5'000);
    }
    who.staff = std::make_unique<staff_identity>(staff_identity{
        as.organisation, as.staff, as.role, as.session_hash, as.ends, parts_.shard.now()});
    list.push_back(&who);
    parts_.desks.post(as.organisation, [this, to = who.ref, staff = as.staff](front_desk* desk) {
        if (desk == nullptr) return;
        desk->staff_connected(staff);
        desk->welcome(staff, [this, to](std::optional<protocol::welcome_staff> frame) {
            back_to(to, [this, frame = std::move(frame)](session& again) {
                if (!frame) return close(again, protocol::close_code::store_lost);
                welcome_staff(again, *frame);
            });
        });
    });
}

void chat_port::welcome_staff(session& who, protocol::welcome_staff frame) {
    if (!who.awaits_welcome()) return; // it said bye, or was closed, meanwhile
    auto* messages = message_rates_.enter(who.staff->staff, parts_.shard.now());
    if (messages == nullptr) return refuse_writer(who);
    frame.session = next_id<routing::session_id>(parts_.ids);
    who.staff->role = frame.role;
    auto resumed = resume_of(frame.cards, std::move(who.before->resume));
    frame.gone = std::move(resumed.gone);
    who.rules.welcomed(frame.role, *messages, parts_.shard.now());
    who.note_welcome();
    parts_.shard.set_authenticated(who.ref);
    parts_.shard.set_vouched(who.ref);
    std::string text;
    protocol::write_welcome(text, frame);
    send_text(who, text);
    for (const auto& [conversation, after] : resumed.cards) {
        auto* known = who.find_stream(conversation); // the desk's follow came before the welcome
        if (known != nullptr) known->cursor = after;
        pull(
            who, known != nullptr ? *known : add_stream(who, conversation, audience::staff, after)
        );
    }
}

// ---- messages

void chat_port::on_staff(session& who, const protocol::message_send& what) {
    if (!what.generation) return answer_err(who, what.r, protocol::error::bad_request, "gen");
    const auto text = accept_text(
        who, what.r, what.text, what.confirmed ? word_check::confirmed : word_check::all
    );
    if (!text) return;
    const auto id = next_id<routing::event_id>(parts_.ids);
    auto write = message_write(*who.staff, what, *text, id, parts_.clock.wall());
    commit_message(who, what.r, std::move(write));
}

void chat_port::on_staff(session& who, const protocol::note_add& what) {
    const auto text = accept_text(who, what.r, what.text, word_check::none);
    if (!text) return;
    const auto id = next_id<routing::event_id>(parts_.ids);
    auto write = note_write(*who.staff, what, *text, id, parts_.clock.wall());
    commit_message(who, what.r, std::move(write));
}

// ---- commands to the desk

void chat_port::ask_desk(
    session& who,
    protocol::request_number r,
    std::function<void(front_desk&, desk_reply)> what,
    std::optional<routing::conversation_id> about
) {
    const bool heard = parts_.desks.try_post(
        organisation_of(who),
        [reply = answer_later(who.ref, r, about), what = std::move(what)](front_desk* desk) {
            if (desk == nullptr) return reply(desk_answer::no(protocol::error::unavailable));
            what(*desk, reply);
        }
    );
    if (!heard) answer_err(who, r, protocol::error::unavailable);
}

void chat_port::on_staff(session& who, const protocol::presence_set& what) {
    const auto reason = what.reason.value_or("");
    if (!reason.empty() && !parts_.manual.has_away_reason(reason)) {
        return answer_err(who, what.r, protocol::error::bad_request, "reason");
    }
    const auto wanted = desk_presence(what.presence);
    const auto kept = wanted == routing::presence::away ? reason : std::string{};
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, wanted, kept](front_desk& desk, desk_reply reply) {
            desk.set_presence(staff, wanted, kept, std::move(reply));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::offer_accept& what) {
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, id = what.offer](front_desk& desk, desk_reply reply) {
            desk.accept(staff, id, std::move(reply));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::offer_decline& what) {
    const auto reason = what.reason.value_or("");
    if (!reason.empty() && !parts_.manual.has_decline_reason(reason)) {
        return answer_err(who, what.r, protocol::error::bad_request, "reason");
    }
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, id = what.offer, reason](front_desk& desk, desk_reply reply) {
            desk.decline(staff, id, reason, without_card(std::move(reply)));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_transfer& what) {
    auto checked = what;
    const auto note = accept_text(who, what.r, what.note, word_check::none);
    if (!note) return;
    checked.note = *note;
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, checked](front_desk& desk, desk_reply reply) {
            desk.transfer(staff, checked, without_card(std::move(reply)));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_end& what) {
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, what](front_desk& desk, desk_reply reply) {
            desk.end(staff, what, without_card(std::move(reply)));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::wrap_up_save& what) {
    if (parts_.manual.find_topic(what.topic) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "topic");
    }
    if (parts_.manual.find_need_type(what.need_type) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "need_type");
    }
    auto checked = what;
    const auto solution = accept_text(who, what.r, what.solution, word_check::none);
    if (!solution) return;
    checked.solution = *solution;
    ask_desk(
        who,
        what.r,
        [staff = who.staff->staff, checked](front_desk& desk, desk_reply reply) {
            desk.wrap_up(staff, checked, without_card(std::move(reply)));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_assign& what) {
    ask_desk(who, what.r, [staff = who.staff->staff, what](front_desk& desk, desk_reply reply) {
        desk.assign(staff, what, without_card(std::move(reply)));
    });
}

void chat_port::on_staff(session& who, const protocol::conversation_take& what) {
    ask_desk(who, what.r, [staff = who.staff->staff, what](front_desk& desk, desk_reply reply) {
        desk.take(staff, what, std::move(reply));
    });
}

} // namespace kefu::gateway::chat
