#include "gateway/api/password.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

TEST(Password, LengthIsCountedInCharacters) {
    EXPECT_EQ(check_password("fourteen chars", "ann"), password_refusal::too_short);
    EXPECT_EQ(check_password("fifteen chars..", "ann"), password_refusal::none);
    EXPECT_EQ(check_password("一二三四五六七八九十甲乙丙丁", "ann"), password_refusal::too_short);
    EXPECT_EQ(check_password("一二三四五六七八九十甲乙丙丁戊", "ann"), password_refusal::none);
    EXPECT_EQ(check_password("", "ann"), password_refusal::too_short);
}

TEST(Password, TooLongIsRefusedBeforeAnythingIsHashed) {
    EXPECT_EQ(
        check_password(std::string(200, 'a') + std::string(56, 'b'), "x"), password_refusal::none
    );
    EXPECT_EQ(
        check_password(std::string(200, 'a') + std::string(57, 'b'), "x"),
        password_refusal::too_long
    );
}

TEST(Password, OneCharacterOrTheOwnNameIsTooCommon) {
    EXPECT_EQ(check_password(std::string(20, 'a'), "bob"), password_refusal::too_common);
    EXPECT_EQ(check_password("my-name-is-annabel", "annabel"), password_refusal::too_common);
    EXPECT_EQ(
        check_password("a long sentence with an", "an"), password_refusal::none
    ); // too short a name
}

TEST(Password, NoRulesOfComposition) {
    EXPECT_EQ(check_password("correct horse battery", "ann"), password_refusal::none);
    EXPECT_EQ(check_password("123456789012345", "ann"), password_refusal::none);
}

TEST(Password, RefusalsHaveWords) {
    EXPECT_EQ(word_of(password_refusal::too_short), "password_too_short");
    EXPECT_EQ(word_of(password_refusal::too_long), "password_too_long");
    EXPECT_EQ(word_of(password_refusal::too_common), "password_too_common");
}

TEST(Password, AHashMatchesItsPasswordOnly) {
    const auto hash = hash_password("correct horse battery");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_NE(hash, hash_password("correct horse battery")); // salted
    EXPECT_TRUE(password_matches(hash, "correct horse battery"));
    EXPECT_FALSE(password_matches(hash, "correct horse batterY"));
    EXPECT_FALSE(password_matches(hash, ""));
    auto damaged = hash;
    damaged.back() = damaged.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(password_matches(damaged, "correct horse battery"));
}

TEST(Password, AnEmptyOrForeignHashNeverMatches) {
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("plain", "plain"));
    EXPECT_FALSE(password_matches("$argon2id$", ""));
    EXPECT_FALSE(password_matches("$argon2id$" + std::string(4'000, 'x'), ""));
}

} // namespace
} // namespace kefu::tests
