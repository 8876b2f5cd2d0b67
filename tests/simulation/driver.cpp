#include "tests/simulation/driver.hpp"

#include "tests/simulation/trace.hpp"

#include <algorithm>

namespace kefu::tests {

using namespace kefu::routing;

namespace {

constexpr std::size_t open_max = 40;

} // namespace

std::vector<any_command> driver::opening() {
    std::vector<any_command> commands;
    for (std::uint64_t n = 1; n <= agents_in_simulation; ++n) {
        const auto id = numbered<staff_id>(n);
        commands.push_back(define(id));
        commands.push_back(command::agent_connected{id});
        commands.push_back(command::set_presence{id, presence::online, ""});
    }
    return commands;
}

// Mostly a moment later; often exactly at, or just before, the next deadline; seldom much later.
instant driver::advance(const desk& d) {
    const auto next = d.next_deadline();
    switch (below(16)) {
    case 0:
        now_ = now_ + static_cast<std::int64_t>(below(40'000));
        break;
    case 1:
    case 2:
        if (next) now_ = std::max(now_, *next);
        break;
    case 3:
        if (next) now_ = std::max(now_, *next + -1);
        break;
    case 4:
        if (one_in(20)) now_ = now_ + static_cast<std::int64_t>(below(900'000));
        break;
    case 5:
    case 6:
        break;
    default:
        now_ = now_ + static_cast<std::int64_t>(below(2'000));
        break;
    }
    return now_;
}

any_command driver::next(const desk& d) {
    forget_closed(d);
    switch (below(33)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
        return open_.size() < open_max ? queue() : end(d);
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
        return answer_offer(d, true);
    case 12:
        return answer_offer(d, false);
    case 13:
    case 14:
        return transfer(d);
    case 15:
    case 16:
        return end(d);
    case 17:
    case 18:
    case 19:
        return wrap_up(d);
    case 20:
        return one_in(4) ? any_command{command::customer_lost{some_open()}}
                         : any_command{command::customer_lost{some_in(d, phase::queued)}};
    case 21:
        return command::customer_returned{some_open()};
    case 22:
        return command::supervisor_assign{some_open(), some_staff()};
    case 23:
        return park(d);
    case 24:
        return command::unpark{some_in(d, phase::parked)};
    case 25:
    case 26:
        return command::agent_connected{some_staff()};
    case 27:
        return one_in(4) ? any_command{command::agent_signed_out{some_staff()}}
                         : any_command{command::agent_lost{some_staff()}};
    case 28:
    case 29:
        return set_presence();
    case 30: {
        if (one_in(8)) return command::remove_agent{some_staff()};
        return define(numbered<staff_id>(1 + below(agents_in_simulation)));
    }
    case 31:
        return take_over();
    default:
        return one_in(4) ? restore() : any_command{command::tick{}};
    }
}

any_command driver::take_over() {
    command::take_over c{some_open(), some_staff()};
    if (one_in(3)) c.seen = below(4);
    return c;
}

staff_id driver::some_staff() { return numbered<staff_id>(1 + below(agents_in_simulation + 1)); }

// Every second time the one with the most to do.
staff_id driver::some_busy_staff(const desk& d) {
    const auto all = d.agents();
    if (all.empty() || one_in(2)) return some_staff();
    return std::max_element(
               all.begin(),
               all.end(),
               [](const auto& a, const auto& b) {
                   return int(a.load) - int(a.capacity) < int(b.load) - int(b.capacity);
               }
    )->staff;
}

conversation_id driver::some_open() {
    if (open_.empty() || one_in(50)) return numbered<conversation_id>(1 + below(1'000));
    return open_[below(open_.size())];
}

conversation_id driver::some_in(const desk& d, phase state) {
    std::vector<conversation_id> fitting;
    for (const auto id : open_)
        if (d.find_conversation(id)->state == state) fitting.push_back(id);
    return fitting.empty() ? some_open() : fitting[below(fitting.size())];
}

requirement driver::some_need() {
    if (one_in(10)) return any_agent();
    return {numbered<skill_id>(1 + below(skills_in_simulation)), 1 + unsigned(below(5))};
}

// On whole seconds, so that equal places happen.
instant driver::some_past() {
    if (!one_in(3)) return now_;
    return {(now_.ms / 1'000 - static_cast<std::int64_t>(below(900))) * 1'000};
}

command::claim driver::some_claim(const desk& d, conversation_id id) {
    command::claim c{some_staff(), below(5)};
    const auto view = d.find_conversation(id);
    if (!view) return c;
    if (view->owner && !one_in(8)) c.staff = *view->owner;
    if (!one_in(20)) c.generation = view->generation;
    return c;
}

any_command driver::define(staff_id id) {
    command::define_agent c;
    c.staff = id;
    c.takes_offers = !one_in(6);
    for (std::uint64_t s = 1; s <= skills_in_simulation; ++s)
        if (c.takes_offers && one_in(2))
            c.skills.push_back({numbered<skill_id>(s), 1 + unsigned(below(5))});
    c.capacity = 1 + static_cast<unsigned>(below(4));
    c.auto_accept = one_in(4);
    if (one_in(3)) c.languages.push_back("en");
    return c;
}

any_command driver::queue() {
    command::queue c;
    // Ids out of order, so that ties are not always for the oldest.
    c.conversation = numbered<conversation_id>(++conversations_made_ ^ 5);
    c.generation = below(3);
    c.need = some_need();
    if (one_in(3)) c.points = static_cast<int>(below(12)) - 2;
    c.queued_at = some_past();
    if (one_in(4)) c.language = "en";
    if (one_in(4)) c.preferred = some_staff();
    if (one_in(8)) c.excluded = {some_staff(), some_staff()};
    c.customer_connected = !one_in(10);
    open_.push_back(c.conversation);
    return c;
}

any_command driver::restore() {
    command::restore_conversation c;
    c.conversation = numbered<conversation_id>(++conversations_made_ ^ 5);
    constexpr phase states[] = {
        phase::queued, phase::offered, phase::active, phase::wrap_up, phase::parked};
    c.state = states[below(5)];
    c.generation = below(5);
    if (c.state == phase::active || c.state == phase::wrap_up) c.owner = some_staff();
    c.need = some_need();
    c.queued_at = some_past();
    c.credit_ms = static_cast<std::int64_t>(below(3)) * 120'000;
    if (one_in(2)) c.park_due = now_ + static_cast<std::int64_t>(below(60'000));
    c.customer_connected = one_in(2);
    open_.push_back(c.conversation);
    return c;
}

any_command driver::answer_offer(const desk& d, bool yes) {
    command::accept c{last_offer_, some_staff()};
    std::vector<agent_view> asked;
    for (const auto& a : d.agents())
        if (a.pending_offer) asked.push_back(a);
    if (!asked.empty() && !one_in(30)) {
        const auto& a = asked[below(asked.size())];
        last_offer_ = *a.pending_offer;
        c = {last_offer_, one_in(30) ? some_staff() : a.staff};
    }
    if (yes) return c;
    return command::decline{c.offer, c.staff, "busy"};
}

any_command driver::transfer(const desk& d) {
    const auto id = some_in(d, phase::active);
    if (one_in(2)) return command::transfer_to_agent{id, some_claim(d, id), some_staff()};
    return command::transfer_to_skill{id, some_claim(d, id), some_need()};
}

any_command driver::end(const desk& d) {
    constexpr ended_by others[] = {ended_by::customer, ended_by::supervisor, ended_by::system};
    if (one_in(3)) return command::end{some_open(), others[below(3)], std::nullopt};
    const auto id = some_in(d, phase::active);
    return command::end{id, ended_by::agent, some_claim(d, id)};
}

any_command driver::wrap_up(const desk& d) {
    const auto id = some_in(d, phase::wrap_up);
    return command::wrap_up_saved{id, some_claim(d, id)};
}

any_command driver::set_presence() {
    switch (below(8)) {
    case 0:
        return command::set_presence{some_staff(), presence::offline, ""};
    case 1:
        return command::set_presence{some_staff(), presence::away, "break"};
    default:
        return command::set_presence{some_staff(), presence::online, ""};
    }
}

any_command driver::park(const desk& d) {
    const auto due = now_ + static_cast<std::int64_t>(below(120'000));
    const auto id = some_open();
    if (one_in(2)) return command::park{id, due, std::nullopt};
    return command::park{id, due, some_claim(d, id)};
}

void driver::forget_closed(const desk& d) {
    std::erase_if(open_, [&](conversation_id id) { return !d.find_conversation(id); });
}

} // namespace kefu::tests
