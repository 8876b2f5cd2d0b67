#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/protocol/frame_codec.hpp"
#include "gateway/protocol/limits.hpp"
#include "routing/ids.hpp"

// Typed reading of one parsed envelope. Pure: the JSON library stands behind field_source.
namespace kefu::gateway::protocol {

class field_source;

struct no_field {};
struct other_type {}; // null, negative and fractional numbers, lists of anything but strings
using field_value = std::variant<
    no_field,
    other_type,
    bool,
    std::uint64_t,
    std::string_view,
    std::vector<std::string_view>,
    std::unique_ptr<field_source>>; // an object

// A parsed JSON object. Views live as long as it does.
class field_source {
public:
    virtual ~field_source() = default;
    [[nodiscard]] virtual field_value find(std::string_view name) const = 0;
    [[nodiscard]] virtual std::vector<std::string_view> names() const = 0;
};

// The largest number that a browser counts exactly.
inline constexpr std::uint64_t number_max = (std::uint64_t{1} << 53U) - 1;

// Reads fields with exact types and remembers the first fault; a faulty field reads as empty, so a
// reader runs to its end and the caller looks at fault() once.
class fields {
public:
    explicit fields(const field_source& source) : source_(&source) {}

    void refuse(error code, std::string_view name, std::string_view what);
    void refuse(std::string_view name, std::string_view what) {
        refuse(error::bad_request, name, what);
    }
    [[nodiscard]] const std::optional<decode_error>& fault() const { return fault_; }

    [[nodiscard]] bool has(std::string_view name) const;

    // Short text: a key, a reason, a locale, a token. Every character of it shows.
    std::string word(std::string_view name, std::size_t bytes_max = limits::word_bytes_max);
    std::optional<std::string> optional_word(
        std::string_view name, std::size_t bytes_max = limits::word_bytes_max
    );
    // A word that people copy from elsewhere, with characters that do not show: without them.
    std::optional<std::string> optional_pasted(std::string_view name, std::size_t bytes_max);
    std::vector<std::string> optional_words(std::string_view name, std::size_t count_max);

    // What a person wrote.
    std::string text(std::string_view name);
    std::optional<std::string> optional_text(std::string_view name);

    std::uint64_t number(std::string_view name);
    std::optional<std::uint64_t> optional_number(std::string_view name);
    bool boolean(std::string_view name);
    std::optional<solved> optional_solved(std::string_view name);
    std::unique_ptr<field_source> optional_object(std::string_view name);

    request_number r() { return number("r"); }
    client_key key();
    routing::conversation_id conversation() { return id<routing::conversation_id>("c"); }

    template <class Id>
    Id id(std::string_view name) {
        return Id{bits(name)};
    }
    template <class Id>
    std::optional<Id> optional_id(std::string_view name) {
        if (!has(name)) return std::nullopt;
        return id<Id>(name);
    }

private:
    std::string_view string(std::string_view name, const field_value& value);
    routing::id_bits bits(std::string_view name);

    const field_source* source_;
    std::optional<decode_error> fault_;
};

} // namespace kefu::gateway::protocol
