#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "storage/live/alarm.hpp"
#include "storage/live/epoch_watch.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/names.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/redis_link.hpp"
#include "storage/live/redis_scripts.hpp"
#include "storage/live/row_batches.hpp"
#include "storage/live/settings.hpp"
#include "storage/live/subscriber_link.hpp"
#include "storage/live/window_book.hpp"

namespace kefu::storage::live {

// The live store on one Redis (6.2 or later, noeviction), over two connections: commands and
// subscriber. Never wedges: every command completes within its deadline, every loss is redialled.
// While Redis is away calls fail at once (not_connected, breaker_open), except use_ticket and bump,
// which answer from this node alone.
class redis_live final : public live_store {
public:
    // Requires: settings.node is well formed and settings.name_key has 16 bytes or more.
    redis_live(
        boost::asio::io_context& io, redis_settings settings, now_source now, jitter_source jitter
    );
    ~redis_live() override;

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

private:
    template <class T>
    void answer(done<T> on_done, result<T> value);
    void put_rows(row_batches::rows rows, done<void> on_done);
    void on_status(bool up);
    void look_at_epoch();
    void poll_epoch();
    epoch_state note_epoch(const std::optional<std::string>& seen);
    void use_local_ticket(
        const std::optional<std::int64_t>& local_count, const done<ticket_use>& on_done
    );

    boost::asio::io_context& io_;
    const redis_settings settings_;
    const now_source now_;
    const jitter_source jitter_;
    const redis_names names_;
    const redis_scripts scripts_;
    operation_count operations_;
    live_counters counters_;
    live_events events_;
    routing::instant since_;
    bool stopped_ = false;
    epoch_watch epoch_;
    bool epoch_asked_ = false;
    window_book tickets_;
    window_book rates_;
    alarm epoch_alarm_;
    redis_link commands_;
    row_batches batches_{commands_};
    subscriber_link subscriber_; // uses commands_, so it comes after it
};

} // namespace kefu::storage::live
