#include "storage/vault/blind_index.hpp"

#include <array>
#include <cassert>
#include <sodium.h>

namespace kefu::storage {

namespace {

void add(crypto_generichash_state& state, std::string_view bytes) {
    std::array<std::uint8_t, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i) {
        size[i] = static_cast<std::uint8_t>(bytes.size() >> (8 * i));
    }
    crypto_generichash_update(&state, size.data(), size.size());
    crypto_generichash_update(
        &state, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()
    );
}

} // namespace

std::string keyed_hash(
    key_view key,
    std::size_t size,
    std::string_view use,
    std::string_view part,
    std::string_view content
) {
    assert(size >= crypto_generichash_BYTES_MIN && size <= crypto_generichash_BYTES_MAX);
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.data(), key.size(), size);
    add(state, use);
    add(state, part);
    add(state, content);
    std::string hash(size, '\0');
    crypto_generichash_final(&state, reinterpret_cast<std::uint8_t*>(hash.data()), size);
    return hash;
}

} // namespace kefu::storage
