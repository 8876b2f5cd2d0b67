#include "gateway/protocol/fields.hpp"

#include "gateway/protocol/utf8.hpp"

namespace kefu::gateway::protocol {

void fields::refuse(error code, std::string_view name, std::string_view what) {
    if (fault_) return;
    fault_ = decode_error{code, std::string(name) + ": " + std::string(what)};
}

bool fields::has(std::string_view name) const {
    return !std::holds_alternative<no_field>(source_->find(name));
}

// A JSON library may let a lone surrogate escape through as bytes that are not UTF-8.
std::string_view fields::string(std::string_view name, const field_value& value) {
    const auto* text = std::get_if<std::string_view>(&value);
    if (text == nullptr) {
        refuse(name, "must be a string");
    } else if (!count_code_points(*text)) {
        refuse(name, "is not valid Unicode");
    } else if (text->find('\0') != std::string_view::npos) {
        refuse(name, "holds a NUL character");
    } else {
        return *text;
    }
    return {};
}

std::string fields::word(std::string_view name, std::size_t bytes_max) {
    const auto value = string(name, source_->find(name));
    if (value.size() > bytes_max) refuse(name, "too long");
    if (holds_formatting(value)) refuse(name, "holds characters that do not show");
    return std::string(value);
}

std::optional<std::string> fields::optional_word(std::string_view name, std::size_t bytes_max) {
    if (!has(name)) return std::nullopt;
    return word(name, bytes_max);
}

std::optional<std::string> fields::optional_pasted(std::string_view name, std::size_t bytes_max) {
    if (!has(name)) return std::nullopt;
    const auto value = string(name, source_->find(name));
    if (value.size() > bytes_max) refuse(name, "too long");
    return without_formatting(value);
}

std::vector<std::string> fields::optional_words(std::string_view name, std::size_t count_max) {
    std::vector<std::string> words;
    if (!has(name)) return words;
    const auto value = source_->find(name);
    const auto* list = std::get_if<std::vector<std::string_view>>(&value);
    if (list == nullptr || list->size() > count_max) {
        refuse(name, "must be a short list of words");
        return words;
    }
    for (const auto entry : *list) {
        const auto one = string(name, entry);
        if (one.size() > limits::word_bytes_max) refuse(name, "a word is too long");
        if (holds_formatting(one)) refuse(name, "holds characters that do not show");
        words.emplace_back(one);
    }
    return words;
}

std::string fields::text(std::string_view name) {
    const auto value = string(name, source_->find(name));
    if (count_code_points(value).value_or(0) > limits::text_code_points_max) {
        refuse(error::too_large, name, "longer than 4000 code points");
    }
    return std::string(value);
}

std::optional<std::string> fields::optional_text(std::string_view name) {
    if (!has(name)) return std::nullopt;
    return text(name);
}

std::uint64_t fields::number(std::string_view name) {
    const auto value = source_->find(name);
    const auto* number = std::get_if<std::uint64_t>(&value);
    if (number != nullptr && *number <= number_max) return *number;
    refuse(name, "must be a whole number from 0 to 9007199254740991");
    return 0;
}

std::optional<std::uint64_t> fields::optional_number(std::string_view name) {
    if (!has(name)) return std::nullopt;
    return number(name);
}

bool fields::boolean(std::string_view name) {
    const auto value = source_->find(name);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    refuse(name, "must be true or false");
    return false;
}

std::optional<solved> fields::optional_solved(std::string_view name) {
    if (!has(name)) return std::nullopt;
    const auto value = solved_from(word(name));
    if (!value) refuse(name, "must be yes, partly or no");
    return value;
}

std::unique_ptr<field_source> fields::optional_object(std::string_view name) {
    auto value = source_->find(name);
    if (std::holds_alternative<no_field>(value)) return nullptr;
    if (auto* object = std::get_if<std::unique_ptr<field_source>>(&value)) {
        return std::move(*object);
    }
    refuse(name, "must be an object");
    return nullptr;
}

routing::id_bits fields::bits(std::string_view name) {
    const auto parsed = routing::parse_id(string(name, source_->find(name)));
    if (!parsed || parsed->is_nil()) refuse(name, "must be an id");
    return parsed.value_or(routing::id_bits{});
}

client_key fields::key() {
    const auto key = bits("key");
    if (is_own_key(key)) refuse("key", "must not be of version 8");
    return key;
}

} // namespace kefu::gateway::protocol
