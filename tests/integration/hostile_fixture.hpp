#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// One gateway for all of them, with a chat that must stay undisturbed.
class Hostile : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        gateway = new gateway_process;
        agent = new agent_driver(*gateway, "huang");
        neighbour = new customer_driver(*gateway);
        ASSERT_TRUE(agent->go_online());
        ASSERT_TRUE(neighbour->arrive());
        ASSERT_EQ(text_at(neighbour->start("order"), "t"), "ok");
        ASSERT_FALSE(agent->take_next(neighbour->conversation()).empty());
        ASSERT_EQ(text_at(agent->set_presence("away"), "t"), "ok");
    }
    static void TearDownTestSuite() {
        delete neighbour;
        delete agent;
        delete gateway;
    }
    void TearDown() override {
        const auto c = neighbour->conversation();
        const auto text = std::string("still here after ") +
                          ::testing::UnitTest::GetInstance()->current_test_info()->name();
        neighbour->say_here(text);
        ASSERT_TRUE(neighbour->settle());
        ASSERT_TRUE(agent->await_text(c, text));
        agent->say(c, "re: " + text);
        ASSERT_TRUE(agent->settle());
        ASSERT_TRUE(neighbour->await_text(c, "re: " + text));
        EXPECT_THAT(neighbour->faults(), ::testing::IsEmpty());
        EXPECT_THAT(agent->faults(), ::testing::IsEmpty());
    }

    // A WebSocket without a hello.
    static ws_client opened(const ws_client::fields& more = {}) {
        ws_client connection(gateway->port());
        ws_client::fields fields{{"Sec-WebSocket-Protocol", "kefu.v1"}};
        fields.insert(fields.end(), more.begin(), more.end());
        EXPECT_EQ(connection.upgrade("/ws", fields).status, 101u);
        return connection;
    }
    static unsigned close_of(ws_client& connection, std::string_view first) {
        connection.send_text(first);
        const auto closed = connection.receive_close(wire_driver::patience_ms);
        return closed ? closed->close_code() : 0;
    }
    static unsigned close_of_hello(
        const boost::json::object& hello, const ws_client::fields& more = {}
    ) {
        auto connection = opened(more);
        return close_of(connection, boost::json::serialize(hello));
    }
    static boost::json::object customer_hello() {
        return {{"t", "hello"}, {"v", 1}, {"storefront", gateway->widget_key()}, {"locale", "en"}};
    }

    static inline gateway_process* gateway = nullptr;
    static inline agent_driver* agent = nullptr;
    static inline customer_driver* neighbour = nullptr;

    static inline const std::string key = "0192a000-0000-7000-8000-0000000000f1";
    static inline const std::string nowhere = "0192a000-0000-7000-8000-00000000c0de";
};

} // namespace kefu::tests
