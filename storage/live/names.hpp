#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/live/live_store.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Pure. What may be a name in Redis, and how it is spelt there. Every key carries a {hash tag}:
// the keys of one organisation stay in one slot of a Redis Cluster, so a script may touch several.

// errc::too_large unless it is well formed and within limits.hpp.
[[nodiscard]] error_code check_node(std::string_view node);
[[nodiscard]] error_code check_channel(std::string_view channel);
[[nodiscard]] error_code check_name(std::string_view name); // any 1 to name_bytes_max bytes
[[nodiscard]] error_code check_presence(const std::vector<presence_row>& rows);

struct redis_names {
    std::string name_key; // settings.name_key

    // The name itself may be personal (an address in a rate key), so it goes in as a keyed
    // digest: HMAC-SHA-256 (RFC 2104), first 16 bytes in hex.
    [[nodiscard]] std::string ticket(routing::organisation_id org, std::string_view ticket) const;
    [[nodiscard]] std::string rate(routing::organisation_id org, std::string_view key) const;

    [[nodiscard]] static std::string presence_ends(routing::organisation_id org);
    [[nodiscard]] static std::string presence_states(routing::organisation_id org);
    [[nodiscard]] static std::string waiting_order(routing::organisation_id org);
    [[nodiscard]] static std::string waiting_rows(routing::organisation_id org);
    // What takes their place.
    [[nodiscard]] static std::string next_order(routing::organisation_id org);
    [[nodiscard]] static std::string next_rows(routing::organisation_id org);
    [[nodiscard]] static std::string epoch();
    [[nodiscard]] static std::string bus_channel(std::string_view channel);
    [[nodiscard]] static std::string probe_channel(std::string_view node);
};

} // namespace kefu::storage::live
