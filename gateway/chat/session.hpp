#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/chat/limits.hpp"
#include "gateway/chat/publication.hpp"
#include "gateway/chat/typing_pace.hpp"
#include "gateway/net/connection_ref.hpp"
#include "gateway/net/peer_address.hpp"
#include "gateway/protocol/commands.hpp"
#include "gateway/protocol/session_protocol.hpp"
#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// One conversation that a session follows. Events reach the client only in order and without a
// gap: the next number is sent, a smaller one ignored, a larger one means reading from the record.
struct stream {
    routing::conversation_id conversation{};
    audience who = audience::customer;
    std::uint16_t number = 0; // names it in the marks of queued frames
    std::uint64_t cursor = 0; // last number given to the connection
    bool pulling = false;     // a read is under way
    bool behind = false;      // there may be more in the record than `cursor`
    bool lagging = false;     // the connection is slow: go on when it has drained
    bool leaving = false;     // unwatched; the desk is asked whether it is their own
    unsigned syncing = 0;     // reads for a `sync` under way
    // Messages of this session on their way to the record, and the key of the last of them: the
    // next one must not overtake it (promise G3).
    unsigned sending = 0;
    protocol::client_key last_sent{};
    typing_pace typing;
    std::optional<protocol::receipt> unheard; // the desk had no room for it: said again in a second

    [[nodiscard]] std::uint64_t mark_of(std::uint64_t q) const {
        return std::uint64_t{number} << 48 | q;
    }
};

// What a session does with the event of that number; 0: the other side's alone.
enum class stream_step : std::uint8_t {
    pass_over,  // it has it, or may not see it
    come_to_it, // there is more in the record: later
    read,       // something is missing before it
    send,
};
using stream_rule = stream_step (*)(const stream& to, bool welcomed, std::uint64_t q);
[[nodiscard]] inline stream_step step_of(const stream& to, bool welcomed, std::uint64_t q) {
    if (q <= to.cursor) return stream_step::pass_over;
    if (to.pulling || to.lagging || !welcomed) return stream_step::come_to_it;
    return q == to.cursor + 1 ? stream_step::send : stream_step::read;
}

// What the browser showed in its hello, or was given after it.
struct browser_token {
    routing::organisation_id organisation{};
    std::string hash;
};

// The secret of a storefront that said who a customer is; of a visitor nobody did.
struct customer_voucher {
    routing::storefront_id storefront{};
    std::uint64_t identity_generation = 0; // 0: nobody
};

// Of what the record knows of them, no more than is used while they are here.
struct customer_identity {
    routing::organisation_id organisation{};
    routing::storefront_id storefront{};
    routing::customer_id id{};
    bool identified = false;
    bool vip = false;
    std::string name;
    std::string locale;
    customer_voucher vouched;        // as the token says by which they came, or were given
    routing::wall_time token_seen{}; // when the record last said that it stands
    // The newest shown, as of the welcome. On the heap, like the next: most who are here have none.
    std::unique_ptr<storage::conversation_row> conversation;
    // Opened by another session of theirs before this one was welcomed.
    std::unique_ptr<storage::conversation_row> opened_meanwhile;
};

struct staff_identity {
    routing::organisation_id organisation{};
    routing::staff_id staff{};
    protocol::role role = protocol::role::agent;
    std::string session_hash;
    routing::wall_time ends{};  // then the sign-in is over, sockets included
    routing::instant touched{}; // when the record last heard that it is in use
    bool at_desk = true;        // until the desk is told that this session is gone
    // Followed once; each one time, and at most streams_per_session_max.
    std::vector<routing::conversation_id> had{};

    [[nodiscard]] bool has_had(routing::conversation_id id) const {
        return std::find(had.begin(), had.end(), id) != had.end();
    }
};

// What a session needs until it is welcomed.
struct arrival {
    std::string origin; // of the upgrade
    std::vector<protocol::resume_cursor> resume;
};

// One WebSocket connection of a customer or a staff member. Owned by its shard's chat_port, used on
// that shard's thread only.
struct session {
    // The limits outlive it.
    session(net::connection_ref to, const protocol::session_limits& limits, routing::instant now)
        : ref(to), rules(limits, now), repeats(now) {}
    session(net::connection_ref, const protocol::session_limits&&, routing::instant) = delete;

    net::connection_ref ref;
    bool welcomed = false;
    bool token_ended = false; // while it was shown
    bool watches_wall = false;
    bool searches_log = false; // for whether this agent has served a conversation
    std::uint16_t last_stream_number = 0;
    protocol::session_protocol rules;
    net::peer_address peer; // of the upgrade, behind trusted proxies
    std::unique_ptr<arrival> before = std::make_unique<arrival>(); // null: it has been welcomed
    std::optional<customer_identity> customer;
    std::unique_ptr<staff_identity> staff; // on the heap: most who are here are customers
    std::optional<browser_token> token;    // a customer's, shown or given
    std::vector<stream> streams;
    routing::token_bucket repeats; // of starts: what may be told from its beginning again

    void note_welcome() {
        welcomed = true;
        before.reset();
    }
    // A stranger's conversation answers like one that is not there.
    [[nodiscard]] bool knows(routing::conversation_id id) {
        return find_stream(id) != nullptr || (staff && staff->has_had(id));
    }
    // Of staff.
    void remember(routing::conversation_id id) {
        auto& had = staff->had;
        if (had.size() == limits::streams_per_session_max) return;
        if (!staff->has_had(id)) had.push_back(id);
    }
    [[nodiscard]] bool awaits_welcome() const {
        return rules.current() == protocol::session_protocol::state::hello_pending;
    }
    [[nodiscard]] stream* find_stream(routing::conversation_id id) {
        for (auto& one : streams) {
            if (one.conversation == id) return &one;
        }
        return nullptr;
    }
};

// Most of what a signed-in customer costs who says nothing.
static_assert(sizeof(session) <= 456);

} // namespace kefu::gateway::chat
