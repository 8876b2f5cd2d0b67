#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>

#include "gateway/protocol/session_protocol.hpp"
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
        : customer_rate_(limits.customer_messages), staff_rate_(limits.staff_messages),
          bounds_(most) {}

    // One more session; its bucket stands until as many `leave`. Null: there is no room to remember
    // somebody new, and nothing is to be left.
    [[nodiscard]] routing::token_bucket* enter(routing::customer_id customer, routing::instant now);
    [[nodiscard]] routing::token_bucket* enter(routing::staff_id staff, routing::instant now);
    void leave(routing::customer_id customer) { leave(customers_, customer); }
    void leave(routing::staff_id staff) { leave(staff_, staff); }

    [[nodiscard]] std::size_t customers_known() const { return customers_.size(); }
    [[nodiscard]] std::size_t staff_known() const { return staff_.size(); }

private:
    struct entry {
        routing::token_bucket bucket;
        std::size_t sessions_count = 0;
    };
    template <class Id>
    using entries = std::unordered_map<Id, entry>; // entries do not move

    template <class Id>
    [[nodiscard]] routing::token_bucket* enter(
        entries<Id>& all, Id who, std::size_t count_max, routing::instant now
    );
    template <class Id>
    static void leave(entries<Id>& all, Id who);
    void make_room(routing::instant now);

    protocol::rate customer_rate_;
    protocol::rate staff_rate_;
    bounds bounds_;
    entries<routing::customer_id> customers_;
    entries<routing::staff_id> staff_;
    std::optional<routing::instant> swept_;
};

template <class Id>
void message_rates::leave(entries<Id>& all, Id who) {
    const auto known = all.find(who);
    if (known != all.end()) --known->second.sessions_count;
}

} // namespace kefu::gateway::chat
