// Query strings of REST requests and the cursors in them. A parameter is read as a slow reader
// reads it, or not at all, which is another thing than absent; a cursor that is read is written the
// same.

#include "gateway/api/api_call.hpp"
#include "gateway/api/record_cursor.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"

#include <string>
#include <vector>

namespace kefu::fuzz {

namespace {

namespace api = gateway::api;

constexpr std::size_t query_bytes_max = 2'048; // of a target

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == at)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

// Empty: it cannot be read.
std::optional<std::string> plain(const std::string& text) {
    static const std::string digits = "0123456789abcdef0123456789ABCDEF";
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at] == '+' ? ' ' : text[at];
            continue;
        }
        if (text.size() - at < 3) return std::nullopt;
        const auto high = digits.find(text[at + 1]);
        const auto low = digits.find(text[at + 2]);
        if (high == std::string::npos || low == std::string::npos) return std::nullopt;
        out += static_cast<char>(high % 16 * 16 + low % 16);
        at += 2;
    }
    if (out.find('\0') != std::string::npos || !is_strict_utf8(out)) return std::nullopt;
    return out;
}

std::optional<std::string> reference(const std::string& target, const std::string& name) {
    const auto question = target.find('?');
    if (question == std::string::npos) return "";
    std::vector<std::string> values;
    for (const auto& pair : split(target.substr(question + 1), '&')) {
        if (pair.starts_with(name + "=")) values.push_back(pair.substr(name.size() + 1));
    }
    if (values.size() > 1) return std::nullopt;
    return values.empty() ? "" : plain(values.front());
}

void cursor_reads_back(std::string_view text) {
    const auto cursor = api::record_cursor_from(text);
    if (!cursor) return;
    holds(cursor->wrapped_up_at.ms >= 0, "a cursor is a time that was");
    const auto again = api::record_cursor_from(api::text_of(*cursor));
    holds(again && *again == *cursor, "a cursor reads back", text);
}

} // namespace

void query(input bytes) {
    gateway::net::http_request request;
    request.target = text_of(bytes.first(std::min(bytes.size(), query_bytes_max)));
    for (const auto* name : {"before", "staff", "q", ""}) {
        const auto ours = api::query_value(request, name);
        holds(ours == reference(request.target, name), "a parameter is read as it is", name);
        if (ours) cursor_reads_back(*ours);
    }
    cursor_reads_back(request.target);
}

} // namespace kefu::fuzz
