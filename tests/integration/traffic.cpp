#include "tests/integration/traffic.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>

namespace kefu::tests {

namespace json = boost::json;

namespace {

constexpr int give_up_ms = 90'000;
constexpr std::size_t under_way_max = 8; // answers of an agent without an acknowledgement

bool past(std::chrono::steady_clock::time_point deadline) {
    return std::chrono::steady_clock::now() > deadline;
}

std::chrono::steady_clock::time_point deadline_in(int ms) {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
}

} // namespace

traffic::traffic(const gateway_process& gateway, traffic_plan plan)
    : gateway_(gateway), plan_(std::move(plan)) {
    for (const auto& name : plan_.agents) {
        agents_.push_back(std::make_unique<agent_driver>(gateway_, name));
        agents_.back()->takes_every_offer = true;
    }
    for (std::size_t i = 0; i < plan_.customers; ++i) {
        const auto subject = i % 2 == 0 ? "u-load-" + std::to_string(i) : std::string{};
        customers_.push_back(std::make_unique<customer_driver>(gateway_, subject));
    }
}

traffic::~traffic() {
    failed_ = true;
    open_gate();
    for (auto& one : threads_)
        one.join();
}

bool traffic::begin() {
    for (auto& agent : agents_) {
        if (!agent->go_online()) return false;
    }
    for (auto& customer : customers_) {
        if (!customer->arrive()) return false;
        if (text_at(customer->start("order"), "t") != "ok") return false;
    }
    busy_customers_ = customers_.size();
    unsigned number = 0;
    for (auto& agent : agents_)
        threads_.emplace_back([this, who = agent.get()] { play_agent(*who); });
    for (auto& customer : customers_) {
        const auto seed = plan_.seed * 1'000 + number++;
        threads_.emplace_back([this, who = customer.get(), seed] { play_customer(*who, seed); });
    }
    return true;
}

void traffic::shut_gate() {
    const std::lock_guard lock(mutex_);
    open_ = false;
}

void traffic::open_gate() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void traffic::wait_until_open() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
}

bool traffic::await_acks(std::size_t more, int within_ms) {
    std::unique_lock lock(mutex_);
    const auto goal = acks_ + more;
    const bool reached = changed_.wait_for(lock, std::chrono::milliseconds(within_ms), [&] {
        return acks_ >= goal || failed_;
    });
    return reached && !failed_;
}

void traffic::count_acks(const wire_driver& who, std::size_t& counted) {
    if (who.acks().size() == counted) return;
    const std::lock_guard lock(mutex_);
    acks_ += who.acks().size() - counted;
    counted = who.acks().size();
    changed_.notify_all();
}

void traffic::give_up(const wire_driver& who) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    changed_.notify_all();
    stuck_ += who.name() + (who.connected() ? " connected, " : " not connected, ") +
              std::to_string(who.unacknowledged()) + " unacknowledged, close code " +
              std::to_string(who.close_code()) + "\n";
}

std::string traffic::stuck() const {
    const std::lock_guard lock(mutex_);
    return stuck_;
}

bool traffic::back_online(wire_driver& who) {
    const auto deadline = deadline_in(give_up_ms);
    while (!failed_ && !past(deadline)) {
        wait_until_open();
        if (who.connect(gateway_.port())) return true;
    }
    give_up(who);
    return false;
}

