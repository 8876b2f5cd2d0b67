#pragma once

#include "routing/explanation.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

#include <cstdint>
#include <map>

namespace kefu::routing {

struct offer {
    offer_id id;
    conversation_id conversation;
    staff_id staff;
    instant made_at;
    instant deadline;
    explanation reasons;
};

// The live offers. Ids are the epoch and a count, so that the same commands give the same ids:
// a UUIDv8 (RFC 9562 §5.8) with 60 bits of the epoch before 62 bits of the count. The epoch must
// differ between any two desks that may have written to the same record: take the fencing number
// of the desk's lease, or 64 random bits.
class offer_book {
public:
    explicit offer_book(std::uint64_t epoch) : epoch_(epoch) {}

    // Fills in the id.
    const offer& open(offer o);
    void close(offer_id id);
    // Null when it is not live.
    [[nodiscard]] const offer* find(offer_id id) const;
    [[nodiscard]] const std::map<offer_id, offer>& all() const { return live_; }

private:
    std::uint64_t epoch_;
    std::uint64_t made_ = 0;
    std::map<offer_id, offer> live_;
};

} // namespace kefu::routing
