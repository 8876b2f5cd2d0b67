#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/live/limits.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/reply.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Pure. How rows are spelt in Redis and read from the answers of the scripts. An answer of
// another shape is errc::bad_reply, never a guess.

// What is longer was written by somebody else.
inline constexpr std::size_t presence_member_bytes_max = 36 + 1 + limits::node_bytes_max;
inline constexpr std::size_t presence_value_bytes_max = 1 + limits::reason_bytes_max;

[[nodiscard]] std::string presence_member(routing::staff_id staff, std::string_view node);
[[nodiscard]] std::string presence_value(const presence_row& row);
// [member, value, left_ms, …] in any order; sorted here. What somebody else has put among the rows
// is counted.
[[nodiscard]] result<presence_listing> read_presence(const reply& answer);

// key:conversation:skill, the key in sixteen hex digits whose text order is the number's order: the
// set is ordered by text, because the double of a scored set loses the low bits of a 64-bit key.
[[nodiscard]] std::string waiting_member(const waiting_row& row);
// [member, …] in order.
[[nodiscard]] result<std::vector<waiting_row>> read_waiting(const reply& answer);

// Plain answers. Nothing: there is no text under the key.
[[nodiscard]] result<std::optional<std::string>> read_epoch(const reply& answer);
[[nodiscard]] result<std::int64_t> read_integer(const reply& answer);
// A script that has a bound answers 1 for done and 0 for full.
[[nodiscard]] result<void> read_done_or_full(const reply& answer);

} // namespace kefu::storage::live
