#include "gateway/protocol/bodies.hpp"

#include <array>

#include "gateway/protocol/json_text.hpp"
#include "gateway/protocol/part_writer.hpp"

namespace kefu::gateway::protocol {
namespace {

using storage::event_kind;

void append_words(std::string& out, const std::vector<std::string>& words) {
    json::append_array(out, words, [](std::string& to, std::string_view word) {
        json::append_text(to, word);
    });
}

void write_offer_end(json::object& json, routing::staff_id staff, std::string_view reason) {
    json.id("staff", staff.bits).text("reason", reason);
}

void write(json::object& json, const body::opened& what) {
    json.text("topic", what.topic);
    if (what.need_type) json.text("need_type", *what.need_type);
    if (what.order) json.text("order", *what.order);
    if (what.text) json.text("text", *what.text);
    json.text("locale", what.locale);
}

void write(json::object& json, const body::queued& what) {
    json.id("skill", what.skill.bits).number("level", what.level);
}

void write(json::object& json, const body::offered& what) {
    json.id("staff", what.staff.bits).id("offer", what.offer.bits).time("until", what.until);
    json::append(json.key("why"), what.why);
}

void write(json::object& json, const body::accepted& what) {
    json.id("staff", what.staff.bits).text("name", what.name).text("why", what.why);
}

void write(json::object& json, const body::declined& what) {
    write_offer_end(json, what.staff, what.reason);
}
void write(json::object& json, const body::missed& what) {
    write_offer_end(json, what.staff, what.reason);
}
void write(json::object& json, const body::withdrawn& what) {
    write_offer_end(json, what.staff, what.reason);
}

void write(json::object& json, const body::message& what) {
    json.text("text", what.text);
    if (what.automatic) json.boolean("auto", true);
    if (what.for_customer) json.text(for_customer_field, *what.for_customer);
}

void write(json::object& json, const body::note& what) { json.text("text", what.text); }

void write(json::object& json, const body::transferred& what) {
    json.id("from", what.from.bits);
    if (what.to_staff) json.id("to_staff", what.to_staff->bits);
    if (what.to_skill) json.id("to_skill", what.to_skill->bits);
    json.text("name", what.name).text("note", what.note);
}

void write(json::object& json, const body::requeued& what) { json.text("reason", what.reason); }

void write(json::object& json, const body::ended& what) {
    json.text("by", storage::name_of(what.by));
}

void write(json::object& json, const body::wrapped_up& what) {
    json.text("topic", what.topic).text("need_type", what.need_type);
    json.text("solved", word_of(what.solved)).text("solution", what.solution);
}

void write(json::object&, const body::closed&) {}

void write(json::object& json, const body::abandoned& what) { json.text("reason", what.reason); }

void write(json::object& json, const body::rated& what) {
    json.number("score", what.score);
    if (what.solved) json.text("solved", word_of(*what.solved));
    append_words(json.key("tags"), what.tags);
    if (what.comment) json.text("comment", *what.comment);
}

void write(json::object& json, const body::parked& what) { json.time("due", what.due); }

// In the order of body::any.
constexpr std::array kinds{
    event_kind::opened,
    event_kind::queued,
    event_kind::offered,
    event_kind::accepted,
    event_kind::declined,
    event_kind::missed,
    event_kind::withdrawn,
    event_kind::message,
    event_kind::note,
    event_kind::transferred,
    event_kind::requeued,
    event_kind::ended,
    event_kind::wrapped_up,
    event_kind::closed,
    event_kind::abandoned,
    event_kind::rated,
    event_kind::parked,
};
static_assert(kinds.size() == std::variant_size_v<body::any>);

} // namespace

event_kind kind_of(const body::any& what) { return kinds[what.index()]; }

std::string encode_body(const body::any& what) {
    std::string out;
    json::object json(out);
    std::visit([&](const auto& each) { write(json, each); }, what);
    json.close();
    return out;
}

std::vector<std::string_view> customer_fields(event_kind kind) {
    switch (kind) {
    case event_kind::opened:
        return {"topic", "order", "text"};
    case event_kind::accepted:
    case event_kind::transferred:
        return {"name"};
    case event_kind::message:
        return {"text", "auto"};
    case event_kind::ended:
        return {"by"};
    case event_kind::abandoned:
        return {"reason"};
    case event_kind::rated:
        return {"score", "solved", "tags", "comment"};
    case event_kind::parked:
        return {"due"};
    case event_kind::queued:
    case event_kind::requeued:
    case event_kind::offered:
    case event_kind::declined:
    case event_kind::missed:
    case event_kind::withdrawn:
    case event_kind::note:
    case event_kind::wrapped_up:
    case event_kind::closed:
        return {};
    }
    return {};
}

} // namespace kefu::gateway::protocol
