#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kefu::routing {

// 128 bits, in UUIDv7 order: comparing two ids compares the time they were made first.
// Ids are made outside the pure code (gateway/app/clock.hpp) and passed in.
struct id_bits {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const id_bits&) const = default;
    [[nodiscard]] bool is_nil() const { return *this == id_bits{}; }
};

// 36 characters, lower case, dashes at 8-4-4-4-12 (RFC 9562 §4).
[[nodiscard]] std::string to_string(const id_bits& id);
// Accepts exactly the form that to_string writes (either case); everything else is empty.
[[nodiscard]] std::optional<id_bits> parse_id(std::string_view text);
[[nodiscard]] std::size_t hash_of(const id_bits& id) noexcept;

// A distinct type per kind of id, so that a staff id cannot be passed for a customer id.
template <class Tag>
struct strong_id {
    id_bits bits{};

    auto operator<=>(const strong_id&) const = default;
    [[nodiscard]] bool is_nil() const { return bits.is_nil(); }
    [[nodiscard]] std::string text() const { return to_string(bits); }

    [[nodiscard]] static std::optional<strong_id> parse(std::string_view text) {
        const auto bits = parse_id(text);
        if (!bits) return std::nullopt;
        return strong_id{*bits};
    }
};

using organisation_id = strong_id<struct organisation_tag>;
using storefront_id = strong_id<struct storefront_tag>;
using staff_id = strong_id<struct staff_tag>;
using skill_id = strong_id<struct skill_tag>;
using customer_id = strong_id<struct customer_tag>;
using conversation_id = strong_id<struct conversation_tag>;
using offer_id = strong_id<struct offer_tag>;
using event_id = strong_id<struct event_tag>;
using order_id = strong_id<struct order_tag>;
using session_id = strong_id<struct session_tag>;
using record_id = strong_id<struct record_tag>;

} // namespace kefu::routing

template <class Tag>
struct std::hash<kefu::routing::strong_id<Tag>> {
    std::size_t operator()(const kefu::routing::strong_id<Tag>& id) const noexcept {
        return kefu::routing::hash_of(id.bits);
    }
};
