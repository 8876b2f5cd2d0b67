#include "gateway/net/http_head.hpp"

#include "gateway/net/http.hpp"

#include <algorithm>
#include <array>

namespace kefu::gateway::net {

namespace {

constexpr unsigned ok = 0;
constexpr unsigned bad_request = 400;
constexpr unsigned too_large = 413;
constexpr unsigned target_too_long = 414;
constexpr unsigned expectation_failed = 417;
constexpr unsigned fields_too_large = 431;
constexpr unsigned not_implemented = 501;
constexpr unsigned version_unsupported = 505;

constexpr std::size_t method_bytes_max = 16;
constexpr std::size_t length_digits_max = 18;

// Fields of which a second one could be read by somebody instead of the first.
constexpr std::array<std::string_view, 11> single_fields{
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Content-Type",
    "Authorization",
    "Origin",
    "Expect",
    "Upgrade",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "X-Forwarded-For",
};

bool is_token_char(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_value_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

bool is_visible(char c) { return c > 0x20 && c < 0x7F; }

std::string_view without_blanks(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_host(std::string_view text) {
    const auto allowed = [](char c) {
        return is_visible(c) &&
               std::string_view("/\\?#@\"<>^`{}|,").find(c) == std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

unsigned check_request_line(std::string_view line, const http_limits& limits, head_facts& facts) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return bad_request;
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (!is_token(method)) return bad_request;
    if (method.size() > method_bytes_max) return not_implemented;
    if (target.size() > limits.target_bytes_max) return target_too_long;
    if (!std::all_of(target.begin(), target.end(), is_visible)) return bad_request;
    // Origin-form only: another authority in the target than in Host has two readings.
    if (target.empty() || (target.front() != '/' && target != "*")) return bad_request;
    if (target.find('#') != std::string_view::npos) return bad_request;
    if (version == "HTTP/1.1")
        facts.version_minor = 1;
    else if (version == "HTTP/1.0")
        facts.version_minor = 0;
    else
        return version.starts_with("HTTP/") ? version_unsupported : bad_request;
    return ok;
}

unsigned check_value(std::string_view name, std::string_view value, head_facts& facts) {
    if (same_field_name(name, "Host")) return is_host(value) ? ok : bad_request;
    if (same_field_name(name, "Content-Length")) {
        if (value.empty()) return bad_request;
        std::uint64_t length = 0;
        for (const char digit : value) {
            if (digit < '0' || digit > '9') return bad_request;
            length = length * 10 + static_cast<std::uint64_t>(digit - '0');
            if (length > 999'999'999'999'999'999ULL) return too_large;
        }
        if (value.size() > length_digits_max) return bad_request;
        facts.content_length = length;
    }
    if (same_field_name(name, "Transfer-Encoding")) {
        if (!same_field_name(value, "chunked")) return not_implemented;
        facts.chunked = true;
    }
    if (same_field_name(name, "Expect")) {
        if (!same_field_name(value, "100-continue")) return expectation_failed;
        facts.expects_continue = true;
    }
    return ok;
}

// Which of the single fields have been seen.
class seen_fields {
public:
    // False: a second time.
    bool note(std::string_view name) {
        for (std::size_t i = 0; i < single_fields.size(); ++i) {
            if (!same_field_name(name, single_fields[i])) continue;
            if (seen_[i]) return false;
            seen_[i] = true;
        }
        return true;
    }
    [[nodiscard]] bool host() const { return seen_[0]; }

private:
    std::array<bool, single_fields.size()> seen_{};
};

unsigned check_field(std::string_view line, seen_fields& seen, head_facts& facts) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return bad_request;
    const auto name = line.substr(0, colon);
    if (!is_token(name)) return bad_request; // also obs-fold and "Name :"
    const auto value = without_blanks(line.substr(colon + 1));
    if (!std::all_of(value.begin(), value.end(), is_value_char)) return bad_request;
    if (!seen.note(name)) return bad_request;
    return check_value(name, value, facts);
}

unsigned check_framing(
    const seen_fields& seen, const head_facts& facts, const http_limits& limits
) {
    if (!seen.host()) return bad_request;
    if (facts.chunked && facts.content_length) return bad_request;
    if (facts.chunked && facts.version_minor == 0) return bad_request;
    if (facts.content_length.value_or(0) > limits.body_bytes_max) return too_large;
    return ok;
}

} // namespace

head_end find_head_end(std::string_view bytes, std::size_t& scanned) {
    for (; scanned < bytes.size(); ++scanned) {
        if (bytes[scanned] == '\0') return {head_end::state::refuse, 0};
        if (bytes[scanned] != '\n') continue;
        if (scanned == 0 || bytes[scanned - 1] != '\r') return {head_end::state::refuse, 0};
        if (scanned >= 3 && bytes[scanned - 2] == '\n') {
            ++scanned;
            return {head_end::state::complete, scanned};
        }
    }
    return {};
}

head_verdict check_head(std::string_view head, const http_limits& limits) {
    head_verdict verdict;
    const auto refuse = [&](unsigned status) {
        verdict.refuse_status = status;
        return verdict;
    };
    if (head.size() > limits.head_bytes_max) return refuse(fields_too_large);
    if (!head.ends_with("\r\n\r\n")) return refuse(bad_request);
    head.remove_suffix(2); // now every line ends with CRLF

    seen_fields seen;
    std::size_t lines = 0;
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const auto line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
            return refuse(bad_request);
        if (lines > limits.fields_max) return refuse(fields_too_large);
        const auto status = lines == 0 ? check_request_line(line, limits, verdict.facts)
                                       : check_field(line, seen, verdict.facts);
        if (status != ok) return refuse(status);
        ++lines;
    }
    return refuse(check_framing(seen, verdict.facts, limits));
}

} // namespace kefu::gateway::net
