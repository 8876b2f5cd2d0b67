#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

// Memory for keys.
namespace kefu::storage {

inline constexpr std::size_t key_bytes = 32;
using key_view = std::span<const std::uint8_t, key_bytes>;

// Starts libsodium; safe to repeat. Throws std::runtime_error when it cannot.
void start_sodium();

// Fixed bytes in guarded pages that are kept out of swap and core dumps where the system allows it,
// wiped when freed. Meant for a few long-lived keys: each takes pages of its own.
class secret {
public:
    explicit secret(std::size_t size); // throws std::bad_alloc

    [[nodiscard]] std::span<std::uint8_t> bytes() { return {data_.get(), size_}; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {data_.get(), size_}; }
    [[nodiscard]] key_view key() const { return key_view(data_.get(), key_bytes); }

private:
    struct wipe_and_free {
        void operator()(std::uint8_t* data) const noexcept;
    };
    std::unique_ptr<std::uint8_t[], wipe_and_free> data_;
    std::size_t size_;
};

// A key for the time of one call, wiped at the end of its scope.
class brief_key {
public:
    brief_key() = default;
    brief_key(const brief_key&) = default;
    brief_key& operator=(const brief_key&) = default;
    ~brief_key();

    [[nodiscard]] key_view key() const { return bytes; }
    std::array<std::uint8_t, key_bytes> bytes{};
};

// One of the KEK's independent sub-keys; `context` has 8 characters (libsodium's crypto_kdf).
[[nodiscard]] secret derived_key(key_view parent, std::string_view context);

} // namespace kefu::storage
