#pragma once

#include "routing/commands.hpp"
#include "routing/effects.hpp"

#include <cstdint>
#include <string>

namespace kefu::tests {

// The n-th id of its sort, and back.
template <class Id>
Id numbered(std::uint64_t n) {
    Id id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bits.bytes.at(15 - i) = static_cast<std::uint8_t>(n >> (8 * i));
    return id;
}

template <class Id>
std::uint64_t number_of(const Id& id) {
    std::uint64_t n = 0;
    for (std::size_t i = 9; i < 16; ++i)
        n = n << 8 | id.bits.bytes.at(i);
    return n;
}

// One line per effect or command, with all times relative to `origin`, so that traces of the same
// events at other times are equal.
std::string trace(const routing::any_effect& e, routing::instant origin);
std::string trace(const routing::any_command& c, routing::instant origin);
// The reasons of a choice, for effects that have them; empty for others.
std::string trace_reasons(const routing::any_effect& e);

} // namespace kefu::tests
