#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/digit_groups.hpp"

namespace kefu::gateway::service {

// The digits of all groups of a text in one row, with what tells which cards begin at a place of it
// without reading them again: a text may hold a thousand places where one could. Pure; immutable,
// linear to make, each question of constant cost.
class digit_row {
public:
    explicit digit_row(const std::vector<digit_group>& groups);

    [[nodiscard]] std::size_t size() const { return digits_.size(); }

    // `count` digits from `place` (digit_group::place), or fewer at the end of the row.
    [[nodiscard]] std::string_view digits(std::size_t place, std::size_t count) const;

    // Bit n: the n digits from `place` are a card's number (is_card_number).
    [[nodiscard]] std::uint32_t card_lengths(std::size_t place) const;

    // A mainland identity begins at `place`: with its last digit, or with an X in the place of it.
    [[nodiscard]] bool identity_begins(std::size_t place) const;

private:
    // Of the digits before a place, each of its even, or of its odd places doubled.
    struct luhn_sums {
        std::uint32_t even_doubled = 0;
        std::uint32_t odd_doubled = 0;
    };

    std::string digits_;
    std::vector<luhn_sums> sums_;
};

} // namespace kefu::gateway::service
