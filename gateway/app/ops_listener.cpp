#include "gateway/app/ops_listener.hpp"

#include <stdexcept>
#include <utility>

#include "gateway/app/limits.hpp"

namespace kefu::gateway::app {

namespace {

net::transport_options few_connections() {
    net::transport_options options;
    options.http.head_ms_max = limits::ops_head_ms_max;
    // A place is free with its answer: nobody keeps one by not closing their side.
    options.http.linger_ms_max = 0;
    auto& admission = options.admission;
    admission.connections_max = limits::ops_connections_max;
    admission.per_network_max = limits::ops_connections_max;
    admission.unproven_per_network_max = limits::ops_unproven_max;
    // Whoever uses the machine has the prober's address, and all of loopback's: a rate would refuse
    // the probe.
    admission.all_are_one = true;
    admission.new_per_network_burst = limits::ops_new_per_s;
    admission.new_per_network_per_min = limits::ops_new_per_s * 60;
    return options;
}

} // namespace

ops_listener::ops_listener(
    const config& from, const net::transport_clock& clock, ops_port::parts parts
)
    : parts_(std::move(parts)), transport_(few_connections(), clock),
      answers_(transport_.shard_at(0), parts_) {
    site_.http = &answers_;
    const auto bound = transport_.listen(from.ops.address, from.ops.port, {&site_});
    if (!bound) {
        throw std::runtime_error(
            "ops " + from.ops.address + ":" + std::to_string(from.ops.port) + ": " +
            bound.error().message()
        );
    }
    bound_ = *bound;
    transport_.start();
}

void ops_listener::stop() { transport_.stop(); }

} // namespace kefu::gateway::app
