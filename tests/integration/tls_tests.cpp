#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// The gateway that speaks TLS itself.
namespace kefu::tests {
namespace {

using ::testing::HasSubstr;

TEST(Tls, AChatGoesOverIt) {
    gateway_process gateway({.tls = true});
    agent_driver lin(gateway, "lin");
    customer_driver customer(gateway, "u-10382");
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(customer.arrive());
    ASSERT_EQ(text_at(customer.start("return", "想退貨"), "t"), "ok");
    const auto c = customer.conversation();
    const auto offer = lin.await_offer(c);
    ASSERT_TRUE(offer);
    ASSERT_EQ(text_at(lin.accept(text_at(*offer, "id")), "t"), "ok");
    customer.say_here("收到的檯燈是壞的");
    ASSERT_TRUE(customer.settle());
    ASSERT_TRUE(lin.await_text(c, "收到的檯燈是壞的"));

    // A renewed certificate is for whoever comes from then on; both go on as they are.
    const auto before = ws_client(gateway.port(), tls_terms{}).tls()->certificate_pem();
    gateway.write_certificate();
    gateway.send_signal(SIGUSR1);
    std::string after = before;
    for (int tries = 0; after == before && tries < 2'000; ++tries)
        after = ws_client(gateway.port(), tls_terms{}).tls()->certificate_pem();
    EXPECT_NE(after, before);
    lin.say(c, "我幫您安排換貨");
    ASSERT_TRUE(lin.settle());
    EXPECT_TRUE(customer.await_text(c, "我幫您安排換貨"));
    EXPECT_TRUE(lin.faults().empty() && customer.faults().empty());
}

TEST(Tls, ABrowserIsToldToComeByItAndItsCookiesAreKeptToIt) {
    gateway_process gateway({.tls = true});
    console_client console(gateway.port(), true);
    const auto& lin = gateway.sign_in_of("lin");
    const auto reply = console.sign_in(lin.name, lin.password);
    ASSERT_EQ(reply.status, 200U);
    EXPECT_THAT(reply.field("Strict-Transport-Security"), HasSubstr("max-age=31536000"));
    EXPECT_THAT(reply.field("Set-Cookie"), HasSubstr("__Host-kefu="));
    EXPECT_THAT(reply.field("Set-Cookie"), HasSubstr("; Secure;"));
}

TEST(Tls, ARenewalThatIsWrongKeepsTheOldCertificateAndIsCounted) {
    gateway_process gateway({.tls = true});
    const auto before = ws_client(gateway.port(), tls_terms{}).tls()->certificate_pem();
    std::ofstream(gateway.directory() + "/tls") << "nothing";
    gateway.send_signal(SIGUSR1);
    std::string metrics;
    for (int tries = 0;
         metrics.find("certificate_failures_total 1") == std::string::npos && tries < 500;
         ++tries)
        metrics = ws_client(gateway.ops_port()).get("/metrics").body;
    EXPECT_THAT(metrics, HasSubstr("kefu_certificate_failures_total 1"));
    EXPECT_EQ(ws_client(gateway.port(), tls_terms{}).tls()->certificate_pem(), before);
}

} // namespace
} // namespace kefu::tests
