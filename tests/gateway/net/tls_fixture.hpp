#pragma once

#include "tests/gateway/net/net_fixture.hpp"
#include "tests/support/test_certificate.hpp"

#include <ctime>
#include <gtest/gtest.h>

namespace kefu::tests {

inline gateway::net::tls_context_ptr context_of(const test_certificate& pair) {
    const routing::wall_time today{std::int64_t{std::time(nullptr)} * 1000};
    return gateway::net::tls_context::make(pair.certificate_pem, pair.key_pem, today).made;
}

// A transport that speaks TLS with a certificate of its own, by a clock moved by hand.
class tls_sockets : public testing::Test {
protected:
    tls_sockets() : served(over_tls(roomy())) { served.start(); }

    static fixture_options over_tls(const gateway::net::transport_options& transport) {
        fixture_options options;
        options.transport = transport;
        options.hand_clock = true;
        options.tls = context_of(make_test_certificate());
        return options;
    }
    const gateway::net::shard_metrics& metrics() { return served.home().metrics(); }

    net_fixture served;
};

} // namespace kefu::tests
