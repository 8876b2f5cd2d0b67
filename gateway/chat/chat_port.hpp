#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/customer_gate.hpp"
#include "gateway/chat/desk_door.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/message_rates.hpp"
#include "gateway/chat/network_bytes.hpp"
#include "gateway/chat/network_rates.hpp"
#include "gateway/chat/session.hpp"
#include "gateway/chat/sessions_by.hpp"
#include "gateway/chat/staff_gate.hpp"
#include "gateway/chat/visitor_token.hpp"
#include "gateway/chat/written_text.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/metrics.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/ws_port.hpp"
#include "gateway/protocol/frame_codec.hpp"
#include "gateway/service/forbidden_words.hpp"
#include "gateway/service/sop.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct chat_parts {
    net::shard& shard;
    storage::record_store& records;
    desk_door& desks;
    floor_port& floor;
    staff_gate& gate;
    customer_gate& customers; // of all shards
    network_rates& pages;     // sync_limits, of all shards
    network_bytes& bytes;     // of all shards
    const net::transport_clock& clock;
    ids_source& ids;
    const service::sop& manual;
    const service::forbidden_words& words;
    std::vector<std::string> own_origins; // of console and widget
    protocol::session_limits limits;
    stream_rule streams = step_of;
    message_rates::bounds writers{limits::writing_customers_max, limits::writing_staff_max};
};

// The sessions of one shard: speaks `kefu.v1` to each, follows conversations for them, and turns
// their commands into writes to the record and commands to the desk. All on the shard's thread;
// answers from elsewhere are posted back to it and find their session by its ref, or nobody.
class chat_port final : public net::ws_port {
public:
    chat_port(chat_parts parts, catalog_ptr names);
    ~chat_port() override;

    void start(); // any thread, once the shard runs

    // Closed with 4210 instead of welcomed: as many writers are remembered as may be. Any thread.
    [[nodiscard]] std::uint64_t writers_refused() const { return writers_refused_.value(); }

    // Messages of customers who have written enough without an answer. Any thread.
    [[nodiscard]] std::uint64_t unanswered_refused() const { return unanswered_refused_.value(); }

    // ws_port
    net::upgrade_verdict on_upgrade(const net::upgrade_request& request) override;
    void on_open(net::connection_ref from, const net::upgrade_request& request) override;
    void on_message(net::connection_ref from, std::string_view text) override;
    void on_drained(net::connection_ref from) override;
    void on_closed(net::connection_ref from, const net::close_info& why) override;

    // What floor_port says to this shard.
    void publish(const publication& news);
    void to_staff(routing::staff_id staff, const net::payload& frame, net::entry_kind kind);
    void to_side(
        routing::conversation_id conversation,
        audience who,
        const net::payload& frame,
        net::entry_kind kind
    );
    void follow(
        routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after
    );
    void unfollow(
        routing::staff_id staff, routing::conversation_id conversation, const net::payload& frame
    );
    void customer_opened(const storage::conversation_row& row);
    void to_wall(routing::organisation_id organisation, const net::payload& frame);
    void use_catalog(catalog_ptr fresh);
    void revoke(routing::staff_id staff);
    void signed_out(const staff_sign_in& which);
    void token_ended(routing::organisation_id organisation, const std::string& hash);
    void announce_drain(std::int64_t within_ms);
    // What the tick does every second; a test with a clock of its own calls it.
    void check_deadlines();

private:
    using with_session = std::function<void(session&)>;
    // A start on its way from session to desk, record, desk and session.
    struct start_run {
        net::connection_ref ref;
        protocol::request_number r;
        storage::customer_row customer;
        net::peer_address from;
        start_leave leave;
        bool repeated = false; // the record had it already
    };
    // A conversation as its customer finds it: what is told of it afterwards comes afterwards.
    struct conversation_now {
        storage::conversation_row row;
        std::vector<storage::receipt_row> receipts;
        std::optional<protocol::place> place;
    };

