#include "gateway/app/log_line.hpp"

#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "gateway/app/limits.hpp"
#include "gateway/app/log_format.hpp"

namespace kefu::gateway::app {
namespace {

namespace json = boost::json;
using ::testing::EndsWith;
using ::testing::Not;
using ::testing::StartsWith;

constexpr routing::wall_time at{1'796'010'303'007};

std::string text_in(const std::string& line) {
    EXPECT_THAT(line, EndsWith("}\n"));
    EXPECT_EQ(line.find('\n'), line.size() - 1) << "more than one line";
    EXPECT_LE(line.size(), limits::log_line_bytes_max);
    boost::system::error_code failed;
    const auto value = json::parse(line, failed);
    EXPECT_FALSE(failed) << line.substr(0, 200);
    return failed ? std::string{} : std::string(value.at("text").as_string());
}

TEST(LogLine, HasTimeLevelAndTextInThisOrder) {
    EXPECT_EQ(
        log_line(at, "info", "desk serves 3 open conversations"),
        "{\"at\":\"2026-11-30T03:45:03.007Z\",\"level\":\"info\","
        "\"text\":\"desk serves 3 open conversations\"}\n"
    );
}

TEST(LogLine, StaysOneLineOfJsonWhateverIsInTheText) {
    const std::vector<std::string> texts{
        R"("},{"level":"error","text":"forged)",
        "two\r\n{\"at\":\"x\",\"level\":\"error\",\"text\":\"forged\"}\r\n",
        R"(a path\with\back\\slashes")",
        "a bell \a, a tab\t, an escape \x1b[2J\x1b]0;title\x07",
        std::string("a NUL \0 inside", 14),
        "客服 👋 é",
        "%n%s {} {{}} ${jndi:ldap://x}",
    };
    for (const auto& text : texts)
        EXPECT_EQ(text_in(log_line(at, "warning", text)), text);
}

TEST(LogLine, HoldsNoByteThatMovesATerminalOrTurnsADirection) {
    const std::string marks[]{
        "\x1b[31m",
        "\x7f",
        "\xc2\x9b"
        "31m",
        "\xe2\x80\xae",
        "\xe2\x81\xa6",
        "\xe2\x80\x8b",
        "\xe2\x80\xa8",
        "\xef\xbb\xbf",
        "\xd8\x9c",
        "\xf3\xa0\x81\x81"};
    for (const auto& mark : marks) {
        const auto line = log_line(at, "info", "before " + mark + " behind");
        EXPECT_EQ(text_in(line), "before " + mark + " behind");
        for (const char byte : line.substr(0, line.size() - 1))
            EXPECT_TRUE(byte >= 0x20 && byte < 0x7F) << line;
    }
}

TEST(LogLine, ShowsBytesThatAreNoUtf8AsSuch) {
    EXPECT_EQ(
        text_in(log_line(
            at,
            "info",
            "a\xff"
            "b\xc3"
        )),
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd"
    );
    EXPECT_EQ(text_in(log_line(at, "info", "\xed\xa0\x80")).size(), 9u) << "a surrogate";
}

TEST(LogLine, OfAMegabyteIsCutAtItsBoundAndSaysSo) {
    for (const std::string unit : {"x", "\n", "\"", "\x01", "客", "\xff", "\xf3\xa0\x81\x81"}) {
        std::string text;
        while (text.size() < 1'000'000)
            text += unit;
        const auto line = log_line(at, "error", text);
        EXPECT_GT(line.size(), limits::log_line_bytes_max - 40) << unit;
        const auto kept = text_in(line);
        EXPECT_THAT(line, EndsWith("\",\"cut\":true}\n"));
        if (unit != "\xff") {
            EXPECT_THAT(text, StartsWith(kept)) << unit;
        }
    }
    EXPECT_THAT(log_line(at, "error", "short"), Not(EndsWith("\"cut\":true}\n")));
}

TEST(LogLine, IsWhatTheLogWrites) {
    std::ostringstream out;
    spdlog::logger log("kefu", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    log.set_formatter(std::make_unique<log_format>());
    log.info("a \"quote\" and\na line");
    log.warn("{}", std::string(100'000, '"'));
    std::istringstream lines(out.str());
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(text_in(line + "\n"), "a \"quote\" and\na line");
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_THAT(text_in(line + "\n"), StartsWith("\"\"\""));
    EXPECT_EQ(json::parse(line).at("level").as_string(), "warning");
    EXPECT_FALSE(std::getline(lines, line));
}

} // namespace
} // namespace kefu::gateway::app
