#include "gateway/chat/front_desk.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/limits.hpp"
#include "storage/records/limits.hpp"

namespace asio = boost::asio;

namespace kefu::gateway::chat {

front_desk::front_desk(
    front_desk_parts parts, routing::organisation_id organisation, catalog_ptr names
)
    : parts_(std::move(parts)), organisation_(organisation), names_(std::move(names)),
      reading_(
          {.loop = parts_.loop,
           .records = parts_.records,
           .clock = parts_.clock,
           .organisation = organisation_,
           .accept_ms = accept_ms(),
           .done = [this](record_read read) { finish_rebuild(std::move(read)); },
           .failed = [this] { retry_rebuild(); }}
      ),
      starts_(parts_.starts), day_clock_(day_clock_of(*names_, organisation_)),
      next_event_id_([this] { return next_id<routing::event_id>(parts_.ids); }),
      timer_(parts_.loop) {
    send_names();
}

front_desk::~front_desk() = default;

void front_desk::start(std::function<void()> ready) {
    on_ready_ = std::move(ready);
    round_due_ = parts_.clock.now() + limits::wall_every_ms;
    begin_rebuild();
    arm();
}

void front_desk::stop() {
    save_receipts(); // the record takes them before it stops
    state_ = state::stopped;
    ++incarnation_;
    reading_.drop();
    timer_.cancel();
}

std::optional<protocol::error> front_desk::not_serving() const {
    if (state_ == state::serving) return std::nullopt;
    return protocol::error::unavailable;
}

// ---- one command to the desk: decide, record, then tell

void front_desk::run(const routing::any_command& command, asked from, desk_reply reply) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto now = parts_.clock.now();
    const auto outcome = desk_->apply(command, now);
    show_staffing();

    const auto number = ++last_batch_;
    auto& all = batches_[number];
    all.about = from.about;
    all.staff = from.staff;
    all.open_writes = 1; // this function's own share, so that it cannot settle too early
    if (outcome.refused) {
        reply(desk_answer::no(error_of(*outcome.refused)));
    } else {
        all.reply = std::move(reply);
    }
    // What time alone has done meanwhile is not the doing of somebody who was refused.
    const auto cause = outcome.refused ? asked{} : std::move(from);
    for (const auto& decision : outcome.effects) {
        if (record(decision, cause, number, now)) continue;
        tell_agent_effect(decision);
    }
    if (!outcome.refused) wait_for_earlier(number);
    settle(number);
    arm();
}

// True when the decision goes into the record first and is told afterwards.
bool front_desk::record(
    const routing::any_effect& decision,
    const asked& from,
    std::uint64_t batch_number,
    routing::instant now
) {
    const auto about = conversation_of(decision);
    if (!about) return false;
    const write_context context{
        .organisation = organisation_,
        .at = parts_.clock.wall(),
        .now = now,
        .entry = book_.find(*about),
        .after = desk_->find_conversation(*about),
        .names = *names_,
        .manual = parts_.manual,
        .said = from.said && from.about == about ? &*from.said : nullptr,
        .next_event_id = next_event_id_,
        .record = next_id<routing::record_id>(parts_.ids)};
    auto write = write_for(decision, context);
    if (!write) {
        mirror(decision);
        return true;
    }
    write->place = storage::queue_place::kept;
    auto& all = batches_[batch_number];
    ++all.open_writes;
    all.written.push_back(*about);
    deciding_[*about] = batch_number;
    parts_.records.append(
        std::move(*write),
        [this, decision, batch_number, incarnation = incarnation_](
            storage::result<storage::log_outcome> outcome
        ) {
            asio::post(
                parts_.loop,
                [this, decision, batch_number, incarnation, outcome = std::move(outcome)] {
                    if (incarnation != incarnation_) return only_published(outcome);
                    committed(decision, batch_number, outcome);
                }
            );
        }
    );
    return true;
}

void front_desk::committed(
    const routing::any_effect& decision,
    std::uint64_t batch_number,
    storage::result<storage::log_outcome> outcome
) {
    if (!outcome) {
        freeze(outcome.error().message().c_str());
        return;
    }
    if (outcome->refusal != storage::log_refusal::none) {
        freeze(storage::name_of(outcome->refusal).data());
        return;
    }
    ++counters_.decisions;
    book_.apply(outcome->conversation, outcome->events);
    parts_.floor.publish(encode_publication(outcome->conversation.id, outcome->events, *names_));
    tell(decision, *outcome);
    settle(batch_number);
}

