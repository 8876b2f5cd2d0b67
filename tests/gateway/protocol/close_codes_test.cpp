#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "gateway/protocol/close_codes.hpp"
#include "gateway/protocol/errors.hpp"

namespace kefu::gateway::protocol::test {
namespace {

std::string text_of(const std::string& file) {
    std::ifstream in(KEFU_SOURCE_DIR "/" + file);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

// Of four digits that begin with 10 or 4.
std::set<int> codes_in(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    std::set<int> found;
    for (auto from = text.find_first_of(digits); from != text.npos;) {
        const auto end = std::min(text.find_first_not_of(digits, from), text.size());
        const auto number = text.substr(from, end - from);
        const bool is_code = number.starts_with("10") || number.starts_with("4");
        if (number.size() == 4 && is_code) found.insert(std::stoi(std::string(number)));
        from = text.find_first_of(digits, end);
    }
    return found;
}

std::set<int> sent_by_the_transport() {
    std::istringstream lines(text_of("gateway/net/close_code.hpp"));
    std::set<int> sent;
    for (std::string line; std::getline(lines, line);) {
        const bool names_one = line.starts_with("inline constexpr std::uint16_t ");
        if (!names_one || line.ends_with("// reported, never sent")) continue;
        sent.merge(codes_in(line));
    }
    return sent;
}

std::string section(const std::string& text, const std::string& title) {
    const auto from = text.find("\n## " + title + "\n");
    EXPECT_NE(from, std::string::npos) << title;
    if (from == std::string::npos) return {};
    return text.substr(from, text.find("\n## ", from + 1) - from);
}

} // namespace

// The transport's own are not the protocol's to know, so they are read where they are written.
TEST(CloseCodes, TheDocumentTellsEachThatCanBeSentAndNoOther) {
    auto sent = sent_by_the_transport();
    EXPECT_GT(sent.size(), 5U);
    for (const auto& row : close_table)
        sent.insert(static_cast<int>(row.code));
    const auto told = section(text_of("gateway/protocol/PROTOCOL.md"), "Close codes");
    EXPECT_EQ(codes_in(told), sent);
}

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
