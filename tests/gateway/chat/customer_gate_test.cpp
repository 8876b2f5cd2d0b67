#include "gateway/chat/customer_gate.hpp"
#include "gateway/chat/token_hash.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using gateway::protocol::close_code;

std::string base64url(std::string_view bytes) {
    std::string text(
        sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0'
    );
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    text.resize(text.find('\0'));
    return text;
}

// What the shop's backend does.
std::string signed_word(std::string_view more, std::string_view secret) {
    const auto now_s = opening_time.ms / 1'000;
    const auto claims = R"({"iss":"pk_lamps","aud":"kefu:pk_lamps","sub":"member-7","iat":)" +
                        std::to_string(now_s) + R"(,"exp":)" + std::to_string(now_s + 600) +
                        std::string(more) + "}";
    const auto head = base64url(R"({"alg":"HS256","typ":"chat+jwt"})") + "." + base64url(claims);
    crypto_auth_hmacsha256_state state;
    const auto* key_bytes = reinterpret_cast<const unsigned char*>(secret.data());
    crypto_auth_hmacsha256_init(&state, key_bytes, secret.size());
    crypto_auth_hmacsha256_update(
        &state, reinterpret_cast<const unsigned char*>(head.data()), head.size()
    );
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return head + "." + base64url(mac);
}

class CustomerGate : public testing::Test {
protected:
    customer_claim claim(std::optional<std::string> token, std::optional<std::string> jwt) {
        return {*names.storefront_by_key("pk_lamps"), std::move(token), std::move(jwt), "en", {}};
    }
    customer_gate_outcome ask(customer_claim what, bool only_known = false) {
        std::optional<customer_gate_outcome> answer;
        const auto note = [&](customer_gate_outcome got) {
            EXPECT_FALSE(answer) << "answered twice";
            answer = std::move(got);
        };
        only_known ? gate.recognise(std::move(what), note) : gate.identify(std::move(what), note);
        store.answer_all();
        EXPECT_TRUE(answer);
        return answer.value_or(customer_gate_outcome{});
    }
    std::string word(std::string_view more = {}) { return signed_word(more, std::string(32, 's')); }

    hand_clock clock;
    counted_ids ids;
    fake_record_store store;
    catalog names = shop_catalog();
    customer_gate gate{store, clock, ids};
};

