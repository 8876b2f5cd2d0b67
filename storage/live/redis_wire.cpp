#include "storage/live/redis_wire.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "storage/live/live_errc.hpp"

namespace kefu::storage::live {

namespace {

namespace asio = boost::asio;

link_times times_of(const redis_settings& settings) {
    return {
        settings.connect_ms,
        settings.greet_ms,
        settings.steady_ms,
        settings.backoff_first_ms,
        settings.backoff_max_ms};
}

} // namespace

redis_wire::redis_wire(
    asio::io_context& io,
    const redis_settings& settings,
    const now_source& now,
    const jitter_source& jitter,
    operation_count& operations,
    live_counters& counters,
    events told
)
    : settings_(settings), now_(now), jitter_(jitter), operations_(operations), counters_(counters),
      events_(std::move(told)), state_(times_of(settings)),
      alarm_(io, now, operations, [this] { carry_out(state_.tick(now_(), jitter_())); }),
      resolver_(io), socket_(io) {}

void redis_wire::start() { carry_out(state_.start(now_())); }

void redis_wire::stop() {
    state_.stop();
    alarm_.cancel();
    close();
}

void redis_wire::send(std::string_view bytes) {
    output_.append(bytes);
    if (!writing_) wait_writable();
}

void redis_wire::drop(error_code why) {
    if (why == errc::protocol) ++counters_.protocol_errors;
    const bool was_ready = state_.ready();
    carry_out(state_.on_lost(now_(), jitter_()));
    if (was_ready) events_.down(why);
}

void redis_wire::carry_out(link_action action) {
    switch (action) {
    case link_action::none:
        break;
    case link_action::dial:
        dial();
        break;
    case link_action::greet:
        greet();
        break;
    case link_action::close:
        close();
        break;
    }
    alarm_.set(state_.next_deadline());
}

void redis_wire::dial() {
    endpoints_.clear();
    const redis_address& address = settings_.address;
    if (!address.unix_path.empty()) {
        try {
            endpoints_.emplace_back(asio::local::stream_protocol::endpoint(address.unix_path));
        } catch (const boost::system::system_error&) {
            endpoints_.clear(); // a path longer than the kernel takes: nothing to try
        }
        connect_to_next();
        return;
    }
    error_code not_numeric;
    const auto numeric = asio::ip::make_address(address.host, not_numeric);
    if (not_numeric) {
        resolve();
        return;
    }
    endpoints_.emplace_back(asio::ip::tcp::endpoint(numeric, address.port));
    connect_to_next();
}

void redis_wire::resolve() {
    operations_.enter();
    const auto on_resolved = [this, generation = generation_](
                                 const error_code& error,
                                 const asio::ip::tcp::resolver::results_type& found
                             ) {
        operations_.leave();
        if (generation != generation_) return;
        if (!error) {
            for (const auto& entry : found)
                endpoints_.emplace_back(entry.endpoint());
            std::ranges::reverse(endpoints_);
        }
        connect_to_next();
    };
    const std::string port = std::to_string(settings_.address.port);
    resolver_.async_resolve(settings_.address.host, port, on_resolved);
}

void redis_wire::connect_to_next() {
    if (endpoints_.empty()) {
        drop(errc::lost);
        return;
    }
    const endpoint target = endpoints_.back();
    endpoints_.pop_back();
    error_code failed;
    socket_.close(failed); // of the endpoint before; it was never open or its error says nothing
    socket_.open(target.protocol(), failed);
    if (!failed) socket_.non_blocking(true, failed);
    if (failed) {
        connect_to_next();
        return;
    }
    operations_.enter();
    socket_.async_connect(target, [this, generation = generation_](const error_code& error) {
        operations_.leave();
        if (generation != generation_) return;
        if (error) {
            connect_to_next();
        } else {
            on_connected();
        }
    });
}

void redis_wire::on_connected() {
    if (settings_.address.unix_path.empty()) {
        error_code kept_default; // without the option the link is slower, not wrong
        socket_.set_option(asio::ip::tcp::no_delay(true), kept_default);
    }
    wait_readable();
    carry_out(state_.on_connected(now_()));
}

void redis_wire::greet() {
    const redis_address& address = settings_.address;
    std::vector<command> greetings;
    if (!address.password.empty()) {
        command login{"AUTH"};
        if (!address.username.empty()) login.push_back(address.username);
        login.push_back(address.password);
        greetings.push_back(std::move(login));
    }
    greetings.push_back({"PING"});
    std::string bytes;
    for (const command& words : greetings) {
        if (const error_code error = encode(words, bytes)) {
            drop(error);
            return;
        }
    }
    greeting_.reset();
    greetings_left_ = greetings.size();
    send(bytes);
}

void redis_wire::take_greeting(std::string_view bytes) {
    greeting_.feed(bytes);
    while (greetings_left_ > 0) {
        auto next = greeting_.next();
        if (next.has_error()) {
            drop(next.error());
            return;
        }
        if (!next->has_value()) return;
        if ((*next)->error()) {
            drop(errc::server_error);
            return;
        }
        // Strictly: a socket connected to itself would echo our own PING as an array.
        if (!(*next)->status()) {
            drop(errc::protocol);
            return;
        }
        --greetings_left_;
    }
    if (!greeting_.at_boundary()) {
        drop(errc::protocol);
        return;
    }
    state_.on_greeted(now_());
    if (std::exchange(was_up_, true)) ++counters_.reconnects;
    events_.up();
}

void redis_wire::wait_readable() {
    operations_.enter();
    const auto on_readable = [this, generation = generation_](const error_code& error) {
        operations_.leave();
        if (generation != generation_) return;
        if (error) {
            drop(errc::lost);
        } else {
            read();
        }
    };
    socket_.async_wait(asio::socket_base::wait_read, on_readable);
}

void redis_wire::read() {
    error_code error;
    const std::size_t length = socket_.read_some(asio::buffer(input_), error);
    if (error && error != asio::error::would_block) {
        drop(errc::lost);
        return;
    }
    const std::uint64_t generation = generation_;
    const std::string_view bytes(input_.data(), length);
    if (length > 0 && state_.ready()) {
        events_.bytes(bytes);
    } else if (length > 0) {
        take_greeting(bytes);
    }
    if (generation == generation_) wait_readable();
}

void redis_wire::wait_writable() {
    writing_ = true;
    operations_.enter();
    const auto on_writable = [this, generation = generation_](const error_code& error) {
        operations_.leave();
        if (generation != generation_) return;
        if (error) {
            drop(errc::lost);
        } else {
            write();
        }
    };
    socket_.async_wait(asio::socket_base::wait_write, on_writable);
}

void redis_wire::write() {
    error_code error;
    const auto rest = asio::buffer(output_.data() + written_, output_.size() - written_);
    written_ += socket_.write_some(rest, error);
    if (error && error != asio::error::would_block) {
        drop(errc::lost);
        return;
    }
    if (written_ < output_.size()) {
        wait_writable();
        return;
    }
    output_.clear();
    written_ = 0;
    writing_ = false;
}

void redis_wire::close() {
    ++generation_;
    resolver_.cancel();
    error_code error;
    socket_.close(error); // whatever it says, the descriptor is gone
    endpoints_.clear();
    output_.clear();
    written_ = 0;
    writing_ = false;
}

} // namespace kefu::storage::live
