#include "gateway/chat/front_desk.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/desk_views.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/wall_cards.hpp"

namespace kefu::gateway::chat {

namespace {

std::int64_t accept_ms_of(const service::sop& manual) {
    return std::int64_t{manual.sla.accept} * 1000;
}

} // namespace

front_desk::front_desk(
    front_desk_parts parts, routing::organisation_id organisation, catalog_ptr names
)
    : parts_(std::move(parts)), own_(
                                    {.organisation = organisation,
                                     .names = std::move(names),
                                     .desk = {},
                                     .book = {},
                                     .staff = {},
                                     .customers = {}}
                                ),
      writer_(
          {.loop = parts_.loop,
           .records = parts_.records,
           .clock = parts_.clock,
           .ids = parts_.ids,
           .manual = parts_.manual,
           .around = own_,
           .answered = [this](
                           const auto& decision, auto batch, const auto& outcome
                       ) { committed(decision, batch, outcome); },
           .came_late = [this](const storage::log_outcome& outcome) { publish(outcome); }}
      ),
      reading_(
          {.loop = parts_.loop,
           .records = parts_.records,
           .clock = parts_.clock,
           .organisation = organisation,
           .accept_ms = accept_ms_of(parts_.manual),
           .done = [this](record_read read) { finish_rebuild(std::move(read)); },
           .failed = [this] { retry_rebuild(); }}
      ),
      duty_(own_, parts_.show_staffing), starts_(parts_.starts),
      day_(
          {.loop = parts_.loop,
           .records = parts_.records,
           .clock = parts_.clock,
           .around = own_,
           .accept_ms = accept_ms_of(parts_.manual),
           .tell_agents = [this] { teller_.tell_me_to_all(); }}
      ),
      mirror_({.live = parts_.live, .clock = parts_.clock, .around = own_, .node = parts_.node}),
      receipts_(
          {.loop = parts_.loop, .records = parts_.records, .floor = parts_.floor, .book = own_.book}
      ),
      places_(parts_.floor, own_), wall_(
                                       {.floor = parts_.floor,
                                        .clock = parts_.clock,
                                        .around = own_,
                                        .today = day_.today(),
                                        .late_after_ms = late_after_ms_of(parts_.manual),
                                        .accept_ms = accept_ms_of(parts_.manual)}
                                   ),
      teller_(
          {.floor = parts_.floor,
           .clock = parts_.clock,
           .around = own_,
           .today = day_.today(),
           .places = places_}
      ),
      timer_(parts_.loop) {
    teller_.tell_names();
}

front_desk::~front_desk() = default;

void front_desk::start(std::function<void()> ready) {
    on_ready_ = std::move(ready);
    round_due_ = parts_.clock.now() + limits::wall_every_ms;
    begin_rebuild();
    arm();
}

void front_desk::stop() {
    receipts_.save(); // the record takes them before it stops
    state_ = state::stopped;
    writer_.leave_behind();
    day_.stand_still();
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
    const auto outcome = own_.desk->apply(command, now);
    duty_.look();

    if (outcome.refused) std::exchange(reply, {})(desk_answer::no(error_of(*outcome.refused)));
    const auto batch = batches_.begin({from.about, from.staff}, std::move(reply));
    // What time alone has done meanwhile is not the doing of somebody who was refused.
    const auto cause = outcome.refused ? asked{} : std::move(from);
    for (const auto& decision : outcome.effects)
        record(decision, cause, batch, now);
    if (!outcome.refused) batches_.wait_for_earlier(batch);
    settle(batch);
    arm();
}

// What goes into the record is told afterwards.
void front_desk::record(
    const routing::any_effect& decision,
    const asked& from,
    command_batches::number batch,
    routing::instant now
) {
    const auto about = conversation_of(decision);
    if (!about) return tell_of_agents(decision);
    if (writer_.write(decision, *about, from, batch, now)) return batches_.add_write(batch, *about);
    mirror_.decided_about(*about);
}

void front_desk::committed(
    const routing::any_effect& decision,
    command_batches::number batch,
    const storage::result<storage::log_outcome>& outcome
) {
    if (!outcome) return freeze(outcome.error().message().c_str());
    if (outcome->refusal != storage::log_refusal::none) {
        return freeze(storage::name_of(outcome->refusal).data());
    }
    ++counters_.decisions;
    own_.book.apply(outcome->conversation, outcome->events);
    publish(*outcome);
    tell(decision, outcome->conversation);
    settle(batch);
}

void front_desk::publish(const storage::log_outcome& outcome) {
    parts_.floor.publish(encode_publication(outcome.conversation.id, outcome.events, *own_.names));
}

void front_desk::tell(const routing::any_effect& decision, const storage::conversation_row& row) {
    const auto* entry = own_.book.find(row.id);
    if (entry == nullptr) return;
    day_.count(decision, row);
    teller_.tell(decision, row, *entry);
    mirror_.decided_about(row.id);
    if (!storage::is_open(row.state)) own_.book.remove(row.id);
}

// Those are not for the record.
void front_desk::tell_of_agents(const routing::any_effect& decision) {
    if (const auto* changed = std::get_if<routing::effect::presence_changed>(&decision)) {
        choices_.note(changed->staff, {changed->now, changed->reason});
        teller_.tell_me(changed->staff);
        if (changed->now == routing::presence::offline) mirror_.drop_presence(changed->staff);
    } else if (const auto* places = std::get_if<routing::effect::place_changed>(&decision)) {
        places_.lines_changed(places->skills);
    }
}

desk_answer front_desk::answer_of(const command_batches::subject& of) const {
    desk_answer answer;
    if (of.about) answer.card = find_card(*of.about);
    if (of.staff) answer.me = me_of(shown_to(*of.staff));
    return answer;
}

void front_desk::settle(command_batches::number batch) {
    for (const auto& due : batches_.settle(batch))
        due.reply(answer_of(due.of));
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
        own_.book.remove(id);
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
    day_.stand_still();
    duty_.nobody();
    writer_.leave_behind();
    for (const auto& reply : batches_.drop_all())
        reply(desk_answer::no(protocol::error::unavailable));
    retry_rebuild();
}

// ---- time

// To the earliest of what is to come.
void front_desk::arm() {
    if (state_ == state::stopped) return;
    auto due = state_ == state::serving ? own_.desk->next_deadline() : std::nullopt;
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
        const auto due = own_.desk->next_deadline();
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
    day_.round();
    receipts_.save();
    receipts_.tell_again();
    if (rounds_ % (limits::place_every_ms / limits::wall_every_ms) == 0) places_.round();
    wall_.round();
    if (rounds_ % (limits::lease_every_ms / limits::wall_every_ms) == 0) mirror_.renew_leases();
    mirror_.round();
}

// ---- sessions

void front_desk::staff_connected(routing::staff_id staff) {
    if (!own_.staff.came(staff) || state_ != state::serving) return;
    connect_agent(staff);
    mirror_.put_presence(staff);
}

void front_desk::connect_agent(routing::staff_id staff) {
    if (!own_.desk->find_agent(staff)) return;
    run(routing::command::agent_connected{staff}, {}, must_be_done("an agent who came"));
}

void front_desk::staff_gone(routing::staff_id staff, const std::string& sign_in) {
    lost_sign_ins_.note(staff, sign_in, parts_.clock.now());
    if (!own_.staff.went(staff)) return;
    if (state_ != state::serving || !own_.desk->find_agent(staff)) return;
    run(routing::command::agent_lost{staff}, {}, must_be_done("an agent who left"));
}

void front_desk::staff_signed_out(routing::staff_id staff, const std::string& sign_in) {
    lost_sign_ins_.forget(staff, sign_in);
    if (own_.staff.contains(staff)) return;
    if (lost_sign_ins_.may_return(staff, parts_.clock.now())) return;
    // A desk that is being made anew goes by it.
    choices_.choose(staff, {routing::presence::offline, {}});
    if (state_ != state::serving)
        mirror_.drop_presence(staff); // for its agents are offline already
    if (state_ != state::serving || !own_.desk->find_agent(staff)) return;
    run(routing::command::agent_signed_out{staff}, {}, must_be_done("an agent who signed out"));
}

// One that has been decided to be over may be in the book until that is recorded.
bool front_desk::decides_about(routing::conversation_id id) const {
    return state_ == state::serving && own_.desk->find_conversation(id).has_value();
}

void front_desk::customer_connected(routing::conversation_id conversation) {
    if (!own_.customers.came(conversation) || !decides_about(conversation)) return;
    run(routing::command::customer_returned{conversation}, {}, must_be_done("a customer who came"));
}

void front_desk::customer_gone(routing::conversation_id conversation) {
    if (!own_.customers.went(conversation) || !decides_about(conversation)) return;
    run(routing::command::customer_lost{conversation}, {}, must_be_done("a customer who left"));
}

void front_desk::add_to(desk_counters& sums, routing::tallies& counts) const {
    auto own = counters_;
    own.live_rebuilds = mirror_.times_written();
    own.set_aside += reading_.set_aside();
    add(sums, own);
    if (own_.desk) add(counts, own_.desk->counts());
}

void front_desk::use_catalog(catalog_ptr fresh) {
    own_.names = std::move(fresh);
    day_.use_catalog();
    teller_.tell_names();
    if (state_ != state::serving) return;
    duty_.look_after([this] {
        remove_agents();
        define_agents();
    });
    for (const auto& [staff, count] : own_.staff.all()) {
        connect_agent(staff); // whoever became one while they were here
        teller_.tell_me(staff);
    }
    wall_.ask_full();
}

} // namespace kefu::gateway::chat
