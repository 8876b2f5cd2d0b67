#include "gateway/protocol/frame_codec.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include <simdjson.h>

#include "gateway/protocol/command_reader.hpp"
#include "gateway/protocol/fields.hpp"
#include "gateway/protocol/limits.hpp"

namespace kefu::gateway::protocol {
namespace {

namespace dom = simdjson::dom;

static_assert(frame_codec::padding >= simdjson::SIMDJSON_PADDING);

bool has_repeated_key(dom::object object) {
    std::array<std::string_view, limits::object_keys_max> keys;
    std::size_t count = 0;
    for (const auto field : object)
        keys[count++] = field.key;
    const auto end = keys.begin() + static_cast<std::ptrdiff_t>(count);
    std::sort(keys.begin(), end);
    return std::adjacent_find(keys.begin(), end) != end;
}

// Shape of the whole envelope, also of the fields nobody reads: what is wrong for one reader must
// be wrong for every reader.
const char* shape_fault(dom::element element, std::size_t depth) {
    const auto type = element.type();
    if (type != dom::element_type::OBJECT && type != dom::element_type::ARRAY) return nullptr;
    if (depth > limits::depth_max) return "nested too deep";
    dom::object object;
    if (element.get(object) == simdjson::SUCCESS) {
        if (object.size() > limits::object_keys_max) return "too many fields";
        if (has_repeated_key(object)) return "a field is there twice";
        for (const auto field : object) {
            if (const auto* fault = shape_fault(field.value, depth + 1)) return fault;
        }
        return nullptr;
    }
    const dom::array array = element.get_array().value_unsafe();
    if (array.size() > limits::array_entries_max) return "too many entries";
    for (const auto entry : array) {
        if (const auto* fault = shape_fault(entry, depth + 1)) return fault;
    }
    return nullptr;
}

class dom_source final : public field_source {
public:
    explicit dom_source(dom::object object) : object_(object) {}

    field_value find(std::string_view name) const override {
        dom::element element;
        if (object_[name].get(element) != simdjson::SUCCESS) return no_field{};
        switch (element.type()) {
        case dom::element_type::BOOL:
            return element.get_bool().value_unsafe();
        case dom::element_type::UINT64:
        case dom::element_type::INT64:
            return number(element);
        case dom::element_type::STRING:
            return element.get_string().value_unsafe();
        case dom::element_type::ARRAY:
            return strings(element.get_array().value_unsafe());
        case dom::element_type::OBJECT:
            return std::make_unique<dom_source>(element.get_object().value_unsafe());
        default:
            return other_type{};
        }
    }

    std::vector<std::string_view> names() const override {
        std::vector<std::string_view> names;
        for (const auto field : object_)
            names.push_back(field.key);
        return names;
    }

private:
    static field_value number(dom::element element) {
        std::uint64_t value = 0;
        if (element.get(value) != simdjson::SUCCESS) return other_type{};
        return value;
    }

    static field_value strings(dom::array array) {
        std::vector<std::string_view> list;
        for (const auto entry : array) {
            std::string_view value;
            if (entry.get(value) != simdjson::SUCCESS) return other_type{};
            list.push_back(value);
        }
        return list;
    }

    dom::object object_;
};

decoded refused(const char* why, std::optional<request_number> r = std::nullopt) {
    return {r, decode_error{error::bad_request, why}};
}

// However its fields are shaped, its sender waits for an answer. With two numbers it is not known
// for which.
std::optional<request_number> number_of(dom::object envelope) {
    std::size_t count = 0;
    dom::element found;
    for (const auto field : envelope) {
        if (field.key != "r") continue;
        ++count;
        found = field.value;
    }
    std::uint64_t number = 0;
    const bool is_known = count == 1 && found.get(number) == simdjson::SUCCESS;
    return is_known && number <= number_max ? std::optional(number) : std::nullopt;
}

} // namespace

struct frame_codec::parser {
    dom::parser dom{limits::frame_bytes_max};

    decoded decode_one(const char* data, std::size_t length) {
        dom::element element;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
        if (dom.parse(bytes, length, false).get(element) != simdjson::SUCCESS) {
            return refused("not JSON");
        }
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) return refused("not an object");
        if (const auto* fault = shape_fault(element, 1)) return refused(fault, number_of(object));
        return read_envelope(dom_source(object));
    }
};

frame_codec::frame_codec() : parser_(std::make_unique<parser>()) {
    // Deeper than limits::depth_max, so that our own check names the fault.
    const auto failed = parser_->dom.allocate(limits::frame_bytes_max, 2 * limits::depth_max);
    if (failed != simdjson::SUCCESS) throw std::bad_alloc();
}

frame_codec::~frame_codec() = default;

std::vector<decoded> frame_codec::decode(const char* data, std::size_t length) {
    std::vector<decoded> envelopes;
    const std::string_view frame(data, length);
    for (std::size_t from = 0; from < length;) {
        const auto end = std::min(frame.find('\n', from), length);
        if (end != from) {
            if (envelopes.size() == limits::envelopes_max) {
                envelopes.clear();
                envelopes.push_back(refused("more than 32 envelopes"));
                return envelopes;
            }
            envelopes.push_back(parser_->decode_one(data + from, end - from));
        }
        from = end + 1;
    }
    // Else a frame without any would be counted by no rule.
    if (envelopes.empty()) envelopes.push_back(refused("no envelope"));
    return envelopes;
}

} // namespace kefu::gateway::protocol
