#pragma once

#include "routing/instant.hpp"

#include <cstdint>

namespace kefu::routing {

// Token bucket: `burst` at once, then one per period_ms / per_period. Starts full. Pure.
class token_bucket {
public:
    struct rate {
        std::uint32_t burst = 1;
        std::uint32_t per_period = 1;
        std::uint32_t period_ms = 1000;
    };

    explicit token_bucket(instant now) : last_(now) {}

    // The rate is passed in, not kept: thousands of buckets share a few rates.
    [[nodiscard]] bool take(const rate& r, instant now, std::uint32_t tokens = 1);
    // Taken in any case, also more than there are; then nothing can be taken until that is paid
    // off.
    void owe(const rate& r, instant now, std::uint32_t tokens);
    // As if `tokens` had not been taken.
    void give_back(const rate& r, instant now, std::uint32_t tokens = 1);
    // How long until `tokens` can be taken; 0 when now.
    [[nodiscard]] std::int64_t wait_ms(const rate& r, instant now, std::uint32_t tokens = 1) const;
    [[nodiscard]] bool full(const rate& r, instant now) const;

private:
    [[nodiscard]] std::uint64_t spent_at(const rate& r, instant now) const;

    instant last_;
    std::uint64_t spent_ = 0; // in 1/period_ms of a token, as of last_
};

} // namespace kefu::routing
