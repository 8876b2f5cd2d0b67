#pragma once

#include <cstdint>

#include "gateway/app/limits.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"

// When the demo's players dial: they must not shut out whoever looks at the demo from the same
// address. Pure.
namespace kefu::gateway::app {

// How long one of them stays away when its line has ended.
class demo_rest {
public:
    struct range {
        std::int64_t least_ms;
        std::int64_t most_ms;
    };

    // It was let in: the next rest is a short one again.
    void welcomed() { turned_away_ = 0; }
    // `told_ms`: what the close reason said, 0 when it said nothing.
    [[nodiscard]] range ended(std::uint64_t told_ms);

private:
    unsigned turned_away_ = 0;
};

// When those who are somebody new may come, all players together.
class demo_arrivals {
public:
    explicit demo_arrivals(routing::instant now) : bucket_(now) {}

    // Milliseconds until the next may: its place is taken, behind those who asked before.
    [[nodiscard]] std::int64_t next_in(routing::instant now);

private:
    routing::token_bucket bucket_;
};

} // namespace kefu::gateway::app
