#pragma once

#include <string>

#include "gateway/app/stores.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"

namespace kefu::gateway::app {

struct demo_seed_options {
    std::string customers_file; // JSON list of demo customers with orders
    std::string sign_ins_file;  // written 0600: who can sign in, with fresh passwords
    std::string shop_file;   // written 0600: widget key and identity secret for the shop's backend
    std::string shop_origin; // "http://127.0.0.1:8081"
};

// Fills an empty store with a shop: skills, five agents, a supervisor, an admin, customers with
// orders. Passwords are made now; none is ever the same twice. Throws when the store is not empty
// or something cannot be written. Blocks.
void seed_demo(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const demo_seed_options& options
);

} // namespace kefu::gateway::app
