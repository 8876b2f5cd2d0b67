#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/command_batches.hpp"
#include "gateway/chat/decision_writer.hpp"
#include "gateway/chat/desk_answer.hpp"
#include "gateway/chat/desk_counters.hpp"
#include "gateway/chat/desk_day.hpp"
#include "gateway/chat/desk_orders.hpp"
#include "gateway/chat/desk_receipts.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/desk_teller.hpp"
#include "gateway/chat/desk_views.hpp"
#include "gateway/chat/duty_show.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/live_mirror.hpp"
#include "gateway/chat/lost_sign_ins.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/chat/place_teller.hpp"
#include "gateway/chat/presence_choices.hpp"
#include "gateway/chat/record_reading.hpp"
#include "gateway/chat/start_limiter.hpp"
#include "gateway/chat/wall_teller.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/protocol/errors.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/service/sop.hpp"
#include "routing/desk.hpp"
#include "storage/live/live_store.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct front_desk_parts {
    boost::asio::io_context& loop; // the desk's thread
    storage::record_store& records;
    storage::live::live_store& live;
    floor_port& floor;
    const net::transport_clock& clock;
    ids_source& ids;
    const service::sop& manual;
    std::string node; // this node's name in presence leases
    start_limits starts = {};
    // Who is on duty, whenever it has changed; nobody while the desk does not serve.
    std::function<void(routing::organisation_id, skill_levels)> show_staffing =
        [](routing::organisation_id, const skill_levels&) {};
};

// The desk of one organisation with everything around it: records each decision before anybody is
// told (promise G5), keeps the live mirror, tells agents and customers, and rebuilds itself from
// the record at start-up and whenever a write failed. Every method is called on the desk's thread;
// replies come there too, exactly once.
class front_desk {
public:
    front_desk(front_desk_parts parts, routing::organisation_id organisation, catalog_ptr names);
    ~front_desk();

    void start(std::function<void()> ready); // reads the record; `ready` once it stands
    void stop();
    [[nodiscard]] bool is_ready() const { return state_ == state::serving; } // any thread

    void use_catalog(catalog_ptr fresh);

    // Sessions.
    void staff_connected(routing::staff_id staff);
    void staff_gone(routing::staff_id staff, const std::string& sign_in = {});
    // By one of their sign-ins, whose sessions are gone; offline when no other session is left, nor
    // one by another sign-in was lost within the grace.
    void staff_signed_out(routing::staff_id staff, const std::string& sign_in = {});
    void customer_connected(routing::conversation_id conversation);
    void customer_gone(routing::conversation_id conversation);
    // Fills in what a staff session is welcomed with, and makes it follow its conversations.
    void welcome(
        routing::staff_id staff, std::function<void(std::optional<protocol::welcome_staff>)> done
    );
    [[nodiscard]] std::optional<protocol::place> place_of(routing::conversation_id id) const;
    // What is known of an open conversation, whatever is told of it coming after; null when it is
    // not open here. Valid during the call.
    [[nodiscard]] const open_entry* find_open(routing::conversation_id id) const {
        return own_.book.find(id);
    }

    // Facts from the record's other writers (already committed).
    void opened(
        storage::conversation_row row,
        storage::customer_row customer,
        const std::vector<storage::event>& events
    );
    void message_committed(
        const storage::conversation_row& row, const std::vector<storage::event>& events
    );
    // `staff` empty: the customer's own. The other side is told what is new, never more than there
    // is to read; what somebody says who only looks on is nobody's receipt and nobody's typing.
    // A shard with too much to do hears a receipt in the next round, and no typing.
    void receipt(std::optional<routing::staff_id> staff, const protocol::receipt& what) {
        receipts_.raise(staff, what);
    }
    void staff_types(routing::staff_id staff, const protocol::typing& what);
    // May this customer open one more? Admitted: it counts, until it is given back.
    [[nodiscard]] start_leave may_start(
        routing::customer_id customer, const net::peer_address& from
    );
    void start_opened_nothing(routing::customer_id customer, const net::peer_address& from);

