#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// The closed sets of words on the wire that no lower room defines. Pure.
namespace kefu::gateway::protocol {

// Who a session speaks for.
enum class role : std::uint8_t { customer, agent, supervisor, admin };
inline constexpr std::size_t role_count = 4;
[[nodiscard]] std::string_view word_of(role value);
[[nodiscard]] constexpr bool is_staff(role value) { return value != role::customer; }

enum class presence : std::uint8_t { online, away, offline };
[[nodiscard]] std::string_view word_of(presence value);
[[nodiscard]] std::optional<presence> presence_from(std::string_view word);

// Whether the customer's problem was solved (wrap-up and survey).
enum class solved : std::uint8_t { yes, partly, no };
[[nodiscard]] std::string_view word_of(solved value);
[[nodiscard]] std::optional<solved> solved_from(std::string_view word);

// A conversation's state as its customer sees it.
enum class customer_state : std::uint8_t { waiting, active, ended, abandoned, parked };
[[nodiscard]] std::string_view word_of(customer_state value);

// What a resume found: `ok` = the events after the cursor follow; `reset` = drop what you have.
enum class stream_status : std::uint8_t { ok, reset };
[[nodiscard]] std::string_view word_of(stream_status value);

// The two sides of a chat, for typing and receipts.
enum class side : std::uint8_t { customer, agent };
[[nodiscard]] std::string_view word_of(side value);

} // namespace kefu::gateway::protocol
