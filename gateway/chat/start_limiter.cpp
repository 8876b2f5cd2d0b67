#include "gateway/chat/start_limiter.hpp"

namespace kefu::gateway::chat {

start_outcome start_limiter::take(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    const auto network = from.network();
    if (!customers_.has_room(customer, now) || !addresses_.has_room(network, now))
        return {start_verdict::too_many_known, full_wait_ms_};
    auto& own = customers_.remember(customer, now).bucket;
    auto& here = addresses_.remember(network, now).bucket;
    if (const auto wait_ms = own.wait_ms(customers_.rate(), now); wait_ms > 0)
        return {start_verdict::customer_too_fast, wait_ms};
    if (const auto wait_ms = here.wait_ms(addresses_.rate(), now); wait_ms > 0)
        return {start_verdict::address_too_fast, wait_ms};
    static_cast<void>(own.take(customers_.rate(), now)); // looked at just before
    static_cast<void>(here.take(addresses_.rate(), now));
    return {};
}

void start_limiter::give_back(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    customers_.give_back(customer, now);
    addresses_.give_back(from.network(), now);
}

} // namespace kefu::gateway::chat
