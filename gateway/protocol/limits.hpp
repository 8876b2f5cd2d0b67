#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the protocol, each with what happens at it.
namespace kefu::gateway::protocol::limits {

// A frame. Larger ones are closed with 4503 by the WebSocket codec before they get here.
inline constexpr std::size_t frame_bytes_max = 65'536;
// Envelopes of one frame; with more the whole frame is one `bad_request`.
inline constexpr std::size_t envelopes_max = 32;
// Nesting of one envelope, the envelope itself included; `bad_request` beyond.
inline constexpr std::size_t depth_max = 16;
// Keys of one object and entries of one array; `bad_request` beyond.
inline constexpr std::size_t object_keys_max = 256;
inline constexpr std::size_t array_entries_max = 256;

// Code points of a message, a note, a solution or a comment; `too_large` beyond.
inline constexpr std::size_t text_code_points_max = 4'000;
// Bytes of the short fields (topic, reason, locale …); `bad_request` beyond.
inline constexpr std::size_t word_bytes_max = 128;
inline constexpr std::size_t order_bytes_max = 64;
// Bytes of a token, a ticket and a JWT; `bad_request` beyond.
inline constexpr std::size_t token_bytes_max = 256;
inline constexpr std::size_t jwt_bytes_max = 8'192;
// Claims of a customer token, in characters; longer ones are refused.
inline constexpr std::size_t jwt_name_max = 128; // `sub` and `name`
inline constexpr std::size_t jwt_phone_max = 32;
inline constexpr std::size_t jwt_email_max = 254;
// Tags of one rating; `bad_request` beyond.
inline constexpr std::size_t tags_max = 16;
// Conversations a staff session may resume; `bad_request` beyond.
inline constexpr std::size_t resume_cursors_max = 200;
// Events of one `sync`; a larger limit is cut down to it.
inline constexpr std::uint32_t sync_events_max = 200;
inline constexpr std::uint32_t sync_events_default = 100;

// Commands of one session without an answer; the next is `rate_limited`.
inline constexpr std::size_t in_flight_max = 64;
// Remembered failed messages of one conversation, and conversations that have any.
inline constexpr std::size_t failed_keys_max = 64;
inline constexpr std::size_t failed_conversations_max = 256; // 4506 beyond

inline constexpr std::int64_t hello_ms_max = 10'000; // 4502, or 4002 when the answer is ours
// Answered `unavailable`: looked at once a second, so that an answer comes within 5 s.
inline constexpr std::int64_t command_ms_max = 4'000;
inline constexpr std::int64_t beat_ms = 25'000; // announced in `welcome`

// Bad envelopes of one session in a minute; 4506 at the last.
inline constexpr std::size_t bad_envelopes_per_minute_max = 10;
// Refusals for speed of one session in a minute; 4210 at the last.
inline constexpr std::size_t rate_refusals_per_minute_max = 100;

} // namespace kefu::gateway::protocol::limits
