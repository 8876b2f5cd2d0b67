#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/service/limits.hpp"
#include "gateway/service/sop_file.hpp"

namespace kefu::gateway::service::test {
namespace {

std::string shipped_text() {
    std::ifstream file(KEFU_SOP_FILE);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

std::string line_with(std::string_view text, std::string_view what) {
    const auto at = text.find(what);
    return std::to_string(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1
    );
}

std::vector<std::string> errors_in(std::string_view text) {
    return read_sop(text, "m.toml").errors;
}

} // namespace

TEST(SopFile, NamesFileAndLineOfASyntaxError) {
    const auto errors = errors_in("name = \"a\"\nsla = [\n");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors[0].starts_with("m.toml:")) << errors[0];
    EXPECT_FALSE(read_sop("x = ", "m.toml").manual);
}

// The TOML library has asserted that no file does this.
TEST(SopFile, NamesTheLineOfAnOpenBracket) {
    for (const std::string_view text : {"\n[\n", "\n[\n'a#", "\n[}--  "}) {
        const auto errors = errors_in(text);
        ASSERT_EQ(errors.size(), 1U) << text;
        EXPECT_TRUE(errors[0].starts_with("m.toml:2: ")) << errors[0];
    }
}

TEST(SopFile, NamesTheLineOfAMisspelledMember) {
    const auto text = replaced(shipped_text(), "breach_s = 180", "braech_s = 180");
    const auto errors = errors_in(text);
    ASSERT_EQ(errors.size(), 1U) << errors[0];
    EXPECT_EQ(errors[0], "m.toml:" + line_with(text, "braech_s") + ": sla.braech_s: is not known");
}

TEST(SopFile, NamesTheLineOfAMemberOfAWrongType) {
    const auto text = replaced(shipped_text(), "level_min = 2", "level_min = \"two\"");
    const auto errors = errors_in(text);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(
        errors[0],
        "m.toml:" + line_with(text, "level_min = \"two\"") +
            ": topics.level_min: must be a whole number"
    );
}

TEST(SopFile, ReportsAllErrorsAtOnceInTheOrderOfTheLines) {
    auto text = replaced(shipped_text(), "breach_s = 180", "breach_s = 18");
    text = replaced(text, "key = \"order\"", "key = \"presale\"");
    text = replaced(text, "en = \"Meal\"", "fr = \"Repas\"");
    text = replaced(text, "/code", "/code"); // the comment stays as it is
    text = replaced(text, "{order}，目前狀態", "{number},目前狀態");
    const auto errors = errors_in(text);
    const auto has = [&](std::string_view part) {
        return std::any_of(errors.begin(), errors.end(), [&](const std::string& one) {
            return one.find(part) != std::string::npos;
        });
    };
    EXPECT_TRUE(has("sla: warn must come before breach"));
    EXPECT_TRUE(has("topics: key \"presale\" is there twice"));
    EXPECT_TRUE(has("away_reasons.label.en: is missing"));
    EXPECT_TRUE(has("away_reasons.label.fr: is not known"));
    EXPECT_TRUE(has("phrases: variable \"number\" is not known"));
    EXPECT_TRUE(has("phrases: topic \"order\" does not exist"));
    const auto line = [](const std::string& one) { return std::stoi(one.substr(7)); };
    EXPECT_TRUE(std::is_sorted(errors.begin(), errors.end(), [&](const auto& a, const auto& b) {
        return line(a) < line(b);
    }));
}

TEST(SopFile, AnEmptyFileIsToldEverythingItLacks) {
    const auto errors = errors_in("");
    EXPECT_GE(errors.size(), 4U);
    EXPECT_FALSE(read_sop("", "m.toml").manual);
}

TEST(SopFile, ListsOnlySoManyErrors) {
    std::string text = shipped_text();
    for (int i = 0; i < 300; ++i)
        text += "\n[[phrases]]\ncode = \"Ä\"\n";
    const auto errors = errors_in(text);
    ASSERT_EQ(errors.size(), limits::sop_errors_max + 1);
    EXPECT_NE(errors.back().find("more"), std::string::npos);
}

TEST(SopFile, RefusesAFileThatIsTooLarge) {
    const auto errors = errors_in(std::string(limits::sop_file_bytes_max + 1, '#'));
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0], "m.toml:1: larger than 1 MiB");
}

TEST(SopFile, SurvivesEveryPrefixOfTheShippedManual) {
    const auto text = shipped_text();
    for (std::size_t length = 0; length < text.size(); length += 97) {
        const auto outcome = read_sop(std::string_view(text).substr(0, length), "m.toml");
        EXPECT_NE(outcome.manual.has_value(), !outcome.errors.empty()) << length;
    }
}

} // namespace kefu::gateway::service::test