TEST_F(CustomerGate, TooManyNewVisitorsOfOneNetworkAreToldWhenToComeAgain) {
    const auto& limits = visitor_limits;
    const auto known = ask(claim({}, {})).new_token;
    for (unsigned i = 1; i < limits.network.burst; ++i)
        ASSERT_FALSE(ask(claim({}, {})).refused) << i;
    const auto saves = store.customer_saves();
    const auto refused = ask(claim({}, {}));
    EXPECT_EQ(refused.refused, gateway::protocol::close_code::rate);
    EXPECT_EQ(refused.after_ms, 3'000);
    EXPECT_EQ(gate.visitors_refused(), 1U);
    EXPECT_EQ(store.customer_saves(), saves) << "nothing was kept of them";
    EXPECT_FALSE(ask(claim(known, {})).refused) << "who is known comes back";
    EXPECT_FALSE(ask(claim({}, word())).refused) << "and so does whom the shop knows";
    clock.pass(refused.after_ms);
    EXPECT_FALSE(ask(claim({}, {})).refused);
}

// They would be closed with 4210 all the same, and never hear of their token.
TEST_F(CustomerGate, NothingIsMadeOfSomebodyNewForWhomThereIsNoRoom) {
    const auto visitor = ask(claim({}, {})).new_token;
    const auto saves = store.customer_saves();
    const auto without_room = [&](std::optional<std::string> token,
                                  std::optional<std::string> jwt) {
        auto what = claim(std::move(token), std::move(jwt));
        what.has_room = false;
        return ask(std::move(what));
    };
    const auto unknown_token = "0123456789abcdef0123456789abcdef";
    for (const auto& refused :
         {without_room({}, {}), without_room(unknown_token, {}), without_room({}, word())}) {
        EXPECT_EQ(refused.refused, close_code::rate);
        EXPECT_EQ(refused.after_ms, limits::writing_full_wait_ms);
        EXPECT_TRUE(refused.found_no_room);
    }
    EXPECT_EQ(store.customer_saves(), saves);
    EXPECT_EQ(gate.visitors_refused(), 0U) << "it is not their network's fault";
    EXPECT_FALSE(without_room(visitor, {}).refused) << "who is known may be among the remembered";
    EXPECT_FALSE(ask(claim({}, word())).refused);
    EXPECT_FALSE(without_room({}, word()).refused);
}

TEST_F(CustomerGate, AVisitorWhomTheRecordDidNotTakeCountsNowhere) {
    const auto& limits = visitor_limits;
    store.fail_saves(storage::store_error::unavailable);
    for (unsigned i = 0; i < 2 * limits.network.burst; ++i)
        ASSERT_EQ(ask(claim({}, {})).refused, gateway::protocol::close_code::store_lost);
    store.fail_saves(std::nullopt);
    EXPECT_FALSE(ask(claim({}, {})).refused);
}

TEST_F(CustomerGate, AStrangerBecomesAVisitorWithANewToken) {
    const auto made = ask(claim({}, {}));
    EXPECT_FALSE(made.refused);
    ASSERT_TRUE(made.new_token);
    EXPECT_EQ(made.new_token->size(), 32U);
    EXPECT_FALSE(made.customer.identified);
    EXPECT_EQ(made.customer.organisation, our_shop);
    EXPECT_EQ(made.customer.storefront, lamp_store);
    EXPECT_EQ(made.customer.locale, "en");
    EXPECT_EQ(made.customer.created_at, opening_time);

    const auto again = ask(claim(made.new_token, {}));
    EXPECT_FALSE(again.refused);
    EXPECT_FALSE(again.new_token);
    EXPECT_EQ(again.customer.id, made.customer.id);
    EXPECT_EQ(store.customer_count(), 1U);
}

TEST_F(CustomerGate, AnUnknownTokenIsAStrangers) {
    const auto made = ask(claim("0123456789abcdef0123456789abcdef", {}));
    EXPECT_FALSE(made.refused);
    ASSERT_TRUE(made.new_token);
    EXPECT_NE(*made.new_token, "0123456789abcdef0123456789abcdef");
}

TEST_F(CustomerGate, ATokenOfAnotherOrganisationIsUnknown) {
    auto foreign = customer_named(wang, "someone");
    foreign.organisation = other_shop;
    store.put(foreign);
    store.put_token(token_hash("their token"), wang);
    const auto made = ask(claim("their token", {}));
    EXPECT_FALSE(made.refused);
    EXPECT_NE(made.customer.id, wang);
    EXPECT_TRUE(made.new_token);
}

TEST_F(CustomerGate, TheShopsWordMakesACustomerOnce) {
    const auto made = ask(claim({}, word(R"(,"name":"王小明","vip":true)")));
    EXPECT_FALSE(made.refused);
    EXPECT_TRUE(made.customer.identified);
    EXPECT_TRUE(made.customer.vip);
    EXPECT_EQ(made.customer.external_id, "member-7");
    EXPECT_EQ(made.customer.name, "王小明");
    ASSERT_TRUE(made.new_token);

    const auto saves = store.customer_saves();
    const auto again = ask(claim(made.new_token, word(R"(,"name":"王小明","vip":true)")));
    EXPECT_EQ(again.customer.id, made.customer.id);
    EXPECT_FALSE(again.new_token);
    EXPECT_EQ(store.customer_saves(), saves); // nothing new to store
}

TEST_F(CustomerGate, WhatTheShopSaysAnewReplacesAndWhatItLeavesOutStays) {
    const auto made = ask(claim({}, word(R"(,"name":"old","phone":"0912","email":"a@b.c")")));
    const auto changed = ask(claim(made.new_token, word(R"(,"name":"new")")));
    EXPECT_EQ(changed.customer.id, made.customer.id);
    EXPECT_EQ(changed.customer.name, "new");
    EXPECT_EQ(changed.customer.phone, "0912");
    EXPECT_EQ(changed.customer.email, "a@b.c");
}

// Who knew the token before the sign-in must not read on (RD5).
TEST_F(CustomerGate, AVisitorsTokenIsReplacedAtTheSignIn) {
    const auto visitor = ask(claim({}, {}));
    const auto member = ask(claim(visitor.new_token, word()));
    EXPECT_NE(member.customer.id, visitor.customer.id);
    ASSERT_TRUE(member.new_token);
    EXPECT_NE(member.new_token, visitor.new_token);
    EXPECT_EQ(ask(claim(member.new_token, {})).customer.id, member.customer.id);
    const auto with_the_old = ask(claim(visitor.new_token, {}));
    EXPECT_NE(with_the_old.customer.id, visitor.customer.id) << "it ended";
    EXPECT_NE(with_the_old.customer.id, member.customer.id);
    EXPECT_EQ(ask(claim(visitor.new_token, {}), true).refused, close_code::not_signed_in);
}

constexpr std::int64_t day_ms = 24LL * 3'600'000;

TEST_F(CustomerGate, ATokenEndsWhenItIsUnusedForTooLong) {
    const auto visitor = ask(claim({}, {}));
    const auto member = ask(claim({}, word()));
    clock.pass(30 * day_ms);
    EXPECT_EQ(ask(claim(member.new_token, {}), true).customer.id, member.customer.id);
    clock.pass(1);
    EXPECT_EQ(ask(claim(member.new_token, {}), true).refused, close_code::not_signed_in);
    EXPECT_NE(ask(claim(member.new_token, {})).customer.id, member.customer.id);
    EXPECT_FALSE(store.token(token_hash(*member.new_token))) << "and is not kept";
    clock.pass(150 * day_ms - 1);
    EXPECT_EQ(ask(claim(visitor.new_token, {}), true).customer.id, visitor.customer.id);
    clock.pass(1);
    EXPECT_NE(ask(claim(visitor.new_token, {})).customer.id, visitor.customer.id);
}

TEST_F(CustomerGate, TheUseOfATokenIsNotedOnceADayAndKeepsIt) {
    const auto visitor = ask(claim({}, {}));
    const auto hash = token_hash(*visitor.new_token);
    clock.pass(day_ms - 1);
    EXPECT_EQ(ask(claim(visitor.new_token, {})).customer.id, visitor.customer.id);
    EXPECT_EQ(store.token(hash)->used_at, opening_time);
    for (int i = 0; i < 3; ++i) {
        clock.pass(170 * day_ms);
        EXPECT_EQ(ask(claim(visitor.new_token, {})).customer.id, visitor.customer.id);
        EXPECT_EQ(store.token(hash)->used_at, clock.wall());
        EXPECT_EQ(store.token(hash)->bound_at, opening_time);
    }
    clock.jump_wall(-500 * day_ms); // a clock that was set back ends nothing
    EXPECT_EQ(ask(claim(visitor.new_token, {})).customer.id, visitor.customer.id);
}

TEST_F(CustomerGate, ANewSecretEndsTheTokensOfThoseTheOldOneVouchedFor) {
    const auto visitor = ask(claim({}, {}));
    const auto member = ask(claim({}, word()));
    auto& shop = names.storefronts[0];
    shop.identity_secret = std::string(32, 'n');
    ++shop.identity_generation;
    store.put(shop);
    EXPECT_EQ(ask(claim(member.new_token, {}), true).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim({}, word())).refused, close_code::not_signed_in) << "the old secret";
    EXPECT_EQ(ask(claim(visitor.new_token, {})).customer.id, visitor.customer.id);
    const auto again = ask(claim(member.new_token, signed_word({}, std::string(32, 'n'))));
    EXPECT_EQ(again.customer.id, member.customer.id);
    ASSERT_TRUE(again.new_token) << "vouched for anew";
    EXPECT_EQ(ask(claim(again.new_token, {})).customer.id, member.customer.id);
    EXPECT_NE(ask(claim(member.new_token, {})).customer.id, member.customer.id);
}

