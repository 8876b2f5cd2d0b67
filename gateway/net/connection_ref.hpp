#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace kefu::gateway::net {

// Names one connection for as long as it lives. Not a pointer: a slot is reused with a higher
// generation, so whoever keeps a ref too long reaches nobody instead of somebody else.
struct connection_ref {
    std::uint16_t shard = 0;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0; // 0 is never given out

    auto operator<=>(const connection_ref&) const = default;
    [[nodiscard]] bool is_nil() const { return generation == 0; }
};

} // namespace kefu::gateway::net

template <>
struct std::hash<kefu::gateway::net::connection_ref> {
    std::size_t operator()(const kefu::gateway::net::connection_ref& ref) const noexcept {
        const auto place = (std::uint64_t{ref.slot} << 16) | ref.shard;
        return std::hash<std::uint64_t>{}(place ^ (std::uint64_t{ref.generation} << 48));
    }
};
