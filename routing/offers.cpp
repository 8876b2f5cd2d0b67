#include "routing/offers.hpp"

#include <cassert>
#include <utility>

namespace kefu::routing {

namespace {

offer_id numbered(std::uint64_t epoch, std::uint64_t count) {
    offer_id id;
    auto& b = id.bits.bytes;
    const auto byte_of = [](std::uint64_t value, int shift) {
        return static_cast<std::uint8_t>(value >> shift);
    };
    // 48 bits, version 8, 12 bits, variant, 62 bits: RFC 9562 §5.8.
    for (int i = 0; i < 6; ++i)
        b.at(static_cast<std::size_t>(i)) = byte_of(epoch, 52 - 8 * i);
    b[6] = static_cast<std::uint8_t>(0x80 | (byte_of(epoch, 8) & 0x0f));
    b[7] = byte_of(epoch, 0);
    for (int i = 0; i < 8; ++i)
        b.at(static_cast<std::size_t>(8 + i)) = byte_of(count, 56 - 8 * i);
    b[8] = static_cast<std::uint8_t>(0x80 | (b[8] & 0x3f));
    return id;
}

} // namespace

const offer& offer_book::open(offer o) {
    o.id = numbered(epoch_, ++made_);
    const auto id = o.id;
    return live_.emplace(id, std::move(o)).first->second;
}

void offer_book::close(offer_id id) {
    const auto erased = live_.erase(id);
    assert(erased == 1);
    static_cast<void>(erased);
}

const offer* offer_book::find(offer_id id) const {
    const auto at = live_.find(id);
    return at == live_.end() ? nullptr : &at->second;
}

} // namespace kefu::routing
