#pragma once

#include <cstdint>
#include <string_view>

namespace kefu::storage::live {

// Pure. What an error reply of Redis says about the server, read from its first word.
enum class server_trouble : std::uint8_t {
    none,        // about this command only
    no_script,   // the script cache was emptied: send the text
    overloaded,  // LOADING, BUSY, OOM, MISCONF, CLUSTERDOWN…: count it against the breaker
    wrong_server // READONLY, MASTERDOWN: no longer the primary; dial (and resolve) again
};

[[nodiscard]] server_trouble classify(std::string_view error_text);

} // namespace kefu::storage::live
