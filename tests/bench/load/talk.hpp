#pragma once

#include "tests/bench/load/loop.hpp"
#include "tests/bench/load/stamp.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace kefu::bench {

// What `./dev bench` wrote down about the gateway it started.
struct setup {
    std::string widget_key;
    std::string topic;
    std::vector<std::string> tickets; // of agents who may take that topic
};
[[nodiscard]] setup read_setup(const std::string& path);

// Customers in accepted conversations and the agents who serve them, by the public protocol. Holds
// every message to its promise: acknowledged once, at the number at which its event is told to its
// own customer, and told to customer and agent once, in order and unchanged. Slots: first the
// agents, then the customers.
class talk final : public scenario {
public:
    talk(setup from, std::size_t customers, std::size_t bytes);

    void on_ready(std::size_t slot) override;
    void on_text(std::size_t slot, std::string_view frame) override;

    // The next message of a customer; it counts as waiting from `due` on.
    void say(std::size_t customer, steady::time_point due);

    loop* turns = nullptr;
    std::size_t window = 0; // so many under way for each customer; 0: only what is said
    bool counting = false;
    std::size_t accepted = 0;         // conversations
    std::uint64_t said = 0;           // by customers
    std::uint64_t acknowledged = 0;   // to them
    std::uint64_t told = 0;           // to their agents
    std::uint64_t matched = 0;        // acknowledged at the number of their event
    std::vector<std::uint32_t> waited_us; // for an acknowledgement, while counting

    // Of each customer.
    [[nodiscard]] std::vector<std::uint64_t> acknowledged_each() const;

private:
    struct customer {
        std::string c;
        bool active = false;
        std::uint64_t r = 0;
        std::uint64_t last_q = 0;      // events told
        std::uint64_t said = 0;
        std::uint64_t acknowledged = 0;
        std::uint64_t heard = 0;             // own messages, as events
        std::deque<std::uint64_t> own_q;     // of these, not acknowledged yet
        std::deque<std::uint64_t> unseen_q;  // acknowledged, not heard yet: one of both is empty
        std::deque<steady::time_point> due; // of those that are not acknowledged
        std::uint64_t first_r = 0;     // of the first of these
    };
    struct served { // a conversation, as its agent sees it
        std::size_t customer = 0;
        std::uint64_t generation = 0;
        std::uint64_t last_q = 0;
        std::uint64_t heard = 0;
        std::uint64_t unanswered = 0;
    };

    void agent_heard(std::size_t slot, std::string_view envelope);
    void agent_event(std::size_t slot, std::string_view envelope);
    void customer_heard(std::size_t which, std::string_view envelope);
    void customer_event(customer& one, std::size_t which, std::string_view envelope);
    void match(customer& one, std::string_view envelope);
    void acknowledge(customer& one, std::size_t which, std::string_view envelope);
    void start(std::size_t which);

    setup from_;
    stamp text_;
    std::vector<customer> customers_;
    std::unordered_map<std::string, served> served_;
    std::unordered_map<std::string, std::size_t> owner_; // conversation to customer
    std::vector<std::uint64_t> agent_r_;
    std::uint64_t keys_; // numbers of client keys, of this run alone
};

} // namespace kefu::bench
