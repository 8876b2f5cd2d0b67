#include "storage/vault/secret.hpp"

#include <cassert>
#include <new>
#include <sodium.h>
#include <stdexcept>

namespace kefu::storage {

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

void secret::wipe_and_free::operator()(std::uint8_t* data) const noexcept { sodium_free(data); }

secret::secret(std::size_t size) : size_(size) {
    start_sodium(); // guarded pages need its page size and canary
    data_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    if (!data_) throw std::bad_alloc();
}

brief_key::~brief_key() { sodium_memzero(bytes.data(), bytes.size()); }

secret derived_key(key_view parent, std::string_view context) {
    static_assert(crypto_kdf_KEYBYTES == key_bytes);
    assert(context.size() == crypto_kdf_CONTEXTBYTES);
    secret derived(key_bytes);
    crypto_kdf_derive_from_key(derived.bytes().data(), key_bytes, 1, context.data(), parent.data());
    return derived;
}

} // namespace kefu::storage
