#include "storage/vault/cell.hpp"

#include <cassert>
#include <sodium.h>

namespace kefu::storage::cell {

namespace {

constexpr char version = 0x01;
constexpr std::size_t head_bytes = 5;

static_assert(nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(
    overhead_bytes == head_bytes + nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES
);

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

[[maybe_unused]] bool is_name(std::string_view text) {
    return text.find('|') == std::string_view::npos;
}

} // namespace

std::string associated_data(
    const cell_place& place,
    const std::optional<routing::customer_id>& customer,
    std::uint32_t generation
) {
    assert(is_name(place.table) && is_name(place.column));
    std::string data;
    data.reserve(128);
    data.append(customer ? "kefu1|f|" : "kefu1|o|").append(place.table).append("|");
    data.append(place.column).append("|").append(routing::to_string(place.row)).append("|");
    if (customer) data.append(customer->text());
    data.append("|").append(std::to_string(generation));
    return data;
}

std::string wrap_data(routing::customer_id customer, std::uint32_t generation) {
    return "kefu1|dek|" + customer.text() + "|" + std::to_string(generation);
}

std::string seal(
    key_view key,
    std::uint32_t generation,
    const nonce& fresh,
    std::string_view associated,
    std::string_view plaintext
) {
    std::string sealed(overhead_bytes + plaintext.size(), '\0');
    sealed[0] = version;
    for (std::size_t i = 0; i < 4; ++i) {
        sealed[1 + i] = static_cast<char>(generation >> (24 - 8 * i) & 0xff);
    }
    std::copy(fresh.begin(), fresh.end(), bytes_of(sealed) + head_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(sealed) + head_bytes + nonce_bytes,
        nullptr,
        bytes_of(plaintext),
        plaintext.size(),
        bytes_of(associated),
        associated.size(),
        nullptr,
        fresh.data(),
        key.data()
    );
    return sealed;
}

std::optional<std::uint32_t> generation_of(std::string_view sealed) {
    if (sealed.size() < overhead_bytes || sealed[0] != version) return std::nullopt;
    std::uint32_t generation = 0;
    for (std::size_t i = 0; i < 4; ++i)
        generation = generation << 8 | bytes_of(sealed)[1 + i];
    return generation;
}

result<std::string> open(key_view key, std::string_view associated, std::string_view sealed) {
    if (!generation_of(sealed)) return vault_error::cell_unreadable;
    const auto* at = bytes_of(sealed) + head_bytes;
    const auto cipher_bytes = sealed.size() - head_bytes - nonce_bytes;
    std::string plaintext(sealed.size() - overhead_bytes, '\0');
    const int code = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes_of(plaintext),
        nullptr,
        nullptr,
        at + nonce_bytes,
        cipher_bytes,
        bytes_of(associated),
        associated.size(),
        at,
        key.data()
    );
    if (code != 0) return vault_error::cell_unreadable;
    return plaintext;
}

} // namespace kefu::storage::cell
