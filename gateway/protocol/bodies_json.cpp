#include <boost/json.hpp>

#include "gateway/protocol/bodies.hpp"

// Reading of stored bodies back: the encoder wrote them, so a fault means a damaged record.
namespace kefu::gateway::protocol {
namespace {

namespace bjson = boost::json;
using storage::event_kind;

// Reads members with exact types; after a fault the values are empty and `ok` is false.
class members {
public:
    explicit members(const bjson::object& object) : object_(&object) {}

    [[nodiscard]] bool ok() const { return ok_; }
    void fail() { ok_ = false; }

    std::string text(std::string_view name) {
        const auto* value = find(name);
        if (value != nullptr && value->is_string()) return std::string(value->get_string());
        ok_ = false;
        return {};
    }
    std::optional<std::string> optional_text(std::string_view name) {
        if (find(name) == nullptr) return std::nullopt;
        return text(name);
    }

    std::int64_t number(std::string_view name) {
        const auto* value = find(name);
        if (value != nullptr && value->is_int64()) return value->get_int64();
        ok_ = false;
        return 0;
    }

    double real(std::string_view name) {
        const auto* value = find(name);
        if (value != nullptr && value->is_double()) return value->get_double();
        return static_cast<double>(number(name));
    }

    bool boolean(std::string_view name) {
        const auto* value = find(name);
        if (value != nullptr && value->is_bool()) return value->get_bool();
        ok_ = false;
        return false;
    }
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    bool boolean_or_false(std::string_view name) { return find(name) != nullptr && boolean(name); }

    template <class Id>
    Id id(std::string_view name) {
        const auto parsed = Id::parse(text(name));
        if (!parsed) ok_ = false;
        return parsed.value_or(Id{});
    }
    template <class Id>
    std::optional<Id> optional_id(std::string_view name) {
        if (find(name) == nullptr) return std::nullopt;
        return id<Id>(name);
    }

    routing::wall_time time(std::string_view name) { return {number(name)}; }

    solved solved_word(std::string_view name) {
        const auto value = solved_from(text(name));
        if (!value) ok_ = false;
        return value.value_or(solved::no);
    }

    std::vector<std::string> words(std::string_view name) {
        std::vector<std::string> list;
        const auto* value = find(name);
        const auto* array = value == nullptr ? nullptr : value->if_array();
        if (array == nullptr) {
            ok_ = false;
            return list;
        }
        for (const auto& entry : *array) {
            if (!entry.is_string())
                ok_ = false;
            else
                list.emplace_back(entry.get_string());
        }
        return list;
    }

    const bjson::object* object(std::string_view name) {
        const auto* value = find(name);
        const auto* nested = value == nullptr ? nullptr : value->if_object();
        if (nested == nullptr) ok_ = false;
        return nested;
    }

private:
    const bjson::value* find(std::string_view name) const { return object_->if_contains(name); }

