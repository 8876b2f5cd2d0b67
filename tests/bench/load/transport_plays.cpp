// Closed loops against a transport: echo, relay, fan-out.
#include "tests/bench/load/measured.hpp"
#include "tests/bench/load/options.hpp"
#include "tests/bench/load/stamp.hpp"

#include <stdexcept>

namespace kefu::bench {

namespace {

std::chrono::microseconds span_of(double seconds) {
    return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

// Keeps a window of messages under way on each lane (a connection, a pair, a subscriber), each of
// which hears everything that was sent to it, in order.
class closed_loop : public scenario {
public:
    closed_loop(const options& asked, std::size_t lanes)
        : heard(lanes), text_(asked.bytes), window_(asked.window) {}

    virtual void begin() = 0;
    // Messages that were sent to a lane.
    [[nodiscard]] virtual std::uint64_t sent_to(std::size_t lane) const = 0;
    void on_ready(std::size_t) final {}

    loop* turns = nullptr;
    bool open = true;                 // closed: what comes back is followed by nothing
    std::uint64_t done = 0;           // messages heard
    std::vector<std::uint64_t> heard; // the same, by lane

protected:
    void hear(std::size_t lane, std::string_view text, std::uint64_t sender) {
        text_.demand(text, sender, heard[lane]++);
        ++done;
    }

    stamp text_;
    std::size_t window_;
};

void await_all_sent(closed_loop& plays) {
    plays.open = false;
    const auto until = steady::now() + std::chrono::seconds(5);
    for (std::size_t lane = 0; lane < plays.heard.size(); ++lane) {
        while (plays.heard[lane] < plays.sent_to(lane) && steady::now() < until)
            plays.turns->turn(std::chrono::milliseconds(10));
        if (plays.heard[lane] < plays.sent_to(lane))
            throw std::runtime_error(
                "lane " + std::to_string(lane) + " heard " + std::to_string(plays.heard[lane]) +
                " of " + std::to_string(plays.sent_to(lane))
            );
    }
}

// Connects, warms up, measures; then everything that was sent has to arrive.
std::string run(const options& asked, closed_loop& plays, loop& turns) {
    turns.connect_all(asked.in_flight, std::chrono::seconds(60));
    plays.begin();
    turns.turns_until(steady::now() + span_of(asked.warm_s));
    const server_cost server(asked.servers);
    const auto done = plays.done;
    const auto heard = plays.heard;
    const measured stretch(server);
    turns.turns_until(steady::now() + span_of(asked.seconds));
    const auto fields = stretch.end(plays.done - done);
    demand_progress(heard, plays.heard);
    await_all_sent(plays);
    return fields;
}

// Every connection sends `window` messages and one more for each that came back.
class echo final : public closed_loop {
public:
    explicit echo(const options& asked)
        : closed_loop(asked, asked.connections), sent_(asked.connections) {}

    void begin() override {
        for (std::size_t slot = 0; slot < sent_.size(); ++slot)
            for (std::size_t i = 0; i < window_; ++i)
                send(slot);
    }
    std::uint64_t sent_to(std::size_t lane) const override { return sent_[lane]; }
    void on_text(std::size_t slot, std::string_view text) override {
        hear(slot, text, slot);
        if (open) send(slot);
    }

private:
    void send(std::size_t slot) { turns->send(slot, text_.write(slot, sent_[slot]++)); }

    std::vector<std::uint64_t> sent_;
};

// Slots 2n and 2n+1 share a room: the even one sends, the odd one hears.
class relay final : public closed_loop {
public:
    explicit relay(const options& asked)
        : closed_loop(asked, asked.connections / 2), sent_(asked.connections / 2) {}

    void begin() override {
        for (std::size_t pair = 0; pair < sent_.size(); ++pair)
            for (std::size_t i = 0; i < window_; ++i)
                send(pair);
    }
    std::uint64_t sent_to(std::size_t lane) const override { return sent_[lane]; }
    void on_text(std::size_t slot, std::string_view text) override {
        if (slot % 2 == 0) throw std::runtime_error("a sender was sent something");
        hear(slot / 2, text, slot / 2);
        if (open) send(slot / 2);
    }

private:
    void send(std::size_t pair) { turns->send(2 * pair, text_.write(pair, sent_[pair]++)); }

    std::vector<std::uint64_t> sent_;
};

// Slot 0 publishes; when all the others have heard one, the next of the window follows. A lane is a
// subscriber: slot lane + 1.
class fan_out final : public closed_loop {
public:
    explicit fan_out(const options& asked)
        : closed_loop(asked, asked.connections - 1), left_(asked.window, asked.connections - 1) {}

    void begin() override {
        for (std::size_t i = 0; i < window_; ++i)
            send();
    }
    std::uint64_t sent_to(std::size_t) const override { return sent_; }
    void on_text(std::size_t slot, std::string_view text) override {
        if (slot == 0) throw std::runtime_error("the publisher was sent something");
        auto& left = left_[heard[slot - 1] % window_];
        hear(slot - 1, text, 0);
        if (--left > 0) return;
        left = heard.size();
        if (open) send();
    }

private:
    void send() { turns->send(0, text_.write(0, sent_++)); }

    std::vector<std::size_t> left_; // who has not heard it yet
    std::uint64_t sent_ = 0;
};

} // namespace

std::string play_echo(const options& asked) {
    echo plays(asked);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    for (std::size_t i = 0; i < asked.connections; ++i)
        turns.add({});
    return run(asked, plays, turns);
}

std::string play_relay(const options& asked) {
    relay plays(asked);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    for (std::size_t i = 0; i < asked.connections / 2 * 2; ++i)
        turns.add("?room=" + std::to_string(i / 2));
    return run(asked, plays, turns);
}

std::string play_fan_out(const options& asked) {
    fan_out plays(asked);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    for (std::size_t i = 0; i < asked.connections; ++i)
        turns.add("?room=all");
    return run(asked, plays, turns);
}

} // namespace kefu::bench