void traffic::play_customer(customer_driver& who, unsigned seed) {
    std::mt19937 random(seed);
    std::size_t said = 0;
    std::size_t counted = 0;
    const auto deadline = deadline_in(give_up_ms);
    const auto c = who.conversation();
    while (!failed_ && (!ending_ || who.unacknowledged() > 0)) {
        if (past(deadline)) give_up(who);
        if (!who.connected()) {
            who.doubt_last_ack();
            if (!back_online(who)) break;
        }
        // A few at once, so that a fault always finds some on their way.
        if (!ending_ && who.unacknowledged() < 1 + random() % 4) {
            who.say(c, who.name() + " says " + std::to_string(said++));
            continue;
        }
        who.pump(1'000);
        count_acks(who, counted);
    }
    const std::lock_guard lock(mutex_);
    if (--busy_customers_ == 0) customers_done_ = true;
    changed_.notify_all();
}

// Answers every second message of a customer, until the customers have finished and nothing of its
// own is unacknowledged.
void traffic::play_agent(agent_driver& who) {
    std::map<std::string, std::uint64_t> answered_to; // conversation to the last q looked at
    std::size_t heard = 0;
    std::size_t counted = 0;
    const auto deadline = deadline_in(give_up_ms);
    while (!failed_) {
        if (past(deadline)) give_up(who);
        if (!who.connected() && !back_online(who)) break;
        for (const auto& [c, card] : who.cards()) {
            auto& last = answered_to[c];
            const auto& log = who.log_of(c);
            for (auto at = log.upper_bound(last); at != log.end(); ++at) {
                if (customers_done_ || who.unacknowledged() >= under_way_max) break;
                last = at->first;
                const auto& event = at->second;
                const auto by = text_at(event.frame.at("by").as_object(), "role");
                if (event.kind != "message" || by != "customer" || ++heard % 2 != 0) continue;
                who.say(c, "re: " + event.text);
            }
        }
        who.pump(customers_done_ ? 50 : 200);
        count_acks(who, counted);
        const bool idle = customers_done_ && who.unacknowledged() == 0;
        if (idle && who.connected()) break;
    }
}

bool traffic::finish() {
    ending_ = true;
    for (auto& one : threads_)
        one.join();
    threads_.clear();
    return !failed_;
}

std::size_t traffic::duplicates() const {
    std::size_t count = 0;
    const auto add = [&](const wire_driver& who) {
        for (const auto& ack : who.acks())
            count += ack.dup ? 1 : 0;
    };
    for (const auto& one : customers_)
        add(*one);
    for (const auto& one : agents_)
        add(*one);
    return count;
}

namespace {

using lines = std::vector<std::string>;
using log = std::map<std::uint64_t, seen_event>;

// The record's own: 1,2,3… and the customer's numbers 1,2,3… within; each key once.
void check_truth(const std::string& c, const log& truth, lines& wrong) {
    std::uint64_t q = 0;
    std::uint64_t p = 0;
    std::set<std::string> texts; // all that is said in the traffic differs
    for (const auto& [number, event] : truth) {
        if (number != ++q) wrong.push_back(c + ": hole at " + std::to_string(q));
        if (event.p != 0 && event.p != ++p) wrong.push_back(c + ": public hole");
        if (event.kind == "message" && !event.frame.at("b").as_object().contains("auto") &&
            !texts.insert(event.text).second) {
            wrong.push_back(c + ": stored twice: " + event.text);
        }
    }
}

void check_reader(
    const wire_driver& who, const std::string& c, const log& truth, bool is_customer, lines& wrong
) {
    const auto& seen = who.log_of(c);
    std::size_t expected = 0;
    for (const auto& [q, event] : truth) {
        const auto number = is_customer ? event.p : q;
        if (number == 0) continue;
        ++expected;
        const auto at = seen.find(number);
        if (at == seen.end()) {
            wrong.push_back(who.name() + " lacks " + std::to_string(number) + " of " + c);
        } else if (at->second.id != event.id || at->second.text != event.text) {
            wrong.push_back(who.name() + " has another " + std::to_string(number) + " of " + c);
        }
    }
    if (seen.size() > expected) wrong.push_back(who.name() + " has more than the record of " + c);
}

void check_acks(
    const wire_driver& who, const std::string& c, const log& truth, bool is_customer, lines& wrong
) {
    std::uint64_t last = 0;
    for (const auto& ack : who.acks()) {
        if (ack.conversation != c) continue;
        if (!ack.dup && ack.q <= last) wrong.push_back(who.name() + ": acks out of order");
        last = std::max(last, ack.q);
        const auto stored = std::find_if(truth.begin(), truth.end(), [&](const auto& one) {
            return (is_customer ? one.second.p : one.first) == ack.q;
        });
        if (stored == truth.end()) {
            wrong.push_back(who.name() + ": acknowledged and lost: " + ack.text);
        } else if (stored->second.text != ack.text) {
            wrong.push_back(who.name() + ": another content at its number: " + ack.text);
        }
        const auto own = who.log_of(c).find(ack.q);
        if (own != who.log_of(c).end() && own->second.key != ack.key) {
            wrong.push_back(who.name() + ": another key at its number: " + ack.text);
        }
    }
}

} // namespace

std::vector<std::string> traffic::check() {
    lines wrong;
    agent_driver eye(gateway_, "zhou"); // a supervisor reads every log from the record
    if (!eye.arrive()) return {"the supervisor cannot connect"};
    for (auto& customer : customers_) {
        const auto c = customer->conversation();
        const auto watched = eye.ask({{"t", "conversation.watch"}, {"c", c}});
        if (text_at(watched, "t") != "ok") {
            wrong.push_back("cannot watch " + c);
            continue;
        }
        const auto top = number_at(watched.at("card").as_object(), "top");
        if (!eye.reach(c, top)) wrong.push_back("the record of " + c + " is not readable");
        const auto& truth = eye.log_of(c);
        check_truth(c, truth, wrong);
        const auto last_public =
            std::max_element(truth.begin(), truth.end(), [](const auto& a, const auto& b) {
                return a.second.p < b.second.p;
            });
        if (truth.empty() || !customer->reach(c, last_public->second.p)) {
            wrong.push_back(customer->name() + " does not catch up");
        }
        check_reader(*customer, c, truth, true, wrong);
        check_acks(*customer, c, truth, true, wrong);
        if (customer->resets() > 0) wrong.push_back(customer->name() + " had to start over");
        for (auto& agent : agents_) {
            if (agent->card(c) != nullptr) {
                if (!agent->reach(c, top)) wrong.push_back(agent->name() + " does not catch up");
                check_reader(*agent, c, truth, false, wrong);
            }
            check_acks(*agent, c, truth, false, wrong);
        }
    }
    const auto add = [&](const wire_driver& who) {
        wrong.insert(wrong.end(), who.faults().begin(), who.faults().end());
        for (const auto& code : who.refusals())
            wrong.push_back(who.name() + ": refused for good: " + code);
    };
    for (const auto& one : customers_)
        add(*one);
    for (const auto& one : agents_)
        add(*one);
    return wrong;
}

} // namespace kefu::tests
