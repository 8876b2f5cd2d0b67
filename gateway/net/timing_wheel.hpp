#pragma once

#include "routing/instant.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kefu::gateway::net {

// One deadline per connection slot, in slots of one second; setting, moving and cancelling cost
// the same however many there are. Pure. Never early; late by at most one second plus the time
// between two calls of advance(). A deadline further off than the wheel is reported at its
// horizon: the owner looks at its real deadlines then and schedules again.
class timing_wheel {
public:
    static constexpr std::size_t slots = 128;

    explicit timing_wheel(routing::instant now);

    // Replaces the deadline `id` had.
    void schedule(std::uint32_t id, routing::instant due);
    void cancel(std::uint32_t id);
    // Ids whose deadline has passed, each no longer scheduled, appended to `due`.
    void advance(routing::instant now, std::vector<std::uint32_t>& due);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool scheduled(std::uint32_t id) const;

private:
    static constexpr std::uint32_t none = 0xffffffff;
    struct node {
        std::uint32_t next = none;
        std::uint32_t prev = none;
        std::uint16_t slot = slots; // slots: not scheduled
    };

    void take_slot(std::size_t slot, std::vector<std::uint32_t>& due);

    std::array<std::uint32_t, slots> heads_;
    std::vector<node> nodes_; // by id
    std::int64_t tick_;       // next tick to be handled, in seconds
    std::size_t size_ = 0;
};

} // namespace kefu::gateway::net
