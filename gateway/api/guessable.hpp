#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kefu::gateway::api {

// What people who guess passwords try first (NIST SP 800-63B-4, 3.1.1.2): the words of the place,
// common passwords, runs such as 123… and qwerty…, and any of it repeated. No rules of composition:
// a long sentence of common words is good. Pure; any thread.

// One of `names` (the account's, the shop's) stands in it, however it is written; those of less
// than 4 bytes are too short to tell: "Ann" is in "channel".
[[nodiscard]] bool holds_a_name(std::string_view password, std::span<const std::string> names);
// After its common passwords, runs and repeats less than limits::unguessed_characters_min are left.
[[nodiscard]] bool is_guessable(std::string_view password);

} // namespace kefu::gateway::api
