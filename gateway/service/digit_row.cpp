#include "gateway/service/digit_row.hpp"

#include <array>

#include "gateway/service/number_checks.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t identity_year_at = 6;
constexpr std::size_t identity_digits = 17; // and one more, or an X

std::uint32_t doubled(std::uint32_t value) { return value > 4 ? value * 2 - 9 : value * 2; }

} // namespace

digit_row::digit_row(const std::vector<digit_group>& groups) {
    for (const auto& one : groups)
        digits_ += one.digits;
    sums_.reserve(digits_.size() + 1);
    luhn_sums sums;
    sums_.push_back(sums);
    for (std::size_t at = 0; at < digits_.size(); ++at) {
        const auto value = static_cast<std::uint32_t>(digits_[at] - '0');
        sums.even_doubled += at % 2 == 0 ? doubled(value) : value;
        sums.odd_doubled += at % 2 == 0 ? value : doubled(value);
        sums_.push_back(sums);
    }
}

std::string_view digit_row::digits(std::size_t place, std::size_t count) const {
    return std::string_view(digits_).substr(place, count);
}

std::uint32_t digit_row::card_lengths(std::size_t place) const {
    const auto left = digits_.size() - place;
    if (left < card_digits_min) return 0;
    const auto known = known_card_lengths(digits(place, card_prefix_digits));
    if (known == 0) return 0;
    const auto& before = sums_[place];
    std::uint32_t found = 0;
    for (auto count = card_digits_min; count <= card_digits_max && count <= left; ++count) {
        if ((known >> count & 1U) == 0) continue;
        // The last digit is not doubled, the one before it is.
        const auto& to = sums_[place + count];
        const auto sum = (place + count) % 2 == 0 ? to.even_doubled - before.even_doubled
                                                  : to.odd_doubled - before.odd_doubled;
        if (sum % 10 == 0) found |= 1U << count;
    }
    return found;
}

bool digit_row::identity_begins(std::size_t place) const {
    if (digits_.size() - place < identity_digits) return false;
    const auto century = digits(place + identity_year_at, 2);
    if (century != "19" && century != "20") return false; // most are
    if (is_mainland_identity(digits(place, identity_digits + 1))) return true;
    std::array<char, identity_digits + 1> with_x{};
    digits_.copy(with_x.data(), identity_digits, place);
    with_x.back() = 'X';
    return is_mainland_identity({with_x.data(), with_x.size()});
}

} // namespace kefu::gateway::service
