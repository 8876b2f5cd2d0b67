#pragma once

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/desk_door.hpp"
#include "gateway/chat/floor.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/net/transport.hpp"
#include "storage/live/memory_live.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"
#include "tests/support/ws_client.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace kefu::tests {

// Tickets are the names of the staff; "ann 2" comes by another sign-in of hers.
class named_gate final : public gateway::chat::staff_gate {
public:
    std::atomic<unsigned> asked = 0;
    // What is asked from now on is admitted, and answered by answer_held.
    std::atomic<bool> holds = false;
    void answer_held();

    void admit(
        std::string ticket, std::function<void(std::optional<gateway::chat::staff_admission>)> done
    ) override;

private:
    std::mutex guard_;
    std::vector<std::function<void()>> held_;
};

// A client that speaks kefu.v1 and keeps what it has heard.
class chat_client {
public:
    explicit chat_client(std::uint16_t port, std::string_view origin = {}, int buffer_bytes = 0);

    bool send(std::string_view envelope) { return socket.send_text(envelope); }
    // Sends it and gives the envelope that answers r.
    std::string ask(std::string_view envelope, int r);
    // Reads on to the first envelope that holds this; "" when it does not come.
    std::string until(std::string_view part);
    // The `q` of every event heard so far, in order.
    [[nodiscard]] std::vector<std::uint64_t> event_numbers() const;
    // Reads on until that many events were heard.
    bool hear_events(std::size_t count);
    [[nodiscard]] std::uint16_t close_code(); // 0: not closed

    ws_client socket;
    std::vector<std::string> heard;
};

[[nodiscard]] std::string field_of(const std::string& envelope, std::string_view name);
// An envelope with a customer's words, under the key of that number.
[[nodiscard]] std::string message(
    int r, const std::string& conversation, std::uint8_t k, const std::string& text
);
// The customer leaves it, and is answered.
void leave(chat_client& who, int r, const std::string& conversation);

// One shard with its sockets, a front desk for each of the two shops, and a record store that
// answers on a thread of its own. The clock stands still until it is moved.
class port_bench {
public:
    explicit port_bench(
        std::size_t outbox_bytes_max = 0,
        gateway::chat::start_limits starts = {},
        gateway::chat::message_rates::bounds writers = {100, 100},
        gateway::chat::network_limits bytes = gateway::chat::customer_byte_limits
    );
    ~port_bench();

    [[nodiscard]] chat_client client(std::string_view origin = {}) {
        return chat_client(port, origin);
    }
    // A customer who was welcomed; the token goes into `token`.
    [[nodiscard]] chat_client customer(std::string& token);
    [[nodiscard]] chat_client staff(std::string_view name);
    // The id of the new conversation.
    std::string start(chat_client& by, std::uint8_t k);
    // Moves the clock and does what has come due at the desks and the port.
    void pass(std::int64_t ms);
    // Everything posted so far, on all threads, has run.
    void settle();
    // The same for one of them alone.
    void settle_shard();
    void settle_store();
    [[nodiscard]] std::uint64_t open_sockets() const;
    [[nodiscard]] std::uint64_t hints_dropped() const; // by the shard
    [[nodiscard]] std::uint64_t desk_refused() const { return doors_.refused(); }
    // The desks' thread stands still until it is let go.
    void hold_desk(bool held);
    // As many tasks wait for it as may.
    void crowd_desk();
    // The same of the shard's loop: frames and tasks that come meanwhile wait for its next turn, in
    // which the frames are read first.
    void hold_shard(bool held);
    // To everybody, as after an admin's change.
    void use_catalog(gateway::chat::catalog_ptr fresh);
    [[nodiscard]] std::uint64_t unanswered_refused() const { return chat_->unanswered_refused(); }
    bool eventually(const std::function<bool()>& holds);
    void on_desk(std::function<void(gateway::chat::front_desk&)> work);
    [[nodiscard]] std::uint64_t writers_refused() const { return chat_->writers_refused(); }

    hand_clock clock;
    counted_ids ids;
    fake_record_store store;
    gateway::chat::catalog names = shop_catalog();
    gateway::chat::floor floor;
    named_gate gate;
    gateway::chat::customer_gate customers{store, clock, ids};
    gateway::chat::network_rates pages{gateway::chat::sync_limits};
    gateway::chat::network_bytes bytes;
    std::uint16_t port = 0;
    std::uint16_t proxied_port = 0; // as a proxy, which says by X-Forwarded-For for whom

private:
    void start_desks();

    boost::asio::io_context desk_loop_{1};
    boost::asio::io_context store_loop_{1};
    storage::live::memory_live live_;
    gateway::chat::desk_door doors_;
    gateway::service::forbidden_words words_;
    gateway::chat::front_desk ours_;
    gateway::chat::front_desk theirs_;
    std::unique_ptr<gateway::net::transport> transport_;
    std::unique_ptr<gateway::chat::chat_port> chat_;
    gateway::net::site site_;
    gateway::net::site proxied_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> desk_guard_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> store_guard_;
    void hold(std::promise<void>& let_go, std::function<void(std::function<void()>)> post);

    std::promise<void> desk_let_go_;
    std::promise<void> shard_let_go_;
    std::thread desk_thread_;
    std::thread store_thread_;
};

} // namespace kefu::tests
