#include "gateway/api/password.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

password_refusal check(std::string_view password, std::vector<std::string> names = {}) {
    return check_password(password, names);
}

TEST(Password, LengthIsCountedInCharacters) {
    EXPECT_EQ(check("fourteen chars"), password_refusal::too_short);
    EXPECT_EQ(check("fifteen chars.."), password_refusal::none);
    EXPECT_EQ(check("一二三四五六七八九十甲乙丙丁"), password_refusal::too_short);
    EXPECT_EQ(check("一二三四五六七八九十甲乙丙丁戊"), password_refusal::none);
    EXPECT_EQ(check(""), password_refusal::too_short);
}

TEST(Password, TooLongIsRefusedBeforeAnythingIsHashed) {
    const std::string longest = "a sentence of ten words" + std::string(233, 'b');
    EXPECT_EQ(check(longest), password_refusal::none);
    EXPECT_EQ(check(longest + "b"), password_refusal::too_long);
}

TEST(Password, WithANameInItOrEasilyGuessedItIsTooCommon) {
    EXPECT_EQ(check("my-name-is-annabel", {"bob", "Annabel"}), password_refusal::holds_a_name);
    EXPECT_EQ(check(std::string(20, 'a')), password_refusal::too_common);
    EXPECT_EQ(check("a long sentence with an", {"an"}), password_refusal::none)
        << "too short a name";
}

TEST(Password, NoRulesOfComposition) {
    EXPECT_EQ(check("correct horse battery"), password_refusal::none);
    EXPECT_EQ(check("849201746350281"), password_refusal::none);
}

TEST(Password, RefusalsHaveWords) {
    EXPECT_EQ(word_of(password_refusal::too_short), "password_too_short");
    EXPECT_EQ(word_of(password_refusal::too_long), "password_too_long");
    EXPECT_EQ(word_of(password_refusal::too_common), "password_too_common");
    EXPECT_EQ(word_of(password_refusal::holds_a_name), "password_too_common");
    EXPECT_EQ(word_of(password_refusal::unchanged), "password_unchanged");
    EXPECT_NE(reason_of(password_refusal::holds_a_name), reason_of(password_refusal::too_common));
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

// Else the first stranger's sign-in would tell by its time that there is no such account.
TEST(Password, AnEmptyOrForeignHashCostsOneCheckLikeARealOne) {
    const auto real = hash_password("correct horse battery");
    for (const std::string& hash : {std::string(), std::string("plain"), real}) {
        const auto before = password_hashes();
        EXPECT_FALSE(password_matches(hash, "guess"));
        EXPECT_EQ(password_hashes() - before, 1U) << hash;
    }
    const auto cost_of = [](std::string_view hash) { return hash.substr(0, hash.find("p=1$")); };
    EXPECT_EQ(cost_of(hash_of_nobody()), cost_of(real));
    EXPECT_EQ(hash_of_nobody().size(), real.size());
    EXPECT_FALSE(password_matches(hash_of_nobody(), ""));
}

} // namespace
} // namespace kefu::tests
