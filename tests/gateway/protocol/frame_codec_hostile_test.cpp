#include <gtest/gtest.h>

#include <limits>

#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/utf8.hpp"
#include "tests/gateway/protocol/decoding.hpp"
#include "tests/gateway/protocol/golden_files.hpp"

namespace kefu::gateway::protocol::test {
namespace {

constexpr std::string_view id = "0192a000-0000-7000-8000-00000000c001";

std::string hostile_send(std::string_view text_json) {
    return R"({"t":"message.send","r":1,"key":")" + std::string(id) + R"(","c":")" +
           std::string(id) + R"(","text":)" + std::string(text_json) + "}";
}

std::string nested(std::size_t depth, char open, char shut) {
    return R"({"t":"beat","x":)" + std::string(depth, open) + std::string(depth, shut) + "}";
}

std::string list_of(int count) {
    std::string list = "[0";
    for (int i = 1; i < count; ++i)
        list += ",0";
    return list + "]";
}

std::string fields_of(int count) {
    std::string fields;
    for (int i = 0; i < count; ++i)
        fields += ",\"k" + std::to_string(i) + "\":0";
    return fields;
}

void expect_bad(std::string_view envelope) {
    EXPECT_EQ(refusal_of(envelope).code, error::bad_request) << envelope.substr(0, 200);
}

} // namespace

TEST(HostileFrames, WhatIsNotAnObjectIsRefused) {
    for (const auto* text :
         {"[]",
          "1",
          "\"t\"",
          "null",
          "true",
          "{",
          "}",
          "{}{}",
          "{} x",
          "\xEF\xBB\xBF{}",
          "{\"t\":\"beat\",}",
          "{t:\"beat\"}",
          "{'t':'beat'}",
          " "}) {
        expect_bad(text);
    }
    expect_bad(std::string_view("\0", 1));
    expect_bad("{}");
}

