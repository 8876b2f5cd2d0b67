#include <gtest/gtest.h>

#include "gateway/protocol/limits.hpp"
#include "tests/gateway/protocol/decoding.hpp"

namespace kefu::gateway::protocol::test {
namespace {

constexpr std::string_view c = "0192a000-0000-7000-8000-00000000c001";

std::string send_with(std::string_view text_json, std::string_view more = "") {
    return R"({"t":"message.send","r":1,"key":"0192a000-0000-7000-8000-0000000000f1","c":")" +
           std::string(c) + R"(","text":)" + std::string(text_json) + std::string(more) + "}";
}

std::string repeated(std::string_view what, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += what;
    return text;
}

} // namespace

TEST(FrameCodec, DecodesEachLineOfAFrame) {
    const auto all = decode("{\"t\":\"beat\"}\n{\"t\":\"wall.watch\",\"r\":2}\n{\"t\":\"bye\"}");
    ASSERT_EQ(all.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<beat>(std::get<command>(all[0].what)));
    EXPECT_EQ(all[1].r, 2U);
    EXPECT_TRUE(std::holds_alternative<bye>(std::get<command>(all[2].what)));
}

TEST(FrameCodec, SkipsEmptyLines) {
    EXPECT_EQ(decode("\n{\"t\":\"beat\"}\n\n").size(), 1U);
}

// Such frames cost as much to read as others, and would be counted by no rule.
TEST(FrameCodec, RefusesAFrameWithoutAnEnvelope) {
    for (const auto* frame : {"", "\n\n\n"}) {
        const auto all = decode(frame);
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(std::get<decode_error>(all[0].what).code, error::bad_request);
        EXPECT_FALSE(all[0].r);
    }
}

TEST(FrameCodec, ABrokenLineDoesNotHarmItsNeighbours) {
    const auto all = decode("{\"t\":\"beat\"}\n{\"t\":\n{\"t\":\"bye\"}");
    ASSERT_EQ(all.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<command>(all[0].what));
    EXPECT_EQ(std::get<decode_error>(all[1].what).code, error::bad_request);
    EXPECT_TRUE(std::holds_alternative<command>(all[2].what));
}

TEST(FrameCodec, TakesThirtyTwoEnvelopesAndRefusesTheFrameWithMore) {
    EXPECT_EQ(decode(repeated("{\"t\":\"beat\"}\n", 32)).size(), 32U);
    const auto all = decode(repeated("{\"t\":\"beat\"}\n", 33));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(std::get<decode_error>(all[0].what).text, "more than 32 envelopes");
}

TEST(FrameCodec, IgnoresUnknownFields) {
    const auto said =
        decode_as<message_send>(send_with(R"("hi")", R"(,"x":{"y":[1,null]},"z":1.5)"));
    EXPECT_EQ(said.text, "hi");
}

TEST(FrameCodec, AnswersAnUnknownTypeUnsupportedUnderItsNumber) {
    const auto one = decode_one(R"({"t":"message.recall","r":9})");
    EXPECT_EQ(one.r, 9U);
    EXPECT_EQ(std::get<decode_error>(one.what).code, error::unsupported);
}

TEST(FrameCodec, NamesTheFieldThatIsWrongAndNeverItsContent) {
    const auto one = decode_one(R"({"t":"conversation.leave","r":3,"c":"secret words"})");
    EXPECT_EQ(one.r, 3U);
    EXPECT_EQ(std::get<decode_error>(one.what).text, "c: must be an id");
    EXPECT_EQ(refusal_of(R"({"t":"conversation.leave","r":3})").text, "c: must be a string");
    for (const auto* staff : {"null", "7", "[]", "{}", "true"}) {
        const auto text = R"({"t":"wall.cards","r":3,"staff":)" + std::string(staff) + "}";
        EXPECT_EQ(refusal_of(text).text, "staff: must be a string") << staff;
    }
    EXPECT_EQ(refusal_of(R"({"t":"wall.cards","r":3,"staff":"me"})").text, "staff: must be an id");
    EXPECT_EQ(
        refusal_of(R"({"t":"wall.watch"})").text,
        "r: must be a whole number from 0 to 9007199254740991"
    );
}

