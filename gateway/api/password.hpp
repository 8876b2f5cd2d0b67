#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kefu::gateway::api {

// argon2id, 64 MiB and two passes (OWASP's floor is 19 MiB): about 160 ms of one core. Blocks; only
// on the sign-in thread and in command-line tools.
// Empty when there is no memory for it now.
[[nodiscard]] std::optional<std::string> try_hash_password(std::string_view password);
// The same at start-up and in tools; throws.
[[nodiscard]] std::string hash_password(std::string_view password);
// An empty or malformed hash costs as much as a real one and never matches, so that a stranger
// cannot tell which accounts exist.
[[nodiscard]] bool password_matches(std::string_view hash, std::string_view password);
// What such a password is checked against.
[[nodiscard]] std::string_view hash_of_nobody();
// Made and checked in this process so far. Any thread.
[[nodiscard]] std::uint64_t password_hashes();

enum class password_refusal : unsigned char {
    none,
    too_short,
    too_long,
    holds_a_name,
    too_common,
    unchanged, // the old one again: whoever gave it out for once would go on knowing it
};
// Length by code points, no rules of composition (NIST SP 800-63B-4); nothing that is guessed first
// (guessable.hpp), nor with one of `names` in it: the account's and the shop's.
[[nodiscard]] password_refusal check_password(
    std::string_view password, std::span<const std::string> names
);
[[nodiscard]] std::string_view word_of(password_refusal refusal);
// What is wrong, for the answer's text: "contains the sign-in name or a shop's name".
[[nodiscard]] std::string_view reason_of(password_refusal refusal);

} // namespace kefu::gateway::api
