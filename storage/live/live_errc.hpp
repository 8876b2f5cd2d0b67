#pragma once

#include <cstdint>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

namespace kefu::storage::live {

// Operating errors of this room. None of them says that the command had no effect, except
// not_connected, breaker_open, pipeline_full, full, too_large and stopped, which are given before
// anything is sent.
enum class errc {
    not_connected = 1, // no link to Redis at this moment
    breaker_open,      // the last calls failed; tried again after a short rest
    pipeline_full,     // too much is under way on the link: it drains by itself
    full,              // another bound of limits.hpp
    too_large,         // an argument is longer than limits.hpp allows, or malformed
    stopped,           // the owner stopped the store
    lost,              // the link broke after the command was queued: outcome unknown
    timed_out,         // no reply within the deadline: outcome unknown
    server_error,      // Redis answered with an error
    bad_reply,         // Redis answered with something this command never answers
    protocol           // bytes that are not RESP2, or beyond the bounds of one reply
};

[[nodiscard]] const boost::system::error_category& live_category();
[[nodiscard]] boost::system::error_code make_error_code(errc code);

// What became of a write that failed. A call rests (breaker_open) on a link that stands alone, for
// each new link starts afresh: so that is a refusal, too.
enum class setback : std::uint8_t {
    unsent,  // there was no link, or no room on it
    unknown, // the link broke: it may have been done, or be done yet
    refused, // Redis does not take it now (out of memory, another type), or rests from that
    too_much // a bound of ours: as it is it will never be taken
};
[[nodiscard]] setback setback_of(const boost::system::error_code& error);

} // namespace kefu::storage::live

template <>
struct boost::system::is_error_code_enum<kefu::storage::live::errc> : std::true_type {};
