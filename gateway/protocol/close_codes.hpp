#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// WebSocket close codes and what a client does at each (PROTOCOL.md, "Close codes"). Pure.
// The range decides, so that an old client acts rightly on a code it does not know.
namespace kefu::gateway::protocol {

enum class close_code : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    fault = 4000,
    drain = 4001,
    store_lost = 4002,
    slow_reader = 4008,
    silent = 4012,
    rate = 4210,
    too_many_connections = 4211,
    session_unknown = 4301,
    not_signed_in = 4401,
    revoked = 4403,
    bad_frame = 4501,
    no_hello = 4502,
    frame_too_big = 4503,
    protocol_version = 4504,
    not_allowed = 4505,
    too_many_errors = 4506,
};

enum class after_close : std::uint8_t {
    as_it_likes,      // cursors stay valid
    resume,           // back off 0.5-30 s with full jitter (staff at most 5 s), then resume
    wait_then_resume, // not before `after_ms` in the close reason
    fresh_hello,      // a hello without resume
    sign_in,          // a new token or ticket first
    never,            // not by itself
};

struct close_row {
    close_code code;
    std::string_view word; // for metrics and logs
    after_close client;
};

inline constexpr std::array close_table{
    close_row{close_code::normal, "normal", after_close::as_it_likes},
    close_row{close_code::going_away, "going_away", after_close::as_it_likes},
    close_row{close_code::fault, "fault", after_close::resume},
    close_row{close_code::drain, "drain", after_close::resume},
    close_row{close_code::store_lost, "store_lost", after_close::resume},
    close_row{close_code::slow_reader, "slow_reader", after_close::resume},
    close_row{close_code::silent, "silent", after_close::resume},
    close_row{close_code::rate, "rate", after_close::wait_then_resume},
    close_row{
        close_code::too_many_connections, "too_many_connections", after_close::wait_then_resume},
    close_row{close_code::session_unknown, "session_unknown", after_close::fresh_hello},
    close_row{close_code::not_signed_in, "not_signed_in", after_close::sign_in},
    close_row{close_code::revoked, "revoked", after_close::sign_in},
    close_row{close_code::bad_frame, "bad_frame", after_close::never},
    close_row{close_code::no_hello, "no_hello", after_close::never},
    close_row{close_code::frame_too_big, "frame_too_big", after_close::never},
    close_row{close_code::protocol_version, "protocol_version", after_close::never},
    close_row{close_code::not_allowed, "not_allowed", after_close::never},
    close_row{close_code::too_many_errors, "too_many_errors", after_close::never},
};

// What a client does with a code of ours, known or not; empty for codes outside 4000-4599 that are
// not 1000 or 1001.
[[nodiscard]] constexpr std::optional<after_close> client_after(std::uint16_t code) {
    if (code == 1000 || code == 1001) return after_close::as_it_likes;
    if (code == 1002 || code == 1003 || code == 1007 || code == 1009) return after_close::never;
    if (code < 4000 || code >= 4600) return std::nullopt;
    if (code < 4200) return after_close::resume;
    if (code < 4300) return after_close::wait_then_resume;
    if (code < 4400) return after_close::fresh_hello;
    if (code < 4500) return after_close::sign_in;
    return after_close::never;
}

[[nodiscard]] constexpr std::string_view word_of(close_code code) {
    for (const auto& row : close_table) {
        if (row.code == code) return row.word;
    }
    return "unknown";
}

} // namespace kefu::gateway::protocol
