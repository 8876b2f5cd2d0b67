#pragma once

#include <cstdint>
#include <string>

#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

enum class first_sign_in : std::uint8_t { not_needed, made, renewed, admin_again };

// A one-time password that nobody used is good for so long (security checklist RD11).
inline constexpr std::int64_t first_sign_in_ms = 24LL * 60 * 60 * 1000;

// An empty store gets an organisation and one admin with a one-time password, written to a file
// that only its owner can read. There is never a default account. When the password was not changed
// in its time and no other admin can sign in, it is replaced, and the file with it. A store whose
// admins are all deactivated gets a new one beside them: they stay deactivated. The file is there
// only when the store has the password.
// Blocks; start-up only; throws when the file or the store cannot be written.
first_sign_in make_first_sign_in(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const std::string& file
);

// Writes a new file with mode 0600; throws when it exists or cannot be written.
void write_secret_file(const std::string& path, const std::string& text);

} // namespace kefu::gateway::app
