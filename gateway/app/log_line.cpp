#include "gateway/app/log_line.hpp"

#include <array>
#include <chrono>
#include <optional>

#include "gateway/app/limits.hpp"
#include "gateway/unicode/ranges.hpp"
#include "gateway/unicode/utf8.hpp"

namespace kefu::gateway::app {

namespace {

constexpr std::string_view whole_end = "\"}\n";
constexpr std::string_view cut_end = "\",\"cut\":true}\n";

// What a terminal or a reader's eye takes for something else than itself: controls, what is not
// seen, line separators, marks and turns of direction, tags.
constexpr std::array<unicode::range, 10> unseen{{
    {0x00, 0x1F},
    {0x7F, 0x9F},
    {0xAD, 0xAD},
    {0x61C, 0x61C},
    {0x180E, 0x180E},
    {0x200B, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xE0000, 0xE007F},
}};
static_assert(unicode::are_in_order(unseen));

void append_unit(std::string& out, char32_t unit) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += hex[(unit >> shift) & 15U];
}

void append_escaped(std::string& out, char32_t point) {
    if (point < 0x10000) return append_unit(out, point);
    append_unit(out, 0xD800 + ((point - 0x10000) >> 10U));
    append_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FFU));
}

// The character at `at`, which goes behind it; a byte that is no UTF-8 counts as one that cannot
// be shown.
std::string taken(std::string_view text, std::size_t& at) {
    const auto from = at;
    const auto point = unicode::take_code_point(text, at);
    std::string piece;
    if (!point) {
        ++at;
        append_unit(piece, 0xFFFD);
    } else if (*point == '"' || *point == '\\') {
        piece = {'\\', static_cast<char>(*point)};
    } else if (*point == '\n') {
        piece = "\\n";
    } else if (unicode::is_in(unseen, *point)) {
        append_escaped(piece, *point);
    } else {
        piece = text.substr(from, at - from);
    }
    return piece;
}

void append_number(std::string& out, unsigned value, int digits) {
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, value /= 10)
        *at = static_cast<char>('0' + value % 10);
    out += text;
}

void append_time(std::string& out, routing::wall_time at) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds(at.ms)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    append_number(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_number(out += '-', static_cast<unsigned>(date.month()), 2);
    append_number(out += '-', static_cast<unsigned>(date.day()), 2);
    append_number(out += 'T', static_cast<unsigned>(clock.hours().count()), 2);
    append_number(out += ':', static_cast<unsigned>(clock.minutes().count()), 2);
    append_number(out += ':', static_cast<unsigned>(clock.seconds().count()), 2);
    append_number(out += '.', static_cast<unsigned>(clock.subseconds().count()), 3);
    out += 'Z';
}

} // namespace

std::string log_line(routing::wall_time at, std::string_view level, std::string_view text) {
    std::string line = R"({"at":")";
    append_time(line, at);
    line.append(R"(","level":")").append(level).append(R"(","text":")");
    const auto text_end_max = limits::log_line_bytes_max - cut_end.size();
    for (std::size_t next = 0; next < text.size();) {
        const auto piece = taken(text, next);
        if (line.size() + piece.size() > text_end_max) return line.append(cut_end);
        line += piece;
    }
    return line.append(whole_end);
}

} // namespace kefu::gateway::app
