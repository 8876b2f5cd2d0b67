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

// Connects, warms up, measures; the scenario itself keeps its windows full.
template <typename Play>
std::string run(const options& asked, Play& plays, loop& turns) {
    turns.connect_all(asked.in_flight, std::chrono::seconds(60));
    plays.begin();
    turns.turns_until(steady::now() + span_of(asked.warm_s));
    const server_cost server(asked.servers);
    const auto before = plays.done;
    const measured stretch(server);
    turns.turns_until(steady::now() + span_of(asked.seconds));
    const auto fields = stretch.end(plays.done - before);
    if (plays.done == before) throw std::runtime_error("nothing came back");
    return fields;
}

// Every connection sends `window` messages and one more for each that came back.
class echo final : public scenario {
public:
    explicit echo(const options& asked)
        : text_(asked.bytes), sent_(asked.connections), heard_(asked.connections),
          window_(asked.window) {}

    void begin() {
        for (std::size_t slot = 0; slot < sent_.size(); ++slot)
            for (std::size_t i = 0; i < window_; ++i)
                send(slot);
    }
    void on_ready(std::size_t) override {}
    void on_text(std::size_t slot, std::string_view text) override {
        text_.demand(text, slot, heard_[slot]++);
        ++done;
        send(slot);
    }

    loop* turns = nullptr;
    std::uint64_t done = 0;

private:
    void send(std::size_t slot) { turns->send(slot, text_.write(slot, sent_[slot]++)); }

    stamp text_;
    std::vector<std::uint64_t> sent_;
    std::vector<std::uint64_t> heard_;
    std::size_t window_;
};

// Slots 2n and 2n+1 share a room: the even one sends, the odd one hears.
class relay final : public scenario {
public:
    explicit relay(const options& asked)
        : text_(asked.bytes), sent_(asked.connections / 2), heard_(asked.connections / 2),
          window_(asked.window) {}

    void begin() {
        for (std::size_t pair = 0; pair < sent_.size(); ++pair)
            for (std::size_t i = 0; i < window_; ++i)
                send(pair);
    }
    void on_ready(std::size_t) override {}
    void on_text(std::size_t slot, std::string_view text) override {
        if (slot % 2 == 0) throw std::runtime_error("a sender was sent something");
        const auto pair = slot / 2;
        text_.demand(text, pair, heard_[pair]++);
        ++done;
        send(pair);
    }

    loop* turns = nullptr;
    std::uint64_t done = 0;

private:
    void send(std::size_t pair) { turns->send(2 * pair, text_.write(pair, sent_[pair]++)); }

    stamp text_;
    std::vector<std::uint64_t> sent_;
    std::vector<std::uint64_t> heard_;
    std::size_t window_;
};

// Slot 0 publishes; when all the others have heard one, the next of the window follows.
class fan_out final : public scenario {
public:
    explicit fan_out(const options& asked)
        : text_(asked.bytes), heard_(asked.connections), window_(asked.window),
          left_(asked.window, asked.connections - 1) {}

    void begin() {
        for (std::size_t i = 0; i < window_; ++i)
            send();
    }
    void on_ready(std::size_t) override {}
    void on_text(std::size_t slot, std::string_view text) override {
        if (slot == 0) throw std::runtime_error("the publisher was sent something");
        const auto number = heard_[slot]++;
        text_.demand(text, 0, number);
        ++done;
        auto& left = left_[number % window_];
        if (--left > 0) return;
        left = heard_.size() - 1;
        send();
    }

    loop* turns = nullptr;
    std::uint64_t done = 0; // deliveries

private:
    void send() { turns->send(0, text_.write(0, sent_++)); }

    stamp text_;
    std::vector<std::uint64_t> heard_;
    std::size_t window_;
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
