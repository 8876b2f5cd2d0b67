#pragma once

#include <cstdint>
#include <string>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/publication.hpp"
#include "gateway/net/payload.hpp"
#include "gateway/net/ws_port.hpp"
#include "routing/ids.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

struct staff_sign_in {
    routing::organisation_id organisation{};
    routing::staff_id staff{};
    std::string session_hash;
};

// Everybody who is connected, on whatever shard. Calls return at once and take effect on the
// shards' threads, in call order for one caller. Any thread.
class floor_port {
public:
    virtual ~floor_port() = default;

    // To each session that follows the conversation, by its cursor.
    virtual void publish(publication news) = 0;
    // To every session of this staff member.
    virtual void to_staff(routing::staff_id staff, net::payload frame, net::entry_kind kind) = 0;
    // To every session of the customer who follows this conversation.
    virtual void to_customer(
        routing::conversation_id conversation, net::payload frame, net::entry_kind kind
    ) = 0;
    // To the staff sessions that follow it.
    virtual void to_followers(
        routing::conversation_id conversation, net::payload frame, net::entry_kind kind
    ) = 0;
    // To one side of it, and never dropped once a shard has it. False: one of them has too much to
    // do; whoever calls says it again.
    [[nodiscard]] virtual bool try_side(
        routing::conversation_id conversation, audience side, net::payload frame
    ) = 0;
    // The sessions of this staff member follow the conversation from `after` on, and are fed from
    // the record if it has grown since.
    virtual void follow(
        routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after
    ) = 0;
    // They are told this, and follow it no more: nothing that another thread publishes of it comes
    // in between.
    virtual void unfollow(
        routing::staff_id staff, routing::conversation_id conversation, net::payload frame
    ) = 0;
    // The customer's sessions at that storefront take this conversation up in place of what they
    // had; whoever has it already is left alone.
    virtual void customer_opened(storage::conversation_row row) = 0;
    // To the watchers of that organisation's wall.
    virtual void to_wall(routing::organisation_id organisation, net::payload frame) = 0;
    virtual void use_catalog(catalog_ptr fresh) = 0;
    // Ends every session of this staff member (deactivated, password changed).
    virtual void revoke(routing::staff_id staff) = 0;
    // Ends the sessions of one sign-in and tells the desk: who has no other is offline at once,
    // however long their browser takes to close a socket.
    virtual void signed_out(staff_sign_in which) = 0;
    // Ends every session that came by this browser's token.
    virtual void token_ended(routing::organisation_id organisation, std::string hash) = 0;
};

} // namespace kefu::gateway::chat