    // chat_port.cpp
    [[nodiscard]] session* find(net::connection_ref ref);
    // Runs on this shard with the session, if it still lives; from any thread.
    void back_to(net::connection_ref ref, with_session then);
    void act_on(session& who, protocol::action what);
    void dispatch(session& who, const protocol::command& what);
    void close(session& who, protocol::close_code code, std::int64_t after_ms = 0);
    void refuse_writer(session& who);
    void send_text(session& who, std::string_view envelope);
    void push(session& who, const net::payload& frame, net::entry_kind kind);
    void answer_ok(session& who, protocol::request_number r);
    void answer_err(session& who, protocol::err_answer answer);
    void answer_err(
        session& who, protocol::request_number r, protocol::error code, std::string text = {}
    );
    // `about`: whose assignment the command claims; to a stranger it answers like one about
    // nothing.
    void answer_too_fast(session& who, protocol::request_number r, std::int64_t after_ms);
    [[nodiscard]] desk_reply answer_later(
        net::connection_ref ref,
        protocol::request_number r,
        std::optional<routing::conversation_id> about
    );
    void arm_tick();
    void keep_sign_in(session& who);
    void leave_desk(staff_identity& who);
    template <class Id>
    void note_ended(std::unordered_map<Id, std::uint64_t>& ended, const Id& what);
    [[nodiscard]] bool has_ended(const staff_admission& as, std::uint64_t asked) const;

    // chat_streams.cpp
    stream& add_stream(
        session& who, routing::conversation_id id, audience side, std::uint64_t cursor
    );
    void drop_stream(session& who, routing::conversation_id id);
    void deliver(session& who, stream& to, const published_event& entry);
    void note_dropped(session& who, std::span<const std::uint64_t> marks);
    void pull(session& who, stream& from);
    void pulled(
        session& who, routing::conversation_id id, storage::result<storage::event_page> page
    );
    void on_sync(session& who, const protocol::sync& what);
    [[nodiscard]] std::int64_t page_wait_ms(const session& who, const stream& of);
    void on_typing(session& who, const protocol::typing& what);
    void on_receipt(session& who, const protocol::receipt& what);
    [[nodiscard]] bool tell_desk(
        session& who, std::function<void(front_desk&)> what, bool again = false
    );
    void message_done(
        net::connection_ref ref,
        protocol::request_number r,
        audience side,
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        const storage::result<storage::log_outcome>& outcome
    );
    // `taken`: of the customer's network_bytes.
    void commit_message(
        session& who, protocol::request_number r, storage::log_write write, std::uint32_t taken = 0
    );
    [[nodiscard]] static routing::organisation_id organisation_of(const session& who);

    // customer_hello.cpp
    void on_hello(session& who, const protocol::hello_customer& what);
    [[nodiscard]] bool is_proven(const customer_identity& who) const;
    void identified(
        session& who, customer_gate_outcome outcome, std::optional<protocol::resume_cursor> resume
    );
    void find_own_conversation(session& who, std::optional<std::string> token);
    void found_own(
        net::connection_ref ref,
        std::optional<std::string> token,
        const storage::result<conversation_now>& now
    );
    void welcome_customer(
        session& who,
        std::optional<std::string> token,
        std::vector<storage::receipt_row> receipts,
        std::optional<protocol::place> place
    );

    // customer_tokens.cpp
    void hold_token(session& who, browser_token token);
    std::optional<browser_token> release_token(session& who);
    void take_new_token(session& who, browser_token token);
    void end_token(session& who);
    [[nodiscard]] bool is_token_due(const session& who) const;
    void look_at_token(session& who);
    void keep_token(session& who, token_upkeep what);

    // customer_side.cpp
    void on_customer(session& who, const protocol::message_send& what);
    void on_customer(session& who, const protocol::conversation_start& what);
    void on_customer(session& who, const protocol::conversation_leave& what);
    void on_customer(session& who, const protocol::survey_rate& what);
    // The bytes are taken, or the refusal is answered.
    [[nodiscard]] bool take_bytes(session& who, protocol::request_number r, std::uint32_t bytes);
    void give_bytes_back(
        const net::peer_address& from,
        std::uint32_t taken,
        const storage::result<storage::log_outcome>& outcome
    );
    void rated(
        net::connection_ref ref,
        protocol::request_number r,
        const storage::result<storage::log_outcome>& outcome
    );

