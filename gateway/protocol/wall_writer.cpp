#include <algorithm>
#include <array>
#include <span>

#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/json_text.hpp"

namespace kefu::gateway::protocol {
namespace {

constexpr std::array<std::string_view, 6> queue_reason_words{
    "none", "no_agent", "all_away", "all_full", "next", "excluded"};

void append_tiles(std::string& out, const wall_tiles& tiles) {
    json::object json(out);
    json.number("waiting", tiles.waiting).number("ringing", tiles.ringing);
    json.number("longest_wait_ms", tiles.longest_wait_ms);
    json.number("agents_online", tiles.agents_online).number("agents_ready", tiles.agents_ready);
    json.real("capacity_free", tiles.capacity_free).number("active", tiles.active);
    json.number("closed_today", tiles.closed_today);
    json.number("abandoned_today", tiles.abandoned_today);
    if (tiles.service_level) json.real("service_level", *tiles.service_level);
    json.number("late", tiles.late).close();
}

void append_waiting(std::string& out, const wall_waiting& one) {
    json::object json(out);
    json.id("c", one.id.bits).id("customer", one.customer.bits);
    json.text("name", one.name).text("topic", one.topic);
    json.time("queued_at", one.queued_at).number("points", one.points);
    json.time("waiting_from", one.waiting_from);
    if (one.offered_to) json.id("offered_to", one.offered_to->bits);
    json.close();
}

void append_queue(std::string& out, const wall_queue& queue) {
    json::object json(out);
    json.text("skill", name_of_line(queue.skill)).text("name", queue.name);
    json.number("waiting", queue.waiting);
    if (queue.longest_wait_from) json.time("oldest_queued_at", *queue.longest_wait_from);
    json.number("agents_online", queue.agents_online).text("why", word_of(queue.why));
    const std::span all(queue.list);
    const auto shown = all.first(std::min(all.size(), wall_list_max));
    json::append_array(json.key("list"), shown, append_waiting);
    json.close();
}

void append_agent_row(std::string& out, const wall_agent& agent) {
    json::object json(out);
    json.id("staff", agent.staff.bits).text("name", agent.name);
    json.text("presence", word_of(agent.presence)).text_unless_empty("reason", agent.reason);
    json.time("since", agent.since).boolean("connected", agent.connected);
    json.real("load", agent.load).number("capacity", agent.capacity);
    if (agent.longest_unanswered_since) {
        json.time("longest_unanswered_since", *agent.longest_unanswered_since);
    }
    json.number("closed_today", agent.closed_today);
    if (agent.score) json.real("score", *agent.score);
    json.close();
}

} // namespace

std::string name_of_line(routing::skill_id skill) { return skill.is_nil() ? "any" : skill.text(); }

std::string_view word_of(queue_reason value) {
    return queue_reason_words[static_cast<std::size_t>(value)];
}

void write_wall(std::string& out, const wall& frame) {
    json::object json(out);
    json.text("t", "wall").number("v", frame.version);
    if (frame.full) json.boolean("full", true);
    append_tiles(json.key("tiles"), frame.tiles);
    json::append_array(json.key("queues"), frame.queues, append_queue);
    json::append_array(json.key("agents"), frame.agents, append_agent_row);
    if (!frame.full) {
        json::append_array(json.key("gone"), frame.gone, [](std::string& to, std::string_view id) {
            json::append_text(to, id);
        });
    }
    json.close();
}

} // namespace kefu::gateway::protocol
