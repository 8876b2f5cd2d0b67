#pragma once

#include <memory>
#include <utility>

#include "storage/live/live_store.hpp"

namespace kefu::tests {

// A live store that hands everything on to the one it is put around. What is broken in it overrides
// the call that it breaks.
class live_around : public storage::live::live_store {
public:
    explicit live_around(std::unique_ptr<storage::live::live_store> inner) : inner_(std::move(inner)) {}

    void start(storage::live::live_events events) override { inner_->start(std::move(events)); }
    void stop(std::function<void()> stopped) override { inner_->stop(std::move(stopped)); }
    void put_presence(
        routing::organisation_id organisation,
        std::vector<storage::live::presence_row> rows,
        std::int64_t lease_ms,
        storage::live::done<void> on_done
    ) override {
        inner_->put_presence(organisation, std::move(rows), lease_ms, std::move(on_done));
    }
    void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        storage::live::done<void> on_done
    ) override {
        inner_->drop_presence(organisation, staff, std::move(node), std::move(on_done));
    }
    void list_presence(
        routing::organisation_id organisation, storage::live::done<storage::live::presence_listing> on_done
    ) override {
        inner_->list_presence(organisation, std::move(on_done));
    }
    void put_waiting(
        routing::organisation_id organisation, std::vector<storage::live::waiting_row> rows, storage::live::done<void> on_done
    ) override {
        inner_->put_waiting(organisation, std::move(rows), std::move(on_done));
    }
    void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        storage::live::done<void> on_done
    ) override {
        inner_->remove_waiting(organisation, conversation, std::move(on_done));
    }
    void replace_waiting(
        routing::organisation_id organisation, std::vector<storage::live::waiting_row> rows, storage::live::done<void> on_done
    ) override {
        inner_->replace_waiting(organisation, std::move(rows), std::move(on_done));
    }
    void list_waiting(
        routing::organisation_id organisation,
        std::size_t limit,
        storage::live::done<std::vector<storage::live::waiting_row>> on_done
    ) override {
        inner_->list_waiting(organisation, limit, std::move(on_done));
    }
    void publish(std::string channel, std::string bytes, storage::live::done<void> on_done) override {
        inner_->publish(std::move(channel), std::move(bytes), std::move(on_done));
    }
    storage::error_code subscribe(std::string channel, storage::live::message_handler handler) override {
        return inner_->subscribe(std::move(channel), std::move(handler));
    }
    void unsubscribe(std::string_view channel) override { inner_->unsubscribe(channel); }
    void check_epoch(storage::live::done<storage::live::epoch_state> on_done) override {
        inner_->check_epoch(std::move(on_done));
    }
    void set_epoch(std::string epoch, storage::live::done<std::string> on_done) override {
        inner_->set_epoch(std::move(epoch), std::move(on_done));
    }
    void use_ticket(
        routing::organisation_id organisation,
        std::string ticket,
        std::int64_t ttl_ms,
        storage::live::done<storage::live::ticket_use> on_done
    ) override {
        inner_->use_ticket(organisation, std::move(ticket), ttl_ms, std::move(on_done));
    }
    void bump(
        routing::organisation_id organisation,
        std::string key,
        std::int64_t window_ms,
        storage::live::done<std::int64_t> on_done
    ) override {
        inner_->bump(organisation, std::move(key), window_ms, std::move(on_done));
    }
    storage::live::live_health health() const override { return inner_->health(); }

private:
    std::unique_ptr<storage::live::live_store> inner_;
};

} // namespace kefu::tests
