#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/json_value.hpp"

namespace kefu::gateway::api {

// Reads the fields of one request body strictly, and remembers the first thing that was wrong.
// Errors name the field and never repeat what was sent. A field that no reader asks for is an
// error too: a client learns of a typo, and nobody sets a column by knowing its name (RE4).
class json_object {
public:
    explicit json_object(json_value from) : from_(std::move(from)) {}

    // Absent fields give empty values; a wrong type or size is noted.
    [[nodiscard]] std::optional<std::string> text(std::string_view field, std::size_t bytes_max);
    // A name that others are shown: blanks of any script at both ends go, "" where nothing shows. A
    // line end, another control character or what turns the direction of text is noted: a name
    // stands among the words of others.
    [[nodiscard]] std::optional<std::string> line(std::string_view field, std::size_t bytes_max);
    // The same with line ends and tabs in it.
    [[nodiscard]] std::optional<std::string> lines(std::string_view field, std::size_t bytes_max);
    [[nodiscard]] std::optional<std::int64_t> number(
        std::string_view field, std::int64_t low, std::int64_t high
    );
    [[nodiscard]] std::optional<bool> flag(std::string_view field);
    [[nodiscard]] std::optional<std::vector<std::string>> texts(
        std::string_view field, std::size_t count_max, std::size_t bytes_max
    );
    [[nodiscard]] std::optional<std::vector<json_object>> objects(
        std::string_view field, std::size_t count_max
    );
    [[nodiscard]] std::optional<json_object> object(std::string_view field);
    // As `text`, and its absence or emptiness is noted.
    [[nodiscard]] std::string required_text(std::string_view field, std::size_t bytes_max);
    // Written as null, which to every other reader is absent.
    [[nodiscard]] bool is_null(std::string_view field);

    void refuse(std::string why);
    // Ask last. Empty: all is well.
    [[nodiscard]] std::string error() const;

private:
    [[nodiscard]] const json_value* take(std::string_view field, json_value::kind what);
    [[nodiscard]] std::optional<std::string> shown(
        std::string_view field, std::size_t bytes_max, std::string_view controls_allowed
    );

    json_value from_;
    std::set<std::string, std::less<>> taken_;
    std::string error_;
};

} // namespace kefu::gateway::api
