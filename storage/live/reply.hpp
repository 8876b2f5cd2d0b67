#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kefu::storage::live {

struct reply_nil {
    bool operator==(const reply_nil&) const = default;
};
struct reply_status { // +OK
    std::string text;
    bool operator==(const reply_status&) const = default;
};
struct reply_error { // -NOSCRIPT …
    std::string text;
    bool operator==(const reply_error&) const = default;
};

// One RESP2 value. A bulk string is a std::string, an array a vector.
struct reply {
    using array = std::vector<reply>;
    std::variant<reply_nil, std::int64_t, std::string, reply_status, reply_error, array> value;

    bool operator==(const reply&) const = default;

    // Null when the value is of another kind.
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
    [[nodiscard]] const std::string* bulk() const { return std::get_if<std::string>(&value); }
    [[nodiscard]] const reply_status* status() const { return std::get_if<reply_status>(&value); }
    [[nodiscard]] const reply_error* error() const { return std::get_if<reply_error>(&value); }
    [[nodiscard]] const array* elements() const { return std::get_if<array>(&value); }
    [[nodiscard]] bool is_nil() const { return std::holds_alternative<reply_nil>(value); }
};

} // namespace kefu::storage::live
