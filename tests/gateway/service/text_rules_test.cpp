#include <gtest/gtest.h>

#include "gateway/service/text_rules.hpp"

namespace kefu::gateway::service::test {
namespace {

std::string repeated(std::string_view what, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += what;
    return text;
}

} // namespace

TEST(CleanText, TrimsTheEndsAndKeepsTheInside) {
    EXPECT_EQ(clean_text("  您好  嗎\u3000\n").text, "您好  嗎");
    EXPECT_EQ(clean_text("a\r\nb\tc").text, "a\nb\tc");
    EXPECT_EQ(
        clean_text("a\x01\x7F\u0085"
                   "b")
            .text,
        "ab"
    );
}

TEST(CleanText, KeepsEmojiAndJoiners) {
    EXPECT_EQ(clean_text("👨‍👩‍👧").text, "👨‍👩‍👧");
}

TEST(CleanText, RefusesWhatShowsNothing) {
    for (const auto* text : {"", " ", "\n\t", "\u200b\u200d", "\u3000\u00A0", "\x01"}) {
        EXPECT_EQ(clean_text(text).refusal, text_refusal::empty) << text;
    }
}

TEST(CleanText, CountsCodePointsAfterTrimming) {
    EXPECT_EQ(clean_text(repeated("客", 4'000) + "   ").refusal, text_refusal::none);
    EXPECT_EQ(clean_text(repeated("客", 4'001)).refusal, text_refusal::too_long);
}

TEST(CleanText, RefusesBytesThatAreNotText) {
    EXPECT_EQ(clean_text("\xED\xA0\x80").refusal, text_refusal::not_text);
    EXPECT_EQ(clean_text("a\xFF").refusal, text_refusal::not_text);
}

TEST(TrimmedText, HasNoBlanksAroundAndNothingWhereNothingShows) {
    EXPECT_EQ(trimmed(" \u3000a  b\n"), "a  b");
    EXPECT_EQ(trimmed("\u200ba"), "\u200ba");
    for (const auto* text : {"", "   ", "\u3000\u200b", "\xff"})
        EXPECT_EQ(trimmed(text), "") << text;
}

} // namespace kefu::gateway::service::test
