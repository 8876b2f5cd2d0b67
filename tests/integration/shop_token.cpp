#include "tests/integration/shop_token.hpp"

#include <array>
#include <chrono>

#include <boost/json/serialize.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace kefu::tests {

std::string base64url(const std::string& bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const auto length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    text.resize(static_cast<std::size_t>(length));
    while (text.ends_with('='))
        text.pop_back();
    for (auto& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text;
}

std::string signed_token(
    const boost::json::object& header,
    const boost::json::object& claims,
    const std::string& secret,
    const char* digest
) {
    const auto text =
        base64url(boost::json::serialize(header)) + "." + base64url(boost::json::serialize(claims));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    HMAC(
        EVP_get_digestbyname(digest),
        secret.data(),
        static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        mac.data(),
        &length
    );
    return text + "." + base64url({reinterpret_cast<const char*>(mac.data()), length});
}

std::int64_t unix_seconds() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

boost::json::object good_header() { return {{"typ", "chat+jwt"}, {"alg", "HS256"}}; }

boost::json::object good_claims(const std::string& widget_key, const std::string& subject) {
    const auto now = unix_seconds();
    return {
        {"iss", widget_key},
        {"aud", "kefu:" + widget_key},
        {"sub", subject},
        {"iat", now},
        {"exp", now + 600}};
}

std::string good_token(const gateway_process& gateway, const std::string& subject) {
    return signed_token(
        good_header(), good_claims(gateway.widget_key(), subject), gateway.identity_secret()
    );
}

} // namespace kefu::tests
