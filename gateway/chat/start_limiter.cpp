#include "gateway/chat/start_limiter.hpp"

namespace kefu::gateway::chat {

start_outcome start_limiter::take(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    if (!customers_.has_room(customer, now))
        return {start_verdict::too_many_known, full_wait_ms_};
    auto& own = customers_.remember(customer, now).bucket;
    if (const auto wait_ms = own.wait_ms(customers_.rate(), now); wait_ms > 0)
        return {start_verdict::customer_too_fast, wait_ms};
    if (const auto wait_ms = networks_.take(from, now); wait_ms > 0)
        return {start_verdict::network_too_fast, wait_ms};
    static_cast<void>(own.take(customers_.rate(), now)); // looked at before
    return {};
}

void start_limiter::give_back(
    routing::customer_id customer, const net::peer_address& from, routing::instant now
) {
    customers_.give_back(customer, now);
    networks_.give_back(from, now);
}

} // namespace kefu::gateway::chat
