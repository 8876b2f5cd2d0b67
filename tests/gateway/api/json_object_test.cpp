#include "gateway/api/json_object.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::api::json_object;
using gateway::api::parse_object;

json_object object(std::string_view text) { return json_object(*parse_object(text)); }

TEST(JsonObject, ReadsWhatIsThereAndNothingElse) {
    auto body = object(R"({"name":"Ann","level":3,"on":false,"tags":["a","b"],"more":null})");
    EXPECT_EQ(body.text("name", 10), "Ann");
    EXPECT_EQ(body.number("level", 1, 5), 3);
    EXPECT_EQ(body.flag("on"), false);
    EXPECT_EQ(body.texts("tags", 2, 1), (std::vector<std::string>{"a", "b"}));
    EXPECT_FALSE(body.text("more", 10)); // null is absent
    EXPECT_FALSE(body.text("absent", 10));
    EXPECT_EQ(body.error(), "");
}

TEST(JsonObject, ALineIsTrimmedAndTurnsNoOtherText) {
    auto body =
        object(R"({"a":" \u3000Ann  Lin\u00a0","b":"   ","c":"\u200b","d":"","e":" a\n\tb "})");
    EXPECT_EQ(body.line("a", 20), "Ann  Lin");
    EXPECT_EQ(body.line("b", 20), "");
    EXPECT_EQ(body.line("c", 20), "");
    EXPECT_EQ(body.line("d", 20), "");
    EXPECT_FALSE(body.line("absent", 20));
    EXPECT_EQ(body.lines("e", 20), "a\n\tb");
    EXPECT_EQ(body.error(), "");
    for (const auto* held : {"\\n", "\\t", "\\r", "\\u0085", "\\u202e", "\\u2067", "\\u2028"}) {
        auto line = object("{\"f\":\"a" + std::string(held) + "b\"}");
        EXPECT_FALSE(line.line("f", 20)) << held;
        EXPECT_EQ(line.error().substr(0, 2), "f:") << held;
    }
    for (const auto* held : {"\\r", "\\u0085", "\\u202e", "\\u2067", "\\u2028"})
        EXPECT_FALSE(object("{\"f\":\"a" + std::string(held) + "b\"}").lines("f", 20)) << held;
}

TEST(JsonObject, AFieldThatNobodyAskedForIsAnError) {
    auto body = object(R"({"name":"Ann","role":"admin"})");
    EXPECT_EQ(body.text("name", 10), "Ann");
    EXPECT_EQ(body.error(), "unknown field");
}

TEST(JsonObject, WrongTypesAndSizesAreNamed) {
    const auto why = [](std::string_view text, auto ask) {
        auto body = object(text);
        ask(body);
        return body.error();
    };
    const auto text = [](json_object& b) { EXPECT_FALSE(b.text("f", 3)); };
    const auto number = [](json_object& b) { EXPECT_FALSE(b.number("f", 1, 5)); };
    const auto flag = [](json_object& b) { EXPECT_FALSE(b.flag("f")); };
    const auto texts = [](json_object& b) { EXPECT_FALSE(b.texts("f", 1, 2)); };
    const auto objects = [](json_object& b) { EXPECT_FALSE(b.objects("f", 1)); };
    EXPECT_EQ(why(R"({"f":1})", text), "f: wrong type");
    EXPECT_EQ(why(R"({"f":"四四"})", text), "f: too long");
    EXPECT_EQ(why(R"({"f":"3"})", number), "f: wrong type");
    EXPECT_EQ(why(R"({"f":6})", number), "f: must be 1 to 5");
    EXPECT_EQ(why(R"({"f":0})", number), "f: must be 1 to 5");
    EXPECT_EQ(why(R"({"f":1})", flag), "f: wrong type");
    EXPECT_EQ(why(R"({"f":["a","b"]})", texts), "f: not a list of short texts");
    EXPECT_EQ(why(R"({"f":["abc"]})", texts), "f: not a list of short texts");
    EXPECT_EQ(why(R"({"f":[1]})", texts), "f: not a list of short texts");
    EXPECT_EQ(why(R"({"f":[{},{}]})", objects), "f: not a list of objects");
    EXPECT_EQ(why(R"({"f":["a"]})", objects), "f: not a list of objects");
}

TEST(JsonObject, TheFirstErrorIsKeptAndNeverRepeatsWhatWasSent) {
    auto body = object(R"({"a":1,"password":"hunter2hunter2"})");
    EXPECT_FALSE(body.text("a", 10));
    EXPECT_FALSE(body.text("password", 5));
    body.refuse("later");
    EXPECT_EQ(body.error(), "a: wrong type");
    EXPECT_EQ(body.error().find("hunter2"), std::string::npos);
}

TEST(JsonObject, RequiredMeansThereAndNotEmpty) {
    for (const auto* text : {"{}", R"({"f":""})", R"({"f":null})"}) {
        auto body = object(text);
        EXPECT_EQ(body.required_text("f", 5), "");
        EXPECT_EQ(body.error(), "f: missing") << text;
    }
}

TEST(JsonObject, NullIsToldFromAbsent) {
    auto body = object(R"({"f":null,"g":1})");
    EXPECT_TRUE(body.is_null("f"));
    EXPECT_FALSE(body.is_null("g"));
    EXPECT_FALSE(body.is_null("h"));
    EXPECT_EQ(body.error(), "");
}

TEST(JsonObject, AnObjectIsReadOnItsOwn) {
    auto body = object(R"({"f":{"n":3,"more":1},"g":[]})");
    auto inner = body.object("f");
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->number("n", 1, 5), 3);
    EXPECT_EQ(inner->error(), "unknown field");
    EXPECT_FALSE(body.object("h"));
    EXPECT_FALSE(body.object("g"));
    EXPECT_EQ(body.error(), "g: wrong type");
}

TEST(JsonObject, ObjectsInAListAreCheckedTheSameWay) {
    auto body = object(R"({"skills":[{"id":"x","level":9,"more":1}]})");
    auto list = body.objects("skills", 4);
    ASSERT_TRUE(list);
    EXPECT_EQ((*list)[0].text("id", 5), "x");
    EXPECT_FALSE((*list)[0].number("level", 1, 5));
    EXPECT_EQ((*list)[0].error(), "level: must be 1 to 5");
    EXPECT_EQ(body.error(), "");
}

} // namespace
} // namespace kefu::tests
