#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// Sign-in, accounts and files over real HTTP.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::string error_of(const http_reply& reply) {
    const auto body = json_of(reply);
    return body.is_object() ? text_at(body.as_object(), "error") : "";
}

// What the error is about, where it says so.
std::string text_of(const http_reply& reply) {
    const auto body = json_of(reply);
    return body.is_object() ? text_at(body.as_object(), "text") : "";
}

class Rest : public ::testing::Test {
protected:
    console_client signed_in(const std::string& name) {
        console_client console(gateway.port());
        const auto& who = gateway.sign_in_of(name);
        EXPECT_EQ(console.sign_in(who.name, who.password).status, 200u);
        return console;
    }
    gateway_process gateway;
};

TEST_F(Rest, ASignInGivesAStrictHostCookieAndTheAccount) {
    console_client console(gateway.port());
    const auto& who = gateway.sign_in_of("lin");
    const auto reply = console.sign_in(who.name, who.password);
    ASSERT_EQ(reply.status, 200u);
    const auto cookie = reply.field("Set-Cookie");
    EXPECT_THAT(cookie, ::testing::StartsWith("__Host-kefu="));
    for (const auto* flag : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
        EXPECT_THAT(cookie, HasSubstr(flag));
    EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
    EXPECT_EQ(reply.field("Cache-Control"), "no-store");
    EXPECT_EQ(text_at(json_of(reply).as_object(), "role"), "agent");
    EXPECT_EQ(reply.body.find("password_hash"), std::string::npos);
    EXPECT_EQ(console.post("/api/sign-out", json::object{}).status, 204u);
    EXPECT_EQ(console.get("/api/me").status, 401u);
}

TEST_F(Rest, WrongPasswordsAreDelayedAlikeForKnownAndUnknownNames) {
    for (const std::string name : {"lin", "nobody-here"}) {
        console_client console(gateway.port());
        for (int i = 0; i < 5; ++i) {
            const auto wrong = console.sign_in(name, "wrong password " + std::to_string(i));
            EXPECT_EQ(wrong.status, 401u) << name;
            EXPECT_EQ(error_of(wrong), "wrong_name_or_password");
        }
        const auto delayed = console.sign_in(name, "wrong again");
        EXPECT_EQ(delayed.status, 429u) << name;
        EXPECT_EQ(delayed.field("Retry-After"), "1") << name;
    }
    const auto& chen = gateway.sign_in_of("chen");
    console_client other(gateway.port());
    EXPECT_EQ(other.sign_in(chen.name, chen.password).status, 200u) << "others are not held up";
}

TEST_F(Rest, AnAddressThatTriesTooOftenWaits) {
    console_client console(gateway.port());
    http_reply last;
    for (int i = 0; i < 21; ++i)
        last = console.sign_in("user-" + std::to_string(i), "guess");
    EXPECT_EQ(last.status, 429u);
    EXPECT_GT(std::stoi("0" + last.field("Retry-After")), 60);
}

TEST_F(Rest, ChangesNeedTheHeaderAndNoForeignOrigin) {
    auto console = signed_in("admin");
    EXPECT_EQ(
        console.send("POST", "/api/ticket", "{}", {{"Origin", gateway.own_origin()}}).status, 200u
    );
    const auto foreign =
        console.send("POST", "/api/ticket", "{}", {{"Origin", "https://evil.example"}});
    EXPECT_EQ(foreign.status, 400u);
    EXPECT_EQ(text_of(foreign), "origin");
    EXPECT_EQ(console.send("POST", "/api/ticket", "{}", {{"Origin", "null"}}).status, 400u);
    EXPECT_EQ(
        console.send(
                   "POST", "/api/ticket", "{}", {{"Origin", gateway_process::shop_origin()}}
        ).status,
        400u
    );
    console.leave_out_x_kefu();
    const auto bare = console.send("POST", "/api/ticket", "{}");
    EXPECT_EQ(bare.status, 400u);
    EXPECT_EQ(text_of(bare), "x-kefu");
    EXPECT_EQ(
        console.send("PATCH", "/api/skills/0192a000-0000-7000-8000-0000000000b1", "{}").status, 400u
    );
    EXPECT_EQ(console.get("/api/me").status, 200u);
    EXPECT_EQ(foreign.field("Access-Control-Allow-Origin"), "");
}

TEST_F(Rest, ABodyBeyondTheLimitIs413AndABrokenOneIs400) {
    auto console = signed_in("admin");
    EXPECT_EQ(console.send("POST", "/api/skills", std::string(70'000, ' ')).status, 413u);
    EXPECT_EQ(console.send("POST", "/api/skills", "{\"name\":").status, 400u);
    EXPECT_EQ(console.send("POST", "/api/skills", "{\"name\":\"\xC3\x28\"}").status, 400u);
}

TEST_F(Rest, FilesComeAsTheBrowserTakesThemAndOnlyOnce) {
    console_client browser(gateway.port());
    const auto plain = browser.get("/console/");
    EXPECT_EQ(plain.status, 200u);
    EXPECT_EQ(plain.field("Content-Encoding"), "");
    EXPECT_THAT(plain.field("Content-Type"), HasSubstr("text/html"));
    EXPECT_THAT(plain.field("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    const auto brotli = browser.send("GET", "/console/", {}, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(brotli.field("Content-Encoding"), "br");
    const auto gzip = browser.send("GET", "/console/", {}, {{"Accept-Encoding", "gzip;q=0.5"}});
    EXPECT_EQ(gzip.field("Content-Encoding"), "gzip");
    EXPECT_EQ(gzip.field("Vary"), "Accept-Encoding");
    EXPECT_NE(gzip.body, brotli.body);
    const auto again = browser.send(
        "GET", "/console/", {}, {{"Accept-Encoding", "br"}, {"If-None-Match", brotli.field("ETag")}}
    );
    EXPECT_EQ(again.status, 304u);
    EXPECT_EQ(again.body, "");
    const auto head = browser.send("HEAD", "/console/");
    EXPECT_EQ(head.status, 200u);
    EXPECT_EQ(head.field("Content-Length"), std::to_string(plain.body.size()));
    const auto loader = browser.get("/w/v1.js");
    EXPECT_EQ(loader.field("Cross-Origin-Resource-Policy"), "cross-origin");
    EXPECT_EQ(browser.get("/console/records.db").status, 404u);
    EXPECT_EQ(browser.get("/console/%2e%2e/%2e%2e/etc/passwd").status, 404u);
}

TEST_F(Rest, TheWidgetsPageMayBeFramedByTheShopAlone) {
    console_client browser(gateway.port());
    const auto frame = browser.get("/w/frame?key=" + gateway.widget_key() + "&locale=en");
    ASSERT_EQ(frame.status, 200u);
    EXPECT_THAT(
        frame.field("Content-Security-Policy"),
        HasSubstr("frame-ancestors 'self' " + gateway_process::shop_origin())
    );
    const auto sockets = "connect-src 'self' ws" + gateway.own_origin().substr(4) + ";";
    EXPECT_THAT(frame.field("Content-Security-Policy"), HasSubstr(sockets));
    EXPECT_THAT(browser.get("/").field("Content-Security-Policy"), HasSubstr(sockets));
    const auto staffed = [](const json::value& shown) {
        return std::ranges::count_if(shown.at("topics").as_array(), [](const auto& topic) {
            return topic.at("staffed").as_bool();
        });
    };
    const auto config = json_of(browser.get("/w/config?key=" + gateway.widget_key()));
    EXPECT_EQ(config.at("name").as_string(), "日器");
    EXPECT_FALSE(config.at("online").as_bool());
    EXPECT_EQ(staffed(config), 0);
    agent_driver lin(gateway, "lin");
    ASSERT_TRUE(lin.go_online());
    // Each shard is told by itself: the one that answers here may hear of it just after the agent.
    auto now = config;
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(lin.patience_ms);
    while (!now.at("online").as_bool() && std::chrono::steady_clock::now() < until) {
        ASSERT_TRUE(lin.pump(20));
        now = json_of(browser.get("/w/config?key=" + gateway.widget_key()));
    }
    EXPECT_TRUE(now.at("online").as_bool());
    EXPECT_GE(now.at("topics").as_array().size(), 5u);
    EXPECT_GT(staffed(now), 0);
    const auto text = json::serialize(now);
    EXPECT_THAT(text, Not(HasSubstr("identity_secret")));
    EXPECT_THAT(text, Not(HasSubstr("forbidden")));
}

TEST_F(Rest, OpeningHoursThatAreSetAreToldToTheWidgetAndOutliveARestart) {
    const auto path = "/w/config?key=" + gateway.widget_key();
    console_client browser(gateway.port());
    EXPECT_EQ(json_of(browser.get(path)).as_object().count("hours"), 0u) << "none are seeded";
    auto admin = signed_in("admin");
    const auto listed = json_of(admin.get("/api/storefronts")).at("storefronts").as_array();
    EXPECT_TRUE(listed.at(0).at("hours").is_null());
    const auto shop = "/api/storefronts/" + text_at(listed.at(0).as_object(), "id");
    const json::object never{{"utc_offset_min", 480}, {"week", json::array{}}};
    ASSERT_EQ(admin.patch(shop, {{"hours", never}}).status, 200u);
    const auto closed = json_of(browser.get(path)).at("hours").as_object();
    EXPECT_FALSE(closed.at("open").as_bool());
    EXPECT_EQ(closed.count("opens_at"), 0u);
    const auto refused = admin.patch(shop, {{"hours", {{"utc_offset_min", 480}}}});
    EXPECT_EQ(refused.status, 400u);
    EXPECT_THAT(refused.body, HasSubstr("hours: week: missing"));
    EXPECT_EQ(gateway.terminate().status, 0);
    gateway.start();
    EXPECT_FALSE(json_of(browser.get(path)).at("hours").at("open").as_bool());
    auto again = signed_in("admin");
    ASSERT_EQ(again.patch(shop, {{"hours", nullptr}}).status, 200u);
    EXPECT_EQ(json_of(browser.get(path)).as_object().count("hours"), 0u);
}

TEST_F(Rest, TheLastAdminStaysAdmin) {
    auto admin = signed_in("admin");
    const auto me = json_of(admin.get("/api/me"));
    const auto path = "/api/staff/" + std::string(me.at("id").as_string());
    EXPECT_EQ(admin.patch(path, {{"role", "agent"}}).status, 400u);
    EXPECT_EQ(admin.patch(path, {{"active", false}}).status, 400u);
    const auto made = admin.post(
        "/api/staff", {{"sign_in_name", "second"}, {"display_name", "第二位"}, {"role", "admin"}}
    );
    ASSERT_EQ(made.status, 201u) << made.body;
    EXPECT_EQ(admin.patch(path, {{"role", "supervisor"}}).status, 200u);
    EXPECT_EQ(admin.get("/api/storefronts").status, 404u) << "no admin any more";
}

TEST_F(Rest, AnAgentWhoIsMadeSignsInOnceAndChoosesAPassword) {
    auto admin = signed_in("admin");
    const auto made = admin.post(
        "/api/staff", {{"sign_in_name", "new"}, {"display_name", "新人"}, {"role", "agent"}}
    );
    ASSERT_EQ(made.status, 201u) << made.body;
    const auto account = json_of(made);
    const std::string once(account.at("password").as_string());
    console_client fresh(gateway.port());
    const auto first = fresh.sign_in("new", once);
    ASSERT_EQ(first.status, 200u);
    EXPECT_TRUE(json_of(first).at("must_change_password").as_bool());
    EXPECT_EQ(fresh.get("/api/sop").status, 403u);
    EXPECT_EQ(error_of(fresh.post("/api/ticket", json::object{})), "must_change_password");
    EXPECT_EQ(fresh.get("/api/me").status, 200u);
    EXPECT_EQ(
        error_of(fresh.post("/api/password", {{"old", once}, {"new", "short"}})),
        "password_too_short"
    );
    ASSERT_EQ(
        fresh.post("/api/password", {{"old", once}, {"new", "a long enough one 長"}}).status, 204u
    );
    EXPECT_EQ(fresh.get("/api/sop").status, 200u);
    console_client old(gateway.port());
    EXPECT_EQ(old.sign_in("new", once).status, 401u);

    // Deactivated: every session ends, and none begins.
    const std::string id(account.at("id").as_string());
    ASSERT_EQ(admin.patch("/api/staff/" + id, {{"active", false}}).status, 200u);
    EXPECT_EQ(fresh.get("/api/me").status, 401u);
    EXPECT_EQ(old.sign_in("new", "a long enough one 長").status, 401u);
}

TEST_F(Rest, ADeactivatedAgentsConnectionIsClosedAndHisChatGoesOnWithAnother) {
    agent_driver wu(gateway, "wu");
    ASSERT_TRUE(wu.go_online());
    customer_driver customer(gateway);
    ASSERT_TRUE(customer.arrive());
    ASSERT_EQ(text_at(customer.start("complaint"), "t"), "ok");
    const auto c = wu.take_next(customer.conversation());
    ASSERT_FALSE(c.empty());
    auto admin = signed_in("admin");
    ASSERT_EQ(admin.patch("/api/staff/" + wu.staff_id(), {{"active", false}}).status, 200u);
    EXPECT_EQ(wu.await_close(), 4403);
    agent_driver lin(gateway, "lin");
    ASSERT_TRUE(lin.go_online());
    EXPECT_EQ(lin.take_next(c), c);
}

TEST_F(Rest, AnIdentitySecretIsShownOnceAndRenewingItEndsTheOldOne) {
    auto admin = signed_in("admin");
    const auto made =
        admin.post("/api/storefronts", {{"name", "二店"}, {"origins", {"https://shop.example"}}});
    ASSERT_EQ(made.status, 201u) << made.body;
    const auto shop = json_of(made);
    EXPECT_GE(shop.at("identity_secret").as_string().size(), 32u);
    EXPECT_THAT(admin.get("/api/storefronts").body, Not(HasSubstr("identity_secret")));
    const auto listed = json_of(admin.get("/api/storefronts"));
    std::string own;
    for (const auto& one : listed.at("storefronts").as_array()) {
        if (text_at(one.as_object(), "widget_key") == gateway.widget_key()) {
            own = text_at(one.as_object(), "id");
        }
    }
    const auto renewed = admin.patch("/api/storefronts/" + own, {{"new_identity_secret", true}});
    ASSERT_EQ(renewed.status, 200u);
    EXPECT_THAT(renewed.body, HasSubstr("identity_secret"));
    customer_driver with_old(gateway, "u-10382");
    EXPECT_FALSE(with_old.arrive());
    EXPECT_EQ(with_old.close_code(), 4401);
}

TEST_F(Rest, AChangedPasswordEndsTheOtherSessionsAndTheConnection) {
    agent_driver chen(gateway, "chen");
    ASSERT_TRUE(chen.go_online());
    auto elsewhere = signed_in("chen");
    const auto& who = gateway.sign_in_of("chen");
    auto& console = chen.console();
    ASSERT_EQ(
        console.post(
                   "/api/password", {{"old", who.password}, {"new", "correct horse battery"}}
        ).status,
        204u
    );
    EXPECT_EQ(elsewhere.get("/api/me").status, 401u);
    EXPECT_EQ(console.get("/api/me").status, 200u);
    EXPECT_EQ(chen.await_close(), 4403);
}

TEST(FirstStart, OfAnEmptyStoreLeavesAOneTimeSignInThatMustBeChanged) {
    gateway_process gateway({.seeded = false});
    const auto path = gateway.records_path() + ".first-sign-in.txt";
    std::ifstream file(path);
    ASSERT_TRUE(file) << "no first sign-in";
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string mark = "one-time password: ";
    const auto at = text.find(mark);
    ASSERT_NE(at, std::string::npos) << text;
    const auto once = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
    EXPECT_EQ(gateway.log().find(once), std::string::npos) << "the password is in the log";
    console_client admin(gateway.port());
    const auto first = admin.sign_in("admin", once);
    ASSERT_EQ(first.status, 200u);
    EXPECT_TRUE(json_of(first).at("must_change_password").as_bool());
    EXPECT_EQ(admin.get("/api/staff").status, 403u);
    ASSERT_EQ(
        admin.post("/api/password", {{"old", once}, {"new", "some words of my own"}}).status, 204u
    );
    EXPECT_EQ(admin.get("/api/staff").status, 200u);
    // From nothing to a chat: a skill, an agent, a storefront.
    const auto skill = json_of(admin.post("/api/skills", {{"name", "訂單"}, {"topic", "order"}}));
    const auto shop = json_of(
        admin.post("/api/storefronts", {{"name", "店"}, {"origins", {"https://shop.example"}}})
    );
    EXPECT_EQ(
        admin.get("/w/config?key=" + std::string(shop.at("widget_key").as_string())).status, 200u
    );
    EXPECT_EQ(skill.at("topic").as_string(), "order");
    EXPECT_EQ(gateway.terminate().status, 0);
    gateway.start(); // and no second one
    console_client old(gateway.port());
    EXPECT_EQ(old.sign_in("admin", once).status, 401u);
}

} // namespace
} // namespace kefu::tests
