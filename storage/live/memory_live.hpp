#pragma once

#include <map>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "storage/live/epoch_watch.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/presence_board.hpp"
#include "storage/live/settings.hpp"
#include "storage/live/waiting_board.hpp"
#include "storage/live/window_book.hpp"

namespace kefu::storage::live {

// The live store of a single node without Redis, and of tests. Everything is in this process and
// gone with it: a fresh one has no epoch, so it reports `emptied` once after start.
class memory_live final : public live_store {
public:
    memory_live(boost::asio::io_context& io, now_source now);
    ~memory_live() override;

    void start(live_events events) override;
    void stop(std::function<void()> stopped) override;
    void put_presence(
        routing::organisation_id organisation,
        std::vector<presence_row> rows,
        std::int64_t lease_ms,
        done<void> on_done
    ) override;
    void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        done<void> on_done
    ) override;
    void list_presence(routing::organisation_id organisation, done<presence_listing> on_done)
        override;
    void put_waiting(
        routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
    ) override;
    void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        done<void> on_done
    ) override;
    void replace_waiting(
        routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
    ) override;
    void list_waiting(
        routing::organisation_id organisation,
        std::size_t limit,
        done<std::vector<waiting_row>> on_done
    ) override;
    void publish(std::string channel, std::string bytes, done<void> on_done) override;
    [[nodiscard]] error_code subscribe(std::string channel, message_handler handler) override;
    void unsubscribe(std::string_view channel) override;
    void check_epoch(done<epoch_state> on_done) override;
    void set_epoch(std::string epoch, done<std::string> on_done) override;
    void use_ticket(
        routing::organisation_id organisation,
        std::string ticket,
        std::int64_t ttl_ms,
        done<ticket_use> on_done
    ) override;
    void bump(
        routing::organisation_id organisation,
        std::string key,
        std::int64_t window_ms,
        done<std::int64_t> on_done
    ) override;
    [[nodiscard]] live_health health() const override;

    // What FLUSHALL does to Redis; for tests and simulations.
    void forget_everything();

private:
    template <class T>
    void answer(done<T> on_done, result<T> value);
    template <class Work>
    void later(Work work);
    void deliver(const std::string& channel, const std::string& bytes);
    epoch_state note_epoch();

    boost::asio::io_context& io_;
    const now_source now_;
    operation_count operations_;
    live_counters counters_;
    live_events events_;
    routing::instant since_;
    bool running_ = false;
    std::map<routing::organisation_id, presence_board> presence_;
    std::map<routing::organisation_id, waiting_board> waiting_;
    std::map<std::string, message_handler, std::less<>> handlers_;
    std::optional<std::string> stored_epoch_;
    epoch_watch epoch_;
    window_book tickets_;
    window_book rates_;
};

} // namespace kefu::storage::live
