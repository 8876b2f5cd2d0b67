#pragma once

#include <charconv>
#include <cstdio>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kefu::bench {

// Looks into envelopes of `kefu.v1` without reading them as JSON: the texts of a load hold no
// quotes, and a generator that parsed everything would be slower than the server. Pure.

// Calls `each` for every envelope of a frame.
template <typename Each>
void each_envelope(std::string_view frame, Each each) {
    while (!frame.empty()) {
        const auto end = frame.find('\n');
        each(frame.substr(0, end));
        if (end == std::string_view::npos) return;
        frame.remove_prefix(end + 1);
    }
}

// What follows `"name":` for the first time; throws when it is not there.
[[nodiscard]] inline std::string_view value_at(std::string_view envelope, std::string_view name) {
    std::string wanted = "\"";
    wanted += name;
    wanted += "\":";
    const auto at = envelope.find(wanted);
    if (at == std::string_view::npos)
        throw std::runtime_error("no " + wanted + " in " + std::string(envelope));
    return envelope.substr(at + wanted.size());
}

[[nodiscard]] inline std::string_view text_at(std::string_view envelope, std::string_view name) {
    const auto value = value_at(envelope, name);
    return value.substr(1, value.find('"', 1) - 1);
}

[[nodiscard]] inline std::uint64_t number_at(std::string_view envelope, std::string_view name) {
    const auto value = value_at(envelope, name);
    std::uint64_t number = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), number).ec != std::errc{})
        throw std::runtime_error(std::string(name) + " is no number in " + std::string(envelope));
    return number;
}

// A client key: a UUID of version 4 made of who and which.
[[nodiscard]] inline std::string client_key(std::uint32_t who, std::uint64_t which) {
    char made[40];
    const auto size = std::snprintf(
        made, sizeof made, "%08x-0000-4000-8000-%012llx", who, static_cast<unsigned long long>(which)
    );
    return {made, static_cast<std::size_t>(size)};
}

} // namespace kefu::bench
