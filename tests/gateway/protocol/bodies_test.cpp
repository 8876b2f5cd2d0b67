#include <gtest/gtest.h>

#include <set>

#include <boost/json.hpp>

#include "tests/gateway/protocol/golden_samples.hpp"

namespace kefu::gateway::protocol::test {
namespace {

using storage::event_kind;

bool is_public(event_kind kind) {
    return storage::visibility_of(kind) == storage::visibility::everyone;
}

} // namespace

TEST(Bodies, EveryKindHasOne) {
    std::set<event_kind> kinds;
    for (const auto& what : full_bodies())
        kinds.insert(kind_of(what));
    for (std::int64_t stored = 1; stored <= 17; ++stored) {
        ASSERT_TRUE(storage::event_kind_from(stored));
        EXPECT_TRUE(kinds.contains(*storage::event_kind_from(stored))) << stored;
    }
    EXPECT_FALSE(storage::event_kind_from(18)) << "a new kind needs a body";
}

TEST(Bodies, ReadBackAsTheyWereWritten) {
    for (const auto& what : full_bodies()) {
        const auto text = encode_body(what);
        EXPECT_EQ(decode_body(kind_of(what), text), what) << text;
    }
}

TEST(Bodies, OptionalFieldsMayBeAbsent) {
    const std::vector<body::any> least{
        body::opened{"other", {}, {}, {}, ""},
        body::message{"hi", false},
        body::transferred{routing::staff_id{{{1}}}, {}, {}, "", ""},
        body::rated{1, {}, {}, {}},
    };
    for (const auto& what : least) {
        EXPECT_EQ(decode_body(kind_of(what), encode_body(what)), what) << encode_body(what);
    }
    EXPECT_EQ(encode_body(body::message{"hi", false}), R"({"text":"hi"})");
}

TEST(Bodies, OfAMessageMaySayWhatOnlyTheCustomerReads) {
    const body::any greeting = body::message{"王*明", true, "王小明"};
    const auto stored = encode_body(greeting);
    EXPECT_EQ(decode_body(event_kind::message, stored), greeting);
    EXPECT_EQ(staff_body(event_kind::message, stored), R"({"text":"王*明","auto":true})");
    EXPECT_EQ(customer_body(event_kind::message, stored), R"({"text":"王小明","auto":true})");
}

TEST(Bodies, KeepEveryCharacterOfAText) {
    std::string text = "\"\\/<script>&\u2028客服😀";
    for (char byte = 1; byte < 0x20; ++byte)
        text += byte;
    const body::any said = body::message{text, false};
    EXPECT_EQ(decode_body(event_kind::message, encode_body(said)), said);
}

TEST(Bodies, OfOtherShapeAreRefused) {
    for (const auto* text :
         {"",
          "{",
          "[]",
          "null",
          "{}",
          R"({"text":1})",
          R"({"text":["a"]})",
          R"({"text":"a","auto":1})"}) {
        EXPECT_FALSE(decode_body(event_kind::message, text)) << text;
    }
    EXPECT_FALSE(decode_body(event_kind::ended, R"({"by":"admin"})"));
    EXPECT_FALSE(decode_body(event_kind::rated, R"({"score":5,"tags":[1]})"));
    EXPECT_FALSE(decode_body(event_kind::queued, R"({"skill":"x","level":1})"));
    EXPECT_FALSE(decode_body(event_kind::parked, R"({"due":"soon"})"));
}

TEST(Bodies, OfANewerVersionAreReadWithoutTheirNewFields) {
    const auto read = decode_body(event_kind::note, R"({"text":"a","mood":"calm"})");
    EXPECT_EQ(read, body::any(body::note{"a"}));
}

TEST(CustomerBody, HoldsExactlyTheFieldsOfTheAllowList) {
    for (const auto& what : full_bodies()) {
        const auto kind = kind_of(what);
        const auto whole = boost::json::parse(encode_body(what)).as_object();
        const auto shown = boost::json::parse(customer_body(kind, encode_body(what))).as_object();
        const auto allowed = customer_fields(kind);
        EXPECT_EQ(shown.size(), allowed.size()) << storage::name_of(kind);
        for (const auto name : allowed) {
            ASSERT_TRUE(shown.contains(name)) << storage::name_of(kind) << '.' << name;
            EXPECT_EQ(shown.at(name), whole.at(name));
        }
    }
}

TEST(CustomerBody, OfAHiddenKindIsEmptyWhateverItHolds) {
    for (const auto& what : full_bodies()) {
        if (is_public(kind_of(what))) continue;
        EXPECT_TRUE(customer_fields(kind_of(what)).empty()) << storage::name_of(kind_of(what));
        EXPECT_EQ(customer_body(kind_of(what), encode_body(what)), "{}");
    }
}

TEST(CustomerBody, NeverHoldsAnIdOrAWordMeantForStaff) {
    for (const auto& what : full_bodies()) {
        const auto shown = customer_body(kind_of(what), encode_body(what));
        for (const auto* hidden :
             {"0192a000-", "客戶很急", "需要主管確認", "安排換貨", "busy", "退換貨"}) {
            EXPECT_EQ(shown.find(hidden), std::string::npos) << shown;
        }
    }
}

TEST(CustomerBody, OfADamagedRecordIsEmpty) {
    EXPECT_EQ(customer_body(event_kind::message, R"({"text":{"staff":"x"}})"), "{}");
    EXPECT_EQ(customer_body(event_kind::message, "not JSON"), "{}");
    EXPECT_EQ(customer_body(event_kind::rated, R"({"score":5,"tags":[{"a":1}]})"), "{}");
}

} // namespace kefu::gateway::protocol::test
