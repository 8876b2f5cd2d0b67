#pragma once

#include <string>

#include "gateway/net/ws_dialer.hpp"

namespace kefu::gateway::app {

struct demo_traffic_options {
    net::dial_address gateway;
    unsigned customers = 20;
    // Demo agents that answer by themselves, from the seed's sign-in file (name, password, role),
    // so that the wall moves; the first agent of the file is left to whoever looks.
    unsigned colleagues = 3;
    std::string sign_ins_file;
    std::string widget_key;
};

// Plays customers and colleagues through the public protocol until SIGINT or SIGTERM. Throws when
// the gateway cannot be reached at all.
void play_demo(const demo_traffic_options& options);

} // namespace kefu::gateway::app
