#pragma once

#include <array>
#include <cstdint>
#include <string_view>

// WebSocket close codes (PROTOCOL.md, "Close codes": what a client does at each). Pure. The range
// decides, so that an old client acts rightly on a code it does not know.
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

struct close_row {
    close_code code;
    std::string_view word; // for metrics and logs
};

inline constexpr std::array close_table{
    close_row{close_code::normal, "normal"},
    close_row{close_code::going_away, "going_away"},
    close_row{close_code::fault, "fault"},
    close_row{close_code::drain, "drain"},
    close_row{close_code::store_lost, "store_lost"},
    close_row{close_code::slow_reader, "slow_reader"},
    close_row{close_code::silent, "silent"},
    close_row{close_code::rate, "rate"},
    close_row{close_code::too_many_connections, "too_many_connections"},
    close_row{close_code::session_unknown, "session_unknown"},
    close_row{close_code::not_signed_in, "not_signed_in"},
    close_row{close_code::revoked, "revoked"},
    close_row{close_code::bad_frame, "bad_frame"},
    close_row{close_code::no_hello, "no_hello"},
    close_row{close_code::frame_too_big, "frame_too_big"},
    close_row{close_code::protocol_version, "protocol_version"},
    close_row{close_code::not_allowed, "not_allowed"},
    close_row{close_code::too_many_errors, "too_many_errors"},
};

[[nodiscard]] constexpr std::string_view word_of(close_code code) {
    for (const auto& row : close_table) {
        if (row.code == code) return row.word;
    }
    return "unknown";
}

} // namespace kefu::gateway::protocol
