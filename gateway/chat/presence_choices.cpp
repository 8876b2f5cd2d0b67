#include "gateway/chat/presence_choices.hpp"

#include <utility>

#include "storage/live/live_errc.hpp"

namespace kefu::gateway::chat {

std::string trouble_of(const kept_choices& kept) {
    if (kept.error == storage::live::errc::stopped) return {};
    if (kept.error)
        return "redis: the presence that staff had chosen is not read: " + kept.error.message();
    if (kept.unreadable == 0) return {};
    return "redis: presence rows that are not ours, left out: " + std::to_string(kept.unreadable);
}

void presence_choices::choose(routing::staff_id staff, presence_choice wanted) {
    wanted_[staff] = std::move(wanted);
    assumed_.erase(staff);
}

void presence_choices::forget(routing::staff_id staff) {
    wanted_.erase(staff);
    assumed_.erase(staff);
}

std::vector<routing::any_command> presence_choices::restore_known(const desk_state& around) {
    std::vector<routing::any_command> commands;
    for (const auto& [staff, wanted] : wanted_) {
        const auto agent = around.desk->find_agent(staff);
        if (agent) commands.push_back(restore(around, *agent, wanted)); // else no agent any more
    }
    return commands;
}

std::vector<routing::any_command> presence_choices::restore_found(
    const desk_state& around, const found_choices& found
) {
    std::vector<routing::any_command> commands;
    for (const auto& agent : around.desk->agents()) {
        if (wanted_.contains(agent.staff)) continue;
        const auto kept = found.find(agent.staff);
        if (kept == found.end() && agent.active == 0) continue;
        if (kept == found.end()) assumed_.insert(agent.staff);
        const presence_choice online{routing::presence::online, {}};
        commands.push_back(restore(around, agent, kept == found.end() ? online : kept->second));
    }
    return commands;
}

// Who takes no offers, or none any more, is away, as when they took over what they have.
routing::any_command presence_choices::restore(
    const desk_state& around, const routing::agent_view& agent, presence_choice wanted
) {
    const bool is_asked = agent.takes_offers || wanted.state != routing::presence::online;
    if (!is_asked) wanted = {routing::presence::away, {}};
    wanted_[agent.staff] = wanted;
    const bool is_away_for_good = wanted.state == routing::presence::offline;
    if (is_away_for_good && !around.staff.contains(agent.staff)) { // they keep the grace
        return routing::command::agent_signed_out{agent.staff};
    }
    return routing::command::set_presence{agent.staff, wanted.state, wanted.reason};
}

} // namespace kefu::gateway::chat
