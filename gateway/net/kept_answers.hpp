#pragma once

#include "gateway/net/http.hpp"

#include <cstdint>
#include <functional>
#include <unordered_map>

namespace kefu::gateway::net {

class shard;

// Answers that come later, from other threads, through callbacks that must be copyable: the
// responders stay here, on their shard, and a callback carries only a number. Bounded by the
// shard's connections: each has one request at a time. Owned by an http_port; shard thread only.
class kept_answers {
public:
    explicit kept_answers(shard& on) : shard_(on) {}

    // The function may be copied and called from any thread; only its first call counts.
    [[nodiscard]] std::function<void(http_response)> keep(responder answer);

private:
    void finish(std::uint64_t number, http_response response);

    shard& shard_;
    std::unordered_map<std::uint64_t, responder> waiting_;
    std::uint64_t last_number_ = 0;
};

} // namespace kefu::gateway::net
