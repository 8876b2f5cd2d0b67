#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/publication.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// The answer to a `sync`: as many of the record's events as fit limits::sync_bytes_max, at least
// one.
struct sync_page {
    std::vector<std::string> events; // envelopes, as that side sees them
    std::uint64_t top = 0;
    bool more = false; // to be asked for again, after the last of these
};

// Pure. `from` was read in the numbering of that side.
[[nodiscard]] sync_page page_for(
    audience side, const storage::event_page& from, const catalog& names
);

} // namespace kefu::gateway::chat
