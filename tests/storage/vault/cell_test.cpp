#include "storage/vault/cell.hpp"

#include <gtest/gtest.h>

#include "storage/vault/blind_index.hpp"

namespace kefu::storage {
namespace {

std::array<std::uint8_t, key_bytes> key_of(std::uint8_t byte) {
    std::array<std::uint8_t, key_bytes> key{};
    key.fill(byte);
    return key;
}

routing::id_bits id_of(std::uint8_t byte) {
    routing::id_bits id;
    id.bytes.fill(byte);
    return id;
}

const auto a_key = key_of(7);
const cell::nonce a_nonce{1, 2, 3};

TEST(Cell, OpensToWhatWasSealed) {
    for (const std::string_view words : {"", "a", "我家在上海東邊"}) {
        const auto sealed = cell::seal(a_key, 5, a_nonce, "place", words);
        EXPECT_EQ(sealed.size(), words.size() + 45);
        EXPECT_EQ(cell::generation_of(sealed), 5U);
        EXPECT_EQ(cell::open(a_key, "place", sealed).value(), words);
    }
}

TEST(Cell, KeepsEveryByteValue) {
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes.push_back(static_cast<char>(i));
    const auto sealed = cell::seal(a_key, 0xfffffffe, a_nonce, "place", bytes);
    EXPECT_EQ(cell::generation_of(sealed), 0xfffffffe);
    EXPECT_EQ(cell::open(a_key, "place", sealed).value(), bytes);
}

TEST(Cell, DoesNotOpenCutAnywhere) {
    const auto sealed = cell::seal(a_key, 1, a_nonce, "place", "seven words");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const auto opened = cell::open(a_key, "place", sealed.substr(0, size));
        ASSERT_FALSE(opened) << size;
        EXPECT_EQ(opened.error(), vault_error::cell_unreadable);
    }
    EXPECT_FALSE(cell::open(a_key, "place", sealed + "x"));
}

TEST(Cell, DoesNotOpenWithAnyBitOfCipherNonceOrVersionFlipped) {
    const auto sealed = cell::seal(a_key, 1, a_nonce, "place", "words");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        // The generation only selects the key; the associated data holds it for the cipher.
        if (at >= 1 && at <= 4) continue;
        for (int bit = 0; bit < 8; ++bit) {
            auto changed = sealed;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            EXPECT_FALSE(cell::open(a_key, "place", changed)) << at << ':' << bit;
        }
    }
}

TEST(Cell, DoesNotOpenWithAnotherKeyOrPlace) {
    const auto sealed = cell::seal(a_key, 1, a_nonce, "place", "words");
    EXPECT_FALSE(cell::open(key_of(8), "place", sealed));
    EXPECT_FALSE(cell::open(a_key, "elsewhere", sealed));
}

TEST(Cell, NamesItsPlaceCustomerAndGeneration) {
    const routing::customer_id customer{id_of(0xab)};
    EXPECT_EQ(
        cell::associated_data({"event", "body", id_of(1)}, customer, 3),
        "kefu1|f|event|body|01010101-0101-0101-0101-010101010101|"
        "abababab-abab-abab-abab-abababababab|3"
    );
    EXPECT_EQ(
        cell::associated_data({"storefront", "secret", id_of(1)}, std::nullopt, 1),
        "kefu1|o|storefront|secret|01010101-0101-0101-0101-010101010101||1"
    );
    EXPECT_EQ(cell::wrap_data(customer, 2), "kefu1|dek|abababab-abab-abab-abab-abababababab|2");
}

TEST(KeyedHash, SeparatesUseColumnAndContent) {
    const auto hash = keyed_hash(a_key, 16, "blind index", "phone", "+886912345678");
    EXPECT_EQ(hash.size(), 16U);
    EXPECT_EQ(hash, keyed_hash(a_key, 16, "blind index", "phone", "+886912345678"));
    EXPECT_NE(hash, keyed_hash(a_key, 16, "blind index", "email", "+886912345678"));
    EXPECT_NE(hash, keyed_hash(a_key, 16, "fingerprint", "phone", "+886912345678"));
    EXPECT_NE(hash, keyed_hash(a_key, 16, "blind index", "phone+", "886912345678"));
    EXPECT_NE(hash, keyed_hash(key_of(9), 16, "blind index", "phone", "+886912345678"));
}

} // namespace
} // namespace kefu::storage
