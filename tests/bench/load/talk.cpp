#include "tests/bench/load/talk.hpp"

#include "tests/bench/load/peek.hpp"

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace kefu::bench {

namespace {

// An agent answers then: a customer to whom nobody answers is held back after 200 events.
constexpr std::uint64_t answer_after = 60;

[[noreturn]] void unexpected(const std::string& what, std::string_view envelope) {
    throw std::runtime_error(what + ": " + std::string(envelope));
}

} // namespace

setup read_setup(const std::string& path) {
    std::ifstream file(path);
    setup found;
    std::string word;
    std::string value;
    while (file >> word >> value) {
        if (word == "widget") found.widget_key = value;
        if (word == "topic") found.topic = value;
        if (word == "ticket") found.tickets.push_back(value);
    }
    if (found.widget_key.empty()) throw std::runtime_error(path + ": names no widget");
    return found;
}

talk::talk(setup from, std::size_t customers, std::size_t bytes)
    : from_(std::move(from)), text_(bytes), customers_(customers), agent_r_(from_.tickets.size()),
      keys_(static_cast<std::uint64_t>(steady::now().time_since_epoch().count()) & 0xffffffffffU) {
    served_.reserve(2 * customers);
    owner_.reserve(2 * customers);
}

void talk::on_ready(std::size_t slot) {
    if (slot < from_.tickets.size()) {
        turns->send(slot, R"({"t":"hello","v":1,"ticket":")" + from_.tickets[slot] + "\"}");
        return;
    }
    turns->send(
        slot, R"({"t":"hello","v":1,"storefront":")" + from_.widget_key + R"(","locale":"en"})"
    );
}

void talk::on_text(std::size_t slot, std::string_view frame) {
    each_envelope(frame, [&](std::string_view envelope) {
        if (slot < from_.tickets.size())
            agent_heard(slot, envelope);
        else
            customer_heard(slot - from_.tickets.size(), envelope);
    });
}

void talk::agent_heard(std::size_t slot, std::string_view envelope) {
    const auto type = text_at(envelope, "t");
    if (type == "ev") return agent_event(slot, envelope);
    const auto r = [&] { return std::to_string(++agent_r_[slot]); };
    if (type == "welcome") {
        turns->send(slot, R"({"t":"presence.set","r":)" + r() + R"(,"presence":"online"})");
    } else if (type == "offer") {
        const auto offer = std::string(text_at(value_at(envelope, "offer"), "id"));
        turns->send(
            slot, R"({"t":"offer.accept","r":)" + r() + R"(,"offer":")" + offer + "\"}"
        );
    } else if (type == "card" || (type == "ok" && envelope.find("\"card\":") != envelope.npos)) {
        const auto card = value_at(envelope, "card");
        served_[std::string(text_at(card, "c"))].generation = number_at(card, "gen");
    } else if (type == "err" || type == "card.gone") {
        unexpected("an agent was told", envelope);
    }
}

void talk::agent_event(std::size_t slot, std::string_view envelope) {
    const auto c = std::string(text_at(envelope, "c"));
    auto& one = served_[c];
    const auto q = number_at(envelope, "q");
    if (one.last_q != 0 && q != one.last_q + 1) unexpected("an agent was told out of order", envelope);
    one.last_q = q;
    if (text_at(envelope, "k") != "message" || text_at(value_at(envelope, "by"), "role") != "customer")
        return;
    const auto from = owner_.at(c);
    text_.demand(text_at(value_at(envelope, "b"), "text"), from, one.heard++);
    ++told;
    if (++one.unanswered < answer_after) return;
    one.unanswered = 0;
    turns->send(
        slot,
        R"({"t":"message.send","r":)" + std::to_string(++agent_r_[slot]) + R"(,"key":")" +
            client_key(static_cast<std::uint32_t>(slot) | 0x80000000U, ++keys_) + R"(","c":")" + c +
            R"(","gen":)" + std::to_string(one.generation) + R"(,"text":"one moment please"})"
    );
}

