#pragma once

#include <string>
#include <string_view>

// One spelling for values that are looked up by blind index. Pure. What cannot be such a value
// becomes "", which is never indexed.
namespace kefu::storage {

// "+886912345678". `country_code` ("886") completes a number without one; a national trunk 0 is
// dropped. Full-width digits count as digits, spaces, dots, dashes and brackets as nothing.
[[nodiscard]] std::string normalised_phone(std::string_view typed, std::string_view country_code);

// Trimmed, ASCII letters and full-width forms folded to lower-case ASCII. Dots and +tags are kept:
// whether they matter is the mail server's affair.
[[nodiscard]] std::string normalised_email(std::string_view typed);

// Upper case, without separators and the leading '#' that customers copy along.
[[nodiscard]] std::string normalised_order_number(std::string_view typed);

} // namespace kefu::storage