    // customer_start.cpp
    void ask_to_start(start_run run, storage::log_write write);
    void find_preferred(front_desk& desk, start_run run, storage::log_write write);
    void record_start(front_desk& desk, start_run run, storage::log_write write);
    void start_recorded(
        front_desk& desk, start_run run, const storage::result<storage::log_outcome>& outcome
    );
    void start_refused(const start_run& run, const storage::result<storage::log_outcome>& outcome);
    void started(const start_run& run, const storage::result<conversation_now>& now);
    [[nodiscard]] bool may_retell(session& who, protocol::request_number r);
    void follow_started(session& who, protocol::request_number r, const conversation_now& now);
    void take_up(session& who, const storage::conversation_row& row);
    void taken_up(
        net::connection_ref ref,
        routing::conversation_id id,
        const storage::result<conversation_now>& now
    );
    void leave_behind(session& who);
    [[nodiscard]] protocol::own_conversation own_of(
        const conversation_now& now, protocol::stream_status status
    ) const;

    // current_conversation.cpp
    void read_current(
        front_desk* desk,
        storage::conversation_row known,
        std::function<void(storage::result<conversation_now>)> then
    );

    // staff_side.cpp
    void on_hello(session& who, const protocol::hello_staff& what);
    void admitted(session& who, const staff_admission& as);
    void welcome_staff(session& who, protocol::welcome_staff frame);
    void on_staff(session& who, const protocol::message_send& what);
    void on_staff(session& who, const protocol::note_add& what);
    void on_staff(session& who, const protocol::presence_set& what);
    void on_staff(session& who, const protocol::offer_accept& what);
    void on_staff(session& who, const protocol::offer_decline& what);
    void on_staff(session& who, const protocol::conversation_transfer& what);
    void on_staff(session& who, const protocol::conversation_end& what);
    void on_staff(session& who, const protocol::wrap_up_save& what);
    void on_staff(session& who, const protocol::conversation_assign& what);
    void on_staff(session& who, const protocol::conversation_take& what);
    void ask_desk(
        session& who,
        protocol::request_number r,
        std::function<void(front_desk&, desk_reply)> what,
        std::optional<routing::conversation_id> about = std::nullopt
    );
    // The text as it may be stored, or the refusal is answered and it is empty.
    [[nodiscard]] std::optional<std::string> accept_text(
        session& who, protocol::request_number r, std::string_view text, word_check check
    );

    // staff_watch.cpp
    void on_staff(session& who, const protocol::conversation_watch& what);
    void on_staff(session& who, const protocol::conversation_unwatch& what);
    void on_staff(session& who, const protocol::wall_watch& what);
    void on_staff(session& who, const protocol::wall_unwatch& what);
    void on_staff(session& who, const protocol::wall_cards& what);
    void watch(session& who, protocol::request_number r, const storage::conversation_row& row);
    void note_watch(session& who, protocol::request_number r, const storage::conversation_row& row);
    void search_service(
        session& who, protocol::request_number r, storage::conversation_row row, std::uint64_t after
    );
    void watch_granted(
        net::connection_ref ref, protocol::request_number r, storage::conversation_row row
    );
    void watch_ended(
        net::connection_ref ref, protocol::request_number r, const storage::conversation_row& row
    );
    void send_watched(session& who, protocol::request_number r, const protocol::card& card);

    chat_parts parts_;
    catalog_ptr names_;
    message_rates message_rates_;
    net::counter writers_refused_;
    net::counter unanswered_refused_;
    protocol::frame_codec codec_;
    std::unordered_map<net::connection_ref, std::unique_ptr<session>> sessions_;
    std::unordered_map<routing::conversation_id, std::vector<session*>> followers_;
    std::unordered_map<routing::staff_id, std::vector<session*>> staff_;
    sessions_by<customer_of_session> customers_here_;
    sessions_by<token_of_session> by_token_; // by the hash
    // Staff all of whose sign-ins ended, and single sign-ins that did, while tickets were at the
    // gate: what it admits may be older. By the number of the end; empty when nobody is there.
    std::unordered_map<routing::staff_id, std::uint64_t> revoked_;
    std::unordered_map<std::string, std::uint64_t> signed_out_; // by the hash
    std::uint64_t endings_ = 0;
    std::size_t at_gate_ = 0;
    std::vector<session*> wall_watchers_;
    net::shard_timer tick_;
};

} // namespace kefu::gateway::chat
