#pragma once

#include "routing/ids.hpp"
#include "routing/instant.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace kefu::routing {

// What is due. At the same instant they fire in this order, then by id.
enum class timer : std::uint8_t { offer, grace, abandon, park, exclusions, emergency };

// The desk's timers: one per sort and subject.
class deadlines {
public:
    struct entry {
        instant due;
        timer sort = timer::offer;
        id_bits subject; // of a conversation; of an agent for grace

        auto operator<=>(const entry&) const = default;
    };

    // Replaces the one that is armed.
    void arm(timer sort, id_bits subject, instant due);
    void disarm(timer sort, id_bits subject);
    [[nodiscard]] std::optional<instant> armed(timer sort, id_bits subject) const;
    // Of one sort, by id.
    [[nodiscard]] std::vector<id_bits> subjects_of(timer sort) const;
    [[nodiscard]] std::optional<instant> first() const;
    // Takes out the first that is due at `now`.
    [[nodiscard]] std::optional<entry> take_due(instant now);
    [[nodiscard]] std::size_t size() const { return by_time_.size(); }

private:
    std::set<entry> by_time_;
    std::map<std::pair<timer, id_bits>, instant> by_subject_;
};

} // namespace kefu::routing
