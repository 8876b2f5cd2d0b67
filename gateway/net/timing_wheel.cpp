#include "gateway/net/timing_wheel.hpp"

#include <algorithm>

namespace kefu::gateway::net {

namespace {
constexpr std::int64_t slot_ms = 1'000;

std::int64_t floor_tick(routing::instant at) {
    return at.ms >= 0 ? at.ms / slot_ms : -((-at.ms + slot_ms - 1) / slot_ms);
}
std::int64_t ceil_tick(routing::instant at) {
    const auto down = floor_tick(at);
    return down * slot_ms == at.ms ? down : down + 1;
}
std::size_t slot_of(std::int64_t tick) {
    constexpr auto n = static_cast<std::int64_t>(timing_wheel::slots);
    return static_cast<std::size_t>(((tick % n) + n) % n);
}
} // namespace

timing_wheel::timing_wheel(routing::instant now) : tick_(floor_tick(now)) { heads_.fill(none); }

bool timing_wheel::scheduled(std::uint32_t id) const {
    return id < nodes_.size() && nodes_[id].slot != slots;
}

void timing_wheel::schedule(std::uint32_t id, routing::instant due) {
    cancel(id);
    if (id >= nodes_.size()) nodes_.resize(std::size_t{id} + 1);
    const auto horizon = tick_ + static_cast<std::int64_t>(slots) - 1;
    const auto slot = slot_of(std::clamp(ceil_tick(due), tick_, horizon));
    auto& entry = nodes_[id];
    entry.slot = static_cast<std::uint16_t>(slot);
    entry.prev = none;
    entry.next = heads_[slot];
    if (entry.next != none) nodes_[entry.next].prev = id;
    heads_[slot] = id;
    ++size_;
}

void timing_wheel::cancel(std::uint32_t id) {
    if (!scheduled(id)) return;
    auto& entry = nodes_[id];
    if (entry.prev != none)
        nodes_[entry.prev].next = entry.next;
    else
        heads_[entry.slot] = entry.next;
    if (entry.next != none) nodes_[entry.next].prev = entry.prev;
    entry = node{};
    --size_;
}

void timing_wheel::take_slot(std::size_t slot, std::vector<std::uint32_t>& due) {
    for (auto id = heads_[slot]; id != none;) {
        due.push_back(id);
        const auto next = nodes_[id].next;
        nodes_[id] = node{};
        --size_;
        id = next;
    }
    heads_[slot] = none;
}

void timing_wheel::advance(routing::instant now, std::vector<std::uint32_t>& due) {
    const auto last = floor_tick(now);
    // After a long stop every slot is taken once; going round again would find nothing.
    const auto end = std::min(last, tick_ + static_cast<std::int64_t>(slots) - 1);
    for (auto tick = tick_; tick <= end; ++tick)
        take_slot(slot_of(tick), due);
    tick_ = std::max(tick_, last + 1);
}

} // namespace kefu::gateway::net
