#include <gtest/gtest.h>

#include <set>

#include "gateway/protocol/close_codes.hpp"
#include "gateway/protocol/errors.hpp"

namespace kefu::gateway::protocol::test {

TEST(CloseCodes, EachRowAgreesWithItsRange) {
    for (const auto& row : close_table) {
        EXPECT_EQ(client_after(static_cast<std::uint16_t>(row.code)), row.client) << row.word;
        EXPECT_EQ(word_of(row.code), row.word);
    }
}

TEST(CloseCodes, AnUnknownCodeOfARangeIsUnderstood) {
    EXPECT_EQ(client_after(4199), after_close::resume);
    EXPECT_EQ(client_after(4299), after_close::wait_then_resume);
    EXPECT_EQ(client_after(4399), after_close::fresh_hello);
    EXPECT_EQ(client_after(4499), after_close::sign_in);
    EXPECT_EQ(client_after(4599), after_close::never);
    EXPECT_EQ(client_after(1009), after_close::never);
    EXPECT_FALSE(client_after(4600));
    EXPECT_FALSE(client_after(3999));
    EXPECT_FALSE(client_after(1006));
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