TEST(FrameCodec, TakesATextOfFourThousandCodePointsAndNoMore) {
    EXPECT_EQ(
        decode_as<message_send>(send_with('"' + repeated("客", 4000) + '"')).text.size(), 12'000U
    );
    const auto refusal = refusal_of(send_with('"' + repeated("客", 4001) + '"'));
    EXPECT_EQ(refusal.code, error::too_large);
}

TEST(FrameCodec, UnescapesText) {
    EXPECT_EQ(decode_as<message_send>(send_with(R"("\u5ba2\ud83d\ude00\n\"\/")")).text, "客😀\n\"/");
}

TEST(FrameCodec, CutsALongSyncDownAndRefusesAnEmptyOne) {
    const auto sync_of = [](std::string_view limit) {
        return R"({"t":"sync","r":1,"after":0,"c":")" + std::string(c) + R"(","limit":)" +
               std::string(limit) + "}";
    };
    EXPECT_EQ(decode_as<sync>(sync_of("5000")).limit, limits::sync_events_max);
    EXPECT_EQ(decode_as<sync>(sync_of("1")).limit, 1U);
    EXPECT_EQ(refusal_of(sync_of("0")).code, error::bad_request);
}

TEST(FrameCodec, WhatIsReadIsAlsoDelivered) {
    const auto got = decode_as<receipt>(
        R"({"t":"receipt","delivered":3,"read":8,"c":")" + std::string(c) + "\"}"
    );
    EXPECT_EQ(got.delivered, 8U);
}

TEST(FrameCodec, AHelloOfAnotherVersionIsReadNoFurther) {
    EXPECT_EQ(decode_as<hello_customer>(R"({"t":"hello","v":7,"ticket":[]})").version, 7U);
}

TEST(FrameCodec, AHelloIsEitherACustomersOrStaffs) {
    EXPECT_EQ(refusal_of(R"({"t":"hello","v":1})").code, error::bad_request);
    const auto both = refusal_of(R"({"t":"hello","v":1,"ticket":"a","storefront":"b"})");
    EXPECT_EQ(both.code, error::bad_request);
}

TEST(FrameCodec, ATransferHasExactlyOneTarget) {
    const auto transfer = [](std::string_view targets) {
        return R"({"t":"conversation.transfer","r":1,"gen":1,"note":"","c":")" + std::string(c) +
               R"(","key":")" + std::string(c) + '"' + std::string(targets) + "}";
    };
    const auto id = std::string(c);
    EXPECT_EQ(refusal_of(transfer("")).code, error::bad_request);
    const auto both = R"(,"to_staff":")" + id + R"(","to_skill":")" + id + '"';
    EXPECT_EQ(refusal_of(transfer(both)).code, error::bad_request);
    EXPECT_TRUE(decode_as<conversation_transfer>(transfer(R"(,"to_skill":")" + id + '"')).to_skill);
}

TEST(FrameCodec, RefusesAStaffResumeOfTooManyOrOfNonsense) {
    const auto hello = [](std::string_view resume) {
        return R"({"t":"hello","v":1,"ticket":"a","resume":)" + std::string(resume) + "}";
    };
    std::string many = "{";
    for (int i = 0; i < 201; ++i) {
        auto id = std::string(c);
        const auto number = std::to_string(1000 + i);
        id.replace(id.size() - number.size(), number.size(), number);
        many += (i == 0 ? "\"" : ",\"") + id + "\":1";
    }
    EXPECT_EQ(refusal_of(hello(many + "}")).text, "resume: too many");
    EXPECT_EQ(refusal_of(hello(R"({"x":1})")).code, error::bad_request);
    EXPECT_EQ(refusal_of(hello(R"({")" + std::string(c) + R"(":"1"})")).code, error::bad_request);
    EXPECT_EQ(refusal_of(hello("[]")).code, error::bad_request);
}

} // namespace kefu::gateway::protocol::test
