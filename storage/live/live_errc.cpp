#include "storage/live/live_errc.hpp"

#include <string>

namespace kefu::storage::live {

namespace {

const char* text_of(errc code) {
    switch (code) {
    case errc::not_connected:
        return "no link to Redis";
    case errc::breaker_open:
        return "Redis calls are resting after failures";
    case errc::pipeline_full:
        return "too much is under way to Redis";
    case errc::full:
        return "a bound of the live store is reached";
    case errc::too_large:
        return "an argument is too large or malformed";
    case errc::stopped:
        return "the live store is stopped";
    case errc::lost:
        return "the link to Redis broke";
    case errc::timed_out:
        return "Redis did not answer in time";
    case errc::server_error:
        return "Redis answered with an error";
    case errc::bad_reply:
        return "Redis answered with an unexpected value";
    case errc::protocol:
        return "Redis sent bytes that are not RESP2";
    }
    return "unknown error of the live store";
}

// Boost's base has a protected destructor that is not virtual, on purpose; GCC 12 warns at every
// class that derives from it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class category_type final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "kefu.live"; }
    std::string message(int value) const override { return text_of(static_cast<errc>(value)); }
};
#pragma GCC diagnostic pop

} // namespace

const boost::system::error_category& live_category() {
    static const category_type category;
    return category;
}

boost::system::error_code make_error_code(errc code) {
    return {static_cast<int>(code), live_category()};
}

setback setback_of(const boost::system::error_code& error) {
    if (error == errc::not_connected || error == errc::pipeline_full) return setback::unsent;
    if (error == errc::lost || error == errc::timed_out || error == errc::protocol) {
        return setback::unknown;
    }
    if (error == errc::full || error == errc::too_large) return setback::too_much;
    return setback::refused;
}

} // namespace kefu::storage::live
