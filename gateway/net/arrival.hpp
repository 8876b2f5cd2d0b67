#pragma once

#include <cstddef>
#include <cstdint>

namespace kefu::gateway::net {

// What the application makes of a request as a sign of who has come: only browsers say where a
// request comes from (Sec-Fetch-Site, Origin), and no page can make its browser lie about it.
// Others may say what they like, which is why each kind has a rate of its own and no more.
enum class arrival_kind : std::uint8_t {
    unknown,  // no browser, or one that does not say
    own_page, // one of our pages, or an address that somebody opened
    known,    // the same, by a browser that has signed in here before
    guest,    // what a page that may embed us asks for
    foreign,  // another page, for what its browser would not show to it: never served
};

// Those with a rate beside the one for all.
inline constexpr std::size_t arrival_rates = 3;
[[nodiscard]] constexpr bool has_own_rate(arrival_kind kind) {
    return kind == arrival_kind::own_page || kind == arrival_kind::known ||
           kind == arrival_kind::guest;
}
[[nodiscard]] constexpr std::size_t rate_index(arrival_kind kind) {
    return static_cast<std::size_t>(kind) - static_cast<std::size_t>(arrival_kind::own_page);
}

} // namespace kefu::gateway::net
