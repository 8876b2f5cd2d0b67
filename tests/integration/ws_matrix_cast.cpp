#include "tests/integration/ws_matrix_cast.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

namespace json = boost::json;

namespace {

// Only the serving agent is online and has this topic; nobody online has the other.
constexpr const char* served_topic = "return";
constexpr const char* waiting_topic = "order";
constexpr std::array<std::string_view, 4> made_things{"active", "waiting", "closed", "offer"};

std::size_t find_name(std::string_view text, std::string_view name) {
    return text.find("{" + std::string(name) + "}");
}

} // namespace

ws_matrix_cast::ws_matrix_cast() {
    gateway.start();
    other_customer_.widget_key = other_shop_.widget_key;
    EXPECT_TRUE(serving_.go_online());
    EXPECT_TRUE(other_agent_.arrive());
    EXPECT_TRUE(supervisor_.arrive());
    EXPECT_TRUE(admin_.arrive());
    EXPECT_TRUE(other_admin_.arrive());
    for (auto* one : {&visitor_, &identified_, &other_customer_}) {
        EXPECT_TRUE(one->arrive());
        EXPECT_EQ(text_at(one->start(waiting_topic), "t"), "ok");
    }
    values_["absent"] = "0192a000-0000-7000-8000-00000000c0de";
    values_["malformed"] = "0192a000-0000-7000-8000-00000000C0DEx";
    values_["staff"] = serving_.staff_id();
    values_["skill"] = serving_.skill_id(waiting_topic);
    values_["widget_key"] = gateway.widget_key();
}

std::string ws_matrix_cast::filled(std::string text) {
    for (const auto* name :
         {"active",
          "waiting",
          "closed",
          "offer",
          "absent",
          "malformed",
          "staff",
          "skill",
          "key",
          "gen",
          "widget_key"}) {
        const auto mark = "{" + std::string(name) + "}";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), value(name));
    }
    return text;
}

const std::string& ws_matrix_cast::value(const std::string& name) {
    if (name == "key") return values_[name] = wire_driver::new_key();
    if (name == "gen") {
        return values_[name] = std::to_string(serving_.generation(value("active")));
    }
    const auto known = values_.find(name);
    if (known != values_.end()) return known->second;
    return values_[name] = make(name);
}

std::string ws_matrix_cast::make(const std::string& name) {
    auto& customer = customers_[name];
    customer = std::make_unique<customer_driver>(gateway);
    EXPECT_TRUE(customer->arrive());
    EXPECT_EQ(text_at(serving_.set_presence("online"), "t"), "ok");
    const auto* topic = name == "waiting" ? waiting_topic : served_topic;
    EXPECT_EQ(text_at(customer->start(topic), "t"), "ok");
    const auto c = customer->conversation();
    if (name == "waiting") return c;
    if (name == "offer") {
        const auto offer = serving_.await_offer(c);
        EXPECT_TRUE(offer);
        return offer ? text_at(*offer, "id") : values_["absent"];
    }
    EXPECT_EQ(serving_.take_next(c), c);
    EXPECT_TRUE(customer->await_kind(c, "accepted"));
    if (name == "active") return c;
    EXPECT_EQ(text_at(serving_.end(c), "t"), "ok");
    EXPECT_EQ(text_at(serving_.wrap_up(c, served_topic, "x"), "t"), "ok");
    EXPECT_TRUE(customer->await_kind(c, "ended"));
    return c;
}

wire_driver& ws_matrix_cast::who(ws_role role, std::string_view text) {
    switch (role) {
    case ws_role::nobody:
    case ws_role::another_visitor:
        return visitor_;
    case ws_role::identified_customer:
        return identified_;
    case ws_role::own_customer:
        break;
    case ws_role::another_agent:
        return other_agent_;
    case ws_role::serving_agent:
        return serving_;
    case ws_role::supervisor:
        return supervisor_;
    case ws_role::admin:
        return admin_;
    case ws_role::another_shops_customer:
        return other_customer_;
    case ws_role::another_shops_admin:
        return other_admin_;
    }
    for (const auto name : made_things) {
        if (find_name(text, name) == std::string_view::npos) continue;
        static_cast<void>(value(std::string(name)));
        return *customers_.at(std::string(name));
    }
    static_cast<void>(value("active"));
    return *customers_.at("active");
}

wire_driver& ws_matrix_cast::hearer_of(ws_role role) {
    if (role == ws_role::own_customer) return serving_;
    return *customers_.at("active");
}

void ws_matrix_cast::forgive(wire_driver& who) {
    constexpr int below_the_last = 8;
    if (++bad_requests_[&who] < below_the_last) return;
    bad_requests_.erase(&who);
    EXPECT_TRUE(who.connect(gateway.port()));
}

void ws_matrix_cast::drop() {
    for (const auto name : made_things) {
        const auto there = customers_.find(std::string(name));
        if (there == customers_.end()) continue;
        end(*there->second);
        bad_requests_.erase(there->second.get());
        customers_.erase(there);
        values_.erase(std::string(name));
    }
}

void ws_matrix_cast::end(customer_driver& customer) {
    const auto c = customer.conversation();
    static_cast<void>(customer.ask({{"t", "conversation.leave"}, {"c", c}}));
    for (auto* one : {&serving_, &other_agent_, &supervisor_, &admin_}) {
        static_cast<void>(one->ask({{"t", "conversation.unwatch"}, {"c", c}}));
        if (one->card(c) != nullptr) static_cast<void>(one->wrap_up(c, served_topic, "x"));
        one->forget_frames();
    }
    customer.say_bye();
}

std::uint64_t ws_matrix_cast::mark() {
    const auto& c = value("active");
    auto& customer = *customers_.at("active");
    for (int i = 0; i < 2; ++i) {
        const auto word = "mark " + std::string(++marks_count_, 'x'); // digits could be a card's
        customer.say_here("c " + word);
        EXPECT_TRUE(serving_.await_text(c, "c " + word));
        serving_.say(c, "s " + word);
        EXPECT_TRUE(customer.await_text(c, "s " + word));
        EXPECT_TRUE(serving_.await_text(c, "s " + word));
    }
    return serving_.cursor_of(c);
}

std::map<std::string, std::uint64_t> ws_matrix_cast::tops() {
    std::map<std::string, std::uint64_t> found;
    for (auto& [name, customer] : customers_) {
        if (name == "active") continue; // mark() tells
        const auto page =
            customer->ask({{"t", "sync"}, {"c", customer->conversation()}, {"after", 0}});
        EXPECT_EQ(text_at(page, "t"), "ok") << name << ": " << page;
        found[name] = number_at(page, "top");
    }
    return found;
}

std::string ws_matrix_cast::intrusion() {
    const auto unexpected = [](const json::object& frame) {
        const auto type = text_at(frame, "t");
        return type != "ev" && type != "ack" && type != "card" && type != "me" && type != "ok" &&
               type != "err" && type != "place";
    };
    std::string found;
    const std::array<wire_driver*, 2> sides{&serving_, customers_.at("active").get()};
    for (auto* one : sides) {
        if (const auto frame = one->wait(unexpected, 0)) {
            found += one->name() + " got " + json::serialize(*frame) + "\n";
        }
        one->forget_frames();
    }
    return found;
}

} // namespace kefu::tests
