#pragma once

#include <string>
#include <string_view>

// Real argon2id hashes at the least cost the library takes. At the product's own cost the two cores
// of a test run would spend more on sign-ins than on what is tested; whoever tests that cost makes
// hashes with gateway/api/password.hpp.
namespace kefu::tests {

[[nodiscard]] std::string light_password_hash(std::string_view password);
// In a seeded record at rest: everyone in `sign_ins_file` (what `kefu demo seed` wrote) keeps their
// password, and checking it costs little from now on.
void lighten_passwords(const std::string& records_path, const std::string& sign_ins_file);

} // namespace kefu::tests
