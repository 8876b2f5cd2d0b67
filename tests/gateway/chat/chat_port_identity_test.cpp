#include "tests/gateway/chat/port_bench.hpp"

#include "gateway/chat/limits.hpp"
#include "gateway/chat/token_hash.hpp"

#include <gtest/gtest.h>

#include <future>

// Tokens that end while their sockets stand.
namespace kefu::tests {
namespace {

using gateway::chat::token_hash;

TEST(ChatPortIdentity, AByeThatForgetsEndsTheTokenAndThenTheSocket) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto hash = token_hash(token);
    ASSERT_TRUE(bench.store.token(hash));
    who.send(R"({"t":"bye","forget":true})");
    EXPECT_EQ(who.close_code(), 1000);
    EXPECT_FALSE(bench.store.token(hash));
    auto again = bench.client();
    again.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    EXPECT_FALSE(field_of(again.until("\"t\":\"welcome\""), "token").empty()) << "a stranger now";
}

TEST(ChatPortIdentity, AByeThatForgetsNothingLeavesTheToken) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    who.send(R"({"t":"bye"})");
    EXPECT_EQ(who.close_code(), 1000);
    EXPECT_TRUE(bench.store.token(token_hash(token)));
}

TEST(ChatPortIdentity, WhoeverHangsUpAtOnceIsForgottenAllTheSame) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    who.send(R"({"t":"bye","forget":true})");
    who.socket.reset();
    EXPECT_TRUE(bench.eventually([&] { return !bench.store.token(token_hash(token)); }));
}

TEST(ChatPortIdentity, ATokenThatTheRecordDidNotEndIsSaidToStand) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    bench.store.fail_saves(storage::store_error::unavailable);
    who.send(R"({"t":"bye","forget":true})");
    EXPECT_EQ(who.close_code(), 4002);
    bench.store.fail_saves(std::nullopt);
    EXPECT_TRUE(bench.store.token(token_hash(token)));
}

TEST(ChatPortIdentity, AForgottenTokenEndsEverySocketThatCameByIt) {
    port_bench bench;
    std::string token;
    std::string other_token;
    auto here = bench.customer(token);
    auto phone = bench.customer(token);
    auto stranger = bench.customer(other_token);
    here.send(R"({"t":"bye","forget":true})");
    EXPECT_EQ(here.close_code(), 1000);
    EXPECT_EQ(phone.close_code(), 4403);
    EXPECT_EQ(bench.start(stranger, 1).size(), 36U);
}

TEST(ChatPortIdentity, ATokenThatEndsWhileTheGateLooksAtItGivesNoSession) {
    port_bench bench;
    std::string token;
    auto here = bench.customer(token);
    bench.store.hold_answers_to("visitor");
    auto late = bench.client();
    late.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    bench.settle();
    here.send(R"({"t":"bye","forget":true})");
    EXPECT_EQ(here.close_code(), 1000);
    bench.settle();
    bench.store.give_held_answers();
    EXPECT_EQ(late.close_code(), 4403);
}

// A token that was unused for too long is replaced at the next hello.
TEST(ChatPortIdentity, AReplacedTokenEndsTheSocketsThatCameByItToo) {
    port_bench bench;
    std::string token;
    auto old_tab = bench.customer(token);
    auto row = *bench.store.token(token_hash(token));
    row.used_at = {bench.clock.wall().ms - 181LL * 24 * 3'600'000};
    bench.store.put(row);
    auto fresh = bench.client();
    fresh.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    EXPECT_FALSE(field_of(fresh.until("\"t\":\"welcome\""), "token").empty());
    EXPECT_EQ(old_tab.close_code(), 4403);
    EXPECT_EQ(bench.start(fresh, 1).size(), 36U);
}

TEST(ChatPortIdentity, ASocketNoticesWithinTheHourThatTheRecordHasItsTokenNoMore) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    bench.store.drop_visitor_token(our_shop, token_hash(token), [](const auto&) {});
    bench.settle();
    EXPECT_EQ(bench.start(who, 1).size(), 36U) << "nobody has looked";
    bench.clock.jump_wall(gateway::chat::limits::token_look_ms);
    EXPECT_EQ(who.close_code(), 4403);
}

