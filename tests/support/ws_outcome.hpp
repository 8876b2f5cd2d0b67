#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

// What a stream of client frames means to the gateway's codec and to Beast's WebSocket stream, in
// one form, so that the two can be compared.
namespace kefu::tests {

struct ws_outcome {
    std::vector<std::pair<bool, std::string>> messages; // binary?, body
    unsigned code = 0; // of the close frame or the failure; 0: the bytes just ended

    bool operator==(const ws_outcome&) const = default;
};
std::ostream& operator<<(std::ostream& out, const ws_outcome& o);

// Larger messages are 1009 to both.
inline constexpr std::size_t ws_outcome_bytes_max = 1000;

// The bytes arrive in pieces of these sizes, over and over; a size of 0 takes all that is left.
[[nodiscard]] ws_outcome codec_outcome(
    const std::string& bytes, const std::vector<std::size_t>& pieces
);
[[nodiscard]] ws_outcome beast_outcome(const std::string& bytes);

// Beast lets a peer close with 5000 and above, which no registry gives out (RFC 6455 §7.4.2), and
// refuses 1014, which IANA has assigned since. Walks the frames to the first close.
[[nodiscard]] bool closes_with_a_disputed_code(const std::string& bytes);

} // namespace kefu::tests