    const bjson::object* object_;
    bool ok_ = true;
};

offer_reason read_reason(members& in) {
    const auto* object = in.object("why");
    if (object == nullptr) return {};
    members why(*object);
    offer_reason reason;
    reason.skill = why.text("skill");
    reason.level = static_cast<int>(why.number("level"));
    reason.load = why.real("load");
    reason.returning = why.boolean("returning");
    if (!why.ok()) in.fail();
    return reason;
}

storage::author_role read_role(members& in, std::string_view name) {
    const auto word = in.text(name);
    using storage::author_role;
    for (const auto role :
         {author_role::system,
          author_role::customer,
          author_role::agent,
          author_role::supervisor}) {
        if (storage::name_of(role) == word) return role;
    }
    in.fail();
    return author_role::system;
}

template <class OfferEnd>
body::any read_offer_end(members& in) {
    return OfferEnd{in.id<routing::staff_id>("staff"), in.text("reason")};
}

body::any read_offered(members& in) {
    return body::offered{
        in.id<routing::staff_id>("staff"),
        in.id<routing::offer_id>("offer"),
        in.time("until"),
        read_reason(in)};
}

body::any read_opened(members& in) {
    return body::opened{
        in.text("topic"),
        in.optional_text("need_type"),
        in.optional_text("order"),
        in.optional_text("text"),
        in.text("locale")};
}

body::any read_transferred(members& in) {
    return body::transferred{
        in.id<routing::staff_id>("from"),
        in.optional_id<routing::staff_id>("to_staff"),
        in.optional_id<routing::skill_id>("to_skill"),
        in.text("name"),
        in.text("note")};
}

body::any read_wrapped_up(members& in) {
    return body::wrapped_up{
        in.text("topic"), in.text("need_type"), in.solved_word("solved"), in.text("solution")};
}

body::any read_rated(members& in) {
    body::rated rated;
    rated.score = static_cast<int>(in.number("score"));
    if (in.has("solved")) rated.solved = in.solved_word("solved");
    rated.tags = in.words("tags");
    rated.comment = in.optional_text("comment");
    return rated;
}

body::any read(event_kind kind, members& in) {
    switch (kind) {
    case event_kind::opened:
        return read_opened(in);
    case event_kind::queued:
        return body::queued{
            in.id<routing::skill_id>("skill"), static_cast<int>(in.number("level"))};
    case event_kind::offered:
        return read_offered(in);
    case event_kind::accepted:
        return body::accepted{in.id<routing::staff_id>("staff"), in.text("name"), in.text("why")};
    case event_kind::declined:
        return read_offer_end<body::declined>(in);
    case event_kind::missed:
        return read_offer_end<body::missed>(in);
    case event_kind::withdrawn:
        return read_offer_end<body::withdrawn>(in);
    case event_kind::message:
        return body::message{
            in.text("text"), in.boolean_or_false("auto"), in.optional_text(for_customer_field)};
    case event_kind::note:
        return body::note{in.text("text")};
    case event_kind::transferred:
        return read_transferred(in);
    case event_kind::requeued:
        return body::requeued{in.text("reason")};
    case event_kind::ended:
        return body::ended{read_role(in, "by")};
    case event_kind::wrapped_up:
        return read_wrapped_up(in);
    case event_kind::closed:
        return body::closed{};
    case event_kind::abandoned:
        return body::abandoned{in.text("reason")};
    case event_kind::rated:
        return read_rated(in);
    case event_kind::parked:
        return body::parked{in.time("due")};
    }
    in.fail();
    return body::closed{};
}

std::optional<bjson::object> parse(std::string_view text) {
    boost::system::error_code failed;
    auto value = bjson::parse(text, failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

std::optional<body::any> decode(event_kind kind, const bjson::object& object) {
    members in(object);
    auto what = read(kind, in);
    if (!in.ok()) return std::nullopt;
    return what;
}

} // namespace

std::optional<body::any> decode_body(event_kind kind, std::string_view text) {
    const auto object = parse(text);
    if (!object) return std::nullopt;
    return decode(kind, *object);
}

std::string customer_body(event_kind kind, std::string_view text) {
    const auto names = customer_fields(kind);
    if (names.empty()) return "{}";
    const auto object = parse(text);
    if (!object || !decode(kind, *object)) return "{}";
    bjson::object reduced;
    for (const auto name : names) {
        if (const auto* value = object->if_contains(name)) reduced.emplace(name, *value);
    }
    const auto* own = object->if_contains(for_customer_field);
    if (kind == event_kind::message && own != nullptr) reduced["text"] = *own;
    return bjson::serialize(reduced);
}

// A field's name in quotes can be no part of what somebody wrote: their quotes are escaped.
std::string staff_body(event_kind kind, std::string_view text) {
    static const auto mark = '"' + std::string(for_customer_field) + "\":";
    const bool is_plain = kind != event_kind::message || text.find(mark) == std::string_view::npos;
    if (is_plain) return std::string(text);
    auto object = parse(text);
    if (!object) return std::string(text);
    object->erase(for_customer_field);
    return bjson::serialize(*object);
}

} // namespace kefu::gateway::protocol