// A hello that was checked against the old secret while the new one was being made.
TEST_F(CustomerGate, ATokenGivenOnTheOldSecretsWordAfterTheChangeDoesNotStand) {
    auto changed = names.storefronts[0];
    ++changed.identity_generation;
    store.put(changed);
    const auto late = ask(claim({}, word()));
    EXPECT_FALSE(late.refused);
    EXPECT_EQ(ask(claim(late.new_token, {}), true).refused, close_code::not_signed_in);
}

TEST_F(CustomerGate, TwoFirstVisitsAtOnceAreOneCustomer) {
    std::vector<customer_gate_outcome> answers;
    for (int i = 0; i < 2; ++i) {
        gate.identify(claim({}, word(R"(,"name":"王小明")")), [&](customer_gate_outcome got) {
            answers.push_back(std::move(got));
        });
    }
    store.answer_all(); // both looks come before both saves
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_FALSE(answers[0].refused);
    EXPECT_FALSE(answers[1].refused);
    EXPECT_EQ(answers[0].customer.id, answers[1].customer.id);
    EXPECT_EQ(store.customer_count(), 1U);
    for (const auto& one : answers) {
        ASSERT_TRUE(one.new_token);
        EXPECT_EQ(ask(claim(one.new_token, {})).customer.id, answers[0].customer.id);
    }
}

