#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "gateway/chat/desk_answer.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// Which writes a command waits for, and who is answered when they are committed. A command that
// asks for what an earlier one has decided and that is not committed yet is answered right after
// that one. Pure; owned by the front desk, and bounded by the store's queue of writes.
class command_batches {
public:
    using number = std::uint64_t;

    // What an answer is made from.
    struct subject {
        std::optional<routing::conversation_id> about;
        std::optional<routing::staff_id> staff; // whose `me` it carries
    };
    struct due_answer {
        subject of;
        desk_reply reply;
    };

    // Without a reply nobody waits. It stays open until all of its writes are settled, and the
    // command itself once, so that it is not over before all of them are known.
    [[nodiscard]] number begin(subject of, desk_reply reply);
    void add_write(number which, routing::conversation_id about);
    // It has decided all that it will: it is answered after whoever decides about the same.
    void wait_for_earlier(number which);
    // One of its writes, or the command itself. Returns whom to answer now, in this order. Of one
    // that was dropped nothing.
    [[nodiscard]] std::vector<due_answer> settle(number which);
    // Everybody who was not answered, in the order of their commands.
    [[nodiscard]] std::vector<desk_reply> drop_all();

private:
    struct batch {
        std::size_t open = 1; // writes, the command itself, an earlier batch
        subject of;
        desk_reply reply;
        std::vector<routing::conversation_id> written;
        std::vector<number> waiting; // settled after this one
    };

    std::map<number, batch> batches_;
    number last_ = 0;
    // The last that writes about it, until that is settled.
    std::map<routing::conversation_id, number> deciding_;
};

} // namespace kefu::gateway::chat
