#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/protocol/commands.hpp"
#include "gateway/protocol/errors.hpp"

// Client frames to commands: the only place that parses what clients send.
namespace kefu::gateway::protocol {

struct decode_error {
    error code = error::bad_request; // bad_request, unsupported or too_large
    std::string text;                // which field; never echoes what was sent
};

struct decoded {
    std::optional<request_number> r; // also for a refused envelope, when it could be read
    std::variant<command, decode_error> what;
};

// One per thread, owned by the thread's session loop and passed to every session on it. Holds the
// parser's buffers (bounded by limits::frame_bytes_max); nothing of a frame survives a call.
class frame_codec {
public:
    // The bytes that must be readable behind a frame's last byte (their content does not matter).
    static constexpr std::size_t padding = 64;

    frame_codec();
    ~frame_codec();
    frame_codec(const frame_codec&) = delete;
    frame_codec& operator=(const frame_codec&) = delete;

    // Splits at '\n' (empty lines are skipped) and decodes each envelope; total and never throws.
    // `data` must be readable for length + padding bytes. The bytes are not changed.
    // More than limits::envelopes_max envelopes: one `bad_request` and nothing else.
    [[nodiscard]] std::vector<decoded> decode(const char* data, std::size_t length);

private:
    struct parser;
    std::unique_ptr<parser> parser_;
};

} // namespace kefu::gateway::protocol
