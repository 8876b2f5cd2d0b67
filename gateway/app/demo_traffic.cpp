#include "gateway/app/demo_traffic.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <simdjson.h>

#include "gateway/app/demo_script.hpp"
#include "gateway/app/system_ids.hpp"

namespace asio = boost::asio;
namespace json = boost::json;
namespace dom = simdjson::dom;

namespace kefu::gateway::app {

namespace {

std::string text_at(const dom::element& from, const char* field) {
    std::string_view text;
    return from[field].get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
}

std::uint64_t number_at(const dom::element& from, const char* field) {
    std::uint64_t number = 0;
    return from[field].get(number) == simdjson::SUCCESS ? number : 0;
}

// What all players share.
struct stage {
    asio::io_context loop{1};
    net::system_clock clock;
    system_ids ids{clock};
    demo_traffic_options options;
    std::mt19937 dice{std::random_device{}()};
    dom::parser parser;

    std::string key() { return routing::to_string(ids.next()); }
    std::chrono::milliseconds between(int low_ms, int high_ms) {
        return std::chrono::milliseconds(std::uniform_int_distribution<int>(low_ms, high_ms)(dice));
    }
};

// One connection of the demo: dials, sends its hello, and dials again after a while when it ends.
class player {
public:
    explicit player(stage& on)
        : stage_(on), timer_(on.loop), beat_(on.loop),
          dialer_(
              on.loop,
              {[this] { opened(); },
               [this](std::string_view text) { heard(text); },
               [this](std::uint16_t) { ended(); }}
          ) {}
    virtual ~player() = default;

    void begin_in(std::chrono::milliseconds delay) {
        after(delay, [this] { dialer_.dial(stage_.options.gateway, "/ws", "kefu.v1"); });
    }

protected:
    virtual std::optional<json::object> hello() = 0;
    virtual void on_frame(std::string_view t, const dom::element& frame) = 0;
    virtual void on_lost() {}

    void say(json::object frame) { dialer_.send(json::serialize(frame)); }
    void command(json::object frame) {
        frame["r"] = ++last_r_;
        say(std::move(frame));
    }
    void after(std::chrono::milliseconds delay, std::function<void()> then) {
        timer_.expires_after(delay);
        timer_.async_wait([then = std::move(then)](const boost::system::error_code& stopped) {
            if (!stopped) then();
        });
    }
    void leave() { dialer_.close(); }

    stage& stage_;

private:
    void opened() {
        auto first = hello();
        if (!first) return leave();
        say(std::move(*first));
        beat();
    }
    void beat() {
        beat_.expires_after(std::chrono::seconds(20));
        beat_.async_wait([this](const boost::system::error_code& stopped) {
            if (stopped) return;
            say({{"t", "beat"}});
            beat();
        });
    }
    void heard(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            dom::element frame;
            if (stage_.parser.parse(text.data(), end, true).get(frame) == simdjson::SUCCESS) {
                const auto t = text_at(frame, "t");
                on_frame(t, frame);
            }
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    void ended() {
        beat_.cancel();
        on_lost();
        begin_in(stage_.between(2'000, 8'000));
    }

    asio::steady_timer timer_;
    asio::steady_timer beat_;
    net::ws_dialer dialer_;
    std::uint64_t last_r_ = 0;
};

// Asks, waits, answers what the agent says, rates, and comes back as somebody else.
class demo_customer final : public player {
public:
    using player::player;

private:
    std::optional<json::object> hello() override {
        const auto talks = demo_talks();
        talk_ = &talks[stage_.dice() % talks.size()];
        said_ = 0;
        conversation_.clear();
        return json::object{
            {"t", "hello"},
            {"v", 1},
            {"storefront", stage_.options.widget_key},
            {"locale", talk_->locale}};
    }