// A decision of an earlier desk: it is in the record, so its followers get it; what follows from
// it the present desk has read there.
void front_desk::only_published(const storage::result<storage::log_outcome>& outcome) {
    if (!outcome || outcome->refusal != storage::log_refusal::none) return;
    parts_.floor.publish(encode_publication(outcome->conversation.id, outcome->events, *names_));
}

desk_answer front_desk::answer_of(const batch& all) const {
    desk_answer answer;
    if (all.about) answer.card = find_card(*all.about);
    if (all.staff) answer.me = me_of(*all.staff);
    return answer;
}

// Whoever asks for what is decided already and not recorded yet is told when it is.
void front_desk::wait_for_earlier(std::uint64_t batch_number) {
    auto& all = batches_[batch_number];
    const auto earlier = all.about ? deciding_.find(*all.about) : deciding_.end();
    if (earlier == deciding_.end() || earlier->second == batch_number) return;
    ++all.open_writes;
    batches_[earlier->second].waiting.push_back(batch_number);
}

void front_desk::settle(std::uint64_t batch_number) {
    const auto at = batches_.find(batch_number);
    if (at == batches_.end() || --at->second.open_writes > 0) return;
    const auto all = std::move(at->second);
    batches_.erase(at);
    for (const auto id : all.written) {
        const auto last = deciding_.find(id);
        if (last != deciding_.end() && last->second == batch_number) deciding_.erase(last);
    }
    if (all.reply) all.reply(answer_of(all));
    for (const auto later : all.waiting)
        settle(later);
}

desk_reply front_desk::must_be_done(const char* what) {
    return [this, what](const desk_answer& answer) {
        if (!answer.error || answer.error == protocol::error::unavailable) return;
        ++counters_.acts_refused;
        spdlog::error("desk refused {}: {}", what, protocol::word_of(*answer.error));
    };
}

// Unavailable: the desk is made anew, and the record has it.
desk_reply front_desk::must_take_in(routing::conversation_id id) {
    return [this, id](const desk_answer& answer) {
        if (!answer.error || answer.error == protocol::error::unavailable) return;
        ++counters_.set_aside;
        book_.remove(id);
        const auto why = protocol::word_of(*answer.error);
        spdlog::error("desk refused conversation {}, set aside: {}", id.text(), why);
    };
}

// A write that could not be committed means that the desk and the record differ: the desk stops at
// once, everything it has not answered is `unavailable`, and it starts again from the record.
void front_desk::freeze(const char* why) {
    if (state_ == state::stopped || state_ == state::frozen) return;
    spdlog::error("desk frozen: {}; rebuilding from the record", why);
    ++counters_.failed_writes;
    state_ = state::frozen;
    show_staffing();
    ++incarnation_;
    deciding_.clear();
    auto unanswered = std::exchange(batches_, {});
    for (auto& [number, all] : unanswered) {
        if (all.reply) all.reply(desk_answer::no(protocol::error::unavailable));
    }
    retry_rebuild();
}

// ---- time

// To the earliest of what is to come.
void front_desk::arm() {
    if (state_ == state::stopped) return;
    auto due = state_ == state::serving ? desk_->next_deadline() : std::nullopt;
    for (const auto& other : {round_due_, rebuild_due_}) {
        if (other && (!due || *other < *due)) due = other;
    }
    if (!due) return;
    const auto wait_ms = std::max<std::int64_t>(1, *due - parts_.clock.now());
    timer_.expires_after(std::chrono::milliseconds(wait_ms));
    timer_.async_wait([this](const storage::error_code& failed) {
        if (!failed) check_deadlines();
    });
}

void front_desk::check_deadlines() {
    if (state_ == state::stopped) return;
    const auto now = parts_.clock.now();
    if (rebuild_due_ && *rebuild_due_ <= now) {
        rebuild_due_.reset();
        begin_rebuild();
    }
    if (state_ == state::serving) {
        const auto due = desk_->next_deadline();
        if (due && *due <= now) run(routing::command::tick{}, {}, must_be_done("time"));
    }
    if (round_due_ && *round_due_ <= now) {
        round_due_ = now + limits::wall_every_ms;
        round();
    }
    arm();
}

void front_desk::round() {
    ++rounds_;
    if (state_ != state::serving) return;
    check_day();
    save_receipts();
    tell_receipts_again();
    if (rounds_ % (limits::place_every_ms / limits::wall_every_ms) == 0) send_places();
    if (wall_watchers_ > 0) send_wall();
    if (rounds_ % (limits::lease_every_ms / limits::wall_every_ms) == 0) put_presence();
    if (mirror_pace_.is_due(parts_.clock.now()) && parts_.live.health().up) put_live();
}

