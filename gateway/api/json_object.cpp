#include "gateway/api/json_object.hpp"

#include <algorithm>

#include "gateway/protocol/utf8.hpp"
#include "gateway/service/text_rules.hpp"

namespace kefu::gateway::api {

void json_object::refuse(std::string why) {
    if (error_.empty()) error_ = std::move(why);
}

const json_value* json_object::take(std::string_view field, json_value::kind what) {
    taken_.emplace(field);
    for (const auto& [name, value] : from_.fields) {
        if (name != field || value.what == json_value::kind::null) continue;
        if (value.what == what) return &value;
        refuse(std::string(field) + ": wrong type");
        return nullptr;
    }
    return nullptr;
}

std::optional<std::string> json_object::text(std::string_view field, std::size_t bytes_max) {
    const auto* value = take(field, json_value::kind::text);
    if (value == nullptr) return std::nullopt;
    if (value->text.size() > bytes_max) {
        refuse(std::string(field) + ": too long");
        return std::nullopt;
    }
    return value->text;
}

std::optional<std::string> json_object::line(std::string_view field, std::size_t bytes_max) {
    return shown(field, bytes_max, "");
}

std::optional<std::string> json_object::lines(std::string_view field, std::size_t bytes_max) {
    return shown(field, bytes_max, "\n\t");
}

std::optional<std::string> json_object::shown(
    std::string_view field, std::size_t bytes_max, std::string_view controls_allowed
) {
    const auto value = text(field, bytes_max);
    if (!value) return std::nullopt;
    auto others = *value;
    std::erase_if(others, [&](char c) { return controls_allowed.find(c) != std::string::npos; });
    if (protocol::holds_controls(others)) {
        refuse(std::string(field) + ": holds control or direction characters");
        return std::nullopt;
    }
    return service::trimmed(*value);
}

std::optional<std::int64_t> json_object::number(
    std::string_view field, std::int64_t low, std::int64_t high
) {
    const auto* value = take(field, json_value::kind::number);
    if (value == nullptr) return std::nullopt;
    if (value->number < low || value->number > high) {
        refuse(
            std::string(field) + ": must be " + std::to_string(low) + " to " + std::to_string(high)
        );
        return std::nullopt;
    }
    return value->number;
}

std::optional<bool> json_object::flag(std::string_view field) {
    const auto* value = take(field, json_value::kind::flag);
    if (value == nullptr) return std::nullopt;
    return value->flag;
}

std::optional<std::vector<std::string>> json_object::texts(
    std::string_view field, std::size_t count_max, std::size_t bytes_max
) {
    const auto* value = take(field, json_value::kind::list);
    if (value == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& item : value->items) {
        const bool fits = item.what == json_value::kind::text && item.text.size() <= bytes_max;
        if (!fits || texts.size() >= count_max) {
            refuse(std::string(field) + ": not a list of short texts");
            return std::nullopt;
        }
        texts.push_back(item.text);
    }
    return texts;
}

std::optional<std::vector<json_object>> json_object::objects(
    std::string_view field, std::size_t count_max
) {
    const auto* value = take(field, json_value::kind::list);
    if (value == nullptr) return std::nullopt;
    std::vector<json_object> objects;
    for (const auto& item : value->items) {
        if (item.what != json_value::kind::object || objects.size() >= count_max) {
            refuse(std::string(field) + ": not a list of objects");
            return std::nullopt;
        }
        objects.emplace_back(item);
    }
    return objects;
}

std::optional<json_object> json_object::object(std::string_view field) {
    const auto* value = take(field, json_value::kind::object);
    if (value == nullptr) return std::nullopt;
    return json_object(*value);
}

bool json_object::is_null(std::string_view field) {
    taken_.emplace(field);
    return std::any_of(from_.fields.begin(), from_.fields.end(), [&](const auto& one) {
        return one.first == field && one.second.what == json_value::kind::null;
    });
}

std::string json_object::required_text(std::string_view field, std::size_t bytes_max) {
    auto value = text(field, bytes_max);
    if (!value || value->empty()) {
        refuse(std::string(field) + ": missing");
        return {};
    }
    return std::move(*value);
}

std::string json_object::error() const {
    if (!error_.empty()) return error_;
    for (const auto& [name, value] : from_.fields) {
        if (!taken_.contains(name)) return "unknown field";
    }
    return {};
}

} // namespace kefu::gateway::api
