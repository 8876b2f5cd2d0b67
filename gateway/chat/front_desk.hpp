#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/desk_writes.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/mirror_pace.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/chat/place_rounds.hpp"
#include "gateway/chat/record_reading.hpp"
#include "gateway/chat/staffing.hpp"
#include "gateway/chat/start_limiter.hpp"
#include "gateway/chat/wall_board.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/protocol/errors.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/service/sop.hpp"
#include "routing/desk.hpp"
#include "storage/live/live_store.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// What a command to the front desk came to. `error` empty: done, and recorded.
struct desk_answer {
    std::optional<protocol::error> error;
    std::optional<protocol::card> card;
    std::optional<protocol::me> me;
    std::optional<protocol::card_list> cards;

    [[nodiscard]] static desk_answer no(protocol::error why) { return {why, {}, {}, {}}; }
};
using desk_reply = std::function<void(desk_answer)>;

struct desk_counters {
    std::uint64_t decisions = 0;     // effects recorded
    std::uint64_t rebuilds = 0;      // from the record, start-up included
    std::uint64_t failed_writes = 0; // each freezes the desk
    std::uint64_t live_rebuilds = 0; // mirrors written whole again
    std::uint64_t acts_refused = 0;  // of the surroundings themselves, which nobody waits for
    std::uint64_t set_aside = 0;     // conversations too damaged to be read, or refused by the desk
    std::uint64_t starts_limited = 0; // refused for speed
};

// Whether a customer may open a conversation now, or why not.
struct start_leave {
    std::optional<protocol::error> refused;
    std::int64_t after_ms = 0;
};

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
    void staff_gone(routing::staff_id staff);
    // By one of their sign-ins, whose sessions are gone; offline when no other session is left.
    void staff_signed_out(routing::staff_id staff);
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
        return book_.find(id);
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
    // A shard with too much to do hears it in the next round.
    void receipt(std::optional<routing::staff_id> staff, const protocol::receipt& what);
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
    [[nodiscard]] std::vector<protocol::colleague> colleagues_of(routing::staff_id staff) const;

    // The wall goes out through floor_port::to_wall while there are watchers.
    void wall_watched(); // one more; the wall of the next round is full
    void wall_unwatched();
    // What is behind a cell of it, or, without an agent, behind the number of those who are late.
    // An agent whom this desk does not know is `forbidden`.
    void wall_cards(std::optional<routing::staff_id> staff, const desk_reply& reply) const;

    // Redis lost what was written there: it is written again in the next round.
    void live_lost() { mirror_pace_.ask(parts_.clock.now()); }

    // Does what has come due by the clock: the desk's own timer calls it, and a test that moves the
    // clock by hand.
    void check_deadlines();

    // Adds this desk's figures to those of the others.
    void add_to(desk_counters& sums, routing::tallies& counts) const;

