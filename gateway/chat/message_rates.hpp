#pragma once

#include <cstddef>

#include "gateway/protocol/session_protocol.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"

namespace kefu::gateway::chat {

// From what each customer and each staff member of a shard may write, whatever socket they come by,
// so that a new connection is no new burst. A bucket is forgotten when its owner has no session
// here and it is full again: then nobody notices. Pure; each chat_port has one, on its shard's
// thread.
class message_rates {
public:
    struct bounds {
        std::size_t customers_max;
        std::size_t staff_max;
    };

    message_rates(const protocol::session_limits& limits, bounds most)
        : customers_(limits.customer_messages, most.customers_max),
          staff_(limits.staff_messages, most.staff_max) {}

    // One more session; its bucket stands until as many `leave`. Null: there is no room to remember
    // somebody new, and nothing is to be left.
    [[nodiscard]] routing::token_bucket* enter(routing::customer_id customer, routing::instant now);
    [[nodiscard]] routing::token_bucket* enter(routing::staff_id staff, routing::instant now);
    // Asked before anything is made for a customer who is nobody yet; who comes meanwhile may take
    // the room.
    [[nodiscard]] bool has_room_for_new_customer(routing::instant now) {
        return customers_.has_room_for_new(now);
    }
    void leave(routing::customer_id customer);
    void leave(routing::staff_id staff);

    [[nodiscard]] std::size_t customers_known() const { return customers_.known(); }
    [[nodiscard]] std::size_t staff_known() const { return staff_.known(); }

private:
    routing::bucket_memory<routing::customer_id> customers_;
    routing::bucket_memory<routing::staff_id> staff_;
};

} // namespace kefu::gateway::chat
