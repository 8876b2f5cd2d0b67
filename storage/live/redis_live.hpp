#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "storage/live/live_store.hpp"
#include "storage/live/settings.hpp"

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
    void list_presence(
        routing::organisation_id organisation, done<std::vector<presence_row>> on_done
    ) override;
    void put_waiting(
        routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
    ) override;
    void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        done<void> on_done
    ) override;
    void clear_waiting(routing::organisation_id organisation, done<void> on_done) override;
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
    class core;
    std::unique_ptr<core> core_;
};

} // namespace kefu::storage::live
