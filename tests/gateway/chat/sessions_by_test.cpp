#include "gateway/chat/sessions_by.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/gateway/chat/chat_world.hpp"

namespace kefu::tests {
namespace {

using gateway::chat::browser_token;
using gateway::chat::customer_identity;
using gateway::chat::customer_of_session;
using gateway::chat::session;
using gateway::chat::sessions_by;
using gateway::chat::token_of_session;

const gateway::protocol::session_limits usual_limits;
routing::customer_id customer_number(std::uint8_t n) { return make_id<routing::customer_id>(n); }

std::unique_ptr<session> session_of(std::uint8_t whose, const std::string& hash) {
    auto made = std::make_unique<session>(
        gateway::net::connection_ref{0, whose, 1}, usual_limits, routing::instant{0}
    );
    made->customer = customer_identity{};
    made->customer->id = customer_number(whose);
    made->token = browser_token{our_shop, hash};
    return made;
}

template <class Property>
std::vector<const session*> found_in(
    const sessions_by<Property>& all, const typename Property::key& what
) {
    std::vector<const session*> list;
    for (const auto* one : all.of(what))
        list.push_back(one);
    return list;
}

TEST(SessionsBy, FindsEachSessionUnderWhatItHolds) {
    sessions_by<customer_of_session> by_customer;
    sessions_by<token_of_session> by_token;
    const auto one = session_of(1, std::string(64, 'a'));
    const auto other = session_of(2, std::string(64, 'b'));
    for (const auto& each : {one.get(), other.get()}) {
        by_customer.add(*each);
        by_token.add(*each);
    }
    EXPECT_EQ(found_in(by_customer, customer_number(2)), std::vector<const session*>{other.get()});
    EXPECT_EQ(found_in(by_token, std::string(64, 'a')), std::vector<const session*>{one.get()});
    EXPECT_TRUE(found_in(by_customer, customer_number(3)).empty());
    EXPECT_TRUE(found_in(by_token, std::string(64, 'c')).empty());
}

TEST(SessionsBy, KeepsTheOthersOfOneKeyWhenOneOfThemGoes) {
    sessions_by<customer_of_session> all;
    std::vector<std::unique_ptr<session>> tabs;
    for (int n = 0; n < 3; ++n) {
        tabs.push_back(session_of(1, "a"));
        all.add(*tabs.back());
    }
    EXPECT_EQ(all.count(customer_number(1)), 3U);
    all.remove(*tabs[1]);
    EXPECT_EQ(all.count(customer_number(1)), 2U);
    const auto left = found_in(all, customer_number(1));
    EXPECT_EQ(std::count(left.begin(), left.end(), tabs[1].get()), 0);
    all.remove(*tabs[0]);
    all.remove(*tabs[2]);
    EXPECT_EQ(all.count(customer_number(1)), 0U);
}

TEST(SessionsBy, IsNotTroubledByTheGoingOfOneThatNeverCame) {
    sessions_by<customer_of_session> all;
    const auto here = session_of(1, "a");
    const auto never = session_of(1, "a");
    all.add(*here);
    all.remove(*never);
    all.remove(*session_of(2, "b"));
    EXPECT_EQ(found_in(all, customer_number(1)), std::vector<const session*>{here.get()});
}

} // namespace
} // namespace kefu::tests