    void on_frame(std::string_view t, const dom::element& frame) override {
        if (t == "welcome") {
            start_key_ = stage_.key();
            start_in(stage_.between(500, 3'000));
        } else if (t == "ok") {
            dom::element own;
            if (frame["conversation"].get(own) == simdjson::SUCCESS)
                conversation_ = text_at(own, "c");
        } else if (t == "err" && conversation_.empty()) {
            start_refused(frame);
        } else if (t == "ev") {
            on_event(frame);
        }
    }

    void start_in(std::chrono::milliseconds delay) {
        after(delay, [this] {
            command(
                {{"t", "conversation.start"},
                 {"key", start_key_},
                 {"topic", talk_->topic},
                 {"text", talk_->opening}}
            );
        });
    }

    // The same start again when it is said to pass, or somebody else comes instead.
    void start_refused(const dom::element& frame) {
        bool again = false;
        if (frame["retry"].get(again) != simdjson::SUCCESS || !again) return leave();
        const auto wait_ms =
            static_cast<int>(std::min<std::uint64_t>(number_at(frame, "after_ms"), 60'000));
        start_in(stage_.between(wait_ms + 100, wait_ms + 3'000));
    }

    void on_event(const dom::element& frame) {
        const auto q = number_at(frame, "q");
        say({{"t", "receipt"}, {"c", conversation_}, {"delivered", q}, {"read", q}});
        const auto kind = text_at(frame, "k");
        if (kind == "ended") return rate();
        dom::element by;
        const bool by_agent = kind == "message" && frame["by"].get(by) == simdjson::SUCCESS &&
                              text_at(by, "role") == "agent";
        if (!by_agent || said_ >= talk_->customer.size()) return;
        say({{"t", "typing"}, {"c", conversation_}, {"on", true}});
        after(stage_.between(3'000, 12'000), [this] {
            if (said_ >= talk_->customer.size()) return;
            command(
                {{"t", "message.send"},
                 {"key", stage_.key()},
                 {"c", conversation_},
                 {"text", talk_->customer[said_++]}}
            );
        });
    }

    void rate() {
        after(stage_.between(2'000, 6'000), [this] {
            command(
                {{"t", "survey.rate"},
                 {"key", stage_.key()},
                 {"c", conversation_},
                 {"score", 3 + static_cast<int>(stage_.dice() % 3)},
                 {"solved", "yes"}}
            );
            after(stage_.between(3'000, 20'000), [this] { leave(); });
        });
    }

    const demo_talk* talk_ = nullptr;
    std::size_t said_ = 0;
    std::string start_key_;
    std::string conversation_;
};

// Accepts what is offered and answers one conversation after the other, in turns.
class demo_colleague final : public player {
public:
    demo_colleague(stage& on, std::string name, std::string password)
        : player(on), name_(std::move(name)), password_(std::move(password)) {}

private:
    struct chat {
        std::string conversation;
        std::string topic;
        std::uint64_t generation = 0;
        std::size_t said = 0;
        bool over = false;
    };

    // Signs in with the demo's own password; blocking is fine, nobody else waits on this program.
    std::optional<json::object> hello() override {
        if (cookie_.empty()) {
            const json::object body{{"name", name_}, {"password", password_}};
            const auto answer = net::http_ask(
                stage_.options.gateway, "POST", "/api/sign-in", "", json::serialize(body)
            );
            if (answer.status != 200) return std::nullopt;
            cookie_ = answer.set_cookie;
        }
        const auto answer =
            net::http_ask(stage_.options.gateway, "POST", "/api/ticket", cookie_, "");
        dom::element ticket;
        if (answer.status != 200 ||
            stage_.parser.parse(answer.body).get(ticket) != simdjson::SUCCESS) {
            cookie_.clear();
            return std::nullopt;
        }
        return json::object{{"t", "hello"}, {"v", 1}, {"ticket", text_at(ticket, "ticket")}};
    }

    void on_frame(std::string_view t, const dom::element& frame) override {
        if (t == "welcome") {
            chats_.clear();
            command({{"t", "presence.set"}, {"presence", "online"}});
            dom::array cards;
            if (frame["cards"].get(cards) == simdjson::SUCCESS) {
                for (const auto card : cards)
                    keep(card);
            }
            work();
        } else if (t == "offer") {
            dom::element offer;
            if (frame["offer"].get(offer) != simdjson::SUCCESS) return;
            command({{"t", "offer.accept"}, {"offer", text_at(offer, "id")}});
        } else if (t == "card") {
            dom::element card;
            if (frame["card"].get(card) == simdjson::SUCCESS) keep(card);
        } else if (t == "card.gone") {
            const auto id = text_at(frame, "c");
            std::erase_if(chats_, [&](const chat& one) { return one.conversation == id; });
        }
    }

    void on_lost() override { chats_.clear(); }

    void keep(const dom::element& card) {
        const auto id = text_at(card, "c");
        for (auto& one : chats_) {
            if (one.conversation != id) continue;
            one.generation = number_at(card, "gen");
            one.over = text_at(card, "state") == "wrap_up";
            return;
        }
        const bool over = text_at(card, "state") == "wrap_up";
        chats_.push_back({id, text_at(card, "topic"), number_at(card, "gen"), 0, over});
    }

    void work() {
        after(stage_.between(2'500, 6'000), [this] {
            if (!chats_.empty()) answer(chats_[turn_++ % chats_.size()]);
            work();
        });
    }

    void answer(chat& one) {
        if (one.over) {
            return command(
                {{"t", "wrap_up.save"},
                 {"key", stage_.key()},
                 {"c", one.conversation},
                 {"gen", one.generation},
                 {"topic", one.topic},
                 {"need_type", "functional"},
                 {"solved", "yes"},
                 {"solution", "已依流程處理並告知客戶"}}
            );
        }
        const auto lines = lines_of(one.topic);
        if (one.said < lines.size()) {
            return command(
                {{"t", "message.send"},
                 {"key", stage_.key()},
                 {"c", one.conversation},
                 {"gen", one.generation},
                 {"text", lines[one.said++]}}
            );
        }
        command(
            {{"t", "conversation.end"},
             {"key", stage_.key()},
             {"c", one.conversation},
             {"gen", one.generation}}
        );
    }

    static std::span<const std::string_view> lines_of(std::string_view topic) {
        for (const auto& talk : demo_talks()) {
            if (talk.topic == topic) return talk.agent;
        }
        return demo_talks().front().agent;
    }

    std::string name_;
    std::string password_;
    std::string cookie_;
    std::vector<chat> chats_;
    std::size_t turn_ = 0;
};

// name, password and role of each line; the first agent is left to whoever looks.
std::vector<std::pair<std::string, std::string>> colleagues_of(const demo_traffic_options& from) {
    std::vector<std::pair<std::string, std::string>> found;
    if (from.colleagues == 0) return found;
    std::ifstream file(from.sign_ins_file);
    if (!file) throw std::runtime_error(from.sign_ins_file + ": cannot be read");
    std::string line;
    bool first = true;
    while (std::getline(file, line) && found.size() < from.colleagues) {
        const auto one = line.find('\t');
        const auto two = line.find('\t', one + 1);
        const auto three = line.find('\t', two + 1);
        if (one == std::string::npos || two == std::string::npos) continue;
        if (line.substr(two + 1, three - two - 1) != "agent") continue;
        if (std::exchange(first, false)) continue;
        found.emplace_back(line.substr(0, one), line.substr(one + 1, two - one - 1));
    }
    return found;
}

} // namespace

void play_demo(const demo_traffic_options& options) {
    if (net::http_ask(options.gateway, "GET", "/w/config?key=" + options.widget_key, "", "")
            .status != 200) {
        throw std::runtime_error("the gateway does not answer, or does not know the widget key");
    }
    stage on;
    on.options = options;
    std::vector<std::unique_ptr<player>> players;
    for (const auto& [name, password] : colleagues_of(options)) {
        players.push_back(std::make_unique<demo_colleague>(on, name, password));
        players.back()->begin_in(on.between(0, 500));
    }
    for (unsigned i = 0; i < options.customers; ++i) {
        players.push_back(std::make_unique<demo_customer>(on));
        players.back()->begin_in(on.between(0, static_cast<int>(options.customers) * 1'000));
    }
    std::printf(
        "%u customers and %zu colleagues play\n",
        options.customers,
        players.size() - options.customers
    );
    std::fflush(stdout);
    asio::signal_set stop(on.loop, SIGINT, SIGTERM);
    stop.async_wait([&on](const boost::system::error_code&, int) { on.loop.stop(); });
    on.loop.run();
}

} // namespace kefu::gateway::app
