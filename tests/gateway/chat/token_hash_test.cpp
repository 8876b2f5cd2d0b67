#include "gateway/chat/token_hash.hpp"
#include "gateway/protocol/commands.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kefu::tests {
namespace {

using namespace gateway::chat;

TEST(TokenHash, IsBlake2b256InHex) {
    // RFC 7693's algorithm with a digest of 32 bytes, of "abc" (known answer).
    EXPECT_EQ(
        token_hash("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
    );
    EXPECT_EQ(token_hash("").size(), 64U);
    EXPECT_NE(token_hash("abc"), token_hash("abd"));
}

TEST(TokenText, IsTheNumberInHex) {
    routing::id_bits secret;
    secret.bytes[0] = 0xAB;
    secret.bytes[15] = 0x01;
    EXPECT_EQ(token_text(secret), "ab000000000000000000000000000001");
}

TEST(ActKey, IsTheSameForARepeatAndAnotherForAnotherAct) {
    using storage::event_kind;
    const auto first = act_key(key(1), chat_1, event_kind::ended, 1);
    EXPECT_EQ(first, act_key(key(1), chat_1, event_kind::ended, 1));
    const std::set others{
        first,
        act_key(key(2), chat_1, event_kind::ended, 1),
        act_key(key(1), chat_2, event_kind::ended, 1),
        act_key(key(1), chat_1, event_kind::wrapped_up, 1),
        act_key(key(1), chat_1, event_kind::ended, 2)};
    EXPECT_EQ(others.size(), 5U);
    EXPECT_NE(first, key(1));
    for (const auto& made : others)
        EXPECT_TRUE(gateway::protocol::is_own_key(made)) << "no client can have taken it";
}

} // namespace
} // namespace kefu::tests
