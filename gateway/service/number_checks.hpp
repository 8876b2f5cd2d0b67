#pragma once

#include <string_view>

// Check sums of numbers that name a person or an account. Pure; the text is ASCII digits, and a
// final X where the standard has one.
namespace kefu::gateway::service {

// ISO/IEC 7812: prefix and length of a known card scheme, and the Luhn sum.
[[nodiscard]] bool is_card_number(std::string_view digits);

// GB 11643-1999: 18 characters, a date of birth, ISO 7064 MOD 11-2.
[[nodiscard]] bool is_mainland_identity(std::string_view digits);

// Taiwan's identity and new resident numbers: a capital letter and nine digits with check sum.
[[nodiscard]] bool is_taiwan_identity(std::string_view text);

} // namespace kefu::gateway::service
