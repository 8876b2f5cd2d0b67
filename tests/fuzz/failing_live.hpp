#pragma once

#include "storage/live/live_errc.hpp"
#include "storage/live/live_store.hpp"

#include <memory>
#include <utility>

namespace kefu::fuzz {

// A process's link to a Redis that may be away. What is answered after the process has died
// reaches nobody.
class failing_live final : public storage::live::live_store {
public:
    template <class T>
    using done = storage::live::done<T>;

    failing_live(storage::live::live_store& behind, const bool& is_down)
        : behind_(behind), is_down_(is_down) {}

    ~failing_live() override { *alive_ = false; }
    failing_live(const failing_live&) = delete;
    failing_live& operator=(const failing_live&) = delete;

    void start(storage::live::live_events) override {}
    void stop(std::function<void()> stopped) override { stopped(); }
    void put_presence(
        routing::organisation_id organisation,
        std::vector<storage::live::presence_row> rows,
        std::int64_t lease_ms,
        done<void> on_done
    ) override {
        behind_.put_presence(organisation, std::move(rows), lease_ms, heard(std::move(on_done)));
    }
    void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        done<void> on_done
    ) override {
        behind_.drop_presence(organisation, staff, std::move(node), heard(std::move(on_done)));
    }
    void list_presence(
        routing::organisation_id organisation, done<storage::live::presence_listing> on_done
    ) override {
        behind_.list_presence(organisation, heard(std::move(on_done)));
    }
    void put_waiting(
        routing::organisation_id organisation,
        std::vector<storage::live::waiting_row> rows,
        done<void> on_done
    ) override {
        behind_.put_waiting(organisation, std::move(rows), heard(std::move(on_done)));
    }
    void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        done<void> on_done
    ) override {
        behind_.remove_waiting(organisation, conversation, heard(std::move(on_done)));
    }
    void replace_waiting(
        routing::organisation_id organisation,
        std::vector<storage::live::waiting_row> rows,
        done<void> on_done
    ) override {
        behind_.replace_waiting(organisation, std::move(rows), heard(std::move(on_done)));
    }
    void list_waiting(
        routing::organisation_id organisation,
        std::size_t limit,
        done<std::vector<storage::live::waiting_row>> on_done
    ) override {
        behind_.list_waiting(organisation, limit, heard(std::move(on_done)));
    }
    void publish(std::string channel, std::string bytes, done<void> on_done) override {
        behind_.publish(std::move(channel), std::move(bytes), heard(std::move(on_done)));
    }
    [[nodiscard]] storage::error_code subscribe(
        std::string channel, storage::live::message_handler handler
    ) override {
        return behind_.subscribe(std::move(channel), std::move(handler));
    }
    void unsubscribe(std::string_view channel) override { behind_.unsubscribe(channel); }
    void check_epoch(done<storage::live::epoch_state> on_done) override {
        behind_.check_epoch(heard(std::move(on_done)));
    }
    void set_epoch(std::string epoch, done<std::string> on_done) override {
        behind_.set_epoch(std::move(epoch), heard(std::move(on_done)));
    }
    void use_ticket(
        routing::organisation_id organisation,
        std::string ticket,
        std::int64_t ttl_ms,
        done<storage::live::ticket_use> on_done
    ) override {
        behind_.use_ticket(organisation, std::move(ticket), ttl_ms, heard(std::move(on_done)));
    }
    void bump(
        routing::organisation_id organisation,
        std::string key,
        std::int64_t window_ms,
        done<std::int64_t> on_done
    ) override {
        behind_.bump(organisation, std::move(key), window_ms, heard(std::move(on_done)));
    }
    [[nodiscard]] storage::live::live_health health() const override { return behind_.health(); }

private:
    // While it is away nobody knows whether the command had its effect.
    template <class T>
    done<T> heard(done<T> on_done) {
        return
            [on_done = std::move(on_done), lost = is_down_, alive = alive_](storage::result<T> value
            ) {
                if (!*alive) return;
                if (lost) return on_done(make_error_code(storage::live::errc::timed_out));
                on_done(std::move(value));
            };
    }

    storage::live::live_store& behind_;
    const bool& is_down_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace kefu::fuzz
