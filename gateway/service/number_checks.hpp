#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// Check sums of numbers that name a person or an account. Pure; the text is ASCII digits, and a
// final X where the standard has one.
namespace kefu::gateway::service {

// How many digits a card has (ISO/IEC 7812).
inline constexpr std::size_t card_digits_min = 13;
inline constexpr std::size_t card_digits_max = 19;

// Bit n: some scheme's cards of n digits begin with these; fewer than card_prefix_digits tell
// nothing.
inline constexpr std::size_t card_prefix_digits = 4;
[[nodiscard]] std::uint32_t known_card_lengths(std::string_view digits);

// ISO/IEC 7812: prefix and length of a known card scheme, and the Luhn sum.
[[nodiscard]] bool is_card_number(std::string_view digits);

// The month and year on a card: MMYY or MM20YY, 2020-2049.
[[nodiscard]] bool is_expiry(std::string_view digits);
// Its parts, where something stands between them: 1-12, and 20-49 or 2020-2049.
[[nodiscard]] bool is_month(std::string_view digits);
[[nodiscard]] bool is_year(std::string_view digits);
// The year first: YYMM or 20YYMM.
[[nodiscard]] bool is_year_and_month(std::string_view digits);
// With the security code of 3 or 4 digits behind or before it, nothing between.
[[nodiscard]] bool is_expiry_with_code(std::string_view digits);

// A card in front of one run of digits.
struct glued_card {
    std::size_t card_digits = 0;
    bool with_code = false;
};

// The longest card with an expiry, and perhaps a code, glued to it: more than its own digits, up to
// glued_digits_max. A code without an expiry could be the end of any number: only in digits that
// are `named` a card's.
inline constexpr std::size_t glued_digits_max = card_digits_max + 6 + 4;
[[nodiscard]] std::optional<glued_card> glued_card_in(std::string_view digits, bool named);

// GB 11643-1999: 18 characters, a date of birth, ISO 7064 MOD 11-2.
[[nodiscard]] bool is_mainland_identity(std::string_view digits);

// Taiwan's identity and new resident numbers: a capital letter and nine digits with check sum.
[[nodiscard]] bool is_taiwan_identity(std::string_view text);

} // namespace kefu::gateway::service
