#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/json_text.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/part_writer.hpp"

namespace kefu::gateway::protocol {
namespace {

json::object welcome(
    std::string& out, role who, routing::session_id session, routing::wall_time now
) {
    json::object frame(out);
    frame.text("t", "welcome").text("role", word_of(who)).id("session", session.bits);
    frame.time("now", now).number("beat_ms", limits::beat_ms);
    json::object(frame.key("max"))
        .number("frame", limits::frame_bytes_max)
        .number("text", limits::text_code_points_max)
        .close();
    return frame;
}

void append_colleague(std::string& out, const colleague& one) {
    json::object json(out);
    json.id("id", one.id.bits).text("name", one.name).text("presence", word_of(one.presence));
    json.real("load", one.load).number("capacity", one.capacity);
    json::append_array(
        json.key("skills"),
        one.skills,
        [](std::string& to, const colleague_skill& skill) {
            json::object(to).id("id", skill.skill.bits).number("level", skill.level).close();
        }
    );
    json.close();
}

void append_storefront(std::string& out, const storefront_name& one) {
    json::object(out).id("id", one.id.bits).text("name", one.name).close();
}

void append_names(json::object& frame, const names& from) {
    json::append_array(
        frame.key("skills"),
        from.skills,
        [](std::string& to, const skill_name& skill) {
            json::object(to)
                .id("id", skill.id.bits)
                .text("name", skill.name)
                .text("topic", skill.topic)
                .close();
        }
    );
    json::append_array(frame.key("storefronts"), from.storefronts, append_storefront);
}

void append_staff(std::string& out, const welcome_staff& from) {
    json::object(out)
        .id("id", from.staff.bits)
        .text("name", from.name)
        .text("role", word_of(from.role))
        .text("locale", from.locale)
        .close();
}

void append_id(std::string& out, routing::conversation_id id) {
    out += '"';
    out += id.text();
    out += '"';
}

} // namespace

void write_welcome(std::string& out, const welcome_customer& from) {
    auto frame = welcome(out, role::customer, from.session, from.now);
    if (from.token) frame.text("token", *from.token);
    frame.boolean("identified", from.identified).text_unless_empty("name", from.name);
    if (from.conversation) json::append(frame.key("conversation"), *from.conversation);
    frame.close();
}

void write_welcome(std::string& out, const welcome_staff& from) {
    auto frame = welcome(out, from.role, from.session, from.now);
    append_staff(frame.key("staff"), from);
    json::append(frame.key("me"), from.me);
    frame.boolean("chosen", from.chosen);
    append_names(frame, from.names);
    json::append_array(frame.key("colleagues"), from.colleagues, append_colleague);
    json::append_array(frame.key("cards"), from.cards, [](std::string& to, const card& one) {
        json::append(to, one);
    });
    json::append_array(frame.key("offers"), from.offers, [](std::string& to, const offer& one) {
        json::append(to, one);
    });
    if (!from.gone.empty()) json::append_array(frame.key("gone"), from.gone, append_id);
    frame.close();
}

void write_names(std::string& out, const names& from) {
    json::object frame(out);
    frame.text("t", "names");
    append_names(frame, from);
    frame.close();
}

} // namespace kefu::gateway::protocol
