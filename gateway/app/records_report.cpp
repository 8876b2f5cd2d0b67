#include "gateway/app/records_report.hpp"

#include <charconv>

namespace kefu::gateway::app {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string hex_of(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text.push_back(digits[value >> 4]);
        text.push_back(digits[value & 15]);
    }
    return text;
}

std::optional<std::string> bytes_of(std::string_view hex) {
    if (hex.empty() || hex.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        const auto high = digits.find(hex[at]);
        const auto low = digits.find(hex[at + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes.push_back(static_cast<char>(high << 4 | low));
    }
    return bytes;
}

std::string schema_words(const storage::store_findings& found) {
    const auto own = std::to_string(found.schema);
    if (found.schema == found.newest_schema) return own;
    return own + ", which this kefu brings to " + std::to_string(found.newest_schema) +
           " when it serves it: an older one cannot open it then";
}

std::string audit_words(const storage::audit_verdict& audit) {
    const auto read = std::to_string(audit.entries) + " entries";
    if (audit.fault == storage::audit_fault::none) return read + ", every chain is whole";
    return read + ", chain of " + audit.writer + ", entry " + std::to_string(audit.position) +
           ": " + std::string(storage::name_of(audit.fault));
}

} // namespace

bool is_sound(const storage::store_findings& found) {
    return found.damage.empty() && found.audit.fault == storage::audit_fault::none;
}

std::vector<std::string> report_of(const storage::store_findings& found) {
    return {
        "record store: " + found.path,
        "file: " + (found.damage.empty() ? "sound" : "DAMAGED: " + found.damage),
        "schema: " + schema_words(found),
        "audit trail: " + audit_words(found.audit),
        "last audit entry, to keep elsewhere: " + text_of(found.last),
        is_sound(found) ? "all is well" : "NOT well: restore the backup, or ask who changed it"};
}

std::string text_of(const storage::audit_anchor& anchor) {
    return anchor.writer + ":" + std::to_string(anchor.n) + ":" + hex_of(anchor.mac);
}

std::optional<storage::audit_anchor> anchor_from(std::string_view text) {
    const auto last = text.rfind(':');
    if (last == std::string_view::npos || last == 0) return std::nullopt;
    const auto first = text.rfind(':', last - 1);
    if (first == std::string_view::npos || first == 0) return std::nullopt;
    storage::audit_anchor anchor;
    anchor.writer = text.substr(0, first);
    const auto number = text.substr(first + 1, last - first - 1);
    const auto* end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, anchor.n);
    auto mac = bytes_of(text.substr(last + 1));
    if (read.ec != std::errc{} || read.ptr != end || anchor.n == 0 || !mac) return std::nullopt;
    anchor.mac = std::move(*mac);
    return anchor;
}

} // namespace kefu::gateway::app