// Many in one call: one each would fill the queue of writes once a second.
void front_desk::save_receipts() {
    auto rows = book_.take_unsaved_receipts();
    for (auto from = rows.begin(); from != rows.end();) {
        const auto count =
            std::min<std::size_t>(rows.end() - from, storage::limits::receipts_per_write_max);
        const auto to = from + static_cast<std::ptrdiff_t>(count);
        std::vector<storage::receipt_row> some{from, to};
        auto saved = [this, some](const storage::result<void>& done) {
            if (done) return;
            spdlog::warn("receipts not saved: {}", done.error().message());
            asio::post(parts_.loop, [this, some] { book_.put_back(some); });
        };
        parts_.records.save_receipts(std::move(some), std::move(saved));
        from = to;
    }
}

// ---- sessions

void front_desk::staff_connected(routing::staff_id staff) {
    if (++staff_sessions_[staff] > 1 || state_ != state::serving) return;
    connect_agent(staff);
    put_presence_of(staff);
}

void front_desk::connect_agent(routing::staff_id staff) {
    if (!desk_->find_agent(staff)) return;
    run(routing::command::agent_connected{staff}, {}, must_be_done("an agent who came"));
}

void front_desk::staff_gone(routing::staff_id staff) {
    const auto at = staff_sessions_.find(staff);
    if (at == staff_sessions_.end() || --at->second > 0) return;
    staff_sessions_.erase(at);
    if (state_ != state::serving || !desk_->find_agent(staff)) return;
    run(routing::command::agent_lost{staff}, {}, must_be_done("an agent who left"));
}

void front_desk::staff_signed_out(routing::staff_id staff) {
    if (staff_sessions_.contains(staff)) return;
    wanted_[staff] = {routing::presence::offline, {}}; // a desk that is being made anew goes by it
    assumed_.erase(staff);
    if (state_ != state::serving) drop_presence(staff); // for its agents are offline already
    if (state_ != state::serving || !desk_->find_agent(staff)) return;
    run(routing::command::agent_signed_out{staff}, {}, must_be_done("an agent who signed out"));
}

// One that has been decided to be over may be in the book until that is recorded.
bool front_desk::decides_about(routing::conversation_id id) const {
    return state_ == state::serving && desk_->find_conversation(id).has_value();
}

void front_desk::customer_connected(routing::conversation_id conversation) {
    if (++customer_sessions_[conversation] > 1 || !decides_about(conversation)) return;
    run(routing::command::customer_returned{conversation}, {}, must_be_done("a customer who came"));
}

void front_desk::customer_gone(routing::conversation_id conversation) {
    const auto at = customer_sessions_.find(conversation);
    if (at == customer_sessions_.end() || --at->second > 0) return;
    customer_sessions_.erase(at);
    if (!decides_about(conversation)) return;
    run(routing::command::customer_lost{conversation}, {}, must_be_done("a customer who left"));
}

void front_desk::add_to(desk_counters& sums, routing::tallies& counts) const {
    sums.decisions += counters_.decisions;
    sums.rebuilds += counters_.rebuilds;
    sums.failed_writes += counters_.failed_writes;
    sums.live_rebuilds += counters_.live_rebuilds;
    sums.acts_refused += counters_.acts_refused;
    sums.set_aside += counters_.set_aside + reading_.set_aside();
    sums.starts_limited += counters_.starts_limited;
    if (!desk_) return;
    const auto own = desk_->counts();
    counts.arrived += own.arrived;
    counts.closed += own.closed;
    counts.abandoned += own.abandoned;
    counts.waiting += own.waiting;
    counts.offered += own.offered;
    counts.active += own.active;
    counts.wrap_up += own.wrap_up;
    counts.parked += own.parked;
}

// Whoever has been shut out since.
void front_desk::remove_agents() {
    for (const auto& row : names_->staff) {
        if (row.organisation != organisation_ || row.active) continue;
        if (!desk_->find_agent(row.id)) continue;
        run(routing::command::remove_agent{row.id}, {}, must_be_done("to remove an agent"));
        wanted_.erase(row.id);
        assumed_.erase(row.id);
        drop_presence(row.id);
    }
}

void front_desk::use_catalog(catalog_ptr fresh) {
    names_ = std::move(fresh);
    set_day_clock();
    send_names();
    if (state_ != state::serving) return;
    show_staffing_after([this] {
        remove_agents();
        define_agents();
    });
    for (const auto& [staff, count] : staff_sessions_) {
        connect_agent(staff); // whoever became one while they were here
        send_me(staff);
    }
    board_.ask_full();
}

} // namespace kefu::gateway::chat
