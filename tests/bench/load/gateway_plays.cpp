// Scenarios that only a whole gateway can play: sign-ins of customers, and durable messages.
#include "tests/bench/load/measured.hpp"
#include "tests/bench/load/options.hpp"
#include "tests/bench/load/peek.hpp"
#include "tests/bench/load/talk.hpp"

#include <optional>
#include <stdexcept>

namespace kefu::bench {

namespace {

// Customers who say hello and then nothing.
class newcomers final : public scenario {
public:
    explicit newcomers(std::string widget_key) : widget_key_(std::move(widget_key)) {}

    void on_ready(std::size_t slot) override {
        turns->send(
            slot, R"({"t":"hello","v":1,"storefront":")" + widget_key_ + R"(","locale":"en"})"
        );
    }
    void on_text(std::size_t, std::string_view frame) override {
        if (text_at(frame, "t") != "welcome")
            throw std::runtime_error("no welcome: " + std::string(frame));
        ++welcome;
    }

    loop* turns = nullptr;
    std::size_t welcome = 0;

private:
    std::string widget_key_;
};

std::chrono::microseconds span_of(double seconds) {
    return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

void await(loop& turns, std::chrono::seconds within, const char* what, auto reached) {
    const auto until = steady::now() + within;
    while (!reached()) {
        turns.turn(std::chrono::milliseconds(10));
        if (steady::now() > until) throw std::runtime_error(std::string("too long: ") + what);
    }
}

// By the clock, each customer in turn.
std::uint64_t say_by_the_clock(const options& asked, talk& plays, loop& turns, double seconds) {
    const auto began = steady::now();
    const auto gap = std::chrono::nanoseconds(1'000'000'000 / asked.rate_per_s);
    const auto all = static_cast<std::uint64_t>(seconds * static_cast<double>(asked.rate_per_s));
    for (std::uint64_t n = 0; n < all;) {
        for (const auto now = steady::now(); n < all && began + n * gap <= now; ++n)
            plays.say(n % asked.connections, began + n * gap);
        turns.turn(std::chrono::microseconds(0));
    }
    return all;
}

} // namespace

std::string play_sessions(const options& asked) {
    newcomers plays(read_setup(asked.setup).widget_key);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    for (std::size_t i = 0; i < asked.connections; ++i)
        turns.add({});
    const server_cost server(asked.servers);
    const auto before = server.user_bytes();
    const measured stretch(server);
    turns.connect_all(asked.in_flight, std::chrono::seconds(120));
    await(turns, std::chrono::seconds(120), "everybody's welcome", [&] {
        return plays.welcome == asked.connections;
    });
    const auto fields = stretch.end(asked.connections);
    turns.turns_until(steady::now() + std::chrono::milliseconds(2'500));
    const auto grown = static_cast<double>(server.user_bytes()) - static_cast<double>(before);
    return fields + ",\"bytes_each\":" +
           std::to_string(grown / static_cast<double>(asked.connections));
}

std::string play_talk(const options& asked) {
    auto from = read_setup(asked.setup);
    const auto agents = from.tickets.size();
    talk plays(std::move(from), asked.connections, asked.bytes);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    for (std::size_t i = 0; i < agents + asked.connections; ++i)
        turns.add({});
    turns.connect_all(asked.in_flight, std::chrono::seconds(60));
    await(turns, std::chrono::seconds(60), "until every conversation is accepted", [&] {
        return plays.accepted == asked.connections;
    });
    const server_cost server(asked.servers);
    const server_cost stores(asked.stores);
    const bool by_clock = asked.rate_per_s > 0;
    if (by_clock) {
        say_by_the_clock(asked, plays, turns, asked.warm_s);
    } else {
        plays.window = asked.window;
        for (std::size_t n = 0; n < asked.connections * asked.window; ++n)
            plays.say(n % asked.connections, steady::now());
        turns.turns_until(steady::now() + span_of(asked.warm_s));
    }
    plays.counting = true;
    const auto before = plays.acknowledged;
    const auto each_before = plays.acknowledged_each();
    const auto stores_ns = stores.cpu_ns();
    const measured stretch(server);
    if (by_clock)
        say_by_the_clock(asked, plays, turns, asked.seconds);
    else
        turns.turns_until(steady::now() + span_of(asked.seconds));
    const auto done = plays.acknowledged - before;
    const auto fields = stretch.end(done);
    const auto stored_us = static_cast<double>(stores.cpu_ns() - stores_ns) / 1000;
    demand_progress(each_before, plays.acknowledged_each());
    plays.window = 0;
    await(turns, std::chrono::seconds(20), "until all is acknowledged and told", [&] {
        return plays.matched == plays.said && plays.told == plays.said;
    });
    return fields + ",\"stores_us\":" + std::to_string(stored_us / static_cast<double>(done)) + "," +
           percentiles(plays.waited_us);
}

} // namespace kefu::bench