TEST_F(CustomerGate, ACardNumberInWhatTheShopSaysIsMaskedBeforeItIsStored) {
    const auto made = ask(claim({}, word(R"(,"name":"王 4111 1111 1111 1111")")));
    EXPECT_EQ(made.customer.name, "王 **** **** **** 1111");
}

TEST_F(CustomerGate, ANameOfWhichNothingCanBeSeenIsNone) {
    for (const std::string nothing : {"\u2800", "\u3164 \uFFA0", "\u115F\u1160"}) {
        const auto made = ask(claim({}, word(R"(,"name":")" + nothing + "\"")));
        EXPECT_FALSE(made.refused);
        EXPECT_EQ(made.customer.name, "");
    }
}

TEST_F(CustomerGate, AWordThatTheShopDidNotSignIsRefusedAndNothingStored) {
    const auto forged = ask(claim({}, signed_word({}, std::string(32, 'x'))));
    EXPECT_EQ(forged.refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim({}, "not a token")).refused, close_code::not_signed_in);
    clock.pass(700'000); // expired, with the skew
    EXPECT_EQ(ask(claim({}, word())).refused, close_code::not_signed_in);
    EXPECT_EQ(store.customer_count(), 0U);
}

TEST_F(CustomerGate, AShopThatAsksForIdentityTakesNoVisitors) {
    const auto member = ask(claim({}, word()));
    const auto visitor = ask(claim({}, {}));
    names.storefronts[0].identity_required = true;
    EXPECT_EQ(ask(claim({}, {})).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim("unknown", {})).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim(visitor.new_token, {})).refused, close_code::not_signed_in);
    EXPECT_FALSE(ask(claim(member.new_token, {})).refused); // known from a sign-in
    EXPECT_FALSE(ask(claim({}, word())).refused);
}

TEST_F(CustomerGate, AStoreThatDoesNotAnswerIsSaidSo) {
    const auto visitor = ask(claim({}, {}));
    store.fail_reads(storage::store_error::unavailable);
    EXPECT_EQ(ask(claim(visitor.new_token, {})).refused, close_code::store_lost);
    EXPECT_EQ(ask(claim({}, word())).refused, close_code::store_lost);
    EXPECT_EQ(ask(claim(visitor.new_token, {}), true).refused, close_code::store_lost);
    store.fail_reads(std::nullopt);
    store.fail_saves(storage::store_error::unavailable);
    EXPECT_EQ(ask(claim({}, {})).refused, close_code::store_lost);
    EXPECT_EQ(ask(claim({}, word())).refused, close_code::store_lost);
    EXPECT_EQ(store.customer_count(), 1U);
}

TEST_F(CustomerGate, RecognisingMakesNobody) {
    EXPECT_EQ(ask(claim({}, {}), true).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim("unknown", {}), true).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim({}, word()), true).refused, close_code::not_signed_in);
    EXPECT_EQ(ask(claim({}, "forged"), true).refused, close_code::not_signed_in);
    EXPECT_EQ(store.customer_count(), 0U);
    const auto visitor = ask(claim({}, {}));
    const auto member = ask(claim({}, word()));
    EXPECT_EQ(ask(claim(visitor.new_token, {}), true).customer.id, visitor.customer.id);
    EXPECT_EQ(ask(claim({}, word()), true).customer.id, member.customer.id);
}

} // namespace
} // namespace kefu::tests
