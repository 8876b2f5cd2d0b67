#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gateway/chat/desk_state.hpp"
#include "routing/commands.hpp"
#include "routing/ids.hpp"
#include "routing/roster.hpp"
#include "storage/result.hpp"

namespace kefu::gateway::chat {

struct presence_choice {
    routing::presence state = routing::presence::offline;
    std::string reason;

    bool operator==(const presence_choice&) const = default;
};
using found_choices = std::map<routing::staff_id, presence_choice>;

// What reading the live store gave of them.
struct kept_choices {
    found_choices choices;
    std::size_t unreadable = 0; // rows among them that somebody else has written
    storage::error_code error;  // then nothing was read
};

// For whoever runs the gateway; empty: nothing that was kept is missing, or the store was stopped.
[[nodiscard]] std::string trouble_of(const kept_choices& kept);

// What each of the staff wants to be, for a desk that is made anew: their own choice is remembered
// here, then in the live store. One who owns conversations and whose choice is lost is taken to be
// online, so that they can go on, until their console says otherwise. Pure; owned by the front
// desk, and bounded by its staff.
class presence_choices {
public:
    // By themselves.
    void choose(routing::staff_id staff, presence_choice wanted);
    // The desk has it so.
    void note(routing::staff_id staff, presence_choice now) { wanted_[staff] = std::move(now); }
    void forget(routing::staff_id staff); // no agent any more
    // Known, and not only taken to be so.
    [[nodiscard]] bool is_chosen(routing::staff_id staff) const {
        return wanted_.contains(staff) && !assumed_.contains(staff);
    }

    // The commands by which a new desk has what was chosen here, ...
    [[nodiscard]] std::vector<routing::any_command> restore_known(const desk_state& around);
    // ... and, of those whose choice is not known here, what the live store has kept.
    [[nodiscard]] std::vector<routing::any_command> restore_found(
        const desk_state& around, const found_choices& found
    );

private:
    [[nodiscard]] routing::any_command restore(
        const desk_state& around, const routing::agent_view& agent, presence_choice wanted
    );

    std::map<routing::staff_id, presence_choice> wanted_;
    std::set<routing::staff_id> assumed_; // of these: nobody knew it at the start, nor has said it
};

} // namespace kefu::gateway::chat
