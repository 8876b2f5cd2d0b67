#include "gateway/chat/message_rates.hpp"

namespace kefu::gateway::chat {

namespace {

constexpr std::int64_t sweep_every_ms = 1'000;

template <class Entries>
void forget_recovered(Entries& all, const protocol::rate& rate, routing::instant now) {
    std::erase_if(all, [&](const auto& one) {
        return one.second.sessions_count == 0 && one.second.bucket.full(rate, now);
    });
}

} // namespace

routing::token_bucket* message_rates::enter(routing::customer_id customer, routing::instant now) {
    return enter(customers_, customer, bounds_.customers_max, now);
}

routing::token_bucket* message_rates::enter(routing::staff_id staff, routing::instant now) {
    return enter(staff_, staff, bounds_.staff_max, now);
}

template <class Id>
routing::token_bucket* message_rates::enter(
    entries<Id>& all, Id who, std::size_t count_max, routing::instant now
) {
    auto at = all.find(who);
    if (at == all.end()) {
        if (all.size() >= count_max) make_room(now);
        if (all.size() >= count_max) return nullptr;
        at = all.emplace(who, entry{routing::token_bucket(now), 0}).first;
    }
    ++at->second.sessions_count;
    return &at->second.bucket;
}

// Looks through everybody at most once a second: a flood must not make each hello cost that.
void message_rates::make_room(routing::instant now) {
    if (swept_ && now - *swept_ < sweep_every_ms) return;
    swept_ = now;
    forget_recovered(customers_, customer_rate_, now);
    forget_recovered(staff_, staff_rate_, now);
}

} // namespace kefu::gateway::chat
