#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "routing/instant.hpp"

// Appending JSON text (RFC 8259), for frames and bodies. Pure.
namespace kefu::gateway::protocol::json {

// A quoted string; `text` must be UTF-8. Control characters, '"' and '\' are escaped.
void append_text(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, std::uint64_t value);
// The shortest form that reads back as the same number; must be finite (asserted).
void append_real(std::string& out, double value);

// Writes one object's members in the order of the calls. Member names are literals that need no
// escaping. The object is complete after close(); nested ones are closed before their owner.
class object {
public:
    explicit object(std::string& out) : out_(&out) { out += '{'; }

    object& text(std::string_view name, std::string_view value);
    object& boolean(std::string_view name, bool value);
    object& real(std::string_view name, double value);
    object& id(std::string_view name, const routing::id_bits& value);
    object& time(std::string_view name, routing::wall_time value);
    // `value` is JSON text of our own making.
    object& raw(std::string_view name, std::string_view value);

    template <std::integral Integer>
    object& number(std::string_view name, Integer value) {
        key(name);
        if constexpr (std::unsigned_integral<Integer>) {
            append_number(*out_, static_cast<std::uint64_t>(value));
        } else {
            append_number(*out_, static_cast<std::int64_t>(value));
        }
        return *this;
    }

    object& text_unless_empty(std::string_view name, std::string_view value) {
        return value.empty() ? *this : text(name, value);
    }

    // Starts a member whose value the caller appends.
    std::string& key(std::string_view name);
    void close() { *out_ += '}'; }

private:
    std::string* out_;
    bool first_ = true;
};

// An array of whatever `append_one(out, entry)` writes.
template <class Range, class AppendOne>
void append_array(std::string& out, const Range& entries, AppendOne append_one) {
    out += '[';
    bool first = true;
    for (const auto& entry : entries) {
        if (!first) out += ',';
        first = false;
        append_one(out, entry);
    }
    out += ']';
}

} // namespace kefu::gateway::protocol::json
