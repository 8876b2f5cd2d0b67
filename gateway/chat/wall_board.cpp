#include "gateway/chat/wall_board.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/chat/desk_writes.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/wall_cards.hpp"
#include "gateway/service/masking.hpp"

namespace kefu::gateway::chat {

namespace {

protocol::queue_reason reason_of(routing::waiting_because why) {
    switch (why) {
    case routing::waiting_because::no_agent_with_skill:
        return protocol::queue_reason::no_agent;
    case routing::waiting_because::all_away:
        return protocol::queue_reason::all_away;
    case routing::waiting_because::excluded:
        return protocol::queue_reason::excluded;
    case routing::waiting_because::all_full:
        return protocol::queue_reason::all_full;
    case routing::waiting_because::next_in_line:
        return protocol::queue_reason::next;
    }
    return protocol::queue_reason::none;
}

protocol::queue_reason why_first_waits(
    const wall_input& from, routing::skill_id skill, routing::conversation_id first
) {
    const auto why = from.desk.why_waiting(first);
    if (!why) return protocol::queue_reason::none;
    const auto reason = reason_of(*why);
    // Routing knows who could be asked; whoever went home is not "away".
    const bool nobody =
        reason == protocol::queue_reason::all_away && from.desk.presence_in(skill).away == 0;
    return nobody ? protocol::queue_reason::no_agent : reason;
}

// Who waits for one skill, in its line or while an agent decides.
struct line_facts {
    std::size_t in_line = 0;
    std::vector<const routing::offer*> ringing; // in the order of the offers
    std::optional<routing::wall_time> oldest_wait;
};
using lines_by_skill = std::map<routing::skill_id, line_facts>;

lines_by_skill lines_of(const wall_input& from) {
    lines_by_skill lines;
    for (const auto& line : from.desk.waiting_by_skill())
        lines[line.skill].in_line = line.waiting;
    for (const auto& [id, offer] : from.desk.offers())
        lines[offer.reasons.need.skill].ringing.push_back(&offer);
    for (const auto& [id, entry] : from.book.all()) {
        if (!storage::waits_for_agent(entry.row.state)) continue;
        const auto line = lines.find(entry.row.skill);
        if (line == lines.end()) continue; // decided otherwise already, and about to be told
        auto& oldest = line->second.oldest_wait;
        if (!oldest || entry.row.waiting_from < *oldest) oldest = entry.row.waiting_from;
    }
    return lines;
}

protocol::wall_waiting waiting_of(const open_entry& entry) {
    protocol::wall_waiting one;
    one.id = entry.row.id;
    one.customer = entry.customer.id;
    one.name = service::mask_name(entry.customer.name);
    one.topic = entry.row.topic;
    one.queued_at = entry.row.queued_at;
    one.points = entry.row.points;
    one.waiting_from = entry.row.waiting_from;
    return one;
}

protocol::wall_queue queue_of(
    const wall_input& from, const storage::skill_row& skill, const lines_by_skill& lines
) {
    protocol::wall_queue queue;
    queue.skill = skill.id;
    queue.name = skill.name;
    queue.agents_online = static_cast<int>(from.desk.presence_in(skill.id).on_duty);
    const auto line = lines.find(skill.id);
    if (line == lines.end()) return queue;
    const auto& facts = line->second;
    queue.waiting = static_cast<int>(facts.in_line + facts.ringing.size());
    queue.longest_wait_from = facts.oldest_wait;
    for (const auto* offer : facts.ringing) {
        const auto* entry = from.book.find(offer->conversation);
        if (entry == nullptr || queue.list.size() == protocol::wall_list_max) continue;
        queue.list.push_back(waiting_of(*entry));
        queue.list.back().offered_to = offer->staff;
    }
    bool is_first = true;
    for (const auto id : from.desk.front_of(skill.id, protocol::wall_list_max)) {
        const auto* entry = from.book.find(id);
        if (entry == nullptr) continue;
        if (std::exchange(is_first, false)) {
            queue.why = why_first_waits(from, skill.id, id);
        }
        if (queue.list.size() < protocol::wall_list_max) queue.list.push_back(waiting_of(*entry));
    }
    return queue;
}

// A line for each skill, and one for those whom any agent may take while there are such.
std::vector<protocol::wall_queue> queues_of(const wall_input& from) {
    std::vector<protocol::wall_queue> queues;
    const auto lines = lines_of(from);
    for (const auto& skill : from.names.skills) {
        if (skill.organisation != from.organisation) continue;
        queues.push_back(queue_of(from, skill, lines));
    }
    auto any = queue_of(from, {}, lines);
    if (any.waiting > 0) queues.push_back(std::move(any));
    return queues;
}

std::optional<routing::wall_time> longest_unanswered(
    const wall_input& from, routing::staff_id staff
) {
    std::optional<routing::wall_time> longest;
    for (const auto id : from.desk.conversations_of(staff)) {
        const auto* entry = from.book.find(id);
        if (entry == nullptr || !entry->row.waiting_since) continue;
        if (!longest || *entry->row.waiting_since < *longest) longest = entry->row.waiting_since;
    }
    return longest;
}

std::vector<protocol::wall_agent> agents_of(
    const wall_input& from, const std::vector<routing::agent_view>& agents
) {
    std::vector<protocol::wall_agent> shown;
    for (const auto& agent : agents) {
        const auto* row = from.names.member(agent.staff);
        if (row == nullptr) continue;
        // Supervisors who take no offers, while they have what they took over.
        if (!agent.takes_offers && agent.active + agent.wrap_ups == 0) continue;
        protocol::wall_agent cell;
        cell.staff = agent.staff;
        cell.name = row->display_name;
        cell.presence = presence_of(agent.wanted);
        cell.reason = agent.reason;
        cell.since = wall_of(agent.since, from.now, from.at);
        cell.connected = agent.connected;
        cell.load = agent.load;
        cell.capacity = static_cast<int>(agent.capacity);
        cell.longest_unanswered_since = longest_unanswered(from, agent.staff);
        cell.closed_today = from.today.closed_count(agent.staff);
        cell.score = from.today.score(agent.staff);
        shown.push_back(std::move(cell));
    }
    return shown;
}

// Waits for its first acceptance past the target. One that was accepted before was counted then.
bool is_overdue(const open_entry& entry, const wall_input& from) {
    return storage::waits_for_agent(entry.row.state) && entry.row.generation == 0 &&
           from.at.ms - entry.row.queued_at.ms > from.accept_ms;
}

protocol::wall_tiles tiles_of(
    const wall_input& from,
    const std::vector<routing::agent_view>& agents,
    const std::vector<protocol::wall_queue>& queues
) {
    protocol::wall_tiles tiles;
    const auto counts = from.desk.counts();
    tiles.waiting = static_cast<int>(counts.waiting + counts.offered);
    tiles.ringing = static_cast<int>(counts.offered);
    tiles.active = static_cast<int>(counts.active);
    for (const auto& queue : queues) {
        if (!queue.longest_wait_from) continue;
        tiles.longest_wait_ms =
            std::max(tiles.longest_wait_ms, from.at.ms - queue.longest_wait_from->ms);
    }
    for (const auto& agent : agents) {
        if (!agent.on_duty) continue;
        ++tiles.agents_online;
        if (!agent.ready) continue; // whoever is not asked has no room that counts
        ++tiles.agents_ready;
        if (agent.load < agent.capacity) tiles.capacity_free += agent.capacity - agent.load;
    }
    int overdue_count = 0;
    for (const auto& [id, entry] : from.book.all()) {
        if (is_late(entry, from.at, from.late_after_ms)) ++tiles.late;
        if (is_overdue(entry, from)) ++overdue_count;
    }
    tiles.closed_today = from.today.closed_count();
    tiles.abandoned_today = from.today.abandoned_count();
    tiles.service_level = from.today.service_level(overdue_count);
    return tiles;
}

// The text of one part tells whether it changed: the writer is the one definition of what shows.
template <class Part>
std::string text_of(const Part& part) {
    protocol::wall frame;
    if constexpr (std::is_same_v<Part, protocol::wall_queue>) frame.queues.push_back(part);
    if constexpr (std::is_same_v<Part, protocol::wall_agent>) frame.agents.push_back(part);
    if constexpr (std::is_same_v<Part, protocol::wall_tiles>) frame.tiles = part;
    std::string text;
    protocol::write_wall(text, frame);
    return text;
}

std::string name_of_part(routing::skill_id line) { return protocol::name_of_line(line); }
std::string name_of_part(routing::staff_id agent) { return agent.text(); }

template <class Part, class Id>
std::vector<Part> changed_parts(
    std::vector<Part> now,
    Id Part::*id,
    std::map<Id, std::string>& shown,
    std::vector<std::string>& gone
) {
    std::vector<Part> changed;
    std::set<Id> present;
    for (auto& part : now) {
        present.insert(part.*id);
        auto text = text_of(part);
        auto& before = shown[part.*id];
        if (before == text) continue;
        before = std::move(text);
        changed.push_back(std::move(part));
    }
    for (auto at = shown.begin(); at != shown.end();) {
        if (present.contains(at->first)) {
            ++at;
            continue;
        }
        gone.push_back(name_of_part(at->first));
        at = shown.erase(at);
    }
    return changed;
}

} // namespace

std::optional<protocol::wall> wall_board::next(const wall_input& from) {
    const auto agents = from.desk.agents();
    auto queues = queues_of(from);
    protocol::wall frame;
    frame.tiles = tiles_of(from, agents, queues);
    if (full_wanted_) {
        queues_shown_.clear();
        agents_shown_.clear();
    }
    // A running clock is not a change: watchers count the longest wait themselves.
    auto tiles = frame.tiles;
    tiles.longest_wait_ms = 0;
    auto tiles_text = text_of(tiles);
    const bool tiles_changed = tiles_text != tiles_shown_;
    tiles_shown_ = std::move(tiles_text);
    frame.queues =
        changed_parts(std::move(queues), &protocol::wall_queue::skill, queues_shown_, frame.gone);
    frame.agents = changed_parts(
        agents_of(from, agents), &protocol::wall_agent::staff, agents_shown_, frame.gone
    );
    const bool changed = full_wanted_ || tiles_changed || !frame.queues.empty() ||
                         !frame.agents.empty() || !frame.gone.empty();
    if (!changed) return std::nullopt;
    frame.full = std::exchange(full_wanted_, false);
    if (frame.full) frame.gone.clear();
    frame.version = ++version_;
    return frame;
}

} // namespace kefu::gateway::chat