TEST(HostileFrames, DepthIsLimitedAlsoInFieldsNobodyReads) {
    // The envelope itself is the first level.
    EXPECT_EQ(decode_one(nested(15, '[', ']')).what.index(), 0U);
    EXPECT_EQ(refusal_of(nested(16, '[', ']')).text, "nested too deep");
    expect_bad(nested(30'000, '[', ']'));
    expect_bad(std::string(60'000, '['));
    expect_bad(std::string(60'000, '{'));
}

TEST(HostileFrames, ARepeatedKeyIsRefusedAtEveryLevelAndInEverySpelling) {
    expect_bad(R"({"t":"beat","t":"bye"})");
    expect_bad(R"({"t":"beat","\u0074":"bye"})");
    expect_bad(R"({"t":"beat","x":{"a":1,"a":1}})");
    expect_bad(R"({"t":"beat","x":[{"a":1,"b":2,"a":1}]})");
}

TEST(HostileFrames, TooManyFieldsOrEntriesAreRefused) {
    EXPECT_EQ(refusal_of(R"({"t":"beat")" + fields_of(256) + "}").text, "too many fields");
    EXPECT_EQ(refusal_of(R"({"t":"beat","x":)" + list_of(257) + "}").text, "too many entries");
}

// Whoever has many commands under way must learn which of them was refused.
TEST(HostileFrames, WhateverIsWrongWithItsShapeAnEnvelopeIsRefusedUnderItsNumber) {
    const std::string deep(20, '[');
    const std::string ends(20, ']');
    const auto refused_under = [](const std::string& fields) {
        const auto one = decode_one(R"({"t":"wall.watch",)" + fields + "}");
        const auto* fault = std::get_if<decode_error>(&one.what);
        EXPECT_TRUE(fault != nullptr && fault->code == error::bad_request) << fields;
        return one.r;
    };
    EXPECT_EQ(refused_under(R"("r":7,"x":)" + list_of(1'000)), 7U);
    EXPECT_EQ(refused_under(R"("x":)" + list_of(10'000) + R"(,"r":8)"), 8U);
    EXPECT_EQ(refused_under(R"("r":9)" + fields_of(1'000)), 9U);
    EXPECT_EQ(refused_under(R"("r":10,"x":)" + deep + ends), 10U);
    EXPECT_EQ(refused_under(R"("r":11,"x":1,"x":1)"), 11U);
    EXPECT_EQ(refused_under(R"("x":{"r":1,"r":1},"\u0072":12)"), 12U);
}

TEST(HostileFrames, ANumberThatCannotBeReadOrIsThereTwiceIsGuessedByNobody) {
    const std::string nest(40, '[');
    const std::string ends(40, ']');
    for (const auto& fields :
         {R"("r":7,"r":7)" + std::string(),
          R"("r":7,"\u0072":8)" + std::string(),
          R"("r":7,"x":)" + nest + ends, // not looked into
          R"("r":-7,"x":)" + list_of(1'000),
          R"("r":"7","x":)" + list_of(1'000),
          R"("x":{"r":7},"y":)" + list_of(1'000)}) {
        const auto one = decode_one(R"({"t":"wall.watch",)" + fields + "}");
        EXPECT_TRUE(std::holds_alternative<decode_error>(one.what)) << fields;
        EXPECT_FALSE(one.r) << fields;
    }
}

TEST(HostileFrames, NumbersAreWholeAndInRange) {
    const auto with_r = [](std::string_view r) {
        return R"({"t":"wall.watch","r":)" + std::string(r) + "}";
    };
    for (const auto* r :
         {"-1",
          "1.0",
          "1e2",
          "1e400",
          "NaN",
          "Infinity",
          "9007199254740992",
          "18446744073709551615",
          "18446744073709551616",
          "01",
          "+1",
          "0x1",
          "\"1\"",
          "null",
          "[1]",
          "{}",
          "true"}) {
        expect_bad(with_r(r));
    }
    EXPECT_EQ(decode_one(with_r("9007199254740991")).r, 9'007'199'254'740'991U);
    EXPECT_EQ(decode_one(with_r("0")).r, 0U);
}

TEST(HostileFrames, TextIsAStringAndNothingElse) {
    for (const auto* text : {"[\"a\"]", "{\"a\":1}", "1", "null", "true", "[]"}) {
        expect_bad(hostile_send(text));
    }
}

TEST(HostileFrames, SurrogatesAndNulDoNotPass) {
    for (const auto* text :
         {R"("\ud800")",
          R"("\udc00")",
          R"("\ud800\ud800")",
          R"("\ud800x")",
          R"("\udfff\ud800")",
          R"("\u0000")",
          R"("a\u0000b")"}) {
        expect_bad(hostile_send(text));
    }
    expect_bad(hostile_send("\"\xED\xA0\x80\""));
}

TEST(HostileFrames, BytesThatAreNotUtf8AreRefused) {
    for (const auto* text :
         {"\"\xFF\"", "\"\xC0\x80\"", "\"\xE5\xAE\"", "\"\xF5\x80\x80\x80\"", "\"\x80\""}) {
        expect_bad(hostile_send(text));
    }
}

TEST(HostileFrames, ControlCharactersMustBeEscaped) {
    expect_bad(hostile_send("\"a\tb\""));
    expect_bad(hostile_send("\"a\x01\""));
}

TEST(HostileFrames, NamesOfObjectPrototypesMeanNothing) {
    const auto one =
        decode_one(R"({"t":"beat","__proto__":{"t":"bye"},"constructor":{"prototype":{}}})");
    EXPECT_TRUE(std::holds_alternative<beat>(std::get<command>(one.what)));
    EXPECT_EQ(refusal_of(R"({"t":"__proto__"})").code, error::unsupported);
}

TEST(HostileFrames, LongWordsAreRefused) {
    const auto hello = [](std::size_t length) {
        return R"({"t":"hello","v":1,"storefront":")" + std::string(length, 'k') + "\"}";
    };
    EXPECT_EQ(decode_as<hello_customer>(hello(128)).storefront.size(), 128U);
    expect_bad(hello(129));
}

// A number that looks like another one in the agent's view, or turns what stands beside it.
TEST(HostileFrames, EveryCharacterOfAShortFieldShowsAndAPastedOrderIsNotRefused) {
    const auto begin = [](std::string_view order) {
        return R"({"t":"conversation.start","r":1,"key":"0192a000-0000-7000-8000-00000000c001",)"
               R"("topic":"return","order":")" +
               std::string(order) + "\"}";
    };
    EXPECT_EQ(decode_as<conversation_start>(begin("KF-2024 客/7")).order, "KF-2024 客/7");
    for (const auto* order :
         {R"(KF\n1)",
          R"(KF1\u0007)",
          "KF\u202E1",
          "KF\u20661\u2069",
          "KF\u200B1",
          "\uFEFFKF1",
          "KF1\u00AD"}) {
        EXPECT_EQ(decode_as<conversation_start>(begin(order)).order, "KF1") << order;
    }
    const auto fault =
        refusal_of(R"({"t":"survey.rate","r":1,"key":"0192a000-0000-7000-8000-00000000c001",)"
                   R"("c":"0192a000-0000-7000-8000-00000000c001","score":5,"tags":["fast\u200b"]})"
        );
    EXPECT_TRUE(fault.text.starts_with("tags: ")) << fault.text;
}

TEST(HostileFrames, AnIdIsOneSpellingAndNeverNil) {
    const auto leave = [](std::string_view c) {
        return R"({"t":"conversation.leave","r":1,"c":")" + std::string(c) + "\"}";
    };
    for (const auto* c :
         {"",
          "0192a000000070008000000000000c001",
          "{0192a000-0000-7000-8000-00000000c001}",
          "0192a000-0000-7000-8000-00000000c00g",
          "0192a000-0000-7000-8000-00000000c0011",
          "00000000-0000-0000-0000-000000000000",
          "' OR 1=1 --"}) {
        expect_bad(leave(c));
    }
}

TEST(HostileFrames, AKeyIsNoneOfTheGatewaysOwn) {
    const auto note = [](std::string_view key) {
        return R"({"t":"note.add","r":1,"c":")" + std::string(id) + R"(","key":")" +
               std::string(key) + R"(","text":"x"})";
    };
    EXPECT_EQ(
        refusal_of(note("0192a000-0000-8000-8000-00000000c001")).text,
        "key: must not be of version 8"
    );
    for (const auto* key :
         {"0192a000-0000-7000-8000-00000000c001", "0192a000-0000-4000-8000-00000000c001"})
        EXPECT_EQ(refusal_of(note(key)).text, "was accepted") << key;
}

TEST(HostileFrames, EveryPrefixOfEveryEnvelopeIsRefusedWithoutHarm) {
    for (const auto& [name, text] : golden_files("client.")) {
        std::string line = text;
        for (auto& byte : line)
            byte = byte == '\n' ? ' ' : byte;
        const auto end = line.rfind('}');
        for (std::size_t length = 1; length <= end; ++length) {
            expect_bad(std::string_view(line).substr(0, length));
        }
    }
}

TEST(HostileFrames, EveryByteChangedIsAnsweredInOnePiece) {
    const auto files = golden_files("client.message.send");
    for (const auto& [name, text] : files) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            for (const char byte : {'\0', '"', '\\', '{', '\x80', '\xFF', '9', '\n'}) {
                auto changed = text;
                changed[at] = byte;
                for (const auto& one : decode(changed)) {
                    const auto* what = std::get_if<command>(&one.what);
                    const auto* said = what ? std::get_if<message_send>(what) : nullptr;
                    EXPECT_TRUE(said == nullptr || count_code_points(said->text));
                }
            }
        }
    }
}

TEST(HostileFrames, AFrameBeyondTheLimitIsNotParsed) {
    const auto large = hostile_send('"' + std::string(limits::frame_bytes_max, 'x') + '"');
    expect_bad(large);
}

TEST(HostileFrames, TheCodecIsUsableAfterEveryKindOfFault) {
    frame_codec codec;
    const auto run = [&](std::string text) {
        const auto length = text.size();
        text.append(frame_codec::padding, ' ');
        return codec.decode(text.data(), length);
    };
    for (const auto& bad :
         {std::string(60'000, '['),
          std::string("{\"t\":"),
          std::string("\xFF\xFE"),
          hostile_send(R"("\ud800")")}) {
        run(bad);
        const auto good = run(R"({"t":"beat"})");
        ASSERT_EQ(good.size(), 1U);
        EXPECT_TRUE(std::holds_alternative<command>(good[0].what));
    }
}

} // namespace kefu::gateway::protocol::test
