#include "gateway/protocol/json_text.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace kefu::gateway::protocol::json {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

bool needs_escape(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\';
}

void append_escape(std::string& out, char byte) {
    switch (byte) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default: {
        const auto code = static_cast<unsigned char>(byte);
        out += "\\u00";
        out += hex[code >> 4U];
        out += hex[code & 0xFU];
    }
    }
}

template <class Number>
void append_chars(std::string& out, Number value) {
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), written.ptr);
}

} // namespace

void append_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!needs_escape(text[at])) continue;
        out.append(text, from, at - from);
        append_escape(out, text[at]);
        from = at + 1;
    }
    out.append(text, from);
    out += '"';
}

void append_number(std::string& out, std::int64_t value) { append_chars(out, value); }
void append_number(std::string& out, std::uint64_t value) { append_chars(out, value); }

void append_real(std::string& out, double value) {
    assert(std::isfinite(value));
    append_chars(out, value);
}

std::string& object::key(std::string_view name) {
    if (!first_) *out_ += ',';
    first_ = false;
    *out_ += '"';
    *out_ += name;
    *out_ += "\":";
    return *out_;
}

object& object::text(std::string_view name, std::string_view value) {
    append_text(key(name), value);
    return *this;
}

object& object::boolean(std::string_view name, bool value) {
    key(name) += value ? "true" : "false";
    return *this;
}

object& object::real(std::string_view name, double value) {
    append_real(key(name), value);
    return *this;
}

object& object::id(std::string_view name, const routing::id_bits& value) {
    auto& out = key(name);
    out += '"';
    out += routing::to_string(value);
    out += '"';
    return *this;
}

object& object::time(std::string_view name, routing::wall_time value) {
    append_number(key(name), value.ms);
    return *this;
}

object& object::raw(std::string_view name, std::string_view value) {
    key(name) += value;
    return *this;
}

} // namespace kefu::gateway::protocol::json
