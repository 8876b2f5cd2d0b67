#include "gateway/app/limits_profile.hpp"

#include "gateway/api/limits.hpp"

namespace kefu::gateway::app {

namespace {

bool is_bench(const config& from) { return from.limits.profile == "bench"; }

chat::network_limits for_crowd(const config& from, chat::network_limits limits) {
    if (is_bench(from)) limits.network = limits.site = {1'000'000, 1'000, 1};
    return limits;
}

} // namespace

net::admission_limits admission_limits_of(const config& from) {
    net::admission_limits limits;
    if (is_bench(from)) {
        limits.per_network_max = limits.unproven_per_network_max = 1'000'000;
        limits.per_network_in_crowd_max = 1'000'000;
        limits.per_site_max = limits.unproven_per_site_max = 1'000'000;
        limits.new_per_network_burst = limits.new_per_site_burst = 1'000'000;
        limits.new_per_network_per_min = limits.new_per_site_per_min = 60'000'000;
    }
    return limits;
}

protocol::session_limits session_limits_of(const config& from) {
    protocol::session_limits limits;
    if (is_bench(from)) {
        const protocol::rate unlimited{1'000'000, 1'000'000, 1'000};
        limits.customer_envelopes = limits.staff_envelopes = unlimited;
        limits.customer_messages = limits.staff_messages = unlimited;
        limits.customer_syncs = unlimited;
    }
    return limits;
}

chat::start_limits start_limits_of(const config& from) {
    chat::start_limits limits;
    if (is_bench(from)) limits.customer = {1'000'000, 1'000, 1};
    limits.networks = for_crowd(from, limits.networks);
    return limits;
}

chat::network_limits visitor_limits_of(const config& from) {
    return for_crowd(from, chat::visitor_limits);
}

chat::network_limits sync_limits_of(const config& from) {
    return for_crowd(from, chat::sync_limits);
}

chat::network_limits customer_byte_limits_of(const config& from) {
    return for_crowd(from, chat::customer_byte_limits);
}

chat::network_limits request_limits_of(const config& from) {
    return for_crowd(from, api::limits::requests);
}

chat::network_limits file_limits_of(const config& from) {
    return for_crowd(from, api::limits::file_requests);
}

} // namespace kefu::gateway::app
