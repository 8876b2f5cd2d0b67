#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the service room, each with what happens at it.
namespace kefu::gateway::service::limits {

// Code points of a text that a person writes; refused as too_long.
inline constexpr std::size_t text_code_points_max = 4'000;

// Visible characters between two groups of one number's digits; beyond, they are several numbers.
inline constexpr std::size_t number_gap_code_points_max = 32;

// The SOP file: one error each that names the line.
inline constexpr std::size_t sop_file_bytes_max = 1'048'576;
inline constexpr std::size_t sop_topics_max = 32;
inline constexpr std::size_t sop_phrases_max = 1'000;
inline constexpr std::size_t sop_words_max = 5'000;
inline constexpr std::size_t sop_entries_max = 64; // of every other list
inline constexpr std::size_t sop_text_bytes_max = 2'000;
inline constexpr std::size_t sop_key_bytes_max = 32;
inline constexpr std::size_t sop_errors_max = 100; // more are counted, not listed

// Opening hours of a storefront: 400 that names the field.
inline constexpr int utc_offset_min_low = -12 * 60;
inline constexpr int utc_offset_min_high = 14 * 60;
inline constexpr std::size_t opening_windows_max = 7; // one a weekday

// A ticket of the console's WebSocket.
inline constexpr std::int64_t ticket_ms_max = 30'000;

} // namespace kefu::gateway::service::limits
