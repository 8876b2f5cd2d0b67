#include "gateway/net/kept_answers.hpp"

#include "gateway/net/limits.hpp"
#include "gateway/net/shard.hpp"

#include <utility>

namespace kefu::gateway::net {

std::function<void(http_response)> kept_answers::keep(responder answer) {
    if (waiting_.size() >= kept_answers_max) {
        refused_.add();
        auto response = http_response::json(503, R"({"error":"unavailable"})");
        response.set("Retry-After", "2");
        answer(std::move(response));
        return {};
    }
    const auto number = ++last_number_;
    waiting_.emplace(number, std::move(answer));
    return [this, number](http_response response) {
        shard_.post([this, number, response = std::move(response)]() mutable {
            finish(number, std::move(response));
        });
    };
}

void kept_answers::finish(std::uint64_t number, http_response response) {
    const auto at = waiting_.find(number);
    if (at == waiting_.end()) return; // answered before
    auto answer = std::move(at->second);
    waiting_.erase(at);
    answer(std::move(response));
}

} // namespace kefu::gateway::net
