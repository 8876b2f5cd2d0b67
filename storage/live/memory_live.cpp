#include "storage/live/memory_live.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include <boost/asio/post.hpp>

#include "storage/live/limits.hpp"
#include "storage/live/names.hpp"

namespace kefu::storage::live {

namespace {

// Organisations may share a name, so it is kept per organisation.
std::string scoped(routing::organisation_id organisation, const std::string& name) {
    return organisation.text() + ":" + name;
}

} // namespace

memory_live::memory_live(boost::asio::io_context& io, now_source now)
    : io_(io), now_(std::move(now)), operations_(io), since_(now_()),
      tickets_(limits::local_tickets_max), rates_(limits::local_rates_max) {}

memory_live::~memory_live() { assert(operations_.safe_to_destroy()); }

template <class Work>
void memory_live::later(Work work) {
    operations_.enter();
    boost::asio::post(io_, [this, work = std::move(work)] {
        operations_.leave();
        work();
    });
}

template <class T>
void memory_live::answer(done<T> on_done, result<T> value) {
    auto told = running_ ? std::move(value) : result<T>(make_error_code(errc::stopped));
    later([on_done = std::move(on_done), told = std::move(told)] { on_done(told); });
}

void memory_live::start(live_events events) {
    events_ = std::move(events);
    running_ = true;
    since_ = now_();
    later([this] {
        if (running_ && events_.status) events_.status(true);
        if (running_ && events_.bus) events_.bus(true);
        if (running_) note_epoch();
    });
}

void memory_live::stop(std::function<void()> stopped) {
    running_ = false;
    handlers_.clear();
    operations_.when_idle(std::move(stopped));
}

void memory_live::put_presence(
    routing::organisation_id organisation,
    std::vector<presence_row> rows,
    std::int64_t lease_ms,
    done<void> on_done
) {
    result<void> outcome;
    if (const error_code error = check_presence(rows)) {
        answer<void>(std::move(on_done), error);
        return;
    }
    for (const presence_row& row : rows) {
        if (presence_[organisation].put(row, lease_ms, now_())) continue;
        outcome = make_error_code(errc::full);
        break;
    }
    answer<void>(std::move(on_done), outcome);
}

void memory_live::drop_presence(
    routing::organisation_id organisation,
    routing::staff_id staff,
    std::string node,
    done<void> on_done
) {
    presence_[organisation].drop(staff, node);
    answer<void>(std::move(on_done), {});
}

void memory_live::list_presence(
    routing::organisation_id organisation, done<presence_listing> on_done
) {
    presence_listing listed{presence_[organisation].list(now_()), 0};
    answer<presence_listing>(std::move(on_done), std::move(listed));
}

void memory_live::put_waiting(
    routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
) {
    result<void> outcome;
    for (const waiting_row& row : rows) {
        if (waiting_[organisation].put(row)) continue;
        outcome = make_error_code(errc::full);
        break;
    }
    answer<void>(std::move(on_done), outcome);
}

void memory_live::remove_waiting(
    routing::organisation_id organisation, routing::conversation_id conversation, done<void> on_done
) {
    waiting_[organisation].remove(conversation);
    answer<void>(std::move(on_done), {});
}

void memory_live::replace_waiting(
    routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
) {
    waiting_.erase(organisation);
    put_waiting(organisation, std::move(rows), std::move(on_done));
}

void memory_live::list_waiting(
    routing::organisation_id organisation, std::size_t limit, done<std::vector<waiting_row>> on_done
) {
    auto rows = waiting_[organisation].list(std::min(limit, limits::waiting_list_max));
    answer<std::vector<waiting_row>>(std::move(on_done), std::move(rows));
}

void memory_live::publish(std::string channel, std::string bytes, done<void> on_done) {
    error_code error = check_channel(channel);
    if (bytes.size() > limits::bus_payload_bytes_max) error = errc::too_large;
    if (error) {
        answer<void>(std::move(on_done), error);
        return;
    }
    later([this, channel = std::move(channel), bytes = std::move(bytes)] {
        deliver(channel, bytes);
    });
    answer<void>(std::move(on_done), {});
}

void memory_live::deliver(const std::string& channel, const std::string& bytes) {
    const auto found = handlers_.find(channel);
    if (!running_ || found == handlers_.end()) return;
    const message_handler handler = found->second; // it may replace or remove itself
    handler(bytes);
}

error_code memory_live::subscribe(std::string channel, message_handler handler) {
    if (!running_) return errc::stopped;
    if (const error_code error = check_channel(channel)) return error;
    if (handlers_.size() >= limits::channels_max && !handlers_.contains(channel)) return errc::full;
    handlers_.insert_or_assign(std::move(channel), std::move(handler));
    return {};
}

void memory_live::unsubscribe(std::string_view channel) {
    const auto found = handlers_.find(channel);
    if (found != handlers_.end()) handlers_.erase(found);
}

void memory_live::check_epoch(done<epoch_state> on_done) {
    answer<epoch_state>(std::move(on_done), note_epoch());
}

void memory_live::set_epoch(std::string epoch, done<std::string> on_done) {
    if (const error_code error = check_name(epoch)) {
        answer<std::string>(std::move(on_done), error);
        return;
    }
    if (!stored_epoch_) stored_epoch_ = std::move(epoch);
    epoch_.on_set(*stored_epoch_);
    answer<std::string>(std::move(on_done), *stored_epoch_);
}

void memory_live::use_ticket(
    routing::organisation_id organisation,
    std::string ticket,
    std::int64_t ttl_ms,
    done<ticket_use> on_done
) {
    result<ticket_use> outcome = make_error_code(errc::full);
    if (const error_code error = check_name(ticket)) {
        outcome = error;
    } else if (const auto uses = tickets_.bump(scoped(organisation, ticket), ttl_ms, now_())) {
        outcome = *uses == 1 ? ticket_use::first : ticket_use::again;
    }
    answer<ticket_use>(std::move(on_done), outcome);
}

void memory_live::bump(
    routing::organisation_id organisation,
    std::string key,
    std::int64_t window_ms,
    done<std::int64_t> on_done
) {
    result<std::int64_t> outcome = make_error_code(errc::full);
    if (const error_code error = check_name(key)) {
        outcome = error;
    } else if (const auto count = rates_.bump(scoped(organisation, key), window_ms, now_())) {
        outcome = *count;
    }
    answer<std::int64_t>(std::move(on_done), outcome);
}

live_health memory_live::health() const { return {running_, since_, running_, false, counters_}; }

void memory_live::forget_everything() {
    presence_.clear();
    waiting_.clear();
    stored_epoch_.reset();
    tickets_.clear();
    rates_.clear();
    later([this] {
        if (running_) note_epoch();
    });
}

epoch_state memory_live::note_epoch() {
    const auto seen = epoch_.on_seen(stored_epoch_);
    if (!seen.report) return seen.state;
    if (seen.state != epoch_state::unset) ++counters_.epoch_losses;
    if (events_.epoch) {
        later([this, state = seen.state] {
            if (running_) events_.epoch(state);
        });
    }
    return seen.state;
}

} // namespace kefu::storage::live
