#include "gateway/app/metrics_text.hpp"

#include <functional>
#include <string_view>

namespace kefu::gateway::app {

namespace {

class text {
public:
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        add(name, help, "counter", value);
    }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
        add(name, help, "gauge", value);
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    void add(
        std::string_view name, std::string_view help, std::string_view type, std::uint64_t value
    ) {
        out_.append("# HELP kefu_").append(name).append(" ").append(help).append("\n# TYPE kefu_");
        out_.append(name).append(" ").append(type).append("\nkefu_").append(name).append(" ");
        out_.append(std::to_string(value)).append("\n");
    }

    std::string out_;
};

using metric = net::counter net::shard_metrics::*;

std::uint64_t sum(const metrics_input& from, metric which) {
    std::uint64_t total = 0;
    for (const auto* shard : from.shards)
        total += (shard->*which).value();
    return total;
}

std::uint64_t largest(const metrics_input& from, metric which) {
    std::uint64_t top = 0;
    for (const auto* shard : from.shards)
        top = std::max(top, (shard->*which).value());
    return top;
}

void write_transport(text& out, const metrics_input& from) {
    using m = net::shard_metrics;
    out.gauge("connections", "open connections", sum(from, &m::connections));
    out.gauge("websockets", "open WebSocket connections", sum(from, &m::websockets));
    out.gauge("sessions", "signed-in sessions", sum(from, &m::authenticated));
    out.gauge("outbox_bytes", "bytes waiting to be sent", sum(from, &m::queued_bytes));
    out.counter("accepted_total", "connections accepted", sum(from, &m::accepted));
    out.counter("refused_total", "connections refused", sum(from, &m::refused_admission));
    out.counter(
        "accept_pauses_total",
        "pauses of accepting, for whatever lack",
        sum(from, &m::accept_paused)
    );
    out.counter(
        "accept_full_total",
        "times all places for connections were taken",
        sum(from, &m::accept_full)
    );
    out.counter(
        "undecided_total",
        "connections beyond the rate that were read before they were decided on",
        sum(from, &m::undecided)
    );
    out.counter(
        "foreign_refused_total", "requests of foreign pages", sum(from, &m::foreign_refused)
    );
    out.counter(
        "foreign_ended_total",
        "connections ended for too many requests of foreign pages",
        sum(from, &m::foreign_ended)
    );
    out.counter("http_requests_total", "HTTP requests", sum(from, &m::http_requests));
    out.counter(
        "http_too_slow_total", "HTTP requests not sent in time", sum(from, &m::http_too_slow)
    );
    out.counter("http_refused_total", "malformed HTTP requests", sum(from, &m::http_refused));
    out.counter(
        "upgrades_refused_total", "WebSocket handshakes refused", sum(from, &m::upgrades_refused)
    );
    out.counter("messages_in_total", "WebSocket messages received", sum(from, &m::messages_in));
    out.counter("frames_out_total", "frames sent", sum(from, &m::frames_out));
    out.counter("lagging_total", "slow readers turned to pulling", sum(from, &m::lagging_begun));
    out.counter(
        "durable_dropped_total",
        "pushes taken back from slow readers, to be read from the record",
        sum(from, &m::durable_dropped)
    );
    out.gauge(
        "tasks_waiting_max",
        "most tasks of other threads that waited for a shard",
        largest(from, &m::tasks_waiting_max)
    );
    out.gauge(
        "task_wait_us_max",
        "longest that one of these waited for its start, microseconds",
        largest(from, &m::task_wait_us_max)
    );
    out.counter(
        "hints_dropped_total",
        "typing, receipts and places not told, each time: too much waits for a shard",
        sum(from, &m::hints_dropped)
    );
    out.counter(
        "slow_closed_total", "readers closed for no progress", sum(from, &m::slow_consumers_closed)
    );
    out.counter(
        "unproven_dropped_total", "silent peers gone for newer", sum(from, &m::unproven_dropped)
    );
    out.counter(
        "unfinished_closed_total", "messages that never ended", sum(from, &m::unfinished_closed)
    );
    out.counter(
        "unauthenticated_closed_total",
        "WebSockets closed for saying no hello",
        sum(from, &m::unauthenticated_closed)
    );
    out.counter("silent_closed_total", "peers closed for silence", sum(from, &m::silent_closed));
    out.counter(
        "protocol_failures_total", "WebSocket violations", sum(from, &m::protocol_failures)
    );
    out.gauge("turn_us_max", "longest loop turn, microseconds", largest(from, &m::turn_us_max));
    out.counter("turns_over_50_ms_total", "loop turns over 50 ms", sum(from, &m::turns_over_50_ms));
}

void write_tls(text& out, const metrics_input& from) {
    using m = net::shard_metrics;
    out.gauge("tls_handshaking", "TLS handshakes under way", sum(from, &m::handshaking));
    out.counter("tls_handshakes_total", "TLS handshakes finished", sum(from, &m::tls_handshakes));
    out.counter(
        "tls_handshakes_failed_total", "TLS handshakes broken", sum(from, &m::tls_handshakes_failed)
    );
    out.counter(
        "tls_handshakes_late_total",
        "TLS handshakes not finished in time",
        sum(from, &m::tls_handshakes_late)
    );
    out.counter(
        "tls_handshakes_dropped_total",
        "TLS handshakes gone for newer ones",
        sum(from, &m::tls_handshakes_dropped)
    );
    out.counter(
        "tls_handshakes_refused_total",
        "connections closed for so many TLS handshakes",
        sum(from, &m::tls_handshakes_refused)
    );
    out.counter("tls_failed_total", "TLS connections broken", sum(from, &m::tls_failed));
    out.counter(
        "certificate_failures_total",
        "times a changed certificate could not be used",
        from.certificate_failures
    );
    out.gauge(
        "certificate_ends_at_seconds",
        "when the certificate expires, Unix time; 0 without TLS",
        from.certificate_ends_at_s
    );
}

void write_records(text& out, const storage::store_stats& stats) {
    out.gauge("record_writable", "the last transaction was committed", stats.writable ? 1 : 0);
    out.gauge(
        "disk_free_bytes", "room left where the record lies", stats.disk_free_bytes.value_or(0)
    );
    out.counter("commits_total", "record transactions", stats.commits);
    out.counter("writes_total", "record writes", stats.writes);
    out.counter("events_total", "log events stored", stats.events);
    out.counter("write_errors_total", "record writes that failed", stats.write_errors);
    out.counter("failed_commits_total", "transactions that failed", stats.failed_commits);
    out.counter(
        "repeated_batches_total",
        "transactions executed twice for a write that failed",
        stats.repeated_batches
    );
    out.counter("record_overloads_total", "calls refused at a full queue", stats.overloaded);
    out.counter("duplicates_total", "repeated writes answered again", stats.duplicates);
    out.gauge("write_queue", "writes waiting for a commit", stats.write_queue_depth);
    out.counter("read_errors_total", "record reads that failed", stats.read_errors);
    out.gauge("read_queue", "reads waiting for a reader", stats.read_queue_depth);
}

void write_visitors(text& out, const metrics_input& from) {
    out.counter(
        "visitors_forgotten_total",
        "visitors deleted who came and never wrote",
        from.visitors_forgotten
    );
}

void write_live(text& out, const storage::live::live_health& live) {
    out.gauge("redis_up", "commands reach Redis", live.up ? 1 : 0);
    out.gauge("redis_bus_alive", "the bus is proven", live.subscriber_alive ? 1 : 0);
    out.counter("redis_reconnects_total", "Redis links re-made", live.counters.reconnects);
    out.counter("redis_timeouts_total", "Redis commands timed out", live.counters.time_outs);
    out.counter(
        "redis_local_tickets_total",
        "tickets decided by this node alone while Redis was away",
        live.counters.local_tickets
    );
    out.counter("redis_epoch_losses_total", "times Redis was emptied", live.counters.epoch_losses);
    out.counter(
        "redis_unreadable_leases_total",
        "presence leases left out that are not ours",
        live.counters.unreadable_leases
    );
}

void write_desk(text& out, const metrics_input& from) {
    out.gauge("waiting", "conversations waiting", from.tallies.waiting);
    out.gauge("offered", "conversations offered", from.tallies.offered);
    out.gauge("active", "conversations with an agent", from.tallies.active);
    out.gauge("wrap_up", "conversations in wrap-up", from.tallies.wrap_up);
    out.gauge("parked", "conversations parked", from.tallies.parked);
    out.counter("decisions_total", "routing decisions recorded", from.desk.decisions);
    out.counter("desk_rebuilds_total", "desks built from the record", from.desk.rebuilds);
    out.counter("desk_failed_writes_total", "decisions not recorded", from.desk.failed_writes);
    out.counter("set_aside_total", "conversations too damaged to read", from.desk.set_aside);
    out.counter("starts_limited_total", "starts refused for speed", from.desk.starts_limited);
    out.counter(
        "desk_acts_refused_total",
        "acts of the gateway itself that the desk refused",
        from.desk.acts_refused
    );
    out.counter("live_rebuilds_total", "mirrors written again", from.desk.live_rebuilds);
    out.gauge(
        "desk_wait_us_max",
        "longest that something waited for the desk, microseconds",
        from.desk_wait_us_max
    );
}

void write_configuration(text& out, const metrics_input& from) {
    out.counter(
        "catalog_failures_total",
        "times a changed configuration could not be read",
        from.catalog_failures
    );
    out.gauge(
        "catalog_behind",
        "the record may hold a change of the configuration that is not in force",
        from.catalog_behind ? 1 : 0
    );
}

// What was turned away before any desk heard of it.
void write_refusals(text& out, const metrics_input& from) {
    out.counter(
        "answers_refused_total", "API requests not taken: too many unanswered", from.answers_refused
    );
    out.counter("visitors_refused_total", "new visitors refused for speed", from.visitors_refused);
    out.counter(
        "sign_ins_late_total",
        "passwords not looked at: their turn came too late to answer",
        from.sign_ins_late
    );
    out.counter(
        "pages_refused_total",
        "pages of conversations that customers asked for, refused for their network's speed",
        from.pages_refused
    );
    out.counter(
        "writers_refused_total",
        "sessions not welcomed: too many people's rates remembered",
        from.writers_refused
    );
    out.counter(
        "customer_writes_refused_total",
        "messages and ratings refused: too many bytes from one network",
        from.customer_writes_refused
    );
    out.counter(
        "unanswered_refused_total",
        "messages refused: the customer has written enough without an answer",
        from.unanswered_refused
    );
    out.counter("requests_refused_total", "HTTP requests refused for speed", from.requests_refused);
    out.counter(
        "readings_refused_total",
        "whole conversations and transcripts not read for lack of room or speed",
        from.readings_refused
    );
    out.counter(
        "desk_refused_total",
        "commands, receipts (once each) and typing not taken: too much waits for the desks",
        from.desk_refused
    );
}

} // namespace

std::string metrics_text(const metrics_input& from) {
    text out;
    write_transport(out, from);
    write_tls(out, from);
    out.gauge("ready", "new customers may be sent here", from.ready ? 1 : 0);
    write_records(out, from.records);
    if (from.live) write_live(out, *from.live);
    write_desk(out, from);
    write_configuration(out, from);
    write_visitors(out, from);
    write_refusals(out, from);
    return std::move(out).take();
}

} // namespace kefu::gateway::app
