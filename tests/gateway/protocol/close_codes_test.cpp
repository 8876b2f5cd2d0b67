#include <gtest/gtest.h>

#include <set>

#include "gateway/protocol/close_codes.hpp"
#include "gateway/protocol/errors.hpp"

namespace kefu::gateway::protocol::test {

TEST(CloseCodes, EachHasAWordOfItsOwn) {
    std::set<std::string_view> words;
    for (const auto& row : close_table) {
        EXPECT_EQ(word_of(row.code), row.word);
        words.insert(row.word);
    }
    EXPECT_EQ(words.size(), close_table.size());
}

TEST(Errors, TheTableIsInTheOrderOfTheCodesAndItsWordsDiffer) {
    std::set<std::string_view> words;
    for (std::size_t i = 0; i < error_table.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(error_table[i].code), i);
        words.insert(error_table[i].word);
    }
    EXPECT_EQ(words.size(), error_table.size());
}

TEST(Errors, OnlyPassingTroubleMayBeRetried) {
    std::set<std::string_view> retried;
    for (const auto& row : error_table) {
        if (row.may_retry) retried.insert(row.word);
    }
    const std::set<std::string_view> expected{
        "rate_limited", "prior_failed", "queue_full", "unavailable", "internal"};
    EXPECT_EQ(retried, expected);
}

} // namespace kefu::gateway::protocol::test
