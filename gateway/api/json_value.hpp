#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kefu::gateway::api {

// A parsed JSON value of a request body, small and plain.
struct json_value {
    enum class kind : std::uint8_t { null, flag, number, text, list, object };

    kind what = kind::null;
    bool flag = false;
    std::int64_t number = 0;
    std::string text;
    std::vector<json_value> items;
    std::vector<std::pair<std::string, json_value>> fields;
};

// Empty for anything but one well-formed JSON object within the limits: duplicate keys, depth,
// numbers that are not whole, NUL in a text and text after the end are refused.
[[nodiscard]] std::optional<json_value> parse_object(std::string_view text);

} // namespace kefu::gateway::api
