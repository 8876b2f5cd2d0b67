#include "gateway/api/json_value.hpp"

#include <simdjson.h>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

namespace dom = simdjson::dom;

bool read(const dom::element& from, std::size_t depth, json_value& into);

bool read_text(std::string_view from, std::string& into) {
    into = std::string(from);
    return into.find('\0') == std::string::npos;
}

bool read_object(const dom::object& from, std::size_t depth, json_value& into) {
    into.what = json_value::kind::object;
    for (const auto field : from) {
        if (into.fields.size() >= limits::fields_max) return false;
        for (const auto& [name, value] : into.fields) {
            if (name == field.key) return false;
        }
        auto& [name, value] = into.fields.emplace_back();
        if (!read_text(field.key, name) || !read(field.value, depth + 1, value)) return false;
    }
    return true;
}

bool read(const dom::element& from, std::size_t depth, json_value& into) {
    if (depth > limits::depth_max) return false;
    switch (from.type()) {
    case dom::element_type::NULL_VALUE:
        return true;
    case dom::element_type::BOOL:
        into.what = json_value::kind::flag;
        return from.get(into.flag) == simdjson::SUCCESS;
    case dom::element_type::INT64:
        into.what = json_value::kind::number;
        return from.get(into.number) == simdjson::SUCCESS;
    case dom::element_type::STRING: {
        into.what = json_value::kind::text;
        std::string_view text;
        return from.get(text) == simdjson::SUCCESS && read_text(text, into.text);
    }
    case dom::element_type::ARRAY: {
        into.what = json_value::kind::list;
        dom::array items;
        if (from.get(items) != simdjson::SUCCESS) return false;
        for (const auto item : items) {
            if (!read(item, depth + 1, into.items.emplace_back())) return false;
        }
        return true;
    }
    case dom::element_type::OBJECT: {
        dom::object object;
        return from.get(object) == simdjson::SUCCESS && read_object(object, depth, into);
    }
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
        return false;
    }
    return false;
}

} // namespace

std::optional<json_value> parse_object(std::string_view text) {
    dom::parser parser;
    dom::element root;
    // Copies into a padded buffer of its own: bodies are small and rare.
    if (parser.parse(text.data(), text.size(), true).get(root) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    json_value value;
    if (!read(root, 1, value) || value.what != json_value::kind::object) return std::nullopt;
    return value;
}

} // namespace kefu::gateway::api
