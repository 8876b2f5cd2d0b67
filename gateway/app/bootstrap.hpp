#pragma once

#include <string>

#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

// An empty store gets an organisation and one admin with a one-time password, written to a file
// that only its owner can read. There is never a default account. True when it was made.
// Blocks; start-up only; throws when the file or the store cannot be written.
bool make_first_sign_in(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const std::string& file
);

// Writes a new file with mode 0600; throws when it exists or cannot be written.
void write_secret_file(const std::string& path, const std::string& text);

} // namespace kefu::gateway::app