private:
    enum class state : std::uint8_t { starting, serving, frozen, stopped };
    // The writes of one apply(), answered together when all of them are committed.
    struct batch {
        std::size_t open_writes = 0;
        std::optional<routing::conversation_id> about;
        std::optional<routing::staff_id> staff; // whose `me` the answer carries
        std::vector<routing::conversation_id> written;
        std::vector<std::uint64_t> waiting; // batches that settle after this one
        desk_reply reply;
    };

    // front_desk.cpp
    struct asked {
        std::optional<routing::conversation_id> about; // the one that the command is about
        std::optional<routing::staff_id> staff;
        std::optional<act> said;
    };
    void run(const routing::any_command& command, asked from, desk_reply reply);
    bool record(
        const routing::any_effect& decision,
        const asked& from,
        std::uint64_t batch_number,
        routing::instant now
    );
    void committed(
        const routing::any_effect& decision,
        std::uint64_t batch_number,
        storage::result<storage::log_outcome> outcome
    );
    void connect_agent(routing::staff_id staff);
    [[nodiscard]] bool decides_about(routing::conversation_id id) const;
    void only_published(const storage::result<storage::log_outcome>& outcome);
    void wait_for_earlier(std::uint64_t batch_number);
    void settle(std::uint64_t batch_number);
    // For commands that nobody waits for: a refusal is logged and counted.
    [[nodiscard]] desk_reply must_be_done(const char* what);
    // The same for a conversation that is to be taken in: refused, it is set aside.
    [[nodiscard]] desk_reply must_take_in(routing::conversation_id id);
    [[nodiscard]] desk_answer answer_of(const batch& all) const;
    void arm();
    void round();
    void save_receipts();
    void freeze(const char* why);
    [[nodiscard]] std::optional<protocol::error> not_serving() const;
    void run_keyed(const routing::any_command& command, asked from, desk_reply reply);
    void find_repeat(asked from, desk_answer otherwise, desk_reply reply);

    // front_desk_facts.cpp
    [[nodiscard]] bool can_take_more() const;
    void tell_receipt(const open_entry& entry, storage::party by);
    void tell_receipts_again();

    // front_desk_tell.cpp
    struct news {
        const storage::conversation_row& row; // as this decision left it
        const open_entry& entry;              // as it is known now
    };
    void tell(const routing::any_effect& decision, const storage::log_outcome& outcome);
    void tell_of(const routing::effect::offered& e, const news& told);
    void tell_of(const routing::effect::offer_withdrawn& e, const news& told);
    void tell_of(const routing::effect::declined& e, const news& told);
    void tell_of(const routing::effect::missed& e, const news& told);
    void tell_of(const routing::effect::assigned& e, const news& told);
    void tell_of(const routing::effect::requeued& e, const news& told);
    void tell_of(const routing::effect::transferred& e, const news& told);
    void tell_of(const routing::effect::wrap_up_started& e, const news& told);
    void tell_of(const routing::effect::closed& e, const news& told);
    void tell_of(const routing::effect::abandoned& e, const news& told);
    void tell_of(const routing::effect::parked& e, const news& told);
    void tell_of(const routing::effect::unparked& e, const news& told);
    // Their customer was told by the start, or nothing of it shows.
    void tell_of(const routing::effect::queued&, const news&) {}
    void tell_of(const routing::effect::exclusions_cleared&, const news&) {}
    // Those about agents and lines are not recorded: tell_agent_effect.
    template <class AboutAgents>
    requires(!requires(AboutAgents e) { e.conversation; }
    ) void tell_of(const AboutAgents&, const news&) {}
    void tell_agent_effect(const routing::any_effect& decision);
    void send_card(routing::conversation_id id);
    void send_card_gone(routing::staff_id staff, routing::conversation_id id, std::string_view why);
    void take_card(routing::staff_id staff, routing::conversation_id id, std::string_view why);
    void send_me(routing::staff_id staff);
    void send_names();
    void send_state(const open_entry& entry);
    void send_offer_gone(routing::staff_id staff, routing::offer_id offer, std::string_view why);
    void note_staffing();
    void send_places();
    void send_place(routing::conversation_id id);
    void send_wall();
    void mirror(const routing::any_effect& decision);

    // front_desk_views.cpp
    void show_staffing();
    // Commands about many agents: who is on duty then is shown once, for each showing looks through
    // all of them and goes to every shard.
    template <class Work>
    void show_staffing_after(Work work) {
        staffing_waits_ = true;
        work();
        staffing_waits_ = false;
        show_staffing();
    }
    [[nodiscard]] protocol::me me_of(routing::staff_id staff) const;
    [[nodiscard]] protocol::offer offer_of(const routing::offer& live, const open_entry& entry)
        const;
    [[nodiscard]] routing::wall_time wall_of_instant(routing::instant when) const;
    [[nodiscard]] protocol::names names_shown() const;

    // front_desk_rebuild.cpp
    void begin_rebuild();
    void retry_rebuild();
    void finish_rebuild(record_read read);
    // What agents were told they have. What was decided and not told is none of it: it may have
    // been committed after the desk had stopped.
    using told_cards = std::map<routing::conversation_id, routing::staff_id>;
    [[nodiscard]] told_cards told_to_agents() const;
    void tell_rebuilt(const told_cards& before);
    void define_agents();
    void remove_agents();
    void restore(open_entry entry);
    struct wanted_presence {
        routing::presence state = routing::presence::offline;
        std::string reason;
    };
    void restore_presence();
    void restore_found(const std::map<routing::staff_id, wanted_presence>& found);
    void restore_presence_of(const routing::agent_view& agent, wanted_presence wanted);
    void put_live();
    void live_written(const storage::result<void>& written);
    void put_presence(); // of all, once in a while
    void put_presence_of(routing::staff_id staff);
    [[nodiscard]] std::optional<storage::live::presence_row> presence_row_of(routing::staff_id staff
    ) const;
    void put_presence_rows(std::vector<storage::live::presence_row> rows);
    void drop_presence(routing::staff_id staff);

    // front_desk_day.cpp
    [[nodiscard]] std::int64_t accept_ms() const; // the service level's target
    [[nodiscard]] day_tally& day_of(routing::wall_time at);
    void check_day();
    void tell_day();
    void set_day_clock();
    void read_day_again(routing::wall_time midnight);
    void note_ratings(
        const storage::conversation_row& row, const std::vector<storage::event>& events
    );
    void count_ratings_of_meanwhile();

    front_desk_parts parts_;
    routing::organisation_id organisation_;
    catalog_ptr names_;
    std::string names_told_; // as consoles were sent them last, or were welcomed with
    std::atomic<state> state_{state::starting}; // changed on the desk's thread only
    std::uint64_t incarnation_ = 0; // of desk_: completions of an earlier one are ignored
    std::unique_ptr<routing::desk> desk_;
    open_book book_;
    std::map<routing::staff_id, unsigned> staff_sessions_;
    // Sessions of the customer by conversation, open or not; survives a rebuild.
    std::map<routing::conversation_id, unsigned> customer_sessions_;
    std::map<routing::staff_id, wanted_presence> wanted_; // survives a rebuild
    std::set<routing::staff_id> assumed_; // of these: nobody knew it at the start, nor has said it
    std::map<routing::offer_id, routing::staff_id> told_offers_; // that ring; survives a rebuild
    std::vector<open_entry> opened_meanwhile_;
    std::vector<dated_rating> rated_meanwhile_;
    // A shard had no room for them. Of open conversations, at most two each.
    std::set<std::pair<routing::conversation_id, storage::party>> receipts_untold_;
    std::map<std::uint64_t, batch> batches_; // bounded by the store's write queue
    std::uint64_t last_batch_ = 0;
    // The last of them that writes about it, until it is settled.
    std::map<routing::conversation_id, std::uint64_t> deciding_;
    record_reading reading_;
    place_rounds places_;
    std::map<routing::skill_id, unsigned> staffing_told_; // level online, of lines with people in
    std::vector<routing::conversation_id> shut_out_told_; // by id; at most those who wait
    std::optional<std::uint64_t> duty_shown_;             // duty_changes of desk_, while it serves
    bool staffing_waits_ = false;                         // until show_staffing_after is done
    start_limiter starts_;
    day_tally today_;
    day_clock day_clock_;
    bool day_moved_ = false;          // today's figures are of another clock's day
    bool day_is_read_ = false;        // the record has been asked for them
    routing::wall_time day_told_{-1}; // agents know their figures to be of that day
    wall_board board_;
    unsigned wall_watchers_ = 0;
    std::int64_t rounds_ = 0;
    mirror_pace mirror_pace_;
    desk_counters counters_;
    std::function<void()> on_ready_;
    std::function<routing::event_id()> next_event_id_;
    std::optional<routing::instant> round_due_;
    std::optional<routing::instant> rebuild_due_;
    boost::asio::steady_timer timer_;
};

} // namespace kefu::gateway::chat
