#pragma once

#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/row_commands.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace kefu::tests {

// What stands at the desk of our shop, for the tests of a desk's parts: agents are known, and what
// is decided is in the record at once.
struct desk_stand {
    desk_stand() {
        around.organisation = our_shop;
        around.names = std::make_shared<const gateway::chat::catalog>(shop_catalog());
        around.desk = std::make_unique<routing::desk>(7);
        for (const auto& row : around.names->staff) {
            if (row.organisation == our_shop) say(gateway::chat::define_agent_of(row));
        }
    }

    std::vector<routing::any_effect> say(const routing::any_command& what) {
        auto done = around.desk->apply(what, clock.now());
        EXPECT_FALSE(done.refused);
        return std::move(done.effects);
    }
    void open(
        routing::conversation_id id,
        routing::customer_id customer,
        routing::skill_id skill = returns
    ) {
        gateway::chat::open_entry entry;
        entry.row = waiting_row(id, customer);
        entry.row.queued_at = entry.row.waiting_from = clock.wall();
        entry.row.skill = skill;
        entry.customer = customer_named(customer, "王小明");
        const auto command = gateway::chat::queue_of(entry.row, clock.now(), clock.wall());
        around.book.put(std::move(entry));
        say(command);
        note_recorded(id);
    }
    // Is here, and takes what comes.
    void come_online(routing::staff_id staff) {
        EXPECT_TRUE(around.staff.came(staff));
        say(routing::command::agent_connected{staff});
        say(routing::command::set_presence{staff, routing::presence::online, {}});
        for (const auto& [id, entry] : around.book.all())
            note_recorded(id);
    }
    // Whoever it is offered to takes it.
    void accept(routing::conversation_id id) {
        const auto view = around.desk->find_conversation(id);
        ASSERT_TRUE(view && view->offer);
        say(routing::command::accept{*view->offer, *view->offered_to});
        note_recorded(id);
    }
    // The row as the desk has it.
    void note_recorded(routing::conversation_id id) {
        const auto view = around.desk->find_conversation(id);
        auto* entry = around.book.find(id);
        if (!view || entry == nullptr) return;
        using storage::conversation_state;
        entry->row.generation = view->generation;
        entry->row.assignee = view->owner ? view->owner : view->offered_to;
        entry->row.state = view->offer   ? conversation_state::offered
                           : view->owner ? conversation_state::active
                                         : conversation_state::queued;
    }
    [[nodiscard]] const storage::conversation_row& row(routing::conversation_id id) const {
        return around.book.find(id)->row;
    }

    hand_clock clock;
    gateway::chat::desk_state around;
};

// The one of that kind among them.
template <class Effect>
std::optional<Effect> effect_in(const std::vector<routing::any_effect>& effects) {
    for (const auto& any : effects) {
        if (const auto* one = std::get_if<Effect>(&any)) return *one;
    }
    return std::nullopt;
}

} // namespace kefu::tests
