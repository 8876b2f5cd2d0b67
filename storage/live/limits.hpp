#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of storage/live. What happens at each one is said beside it and tested.
namespace kefu::storage::live::limits {

// One reply of Redis: beyond any of these the bytes are called garbage and the link is redialled.
inline constexpr std::size_t reply_bytes_max = 8u << 20;
inline constexpr std::size_t reply_nodes_max = 65'536;
inline constexpr int reply_depth_max = 7; // hiredis keeps a stack of nine; deeper is its own error

// Commands written or waiting on one link: beyond, a new command completes with
// errc::pipeline_full.
inline constexpr std::size_t pipeline_commands_max = 20'000;
inline constexpr std::size_t pipeline_bytes_max = 32u << 20;

// One command: beyond, it completes with errc::too_large and is never sent.
inline constexpr std::size_t command_arguments_max = 4'096;
inline constexpr std::size_t command_bytes_max = 4u << 20;

// Port arguments: beyond, the call completes with errc::too_large.
inline constexpr std::size_t bus_payload_bytes_max = 256u << 10;
inline constexpr std::size_t channel_bytes_max = 128;
inline constexpr std::size_t node_bytes_max = 64;
inline constexpr std::size_t reason_bytes_max = 32;
inline constexpr std::size_t name_bytes_max = 256; // ticket ids, rate keys, epochs

// Channels one node listens to: beyond, subscribe answers errc::full.
inline constexpr std::size_t channels_max = 1'024;
inline constexpr std::size_t channels_per_command = 256;

// Rows kept per organisation: beyond, the put completes with errc::full.
inline constexpr std::size_t presence_rows_max = 5'000;
inline constexpr std::size_t waiting_rows_max = 20'000;
// Rows per script call, so that one call holds Redis for about 100 microseconds.
inline constexpr std::size_t rows_per_call = 100;
// Most rows one list_waiting returns; more exist, these are the first in order.
inline constexpr std::size_t waiting_list_max = 5'000;

// Local stand-ins for tickets and rates: beyond, a call that has no Redis answers errc::full
// (fail closed: neither a second use nor an unlimited rate).
inline constexpr std::size_t local_tickets_max = 100'000;
inline constexpr std::size_t local_rates_max = 100'000;

} // namespace kefu::storage::live::limits
