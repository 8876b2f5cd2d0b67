#include "gateway/api/json_value.hpp"
#include "gateway/api/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::api::json_value;
using gateway::api::parse_object;
namespace limits = gateway::api::limits;

TEST(JsonValue, ReadsEachKind) {
    const auto value = parse_object(
        R"({"none":null,"yes":true,"number":-42,"text":"燈\n","list":[1,"a"],"object":{"x":false}})"
    );
    ASSERT_TRUE(value);
    ASSERT_EQ(value->fields.size(), 6U);
    EXPECT_EQ(value->fields[0].second.what, json_value::kind::null);
    EXPECT_TRUE(value->fields[1].second.flag);
    EXPECT_EQ(value->fields[2].second.number, -42);
    EXPECT_EQ(value->fields[3].second.text, "燈\n");
    EXPECT_EQ(value->fields[4].second.items.at(1).text, "a");
    EXPECT_EQ(value->fields[5].second.fields.at(0).first, "x");
}

TEST(JsonValue, OnlyOneWellFormedObjectIsAccepted) {
    for (const auto* text :
         {"",
          " ",
          "null",
          "[]",
          "\"text\"",
          "12",
          "{",
          "{}}",
          "{} {}",
          "{},",
          "{\"a\":}",
          "{\"a\":1,}",
          "{a:1}",
          "{'a':1}",
          "{\"a\":01}",
          "{\"a\":+1}",
          "{\"a\":NaN}",
          "{\"a\":1}//",
          "{\"a\":\"\x01\"}",
          "{\"a\":\"\xFF\"}",
          "{\"a\":\"\\ud800\"}",
          "\xEF\xBB\xBF[]"}) {
        EXPECT_FALSE(parse_object(text)) << text;
    }
    EXPECT_TRUE(parse_object(" \n{}\t"));
}

TEST(JsonValue, DuplicateKeysAreRefusedAtEveryDepth) {
    EXPECT_FALSE(parse_object(R"({"a":1,"a":1})"));
    EXPECT_FALSE(parse_object(R"({"a":1,"\u0061":2})"));
    EXPECT_FALSE(parse_object(R"({"o":{"a":1,"b":2,"a":3}})"));
    EXPECT_FALSE(parse_object(R"({"l":[{"a":1,"a":2}]})"));
}

TEST(JsonValue, NumbersMustBeWholeAndFit) {
    EXPECT_TRUE(parse_object(R"({"a":9223372036854775807})"));
    EXPECT_TRUE(parse_object(R"({"a":-9223372036854775808})"));
    EXPECT_FALSE(parse_object(R"({"a":9223372036854775808})"));
    EXPECT_FALSE(parse_object(R"({"a":1.5})"));
    EXPECT_FALSE(parse_object(R"({"a":1e3})"));
    EXPECT_FALSE(parse_object(R"({"a":99999999999999999999999})"));
}

TEST(JsonValue, ANulInATextOrAKeyIsRefused) {
    EXPECT_FALSE(parse_object(R"({"a":"x\u0000y"})"));
    EXPECT_FALSE(parse_object(R"({"a\u0000":"x"})"));
    EXPECT_FALSE(parse_object(std::string_view("{\"a\":\"x\0\"}", 10)));
}

TEST(JsonValue, DepthAndFieldsAreBounded) {
    const auto nested = [](std::size_t depth) {
        std::string text = "1";
        for (std::size_t i = 0; i < depth; ++i)
            text = "{\"a\":" + text + "}";
        return text;
    };
    EXPECT_TRUE(parse_object(nested(limits::depth_max - 1)));
    EXPECT_FALSE(parse_object(nested(limits::depth_max)));
    EXPECT_FALSE(parse_object(nested(5'000)));
    EXPECT_FALSE(parse_object("{\"a\":" + std::string(5'000, '[') + std::string(5'000, ']') + "}"));

    const auto wide = [](std::size_t count) {
        std::string text = "{";
        for (std::size_t i = 0; i < count; ++i)
            text += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":0";
        return text + "}";
    };
    EXPECT_TRUE(parse_object(wide(limits::fields_max)));
    EXPECT_FALSE(parse_object(wide(limits::fields_max + 1)));
}

TEST(JsonValue, ABodyCutAnywhereIsRefused) {
    const std::string whole = R"({"name":"Ann","level":3,"skills":[{"id":"x"}],"ok":true})";
    ASSERT_TRUE(parse_object(whole));
    for (std::size_t cut = 0; cut < whole.size(); ++cut)
        EXPECT_FALSE(parse_object(std::string_view(whole).substr(0, cut))) << cut;
}

} // namespace
} // namespace kefu::tests
