// Bodies of REST requests. A slow and strict reader takes what is accepted for the same value, with
// one reading; what it takes for sound and within the limits is accepted.

#include "gateway/api/json_object.hpp"
#include "gateway/api/json_value.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/protocol/utf8.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>

namespace kefu::fuzz {

namespace {

namespace api = gateway::api;
using api_kind = api::json_value::kind;

constexpr std::size_t json_object_bytes_max = 65'536; // of a body

bool is_same(const api::json_value& ours, const strict_value& theirs) {
    if (static_cast<int>(ours.what) != static_cast<int>(theirs.what)) return false;
    switch (ours.what) {
    case api_kind::null:
        return true;
    case api_kind::flag:
        return ours.flag == theirs.flag;
    case api_kind::number:
        return std::to_string(ours.number) == theirs.text;
    case api_kind::text:
        return ours.text == theirs.text;
    case api_kind::list:
        return std::equal(
            ours.items.begin(), ours.items.end(), theirs.items.begin(), theirs.items.end(), is_same
        );
    case api_kind::object:
        break;
    }
    const auto same_field = [](const auto& a, const auto& b) {
        return a.first == b.first && is_same(a.second, b.second);
    };
    return std::equal(
        ours.fields.begin(),
        ours.fields.end(),
        theirs.fields.begin(),
        theirs.fields.end(),
        same_field
    );
}

bool is_within_limits(const strict_value& value, std::size_t depth) {
    if (depth > api::limits::depth_max || value.fields.size() > api::limits::fields_max)
        return false;
    // 18 digits are below 2^63 in any case.
    if (value.what == strict_value::kind::number && value.text.size() > 18) return false;
    for (const auto& item : value.items) {
        if (!is_within_limits(item, depth + 1)) return false;
    }
    return std::all_of(value.fields.begin(), value.fields.end(), [&](const auto& field) {
        return is_within_limits(field.second, depth + 1);
    });
}

// What a handler reads of it keeps what it promises, whatever the field holds.
void fields_keep_their_promises(const api::json_value& value) {
    for (const auto& [name, field] : value.fields) {
        api::json_object body(value);
        const auto line = body.line(name, 64);
        holds(!line || (line->size() <= 64 && !gateway::protocol::holds_controls(*line)), "a line");
        const auto number = body.number(name, 1, 5);
        holds(!number || (*number >= 1 && *number <= 5), "a number in its bounds");
        const auto texts = body.texts(name, 4, 16);
        holds(!texts || texts->size() <= 4, "so many texts");
        if (value.fields.size() > 1) holds(!body.error().empty(), "an unknown field is an error");
    }
}

} // namespace

void json_object(input bytes) {
    const auto text = text_of(bytes.first(std::min(bytes.size(), json_object_bytes_max)));
    const auto ours = api::parse_object(text);
    const auto theirs = read_strictly(text);
    if (ours) {
        holds(theirs.has_value(), "what is accepted is JSON", text);
        holds(!theirs->repeats_a_name && !theirs->holds_nul, "with one reading", text);
        holds(is_same(*ours, theirs->root), "and means the same", text);
        return fields_keep_their_promises(*ours);
    }
    const bool sound = theirs && theirs->root.what == strict_value::kind::object &&
                       !theirs->repeats_a_name && !theirs->holds_nul && !theirs->holds_fraction &&
                       is_within_limits(theirs->root, 1);
    holds(!sound, "what is sound is accepted", text);
}

} // namespace kefu::fuzz
