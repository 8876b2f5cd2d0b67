#include "gateway/app/demo_traffic.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/signal_set.hpp>

#include "gateway/app/demo_player.hpp"
#include "gateway/app/demo_script.hpp"

namespace asio = boost::asio;
namespace json = boost::json;
namespace dom = simdjson::dom;

namespace kefu::gateway::app {

namespace {

constexpr std::uint16_t token_invalid = 4401;
constexpr std::uint16_t token_revoked = 4403;

// Asks, waits, answers what the agent says, rates, and comes back as somebody else; as the same one
// in the same talk when its line breaks.
class demo_customer final : public demo_player {
public:
    explicit demo_customer(demo_stage& on) : demo_player(on) { be_somebody_new(); }

    // Whoever is nobody yet takes their place among those who arrive; it stays theirs until they
    // are in. Milliseconds until then.
    std::int64_t arrival_ms() {
        if (std::exchange(arrives_, true)) return 0;
        return stage_.arrivals.next_in(stage_.clock.now());
    }

private:
    void be_somebody_new() {
        const auto talks = demo_talks();
        talk_ = &talks[stage_.dice() % talks.size()];
        said_ = 0;
        seen_ = 0;
        start_key_ = stage_.key();
        token_.clear();
        conversation_.clear();
        over_ = false;
        arrives_ = false;
    }

    std::optional<json::object> hello() override {
        json::object hello{
            {"t", "hello"},
            {"v", 1},
            {"storefront", stage_.options.widget_key},
            {"locale", talk_->locale}};
        if (!token_.empty()) hello["token"] = token_;
        if (seen_ > 0) hello["resume"] = json::object{{"c", conversation_}, {"q", seen_}};
        return hello;
    }

    void on_frame(std::string_view t, const dom::element& frame) override {
        if (t == "welcome") {
            welcomed(frame);
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

    void welcomed(const dom::element& frame) {
        if (auto made = text_at(frame, "token"); !made.empty()) token_ = std::move(made);
        dom::element own;
        if (frame["conversation"].get(own) != simdjson::SUCCESS)
            return start_in(stage_.between(500, 3'000));
        conversation_ = text_at(own, "c");
        const auto state = text_at(own, "state");
        if (state != "waiting" && state != "active") go();
    }

    std::int64_t on_lost(std::uint16_t code) override {
        if (over_ || code == token_invalid || code == token_revoked) be_somebody_new();
        return arrival_ms();
    }

    // For good: the next is somebody else.
    void go() {
        over_ = true;
        leave();
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
        if (frame["retry"].get(again) != simdjson::SUCCESS || !again) return go();
        const auto wait_ms =
            static_cast<int>(std::min<std::uint64_t>(number_at(frame, "after_ms"), 60'000));
        start_in(stage_.between(wait_ms + 100, wait_ms + 3'000));
    }

    void on_event(const dom::element& frame) {
        const auto q = number_at(frame, "q");
        seen_ = std::max(seen_, q);
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
            after(stage_.between(3'000, 20'000), [this] { go(); });
        });
    }

    const demo_talk* talk_ = nullptr;
    std::size_t said_ = 0;
    std::uint64_t seen_ = 0;
    std::string start_key_;
    std::string token_;
    std::string conversation_;
    bool over_ = false;
    bool arrives_ = false;
};

// Accepts what is offered and answers one conversation after the other, in turns.
class demo_colleague final : public demo_player {
public:
    demo_colleague(demo_stage& on, std::string name, std::string password)
        : demo_player(on), name_(std::move(name)), password_(std::move(password)) {}

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

    std::int64_t on_lost(std::uint16_t) override {
        chats_.clear();
        return 0;
    }

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
    demo_stage on;
    on.options = options;
    std::vector<std::unique_ptr<demo_player>> players;
    for (const auto& [name, password] : colleagues_of(options)) {
        players.push_back(std::make_unique<demo_colleague>(on, name, password));
        players.back()->begin_in(on.between(0, 500));
    }
    for (unsigned i = 0; i < options.customers; ++i) {
        auto customer = std::make_unique<demo_customer>(on);
        const std::chrono::milliseconds least(customer->arrival_ms());
        customer->begin_in(std::max(least, on.between(0, options.customers * 1'000LL)));
        players.push_back(std::move(customer));
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
