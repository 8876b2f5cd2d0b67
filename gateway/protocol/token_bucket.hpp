#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "routing/instant.hpp"

namespace kefu::gateway::protocol {

// A rate with a burst: `burst` at once, then `per_second`. Pure; starts full.
class token_bucket {
public:
    token_bucket(double per_second, double burst, routing::instant now)
        : per_second_(per_second), burst_(burst), tokens_(burst), at_(now) {}

    [[nodiscard]] bool take(routing::instant now) {
        refill(now);
        if (tokens_ < 1.0) return false;
        tokens_ -= 1.0;
        return true;
    }

    // Until the next take succeeds.
    [[nodiscard]] std::int64_t wait_ms(routing::instant now) {
        refill(now);
        if (tokens_ >= 1.0) return 0;
        return static_cast<std::int64_t>(std::ceil((1.0 - tokens_) * 1000.0 / per_second_));
    }

private:
    void refill(routing::instant now) {
        const auto passed_ms = std::max<std::int64_t>(0, now - at_);
        tokens_ = std::min(burst_, tokens_ + static_cast<double>(passed_ms) * per_second_ / 1000.0);
        at_ = now;
    }

    double per_second_;
    double burst_;
    double tokens_;
    routing::instant at_;
};

} // namespace kefu::gateway::protocol
