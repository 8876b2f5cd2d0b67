#include "storage/live/redis_live.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include <boost/asio/post.hpp>

#include "storage/live/limits.hpp"
#include "storage/live/redis_rows.hpp"

namespace kefu::storage::live {

namespace {

constexpr std::size_t name_key_bytes_min = 16;
// Whatever somebody has put there is an epoch of theirs by its first bytes, one more than ours
// have.
std::string epoch_last_byte() { return std::to_string(limits::name_bytes_max); }

// A callback for the reply that `read` turns into a T.
template <class T, class Read>
done<reply> reading(done<T> on_done, Read read) {
    return [on_done = std::move(on_done), read](result<reply> answer) {
        if (answer.has_error()) {
            on_done(answer.error());
        } else {
            on_done(read(*answer));
        }
    };
}

result<void> read_anything(const reply&) { return {}; }

std::vector<std::string> waiting_cells(const std::vector<waiting_row>& rows) {
    std::vector<std::string> cells;
    cells.reserve(rows.size() * 2);
    for (const waiting_row& row : rows) {
        cells.push_back(row.conversation.text());
        cells.push_back(waiting_member(row));
    }
    return cells;
}

} // namespace

redis_live::redis_live(
    boost::asio::io_context& io, redis_settings settings, now_source now, jitter_source jitter
)
    : io_(io), settings_(std::move(settings)), now_(std::move(now)),
      jitter_(std::move(jitter)), names_{settings_.name_key}, operations_(io), since_(now_()),
      tickets_(limits::local_tickets_max), rates_(limits::local_rates_max),
      epoch_alarm_(io, now_, operations_, [this] { poll_epoch(); }),
      commands_(
          io, settings_, now_, jitter_, operations_, counters_, [this](bool up) { on_status(up); }
      ),
      subscriber_(
          io,
          settings_,
          now_,
          jitter_,
          operations_,
          counters_,
          commands_,
          [this](bool alive) {
              if (events_.bus) events_.bus(alive);
          }
      ) {
    assert(!check_node(settings_.node));
    assert(settings_.name_key.size() >= name_key_bytes_min);
}

redis_live::~redis_live() { assert(operations_.safe_to_destroy()); }

template <class T>
void redis_live::answer(done<T> on_done, result<T> value) {
    if (stopped_) value = make_error_code(errc::stopped);
    operations_.enter();
    boost::asio::post(io_, [this, on_done = std::move(on_done), value = std::move(value)] {
        operations_.leave();
        on_done(value);
    });
}

void redis_live::start(live_events events) {
    events_ = std::move(events);
    since_ = now_();
    commands_.start();
    subscriber_.start();
}

void redis_live::stop(std::function<void()> stopped) {
    stopped_ = true;
    epoch_alarm_.cancel();
    subscriber_.stop();
    commands_.stop();
    operations_.when_idle(std::move(stopped));
}

void redis_live::put_presence(
    routing::organisation_id organisation,
    std::vector<presence_row> rows,
    std::int64_t lease_ms,
    done<void> on_done
) {
    if (const error_code error = check_presence(rows)) {
        answer<void>(std::move(on_done), error);
        return;
    }
    row_batches::rows writes{
        scripts_.put_presence,
        {names_.presence_ends(organisation), names_.presence_states(organisation)},
        {std::to_string(lease_ms), std::to_string(limits::presence_rows_max)},
        {}};
    writes.cells.reserve(rows.size() * 2);
    for (const presence_row& row : rows) {
        writes.cells.push_back(presence_member(row.staff, row.node));
        writes.cells.push_back(presence_value(row));
    }
    put_rows(std::move(writes), std::move(on_done));
}

void redis_live::drop_presence(
    routing::organisation_id organisation,
    routing::staff_id staff,
    std::string node,
    done<void> on_done
) {
    commands_.call_in_order(
        scripts_.drop_presence,
        {names_.presence_ends(organisation), names_.presence_states(organisation)},
        {presence_member(staff, node)},
        reading(std::move(on_done), read_anything)
    );
}

void redis_live::list_presence(
    routing::organisation_id organisation, done<presence_listing> on_done
) {
    const auto counted = [this, on_done = std::move(on_done)](result<presence_listing> listed) {
        if (listed) counters_.unreadable_leases += listed->unreadable;
        on_done(std::move(listed));
    };
    commands_.call(
        scripts_.list_presence,
        {names_.presence_ends(organisation), names_.presence_states(organisation)},
        {std::to_string(limits::presence_rows_max),
         std::to_string(presence_member_bytes_max),
         std::to_string(presence_value_bytes_max)},
        reading<presence_listing>(counted, read_presence)
    );
}

void redis_live::put_waiting(
    routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
) {
    put_rows(
        {scripts_.put_waiting,
         {names_.waiting_order(organisation), names_.waiting_rows(organisation)},
         {std::to_string(limits::waiting_rows_max)},
         waiting_cells(rows)},
        std::move(on_done)
    );
}

void redis_live::put_rows(row_batches::rows rows, done<void> on_done) {
    if (rows.cells.empty()) {
        answer<void>(std::move(on_done), {});
        return;
    }
    batches_.send(batches_.begin(std::move(on_done)), std::move(rows));
}

void redis_live::remove_waiting(
    routing::organisation_id organisation, routing::conversation_id conversation, done<void> on_done
) {
    commands_.call_in_order(
        scripts_.remove_waiting,
        {names_.waiting_order(organisation), names_.waiting_rows(organisation)},
        {conversation.text()},
        reading(std::move(on_done), read_anything)
    );
}

// Written beside what is there, then put in its place: a Redis that is full refuses what is new and
// must not have lost what it held by then.
void redis_live::replace_waiting(
    routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
) {
    result<void> outcome;
    if (rows.size() > limits::waiting_rows_max) {
        rows.resize(limits::waiting_rows_max);
        outcome = make_error_code(errc::full);
    }
    const std::string next_order = names_.next_order(organisation);
    const std::string next_rows = names_.next_rows(organisation);
    const auto batch = batches_.begin(std::move(on_done), outcome);
    commands_.submit(
        {"UNLINK", next_order, next_rows}, reading(batches_.part(batch), read_anything)
    );
    batches_.send(
        batch,
        {scripts_.put_waiting,
         {next_order, next_rows},
         {std::to_string(limits::waiting_rows_max)},
         waiting_cells(rows)}
    );
    commands_.call_in_order(
        scripts_.show_waiting,
        {names_.waiting_order(organisation),
         names_.waiting_rows(organisation),
         next_order,
         next_rows},
        {std::to_string(rows.size())},
        reading(batches_.part(batch), read_done_or_full)
    );
}

void redis_live::list_waiting(
    routing::organisation_id organisation, std::size_t limit, done<std::vector<waiting_row>> on_done
) {
    if (limit == 0) { // "0 -1" would be everything
        answer<std::vector<waiting_row>>(std::move(on_done), std::vector<waiting_row>{});
        return;
    }
    const std::size_t last = std::min(limit, limits::waiting_list_max) - 1;
    commands_.submit(
        {"ZRANGE", names_.waiting_order(organisation), "0", std::to_string(last)},
        reading(std::move(on_done), read_waiting)
    );
}

void redis_live::publish(std::string channel, std::string bytes, done<void> on_done) {
    error_code error = check_channel(channel);
    if (bytes.size() > limits::bus_payload_bytes_max) error = errc::too_large;
    if (error) {
        answer<void>(std::move(on_done), error);
        return;
    }
    commands_.submit(
        {"PUBLISH", names_.bus_channel(channel), std::move(bytes)},
        reading(std::move(on_done), read_anything)
    );
}

error_code redis_live::subscribe(std::string channel, message_handler handler) {
    if (const error_code error = check_channel(channel)) return error;
    return subscriber_.subscribe(names_.bus_channel(channel), std::move(handler));
}

void redis_live::unsubscribe(std::string_view channel) {
    subscriber_.unsubscribe(names_.bus_channel(channel));
}

void redis_live::check_epoch(done<epoch_state> on_done) {
    const auto on_seen = [this, on_done = std::move(on_done)](const result<reply>& answer) {
        if (answer.has_error()) {
            on_done(answer.error());
        } else if (const auto seen = read_epoch(*answer); seen.has_error()) {
            on_done(seen.error());
        } else {
            on_done(note_epoch(*seen));
        }
    };
    commands_.call(scripts_.get_epoch, {names_.epoch()}, {epoch_last_byte()}, on_seen);
}

void redis_live::set_epoch(std::string epoch, done<std::string> on_done) {
    if (const error_code error = check_name(epoch)) {
        answer<std::string>(std::move(on_done), error);
        return;
    }
    const auto on_set = [this, on_done = std::move(on_done)](const result<reply>& answer) {
        const auto* in_force = answer ? answer->bulk() : nullptr;
        if (in_force != nullptr) {
            epoch_.on_set(*in_force);
            on_done(*in_force);
        } else {
            epoch_.on_set_failed();
            on_done(answer ? make_error_code(errc::bad_reply) : answer.error());
        }
    };
    commands_.call(
        scripts_.set_epoch, {names_.epoch()}, {epoch_last_byte(), std::move(epoch)}, on_set
    );
}

void redis_live::use_ticket(
    routing::organisation_id organisation,
    std::string ticket,
    std::int64_t ttl_ms,
    done<ticket_use> on_done
) {
    if (const error_code error = check_name(ticket)) {
        answer<ticket_use>(std::move(on_done), error);
        return;
    }
    const std::int64_t life_ms = std::max<std::int64_t>(ttl_ms, 1);
    const std::string name = names_.ticket(organisation, ticket);
    // Every use is noted here too, so that it stays used on this node if Redis goes away next.
    const auto uses = tickets_.bump(name, life_ms, now_());
    if (uses && *uses > 1) {
        answer<ticket_use>(std::move(on_done), ticket_use::again);
        return;
    }
    const auto on_set = [this, uses, on_done = std::move(on_done)](const result<reply>& answer) {
        if (answer.has_value() && answer->status() != nullptr) {
            on_done(ticket_use::first);
        } else if (answer.has_value() && answer->is_nil()) {
            on_done(ticket_use::again);
        } else {
            use_local_ticket(uses, on_done);
        }
    };
    commands_.submit({"SET", name, "1", "NX", "PX", std::to_string(life_ms)}, on_set);
}

void redis_live::use_local_ticket(
    const std::optional<std::int64_t>& local_count, const done<ticket_use>& on_done
) {
    if (stopped_) {
        on_done(make_error_code(errc::stopped));
    } else if (!local_count) {
        on_done(make_error_code(errc::full));
    } else {
        ++counters_.local_tickets;
        on_done(ticket_use::first);
    }
}

void redis_live::bump(
    routing::organisation_id organisation,
    std::string key,
    std::int64_t window_ms,
    done<std::int64_t> on_done
) {
    if (const error_code error = check_name(key)) {
        answer<std::int64_t>(std::move(on_done), error);
        return;
    }
    const std::int64_t span_ms = std::max<std::int64_t>(window_ms, 1);
    const std::string name = names_.rate(organisation, key);
    const auto local = rates_.bump(name, span_ms, now_());
    const auto on_count = [this, local, on_done = std::move(on_done)](const result<reply>& answer) {
        if (answer.has_value() && answer->integer() != nullptr) {
            on_done(*answer->integer());
        } else if (stopped_) {
            on_done(make_error_code(errc::stopped));
        } else if (!local) {
            on_done(make_error_code(errc::full));
        } else {
            ++counters_.local_rates;
            on_done(*local);
        }
    };
    commands_.call(scripts_.bump, {name}, {std::to_string(span_ms)}, on_count);
}

live_health redis_live::health() const {
    return {commands_.up(), since_, subscriber_.healthy(), commands_.breaker_open(), counters_};
}

void redis_live::on_status(bool up) {
    since_ = now_();
    if (up) look_at_epoch();
    if (events_.status) events_.status(up);
}

void redis_live::poll_epoch() {
    if (commands_.up()) look_at_epoch();
}

void redis_live::look_at_epoch() {
    if (stopped_ || epoch_asked_) return;
    epoch_asked_ = true;
    check_epoch([this](const result<epoch_state>&) {
        epoch_asked_ =
            false; // an error means that the link is down or refuses; the next look tells
        if (!stopped_) epoch_alarm_.set(now_() + settings_.epoch_every_ms);
    });
}

epoch_state redis_live::note_epoch(const std::optional<std::string>& seen) {
    const auto verdict = epoch_.on_seen(seen);
    if (!verdict.report) return verdict.state;
    if (verdict.is_new && verdict.state != epoch_state::unset) ++counters_.epoch_losses;
    if (events_.epoch) events_.epoch(verdict.state);
    return verdict.state;
}

} // namespace kefu::storage::live