TEST(ChatPortIdentity, AnOpenSocketIsUseOfItsToken) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto used = bench.store.token(token_hash(token))->used_at;
    bench.clock.jump_wall(gateway::chat::limits::token_touch_ms);
    EXPECT_TRUE(bench.eventually([&] {
        return bench.store.token(token_hash(token))->used_at.ms ==
               used.ms + gateway::chat::limits::token_touch_ms;
    }));
    EXPECT_EQ(bench.start(who, 1).size(), 36U);
}

TEST(ChatPortIdentity, ANewSecretClosesTheSocketsOfThoseTheOldOneVouchedFor) {
    port_bench bench;
    std::string token;
    auto visitor = bench.customer(token);
    auto member_row = customer_named(wang, "Wang");
    member_row.identified = true;
    bench.store.put(member_row);
    storage::visitor_token_row row;
    row.token_hash = token_hash("members-token");
    row.customer = wang;
    row.storefront = lamp_store;
    row.identity_generation = 1;
    row.bound_at = row.used_at = bench.clock.wall();
    bench.store.put(row);
    std::string member_token = "members-token";
    auto member = bench.customer(member_token);

    auto changed = bench.names;
    bench.floor.use_catalog(std::make_shared<const gateway::chat::catalog>(changed));
    bench.settle();
    EXPECT_TRUE(bench.start(member, 9).size() == 36U) << "another change closes nobody";

    ++changed.storefronts[0].identity_generation;
    bench.floor.use_catalog(std::make_shared<const gateway::chat::catalog>(changed));
    EXPECT_EQ(member.close_code(), 4403);
    EXPECT_EQ(bench.start(visitor, 1).size(), 36U) << "nobody vouched for a visitor";
}

// Wall time: `pass` would also let the connection fall silent.
TEST(ChatPortIdentity, AStaffSocketEndsWithItsSignInAtTheLatest) {
    port_bench bench;
    auto who = bench.staff("ann");
    bench.clock.jump_wall(12LL * 3'600'000 - 1);
    EXPECT_FALSE(who.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1).empty());
    bench.clock.jump_wall(1);
    EXPECT_EQ(who.close_code(), 4403);
}

TEST(ChatPortIdentity, AStaffSocketInUseIsUseOfItsSignIn) {
    port_bench bench;
    bench.store.put(*bench.names.member(ann));
    const auto began = bench.clock.wall();
    bench.store.save_staff_session(
        {"sign-in of ann", ann, began, began},
        bench.names.member(ann)->password_hash,
        10,
        {},
        [](const auto&) {}
    );
    auto who = bench.staff("ann");
    const auto seen_at = [&] {
        std::promise<routing::wall_time> read;
        bench.store.staff_session("sign-in of ann", [&](const auto& found) {
            read.set_value(found.value()->seen_at);
        });
        return read.get_future().get();
    };
    bench.settle();
    EXPECT_EQ(seen_at(), began);
    for (int i = 0; i < 2; ++i) {
        bench.clock.pass(30'000);
        who.ask(
            R"({"t":"presence.set","r":)" + std::to_string(i + 1) + R"(,"presence":"away"})", i + 1
        );
    }
    EXPECT_TRUE(bench.eventually([&] { return seen_at().ms == began.ms + 60'000; }));
}

// As the one unused for longest of too many, which nobody tells the socket.
TEST(ChatPortIdentity, AStaffSocketClosesWhenItsSignInHasEnded) {
    port_bench bench;
    auto who = bench.staff("ann");
    auto other = bench.staff("ben");
    bench.store.drop_staff_session("sign-in of ann", {}, [](const auto&) {});
    bench.settle();
    for (int i = 1; i <= 2; ++i) { // in use all the time
        bench.clock.pass(30'000);
        other.ask(R"({"t":"presence.set","r":)" + std::to_string(i) + R"(,"presence":"away"})", i);
        who.send(R"({"t":"beat"})");
    }
    EXPECT_EQ(who.close_code(), 4403);
    EXPECT_FALSE(other.ask(R"({"t":"presence.set","r":9,"presence":"online"})", 9).empty());
}

} // namespace
} // namespace kefu::tests