void talk::customer_heard(std::size_t which, std::string_view envelope) {
    auto& one = customers_[which];
    const auto type = text_at(envelope, "t");
    if (type == "ack") return acknowledge(one, which, envelope);
    if (type == "welcome") {
        start(which);
    } else if (type == "ok") {
        one.c = text_at(value_at(envelope, "conversation"), "c");
        owner_[one.c] = which;
    } else if (type == "ev") {
        customer_event(one, which, envelope);
    } else if (type == "state" && !one.active && text_at(envelope, "state") == "active") {
        one.active = true;
        ++accepted;
    } else if (type == "err") {
        unexpected("a customer was told", envelope);
    }
}

void talk::customer_event(customer& one, std::size_t which, std::string_view envelope) {
    const auto q = number_at(envelope, "q");
    if (q != one.last_q + 1) unexpected("a customer was told out of order", envelope);
    one.last_q = q;
    if (text_at(envelope, "k") != "message" || text_at(value_at(envelope, "by"), "role") != "customer")
        return;
    text_.demand(text_at(value_at(envelope, "b"), "text"), which, one.heard++);
    one.own_q.push_back(q);
    match(one, envelope);
}

void talk::match(customer& one, std::string_view envelope) {
    for (; !one.own_q.empty() && !one.unseen_q.empty(); ++matched) {
        if (one.own_q.front() != one.unseen_q.front())
            unexpected("an acknowledgement at another number than its event's", envelope);
        one.own_q.pop_front();
        one.unseen_q.pop_front();
    }
}

std::vector<std::uint64_t> talk::acknowledged_each() const {
    std::vector<std::uint64_t> counts;
    for (const auto& one : customers_)
        counts.push_back(one.acknowledged);
    return counts;
}

void talk::start(std::size_t which) {
    auto& one = customers_[which];
    turns->send(
        which + from_.tickets.size(),
        R"({"t":"conversation.start","r":)" + std::to_string(++one.r) + R"(,"key":")" +
            client_key(static_cast<std::uint32_t>(which), ++keys_) + R"(","topic":")" + from_.topic +
            "\"}"
    );
}

void talk::say(std::size_t which, steady::time_point due) {
    auto& one = customers_[which];
    ++one.r;
    if (one.due.empty()) one.first_r = one.r;
    one.due.push_back(due);
    std::string envelope = R"({"t":"message.send","r":)";
    envelope += std::to_string(one.r);
    envelope += R"(,"key":")";
    envelope += client_key(static_cast<std::uint32_t>(which), ++keys_);
    envelope += R"(","c":")";
    envelope += one.c;
    envelope += R"(","text":")";
    envelope += text_.write(which, one.said++);
    envelope += "\"}";
    turns->send(which + from_.tickets.size(), envelope);
    ++said;
}

// `"a":[[r,q,dup],…]`, in the order in which they were said.
void talk::acknowledge(customer& one, std::size_t which, std::string_view envelope) {
    auto list = value_at(envelope, "a");
    const auto now = steady::now();
    const auto number = [&] {
        std::uint64_t read = 0;
        const auto end = std::from_chars(list.data(), list.data() + list.size(), read).ptr;
        list.remove_prefix(static_cast<std::size_t>(end - list.data()) + 1);
        return read;
    };
    std::size_t settled = 0;
    for (list.remove_prefix(1); !list.empty() && list.front() == '['; ++settled) {
        list.remove_prefix(1);
        const auto r = number();
        const auto q = number();
        if (one.due.empty() || r != one.first_r || list.substr(0, 5) != "false")
            unexpected("an acknowledgement out of order", envelope);
        list.remove_prefix(list.find(']') + 1);
        if (!list.empty() && list.front() == ',') list.remove_prefix(1);
        one.unseen_q.push_back(q);
        match(one, envelope);
        ++one.first_r;
        ++one.acknowledged;
        ++acknowledged;
        if (counting) {
            const auto waited = now - one.due.front();
            waited_us.push_back(static_cast<std::uint32_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(waited).count()
            ));
        }
        one.due.pop_front();
    }
    if (window > 0)
        for (; settled > 0; --settled)
            say(which, now);
}

} // namespace kefu::bench
