#include <atomic>
#include <memory>
#include <thread>

#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// Tokens and sign-ins that end, over real sockets.
namespace kefu::tests {
namespace {

namespace json = boost::json;

class Tokens : public ::testing::Test {
protected:
    console_client signed_in(const std::string& name) {
        console_client console(gateway.port());
        const auto& who = gateway.sign_in_of(name);
        EXPECT_EQ(console.sign_in(who.name, who.password).status, 200u);
        return console;
    }
    std::string id_in(const std::string& path, const char* list, const char* by, std::string is) {
        const auto body = json_of(signed_in("admin").get(path));
        for (const auto& one : body.at(list).as_array()) {
            if (text_at(one.as_object(), by) == is) return text_at(one.as_object(), "id");
        }
        return {};
    }
    gateway_process gateway;
};

TEST_F(Tokens, AByeThatForgetsMakesTheBrowserAStranger) {
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    const auto token = visitor.token();
    ASSERT_EQ(text_at(visitor.start("order"), "t"), "ok");
    visitor.send_plain({{"t", "bye"}, {"forget", true}});
    EXPECT_EQ(visitor.await_close(), 1000);
    customer_driver again(gateway);
    again.use_token(token);
    ASSERT_TRUE(again.arrive());
    EXPECT_NE(again.token(), token);
    EXPECT_TRUE(again.conversation().empty());
}

TEST_F(Tokens, ANewIdentitySecretSendsThoseTheOldOneVouchedForAway) {
    customer_driver known(gateway, "u-10382");
    customer_driver visitor(gateway);
    ASSERT_TRUE(known.arrive());
    ASSERT_TRUE(visitor.arrive());
    const auto own = id_in("/api/storefronts", "storefronts", "widget_key", gateway.widget_key());
    ASSERT_EQ(
        signed_in("admin").patch("/api/storefronts/" + own, {{"new_identity_secret", true}}).status,
        200u
    );
    EXPECT_EQ(known.await_close(), 4403);
    customer_driver with_token_alone(gateway);
    with_token_alone.use_token(known.token());
    ASSERT_TRUE(with_token_alone.arrive());
    EXPECT_FALSE(with_token_alone.welcome().at("identified").as_bool());
    EXPECT_EQ(text_at(visitor.start("order"), "t"), "ok") << "nobody vouched for a visitor";
}

TEST_F(Tokens, TwoFirstVisitsAtOnceAreOneCustomer) {
    constexpr int tabs = 4;
    std::vector<std::unique_ptr<customer_driver>> drivers;
    std::vector<std::thread> threads;
    std::atomic<int> arrived{0};
    for (int i = 0; i < tabs; ++i)
        drivers.push_back(std::make_unique<customer_driver>(gateway, "u-nobody-saw-before"));
    for (auto& one : drivers)
        threads.emplace_back([&] { arrived += one->arrive() ? 1 : 0; });
    for (auto& thread : threads)
        thread.join();
    ASSERT_EQ(arrived, tabs);
    ASSERT_EQ(text_at(drivers[0]->start("order"), "t"), "ok");
    for (int i = 1; i < tabs; ++i) {
        const auto refused = drivers[static_cast<std::size_t>(i)]->start("order");
        EXPECT_EQ(text_at(refused, "code"), "already_open") << i;
        EXPECT_EQ(text_at(refused, "c"), drivers[0]->conversation());
    }
}

TEST_F(Tokens, ADeactivatedAccountsOldCookieStaysDead) {
    agent_driver chen(gateway, "chen");
    ASSERT_TRUE(chen.go_online());
    const auto id = id_in("/api/staff", "staff", "sign_in_name", gateway.sign_in_of("chen").name);
    auto admin = signed_in("admin");
    EXPECT_EQ(admin.patch("/api/staff/" + id, {{"active", false}}).status, 200u);
    EXPECT_EQ(chen.await_close(), 4403);
    EXPECT_EQ(chen.console().get("/api/me").status, 401u);
    EXPECT_EQ(admin.patch("/api/staff/" + id, {{"active", true}}).status, 200u);
    EXPECT_EQ(chen.console().get("/api/me").status, 401u);
    EXPECT_EQ(signed_in("chen").get("/api/me").status, 200u);
}

TEST_F(Tokens, AChangedRoleCountsAtOnceByTheSameSignIn) {
    agent_driver chen(gateway, "chen");
    ASSERT_TRUE(chen.go_online());
    const auto id = id_in("/api/staff", "staff", "sign_in_name", gateway.sign_in_of("chen").name);
    EXPECT_EQ(chen.console().get("/api/staff").status, 404u);
    auto admin = signed_in("admin");
    EXPECT_EQ(admin.patch("/api/staff/" + id, {{"role", "supervisor"}}).status, 200u);
    EXPECT_EQ(chen.await_close(), 4403);
    EXPECT_EQ(chen.console().get("/api/staff").status, 200u);
}

// Configurations are read again after each change and shown everywhere: an older one that was read
// later or slower never replaces a newer one.
TEST_F(Tokens, WhoeverChangesSomethingSeesItWhileOthersChangeToo) {
    const auto skills = json_of(signed_in("admin").get("/api/skills")).at("skills").as_array();
    ASSERT_GE(skills.size(), 2U);
    std::atomic<int> lost{0};
    std::vector<std::thread> admins;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto id = text_at(skills[i].as_object(), "id");
        auto console = signed_in("admin");
        admins.emplace_back([&lost, id, console = std::move(console)]() mutable {
            for (int n = 0; n < 25; ++n) {
                const auto name = "name " + std::to_string(n);
                if (console.patch("/api/skills/" + id, {{"name", name}}).status != 200) ++lost;
                const auto all = json_of(console.get("/api/skills")).at("skills").as_array();
                for (const auto& one : all) {
                    const auto& skill = one.as_object();
                    if (text_at(skill, "id") == id && text_at(skill, "name") != name) ++lost;
                }
            }
        });
    }
    for (auto& admin : admins)
        admin.join();
    EXPECT_EQ(lost, 0);
}

TEST_F(Tokens, AnAttackerDoesNotHoldOffADeviceThatIsKnown) {
    const auto& lin = gateway.sign_in_of("lin");
    console_client laptop(gateway.port());
    const auto first = laptop.sign_in(lin.name, lin.password);
    ASSERT_EQ(first.status, 200u);
    std::string device;
    for (const auto& [name, cookie] : first.fields) {
        if (!cookie.starts_with("__Host-kefu-device=")) continue;
        for (const auto* flag : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
            EXPECT_NE(cookie.find(flag), std::string::npos) << flag;
        device = cookie.substr(0, cookie.find(';'));
    }
    ASSERT_FALSE(device.empty());
    console_client attacker(gateway.port());
    for (int i = 0; i < 6; ++i)
        static_cast<void>(attacker.sign_in(lin.name, "a guess"));
    EXPECT_EQ(attacker.sign_in(lin.name, lin.password).status, 429u);
    console_client again(gateway.port());
    again.set_cookie(device);
    EXPECT_EQ(again.sign_in(lin.name, lin.password).status, 200u);
}

} // namespace
} // namespace kefu::tests
