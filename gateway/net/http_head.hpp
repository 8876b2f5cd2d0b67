#pragma once

#include "gateway/net/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kefu::gateway::net {

// The strict look at a raw request head before Beast's parser sees it. Two parsers that read one
// request differently are how requests are smuggled past a proxy, so whatever has two readings is
// refused (RFC 9112 §2.2, §3.2, §5.1, §5.2, §6.1-6.3; the vectors Beast 1.81 lets through).

// Where the head ends. `refuse` as soon as a line is seen to end without CR.
struct head_end {
    enum class state : std::uint8_t { incomplete, complete, refuse };
    state found = state::incomplete;
    std::size_t size = 0; // with the empty line, when complete
};
// `scanned` is how much of `bytes` an earlier call has seen; it is moved on, so that a head that
// comes byte by byte is not searched again and again.
[[nodiscard]] head_end find_head_end(std::string_view bytes, std::size_t& scanned);

struct head_facts {
    int version_minor = 1;
    bool chunked = false;
    bool expects_continue = false;
    std::optional<std::uint64_t> content_length;
};

struct head_verdict {
    unsigned refuse_status = 0; // 0: pass it on. Otherwise answer this and close
    head_facts facts;
};

// `head` is what find_head_end measured, with the empty line.
[[nodiscard]] head_verdict check_head(std::string_view head, const http_limits& limits);

} // namespace kefu::gateway::net
