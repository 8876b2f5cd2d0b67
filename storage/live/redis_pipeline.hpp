#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "routing/instant.hpp"
#include "storage/live/reply.hpp"
#include "storage/live/resp_codec.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

struct completion {
    std::uint64_t token = 0;
    result<reply> outcome;
};

// Pure. The commands of one connection in the order they were written; replies come back in that
// order. All have the same time to answer, so the first is always due first. Every accepted
// command appears in exactly one list of completions.
class redis_pipeline {
public:
    explicit redis_pipeline(std::int64_t command_ms) : command_ms_(command_ms) {}

    // Appends the encoded bytes to `output`, which the caller writes to the connection. On an
    // error (full, too_large) nothing is appended and the token completes nowhere.
    [[nodiscard]] error_code submit(
        std::uint64_t token, const command& words, routing::instant now, std::string& output
    );

    struct arrival {
        std::vector<completion> completions;
        bool garbage = false; // not RESP2, or a reply nobody asked for: call on_lost, redial
    };
    [[nodiscard]] arrival on_bytes(std::string_view bytes);

    // When one is overdue the connection cannot be trusted: the overdue complete with timed_out,
    // all others with lost, and the caller drops the connection. Empty: nothing is due.
    [[nodiscard]] std::vector<completion> expire(routing::instant now);
    // Completes everything with `why` and forgets half a reply.
    [[nodiscard]] std::vector<completion> on_lost(error_code why);

    [[nodiscard]] std::optional<routing::instant> next_deadline() const;
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }

private:
    struct entry {
        std::uint64_t token = 0;
        std::size_t bytes = 0;
        routing::instant deadline;
    };

    completion take_front(result<reply> outcome);

    const std::int64_t command_ms_;
    std::deque<entry> waiting_;
    std::size_t waiting_bytes_ = 0;
    resp_decoder decoder_;
};

} // namespace kefu::storage::live
