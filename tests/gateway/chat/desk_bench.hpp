#pragma once

#include "gateway/chat/front_desk.hpp"
#include "storage/live/memory_live.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kefu::tests {

// A front desk with a record store and a live store in memory, and everything driven by hand.
class desk_bench {
public:
    desk_bench();
    ~desk_bench();

    void start();               // and reads the record
    void settle();              // until nothing is left to do now
    void pass(std::int64_t ms); // in steps of the desk's own deadlines
    void restart();             // the process dies and another begins on the same stores
    void break_record();        // the next decision cannot be recorded

    // Records the start and tells the desk, as the customer's session does.
    void open(routing::conversation_id id, routing::customer_id customer, bool connected = true);
    void come_online(routing::staff_id staff);
    // The live offer told to this agent last.
    [[nodiscard]] routing::offer_id offer_of(routing::staff_id staff) const;
    // Opened, offered and accepted.
    void serve(routing::conversation_id id, routing::customer_id customer, routing::staff_id by);
    void say(routing::conversation_id id, routing::customer_id by, std::string text);

    [[nodiscard]] gateway::chat::desk_reply note(std::optional<gateway::chat::desk_answer>& into);
    [[nodiscard]] storage::conversation_state state_of(routing::conversation_id id) const;
    [[nodiscard]] std::vector<storage::event_kind> kinds_of(routing::conversation_id id) const;
    [[nodiscard]] std::vector<storage::live::waiting_row> mirror();
    [[nodiscard]] std::vector<storage::live::presence_row> presence();
    [[nodiscard]] routing::tallies counts() const;
    [[nodiscard]] gateway::chat::desk_counters counters() const;
    // By what the desk has shown last.
    [[nodiscard]] bool is_staffed(const routing::requirement& need) const {
        return staffed.covers(our_shop, need);
    }

    hand_clock clock;
    counted_ids ids;
    boost::asio::io_context loop{1};
    fake_record_store store;
    std::unique_ptr<storage::live::memory_live> live;
    recording_floor floor;
    gateway::chat::catalog names = shop_catalog();
    gateway::chat::staffing staffed;
    unsigned staffing_shown = 0; // so often
    std::unique_ptr<gateway::chat::front_desk> desk;
    bool ready = false;

private:
    void make_desk();
    void make_live();
};

} // namespace kefu::tests
