#include "gateway/chat/written_text.hpp"

#include "gateway/service/sop.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using gateway::protocol::error;
namespace service = gateway::service;

service::forbidden_words words() {
    service::word_list blocked;
    blocked.key = "blocked";
    blocked.action = service::word_action::block;
    blocked.words = {"cheat"};
    service::word_list warned;
    warned.key = "warned";
    warned.action = service::word_action::warn;
    warned.words = {"guaranteed"};
    return service::forbidden_words({warned, blocked});
}

written_text of(std::string_view text, word_check check) {
    static const auto list = words();
    return accepted_text(text, check, list, "KF##");
}

TEST(WrittenText, IsCleanedAndItsNumbersAreHidden) {
    const auto kept = of("  my card 4111111111111111\u202E ", word_check::all);
    EXPECT_FALSE(kept.refused);
    EXPECT_EQ(kept.text, "my card **** **** **** 1111");
}

TEST(WrittenText, ThatIsNothingOrTooLongIsRefused) {
    EXPECT_EQ(of(" \u200B ", word_check::none).refused, error::bad_request);
    EXPECT_EQ(of(std::string(4'001, 'a'), word_check::none).refused, error::too_large);
    EXPECT_EQ(of(std::string(4'001, 'a'), word_check::none).text, "text") << "the field";
}

TEST(WrittenText, CustomersMayUseAnyWord) {
    EXPECT_FALSE(of("you cheat", word_check::none).refused);
}

TEST(WrittenText, ABlockedWordIsRefusedConfirmedOrNot) {
    for (const auto check : {word_check::all, word_check::confirmed}) {
        const auto refused = of("guaranteed no cheat", check);
        EXPECT_EQ(refused.refused, error::forbidden_word);
        EXPECT_EQ(refused.text, "cheat");
        EXPECT_FALSE(refused.may_confirm);
    }
}

TEST(WrittenText, AWordThatIsOnlyWarnedOfPassesWhenConfirmed) {
    const auto warned = of("guaranteed", word_check::all);
    EXPECT_EQ(warned.refused, error::forbidden_word);
    EXPECT_TRUE(warned.may_confirm);
    EXPECT_FALSE(of("guaranteed", word_check::confirmed).refused);
}

} // namespace
} // namespace kefu::tests
