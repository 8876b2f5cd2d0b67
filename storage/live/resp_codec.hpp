#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/live/reply.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// RESP2 (redis.io/docs/reference/protocol-spec): commands out, replies in. hiredis is the codec and
// stays inside resp_codec.cpp. Bounds: limits.hpp.

using command = std::vector<std::string>; // name, then arguments; any bytes

// Appends the encoded command. errc::too_large beyond the bounds or for an empty command, and then
// nothing is appended.
[[nodiscard]] error_code encode(const command& words, std::string& output);

// Incremental: feed what arrived, then take replies until there is none. After an error every call
// answers the same error until reset(): the stream cannot be followed any more.
class resp_decoder {
public:
    resp_decoder();
    ~resp_decoder();
    resp_decoder(resp_decoder&&) noexcept;
    resp_decoder& operator=(resp_decoder&&) noexcept;

    void feed(std::string_view bytes);
    // Empty: the next reply is not complete yet. errc::protocol: garbage or out of bounds.
    [[nodiscard]] result<std::optional<reply>> next();
    void reset();
    // No part of a reply is waiting for its rest.
    [[nodiscard]] bool at_boundary() const;

private:
    struct reader;
    std::unique_ptr<reader> reader_;
};

} // namespace kefu::storage::live
