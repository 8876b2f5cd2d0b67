#pragma once

#include "gateway/net/http.hpp"
#include "gateway/net/metrics.hpp"

#include <cstdint>
#include <functional>
#include <unordered_map>

namespace kefu::gateway::net {

class shard;

// Answers that come later, from other threads, through callbacks that must be copyable: the
// responders stay here, on their shard, and a callback carries only a number. A client that leaves
// does not end what was asked for it, so the shard's connections are no bound: kept_answers_max is.
// Owned by an http_port; shard thread only.
class kept_answers {
public:
    explicit kept_answers(shard& on) : shard_(on) {}

    // The function may be copied and called from any thread; only its first call counts. Empty when
    // too many are owed: 503 was answered.
    [[nodiscard]] std::function<void(http_response)> keep(responder answer);
    // Any thread.
    [[nodiscard]] std::uint64_t refused() const { return refused_.value(); }

private:
    void finish(std::uint64_t number, http_response response);

    shard& shard_;
    std::unordered_map<std::uint64_t, responder> waiting_;
    std::uint64_t last_number_ = 0;
    counter refused_;
};

} // namespace kefu::gateway::net
