#include "gateway/app/demo_player.hpp"

#include <algorithm>
#include <utility>

namespace json = boost::json;
namespace dom = simdjson::dom;

namespace kefu::gateway::app {

std::string text_at(const dom::element& from, const char* field) {
    std::string_view text;
    return from[field].get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

std::uint64_t number_at(const dom::element& from, const char* field) {
    std::uint64_t number = 0;
    return from[field].get(number) == simdjson::SUCCESS ? number : 0;
}

demo_player::demo_player(demo_stage& on)
    : stage_(on), timer_(on.loop), beat_(on.loop),
      dialer_(
          on.loop,
          {[this] { opened(); },
           [this](std::string_view text) { heard(text); },
           [this](std::uint16_t code, std::string_view reason) { ended(code, reason); }}
      ) {}

void demo_player::begin_in(std::chrono::milliseconds delay) {
    after(delay, [this] { dialer_.dial(stage_.options.gateway, "/ws", "kefu.v1"); });
}

void demo_player::command(json::object frame) {
    frame["r"] = ++last_r_;
    say(std::move(frame));
}

void demo_player::after(std::chrono::milliseconds delay, std::function<void()> then) {
    timer_.expires_after(delay);
    timer_.async_wait([then = std::move(then)](const boost::system::error_code& stopped) {
        if (!stopped) then();
    });
}

void demo_player::opened() {
    auto first = hello();
    if (!first) return leave();
    say(std::move(*first));
    beat();
}

void demo_player::beat() {
    beat_.expires_after(std::chrono::seconds(20));
    beat_.async_wait([this](const boost::system::error_code& stopped) {
        if (stopped) return;
        say({{"t", "beat"}});
        beat();
    });
}

void demo_player::heard(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        dom::element frame;
        if (stage_.parser.parse(text.data(), end, true).get(frame) == simdjson::SUCCESS) {
            const auto t = text_at(frame, "t");
            if (t == "welcome") rest_.welcomed();
            on_frame(t, frame);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void demo_player::ended(std::uint16_t code, std::string_view reason) {
    beat_.cancel();
    const auto rest = rest_.ended(told_ms(reason));
    const auto least = std::max(on_lost(code), rest.least_ms);
    begin_in(stage_.between(least, least + rest.most_ms - rest.least_ms));
}

std::uint64_t demo_player::told_ms(std::string_view reason) {
    dom::element told;
    const auto error = stage_.parser.parse(reason.data(), reason.size(), true).get(told);
    return error == simdjson::SUCCESS ? number_at(told, "after_ms") : 0;
}

} // namespace kefu::gateway::app
