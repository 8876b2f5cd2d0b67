#pragma once

#include <cstdint>
#include <string>

namespace kefu::tests {

// Self-signed, with an elliptic key.
struct test_certificate {
    std::string certificate_pem;
    std::string key_pem;
};

// Valid from `from_s` to `until_s`, seconds from now; for these alternative names, as OpenSSL
// writes them, or for none but the common name "localhost". Aborts when OpenSSL cannot.
[[nodiscard]] test_certificate make_test_certificate(
    std::int64_t from_s = -3'600,
    std::int64_t until_s = 24 * 3'600,
    const char* names = "DNS:localhost"
);

} // namespace kefu::tests
