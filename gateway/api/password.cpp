#include "gateway/api/password.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include <sodium.h>

#include "gateway/api/guessable.hpp"
#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

std::atomic<std::uint64_t> hashes = 0;

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

} // namespace

std::uint64_t password_hashes() { return hashes; }

// Noise for salt and hash, with the cost of try_hash_password. Written down, for making it when it
// is first needed would cost that sign-in a second hash.
std::string_view hash_of_nobody() {
    static_assert(crypto_pwhash_OPSLIMIT_INTERACTIVE == 2);
    static_assert(crypto_pwhash_MEMLIMIT_INTERACTIVE == 65'536 * 1'024);
    return "$argon2id$v=19$m=65536,t=2,p=1$DCYBQonfv9+D32JLlBAZwQ$LbbKlJR69mZDHIW0aIC/"
           "vabUjAtPrHVLwcIKAyTsnP4";
}

std::optional<std::string> try_hash_password(std::string_view password) {
    ++hashes;
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str(
        hash.data(),
        password.data(),
        password.size(),
        crypto_pwhash_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_MEMLIMIT_INTERACTIVE
    );
    if (failed != 0) return std::nullopt;
    hash.resize(hash.find('\0'));
    return hash;
}

std::string hash_password(std::string_view password) {
    auto hash = try_hash_password(password);
    if (!hash) throw std::runtime_error("argon2id: out of memory");
    return std::move(*hash);
}

bool password_matches(std::string_view hash, std::string_view password) {
    const bool real = hash.starts_with("$argon2id$") && hash.size() < crypto_pwhash_STRBYTES;
    const std::string text(real ? hash : hash_of_nobody());
    ++hashes;
    const int differs = crypto_pwhash_str_verify(text.c_str(), password.data(), password.size());
    return differs == 0 && real;
}

password_refusal check_password(std::string_view password, std::span<const std::string> names) {
    if (password.size() > limits::password_bytes_max) return password_refusal::too_long;
    const auto length = code_points(password);
    if (length < limits::password_code_points_min) return password_refusal::too_short;
    if (holds_a_name(password, names)) return password_refusal::holds_a_name;
    return is_guessable(password) ? password_refusal::too_common : password_refusal::none;
}

std::string_view word_of(password_refusal refusal) {
    switch (refusal) {
    case password_refusal::none:
        return "none";
    case password_refusal::too_short:
        return "password_too_short";
    case password_refusal::too_long:
        return "password_too_long";
    case password_refusal::holds_a_name:
    case password_refusal::too_common:
        return "password_too_common";
    case password_refusal::unchanged:
        return "password_unchanged";
    }
    return "none";
}

std::string_view reason_of(password_refusal refusal) {
    switch (refusal) {
    case password_refusal::none:
        return "";
    case password_refusal::too_short:
        return "too short";
    case password_refusal::too_long:
        return "too long";
    case password_refusal::holds_a_name:
        return "contains the sign-in name or a shop's name";
    case password_refusal::too_common:
        return "easily guessed: common passwords, runs and repeats do not count";
    case password_refusal::unchanged:
        return "the same as the old one";
    }
    return "";
}

} // namespace kefu::gateway::api
