#pragma once

#include "gateway/app/config.hpp"
#include "gateway/app/ops_port.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/net/ws_port.hpp"

namespace kefu::gateway::app {

// Health and metrics from the moment it is made, on a listener and a thread of their own: they
// answer while the program starts, and while every other thread is busy. Made and destroyed on the
// main thread, before and after everything that it tells of; what the functions look at must be
// there for as long.
class ops_listener {
public:
    // Throws when the address cannot be had.
    ops_listener(const config& from, const net::transport_clock& clock, ops_port::parts parts);
    ~ops_listener() { stop(); }
    ops_listener(const ops_listener&) = delete;
    ops_listener& operator=(const ops_listener&) = delete;

    void stop(); // also twice
    [[nodiscard]] std::uint16_t port() const { return bound_; }

private:
    ops_port::parts parts_;
    net::transport transport_;
    ops_port answers_;
    net::site site_;
    std::uint16_t bound_ = 0;
};

} // namespace kefu::gateway::app
