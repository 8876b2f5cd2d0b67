#include "storage/vault/key_cache.hpp"

#include <gtest/gtest.h>

namespace kefu::storage {
namespace {

routing::customer_id customer(std::uint8_t number) {
    routing::customer_id id;
    id.bits.bytes.fill(number);
    return id;
}

data_key key(std::uint8_t byte, std::uint32_t generation = 1) {
    data_key made;
    made.generation = generation;
    made.key.bytes.fill(byte);
    return made;
}

TEST(KeyCache, FindsWhatWasPut) {
    key_cache cache(2);
    EXPECT_FALSE(cache.find(customer(1)));
    cache.put(customer(1), key(11));
    const auto found = cache.find(customer(1));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key.bytes, key(11).key.bytes);
    EXPECT_EQ(found->generation, 1U);
}

TEST(KeyCache, ReplacesAKeyOfTheSameCustomer) {
    key_cache cache(2);
    cache.put(customer(1), key(11));
    cache.put(customer(1), key(12, 2));
    EXPECT_EQ(cache.size(), 1U);
    EXPECT_EQ(cache.find(customer(1))->generation, 2U);
    EXPECT_EQ(cache.find(customer(1))->key.bytes, key(12).key.bytes);
}

TEST(KeyCache, ForgetsTheKeyUsedLongestAgo) {
    key_cache cache(2);
    cache.put(customer(1), key(11));
    cache.put(customer(2), key(12));
    EXPECT_TRUE(cache.find(customer(1)));
    cache.put(customer(3), key(13));
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_FALSE(cache.find(customer(2)));
    EXPECT_EQ(cache.find(customer(1))->key.bytes, key(11).key.bytes);
    EXPECT_EQ(cache.find(customer(3))->key.bytes, key(13).key.bytes);
}

TEST(KeyCache, StaysWithinItsCapacityOverManyCustomers) {
    key_cache cache(3);
    for (std::uint8_t i = 1; i < 200; ++i) {
        cache.put(customer(i), key(i));
        ASSERT_LE(cache.size(), 3U);
        ASSERT_EQ(cache.find(customer(i))->key.bytes, key(i).key.bytes);
    }
}

} // namespace
} // namespace kefu::storage
