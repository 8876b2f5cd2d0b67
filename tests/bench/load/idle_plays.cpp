// What connections cost that do nothing, or have only just come; and an open loop.
#include "tests/bench/load/measured.hpp"
#include "tests/bench/load/options.hpp"
#include "tests/bench/load/stamp.hpp"

#include <deque>
#include <optional>
#include <stdexcept>

namespace kefu::bench {

namespace {

// Each says one thing when it is there, which must come back; then all are silent.
class visitors final : public scenario {
public:
    visitors(std::size_t bytes, bool speaks) : text_(bytes), speaks_(speaks) {}

    void on_ready(std::size_t slot) override {
        if (speaks_) turns->send(slot, text_.write(slot, 0));
    }
    void on_text(std::size_t slot, std::string_view text) override {
        text_.demand(text, slot, 0);
        ++heard;
    }

    loop* turns = nullptr;
    std::size_t heard = 0;

private:
    stamp text_;
    bool speaks_;
};

// Sends by the clock whatever comes back, and counts what each waited from when it was due: a
// server that stalls is charged with all who would have come meanwhile.
class open_loop final : public scenario {
public:
    explicit open_loop(const options& asked)
        : text_(asked.bytes), due_(asked.connections), sent_(asked.connections),
          heard_(asked.connections) {}

    void on_ready(std::size_t) override {}
    void on_text(std::size_t slot, std::string_view text) override {
        text_.demand(text, slot, heard_[slot]++);
        const auto waited = steady::now() - due_[slot].front();
        due_[slot].pop_front();
        ++done;
        if (!counting) return;
        const auto us = std::chrono::duration_cast<std::chrono::microseconds>(waited).count();
        waited_us.push_back(static_cast<std::uint32_t>(us));
    }
    void send(std::size_t slot, steady::time_point due) {
        due_[slot].push_back(due);
        turns->send(slot, text_.write(slot, sent_[slot]++));
    }

    loop* turns = nullptr;
    bool counting = false;
    std::uint64_t done = 0;
    std::vector<std::uint32_t> waited_us;

private:
    stamp text_;
    std::vector<std::deque<steady::time_point>> due_;
    std::vector<std::uint64_t> sent_;
    std::vector<std::uint64_t> heard_;
};

void fill(loop& turns, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        turns.add({});
}

// Until it has used less than a hundredth of a processor for a fifth of a second.
void await_rest(const server_cost& server, loop& turns) {
    constexpr std::uint64_t rest_ns = 2'000'000;
    const auto until = steady::now() + std::chrono::seconds(20);
    for (auto before = server.cpu_ns(); steady::now() < until;) {
        turns.turns_until(steady::now() + std::chrono::milliseconds(200));
        const auto now = server.cpu_ns();
        if (now - before < rest_ns) return;
        before = now;
    }
    throw std::runtime_error("the server does not come to rest");
}

} // namespace

// CPU from the first connection to the last upgrade, of a server that has had as many before: a
// compiler at run time has had its turn, allocators their pages.
std::string play_storm(const options& asked) {
    const server_cost server(asked.servers);
    const auto storm = [&] {
        visitors plays(asked.bytes, false);
        loop turns(asked.where, plays);
        plays.turns = &turns;
        fill(turns, asked.connections);
        const measured stretch(server);
        turns.connect_all(asked.in_flight, std::chrono::seconds(120));
        const auto fields = stretch.end(asked.connections);
        turns.reset_all();
        await_rest(server, turns); // what it costs to clear away is not of the next
        return fields;
    };
    static_cast<void>(storm());
    return storm();
}

std::string play_idle(const options& asked) {
    visitors plays(asked.bytes, true);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    fill(turns, asked.connections);
    const server_cost server(asked.servers);
    const auto before = server.user_bytes();
    const measured stretch(server);
    turns.connect_all(asked.in_flight, std::chrono::seconds(120));
    const auto until = steady::now() + std::chrono::seconds(30);
    while (plays.heard < asked.connections && steady::now() < until)
        turns.turn(std::chrono::milliseconds(100));
    if (plays.heard < asked.connections) throw std::runtime_error("some heard no echo");
    const auto fields = stretch.end(asked.connections);
    turns.turns_until(steady::now() + std::chrono::milliseconds(1'500));
    const auto grown = static_cast<double>(server.user_bytes()) - static_cast<double>(before);
    return fields + ",\"bytes_each\":" +
           std::to_string(grown / static_cast<double>(asked.connections));
}

std::string play_latency(const options& asked) {
    open_loop plays(asked);
    loop turns(asked.where, plays);
    plays.turns = &turns;
    fill(turns, asked.connections);
    turns.connect_all(asked.in_flight, std::chrono::seconds(60));
    const server_cost server(asked.servers);
    const auto began = steady::now();
    const auto gap = std::chrono::nanoseconds(1'000'000'000 / asked.rate_per_s);
    const auto warm = static_cast<std::uint64_t>(asked.warm_s * static_cast<double>(asked.rate_per_s));
    const auto all = warm + static_cast<std::uint64_t>(
                                asked.seconds * static_cast<double>(asked.rate_per_s)
                            );
    std::optional<measured> stretch;
    std::uint64_t before = 0;
    for (std::uint64_t n = 0; n < all;) {
        if (n >= warm && !stretch) {
            stretch.emplace(server);
            plays.counting = true;
            before = plays.done;
        }
        for (auto now = steady::now(); n < all && began + n * gap <= now; ++n)
            plays.send(n % asked.connections, began + n * gap);
        turns.turn(std::chrono::microseconds(0));
    }
    const auto fields = stretch->end(plays.done - before);
    const auto until = steady::now() + std::chrono::seconds(5);
    while (plays.done < all && steady::now() < until)
        turns.turn(std::chrono::milliseconds(1));
    if (plays.done < all) throw std::runtime_error("some never came back");
    return fields + "," + percentiles(plays.waited_us);
}

} // namespace kefu::bench
