#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

// A customer with several sessions: another tab, the phone beside the computer.
namespace kefu::tests {
namespace {

constexpr auto opened_frame = "{\"t\":\"conversation\"";

std::string say(int r, std::uint8_t k, const std::string& c, std::string_view text) {
    return R"({"t":"message.send","r":)" + std::to_string(r) + R"(,"text":")" + std::string(text) +
           R"(","key":")" + routing::to_string(key(k)) + R"(","c":")" + c + "\"}";
}

TEST(ChatPortDevices, LearnWhatAnotherOneOpenedAndTakePartInIt) {
    port_bench bench;
    std::string token;
    auto first = bench.customer(token);
    auto second = bench.customer(token);
    const auto c = bench.start(first, 1);
    const auto told = second.until(opened_frame);
    EXPECT_EQ(field_of(told, "c"), c);
    EXPECT_TRUE(holds(told, "\"st\":\"reset\"")) << told;
    EXPECT_TRUE(holds(told, "\"place\":{\"position\":1")) << told;
    ASSERT_TRUE(second.hear_events(2));
    EXPECT_EQ(second.event_numbers(), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_TRUE(holds(second.ask(say(5, 5, c, "from my phone"), 5), "[[5,3,false]]"));
    first.until("from my phone");
    for (const auto& text : first.heard)
        EXPECT_FALSE(text.starts_with(opened_frame)) << text;
}

TEST(ChatPortDevices, LeaveAnOlderConversationForTheNewOne) {
    port_bench bench;
    std::string token;
    auto first = bench.customer(token);
    auto second = bench.customer(token);
    const auto before = bench.start(first, 1);
    second.until(opened_frame);
    leave(second, 3, before);
    bench.clock.pass(1'000);
    const auto now = bench.start(second, 2);
    EXPECT_EQ(field_of(first.until(opened_frame), "c"), now);
    EXPECT_TRUE(holds(first.ask(say(7, 7, now, "still me"), 7), "[[7,3,false]]"));
}

TEST(ChatPortDevices, OfOtherCustomersLearnNothing) {
    port_bench bench;
    std::string token;
    std::string other_token;
    auto first = bench.customer(token);
    auto stranger = bench.customer(other_token);
    bench.start(first, 1);
    bench.settle();
    EXPECT_TRUE(holds(
        stranger.ask(R"({"t":"sync","r":4,"c":")" + chat_1.text() + R"(","after":0})", 4),
        "forbidden"
    ));
    for (const auto& text : stranger.heard)
        EXPECT_FALSE(text.starts_with(opened_frame)) << text;
}

TEST(ChatPortDevices, ThatSayHelloWhileAnotherOneOpensLearnItToo) {
    port_bench bench;
    std::string token;
    auto first = bench.customer(token);
    auto second = bench.client();
    bench.hold_desk(true); // the start waits at the desk, the hello does not need it
    first.send(
        R"({"t":"conversation.start","r":900,"topic":"return","text":"hi","key":")" +
        routing::to_string(key(1)) + "\"}"
    );
    second.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    second.until("\"t\":\"welcome\"");
    bench.hold_desk(false);
    EXPECT_EQ(field_of(second.until(opened_frame), "state"), "waiting");
}

TEST(ChatPortDevices, AllGoneAreCountedOnceEach) {
    port_bench bench;
    std::string token;
    auto first = bench.customer(token);
    std::string c;
    {
        auto second = bench.customer(token);
        c = bench.start(first, 1);
        second.until(opened_frame);
    }
    bench.settle();
    bench.pass(60'000); // one is still here: nobody has left
    EXPECT_TRUE(holds(first.ask(say(8, 8, c, "here"), 8), "[[8,3,false]]"));
    first.socket.reset();
    const auto is_over = [&] {
        bench.pass(31'000);
        bool open = true;
        bench.on_desk([&](gateway::chat::front_desk& desk) {
            open = desk.find_card(*routing::conversation_id::parse(c)).has_value();
        });
        return !open;
    };
    EXPECT_TRUE(bench.eventually(is_over));
}

} // namespace
} // namespace kefu::tests
