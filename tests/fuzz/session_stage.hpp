#pragma once

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/desk_door.hpp"
#include "gateway/chat/floor.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/net/shared_admission.hpp"
#include "storage/live/memory_live.hpp"
#include "tests/fuzz/failing_live.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kefu::fuzz {

// Tickets are names; the answer comes when the stage is turned.
class slow_gate final : public gateway::chat::staff_gate {
public:
    void admit(
        std::string ticket, std::function<void(std::optional<gateway::chat::staff_admission>)> done
    ) override;
    std::size_t answer();
    void forget() { waiting_.clear(); }

private:
    std::vector<std::function<void()>> waiting_;
};

// The whole of sockets, sessions, desks and stores on the test's own thread, with a clock by hand:
// nothing runs but when the stage is turned. The record, Redis and the clock outlive the process,
// which can die and begin again.
class session_stage {
public:
    session_stage();
    ~session_stage();

    // The client's end of a new connection; -1: it was not admitted.
    [[nodiscard]] int connect();
    // One loop turn of the shard, what waits for the desks, and, unless the record is held, what
    // waits for it; false: there was nothing to do.
    bool turn();
    // In steps, each with what has come due.
    void pass(std::int64_t ms, const std::function<void()>& after_each);
    void kill(); // and begin again
    void empty_redis();
    [[nodiscard]] bool knows(routing::conversation_id id) const; // our desk

    tests::hand_clock clock;
    tests::counted_ids ids;
    tests::fake_record_store store;
    bool record_held = false;
    bool redis_down = false;

private:
    struct process;

    void begin();

    gateway::chat::catalog_ptr names_;
    boost::asio::io_context live_loop_{1};
    storage::live::memory_live redis_;
    std::unique_ptr<process> process_;
};

} // namespace kefu::fuzz
