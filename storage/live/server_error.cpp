#include "storage/live/server_error.hpp"

#include <algorithm>
#include <array>

namespace kefu::storage::live {

server_trouble classify(std::string_view error_text) {
    const std::string_view word = error_text.substr(0, error_text.find(' '));
    constexpr std::array<std::string_view, 6> overloaded{
        "LOADING", "BUSY", "OOM", "MISCONF", "CLUSTERDOWN", "NOREPLICAS"};
    if (word == "NOSCRIPT") return server_trouble::no_script;
    if (word == "READONLY" || word == "MASTERDOWN") return server_trouble::wrong_server;
    if (std::ranges::find(overloaded, word) != overloaded.end()) return server_trouble::overloaded;
    return server_trouble::none;
}

} // namespace kefu::storage::live
