#include "gateway/chat/start_limiter.hpp"

namespace kefu::gateway::chat {

namespace {

constexpr std::int64_t sweep_every_ms = 1'000;

template <class Buckets>
void forget_recovered(Buckets& all, const routing::token_bucket::rate& rate, routing::instant now) {
    std::erase_if(all, [&](const auto& entry) { return entry.second.full(rate, now); });
}

} // namespace

start_outcome start_limiter::take(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    const auto network = from.network();
    if (!fits(customer, network)) make_room(now);
    if (!fits(customer, network)) return {start_verdict::too_many_known, limits_.full_wait_ms};
    auto& own = customers_.try_emplace(customer, now).first->second;
    auto& here = addresses_.try_emplace(network, now).first->second;
    if (const auto wait_ms = own.wait_ms(limits_.customer, now); wait_ms > 0)
        return {start_verdict::customer_too_fast, wait_ms};
    if (const auto wait_ms = here.wait_ms(limits_.address, now); wait_ms > 0)
        return {start_verdict::address_too_fast, wait_ms};
    static_cast<void>(own.take(limits_.customer, now)); // looked at just before
    static_cast<void>(here.take(limits_.address, now));
    return {};
}

void start_limiter::give_back(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    // Who has recovered may have been forgotten meanwhile: then there is nothing to give back.
    if (const auto own = customers_.find(customer); own != customers_.end())
        own->second.give_back(limits_.customer, now);
    if (const auto here = addresses_.find(from.network()); here != addresses_.end())
        here->second.give_back(limits_.address, now);
}

bool start_limiter::fits(routing::customer_id customer, const net::peer_address& network) const {
    return (customers_.size() < limits_.customers_max || customers_.contains(customer)) &&
           (addresses_.size() < limits_.addresses_max || addresses_.contains(network));
}

// Looks through everybody at most once a second: a flood must not make each start cost that.
void start_limiter::make_room(routing::instant now) {
    if (swept_ && now - *swept_ < sweep_every_ms) return;
    swept_ = now;
    forget_recovered(customers_, limits_.customer, now);
    forget_recovered(addresses_, limits_.address, now);
}

} // namespace kefu::gateway::chat