    // Commands.
    void set_presence(
        routing::staff_id staff, routing::presence wanted, std::string reason, desk_reply reply
    );
    void accept(routing::staff_id staff, routing::offer_id offer, desk_reply reply);
    void decline(
        routing::staff_id staff, routing::offer_id offer, std::string reason, desk_reply reply
    );
    void transfer(routing::staff_id staff, protocol::conversation_transfer what, desk_reply reply);
    void end(routing::staff_id staff, protocol::conversation_end what, desk_reply reply);
    void wrap_up(routing::staff_id staff, protocol::wrap_up_save what, desk_reply reply);
    void assign(routing::staff_id supervisor, protocol::conversation_assign what, desk_reply reply);
    // For themselves; the answer carries the card, also when it is theirs already.
    void take(routing::staff_id supervisor, protocol::conversation_take what, desk_reply reply);
    void leave(
        routing::customer_id customer, routing::conversation_id conversation, desk_reply reply
    );
    // Card of an open conversation; empty when it is not open here.
    [[nodiscard]] std::optional<protocol::card> find_card(routing::conversation_id id) const;
    // The others, as they are now: whom this one can transfer to.
    [[nodiscard]] std::vector<protocol::colleague> colleagues_of(routing::staff_id staff) const {
        return chat::colleagues_of(own_, staff);
    }

    // The wall goes out through floor_port::to_wall while there are watchers.
    void wall_watched() { wall_.watched(); }
    void wall_unwatched() { wall_.unwatched(); }
    // What is behind a cell of it, or, without an agent, behind the number of those who are late.
    // An agent whom this desk does not know is `forbidden`.
    void wall_cards(std::optional<routing::staff_id> staff, const desk_reply& reply) const;

    // Redis lost what was written there: it is written again in the next round.
    void live_lost() { mirror_.lost(); }

    // Does what has come due by the clock: the desk's own timer calls it, and a test that moves the
    // clock by hand.
    void check_deadlines();

    // Adds this desk's figures to those of the others.
    void add_to(desk_counters& sums, routing::tallies& counts) const;

private:
    enum class state : std::uint8_t { starting, serving, frozen, stopped };

    // front_desk.cpp
    void run(const routing::any_command& command, asked from, desk_reply reply);
    void record(
        const routing::any_effect& decision,
        const asked& from,
        command_batches::number batch,
        routing::instant now
    );
    void committed(
        const routing::any_effect& decision,
        command_batches::number batch,
        const storage::result<storage::log_outcome>& outcome
    );
    void publish(const storage::log_outcome& outcome);
    void tell(const routing::any_effect& decision, const storage::conversation_row& row);
    void tell_of_agents(const routing::any_effect& decision);
    void settle(command_batches::number batch);
    void connect_agent(routing::staff_id staff);
    [[nodiscard]] bool decides_about(routing::conversation_id id) const;
    // For commands that nobody waits for: a refusal is logged and counted.
    [[nodiscard]] desk_reply must_be_done(const char* what);
    // The same for a conversation that is to be taken in: refused, it is set aside.
    [[nodiscard]] desk_reply must_take_in(routing::conversation_id id);
    [[nodiscard]] desk_answer answer_of(const command_batches::subject& of) const;
    void arm();
    void round();
    void freeze(const char* why);
    [[nodiscard]] std::optional<protocol::error> not_serving() const;

    // front_desk_commands.cpp
    void run(desk_order order, desk_reply reply);
    void run_keyed(desk_order order, desk_reply reply);
    void find_repeat(const asked& from, desk_answer otherwise, desk_reply reply);

    // front_desk_views.cpp
    [[nodiscard]] staff_view_input shown_to(routing::staff_id staff) const;

    // front_desk_rebuild.cpp
    void begin_rebuild();
    void retry_rebuild();
    void finish_rebuild(record_read read);
    void define_agents();
    void remove_agents();
    void restore(open_entry entry);
    void restore_presence();

    front_desk_parts parts_;
    desk_state own_;
    std::atomic<state> state_{state::starting}; // changed on the desk's thread only
    presence_choices choices_;
    lost_sign_ins lost_sign_ins_;
    std::vector<open_entry> opened_meanwhile_;
    command_batches batches_;
    decision_writer writer_;
    record_reading reading_;
    duty_show duty_;
    start_limiter starts_;
    desk_day day_;
    live_mirror mirror_;
    desk_receipts receipts_;
    place_teller places_;
    wall_teller wall_;
    desk_teller teller_;
    std::int64_t rounds_ = 0;
    desk_counters counters_;
    std::function<void()> on_ready_;
    std::optional<routing::instant> round_due_;
    std::optional<routing::instant> rebuild_due_;
    boost::asio::steady_timer timer_;
};

} // namespace kefu::gateway::chat
