#include "storage/live/subscriber_link.hpp"

#include <cassert>
#include <charconv>
#include <utility>

#include "storage/live/live_errc.hpp"
#include "storage/live/names.hpp"

namespace kefu::storage::live {

subscriber_link::subscriber_link(
    boost::asio::io_context& io,
    const redis_settings& settings,
    const now_source& now,
    const jitter_source& jitter,
    operation_count& operations,
    live_counters& counters,
    redis_link& commands,
    std::function<void(bool alive)> on_alive
)
    : now_(now), counters_(counters), commands_(commands), on_alive_(std::move(on_alive)),
      probe_channel_(redis_names::probe_channel(settings.node)),
      watch_(settings.command_ms, settings.probe_every_ms, settings.probe_missing_ms),
      alarm_(io, now, operations, [this] { look(); }),
      wire_(
          io,
          settings,
          now,
          jitter,
          operations,
          counters,
          {[this] { on_up(); },
           [this](error_code) { on_down(); },
           [this](std::string_view bytes) { on_bytes(bytes); }}
      ) {
    [[maybe_unused]] const error_code full = subscriptions_.add(probe_channel_);
    assert(!full);
}

void subscriber_link::stop() {
    stopped_ = true;
    alarm_.cancel();
    wire_.stop();
    watch_.on_lost();
    handlers_.clear();
}

error_code subscriber_link::subscribe(std::string channel, message_handler handler) {
    if (stopped_) return errc::stopped;
    if (const error_code full = subscriptions_.add(channel)) return full;
    handlers_.insert_or_assign(std::move(channel), std::move(handler));
    if (wire_.ready()) ask();
    return {};
}

void subscriber_link::unsubscribe(std::string_view channel) {
    const auto found = handlers_.find(channel);
    if (found == handlers_.end()) return;
    subscriptions_.remove(channel);
    std::string bytes;
    const error_code error = encode({"UNSUBSCRIBE", std::string(channel)}, bytes);
    handlers_.erase(found);
    if (!error && wire_.ready()) wire_.send(bytes);
}

void subscriber_link::ask() {
    std::string bytes;
    for (const command& words : subscriptions_.ask()) {
        [[maybe_unused]] const error_code error = encode(words, bytes);
        assert(!error); // channels_per_command names within channel_bytes_max fit
    }
    if (bytes.empty()) return;
    wire_.send(bytes);
    watch_.on_asked(now_());
    alarm_.set(watch_.next_deadline());
}

void subscriber_link::on_up() {
    decoder_.reset();
    ask();
}

void subscriber_link::on_down() {
    subscriptions_.on_lost();
    watch_.on_lost();
    look();
}

void subscriber_link::on_bytes(std::string_view bytes) {
    decoder_.feed(bytes);
    while (wire_.ready()) { // a handler may stop the store
        auto next = decoder_.next();
        if (next.has_error()) {
            wire_.drop(errc::protocol);
            return;
        }
        if (!next->has_value()) return;
        auto arrived = read_push(std::move(**next));
        if (!arrived) {
            wire_.drop(errc::protocol);
            return;
        }
        take(std::move(*arrived));
    }
}

void subscriber_link::take(push&& arrived) {
    if (arrived.what == push::kind::subscribed) {
        subscriptions_.on_confirmed(arrived.channel);
        if (subscriptions_.all_confirmed()) watch_.on_confirmed(now_());
        look();
        return;
    }
    if (arrived.what == push::kind::unsubscribed) return;
    if (arrived.channel == probe_channel_) {
        hear_probe(arrived.payload);
        return;
    }
    const auto found = handlers_.find(arrived.channel);
    if (found == handlers_.end()) return; // was under way when we unsubscribed
    // A copy, because the handler may replace or remove itself.
    const message_handler handler = found->second;
    handler(arrived.payload);
}

void subscriber_link::hear_probe(const std::string& number) {
    std::uint64_t heard = 0;
    const char* end = number.data() + number.size();
    const auto parsed = std::from_chars(number.data(), end, heard);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return; // not ours, so it proves nothing
    watch_.on_heard(heard, now_());
    look();
}

void subscriber_link::look() {
    if (stopped_) return;
    if (watch_.missing(now_())) {
        ++counters_.probes_missed;
        wire_.drop(errc::timed_out);
        return; // on_down looks again
    }
    if (const auto number = watch_.take_due(now_())) publish_probe(*number);
    alarm_.set(watch_.next_deadline());
    const bool alive = healthy();
    if (std::exchange(reported_alive_, alive) != alive) on_alive_(alive);
}

void subscriber_link::publish_probe(std::uint64_t number) {
    const auto on_done = [this, number](const result<reply>& answer) {
        if (answer.has_value()) watch_.on_accepted(number, now_());
        if (!stopped_) alarm_.set(watch_.next_deadline());
    };
    commands_.submit({"PUBLISH", probe_channel_, std::to_string(number)}, on_done);
}

} // namespace kefu::storage::live
