#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/integration/second_shop.hpp"
#include "tests/integration/table_lines.hpp"
#include "tests/support/gateway_process.hpp"

// Roles times routes, as rest_matrix.tsv says.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::size_t roles = 6;
const std::array<std::string, roles> role_names{
    "nobody",
    "another agent",
    "the serving agent",
    "a supervisor",
    "an admin",
    "another shop's admin"};

struct row {
    std::string method;
    std::string target;
    std::string body;
    std::array<unsigned, roles> status{};
};

std::vector<row> read_matrix() {
    std::vector<row> rows;
    for (const auto& line : table_lines("rest_matrix.tsv")) {
        std::istringstream cells(line);
        row one;
        std::getline(cells, one.method, '\t');
        std::getline(cells, one.target, '\t');
        std::getline(cells, one.body, '\t');
        for (auto& status : one.status)
            cells >> status;
        EXPECT_TRUE(cells) << line;
        rows.push_back(one);
    }
    return rows;
}

std::string filled(std::string text, const std::map<std::string, std::string>& names) {
    for (const auto& [name, value] : names) {
        const auto mark = "{" + name + "}";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
            text.replace(at, mark.size(), value);
        }
    }
    return text;
}

void expect_security_headers(const http_reply& reply, const std::string& what) {
    EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff") << what;
    EXPECT_EQ(reply.field("Referrer-Policy"), "no-referrer") << what;
    EXPECT_THAT(reply.field("Content-Security-Policy"), HasSubstr("default-src 'none'")) << what;
    EXPECT_THAT(reply.field("Content-Security-Policy"), HasSubstr("frame-ancestors")) << what;
    EXPECT_THAT(reply.field("Permissions-Policy"), HasSubstr("camera=()")) << what;
    EXPECT_NE(reply.field("Cross-Origin-Resource-Policy"), "") << what;
    EXPECT_NE(reply.field("Cache-Control"), "") << what;
}

// A conversation that lin has served to its end.
std::string served_conversation(agent_driver& lin, customer_driver& customer) {
    EXPECT_TRUE(lin.go_online());
    EXPECT_TRUE(customer.arrive());
    EXPECT_EQ(text_at(customer.start("return"), "t"), "ok");
    const auto c = lin.take_next(customer.conversation());
    EXPECT_FALSE(c.empty());
    EXPECT_EQ(text_at(lin.end(c), "t"), "ok");
    EXPECT_EQ(text_at(lin.wrap_up(c, "return", "好了"), "t"), "ok");
    EXPECT_TRUE(lin.await_kind(c, "closed"));
    return c;
}

std::string first_id(console_client& admin, const std::string& list) {
    const auto body = json_of(admin.get("/api/" + list));
    return std::string(body.at(list).at(0).at("id").as_string());
}

// Another storefront of the demo's organisation: the same customers are known there.
std::string sister_widget_key(console_client& admin) {
    const auto made =
        admin.post("/api/storefronts", {{"name", "二店"}, {"origins", {"https://shop.example"}}});
    EXPECT_EQ(made.status, 201u) << made.body;
    return std::string(json_of(made).at("widget_key").as_string());
}

// Without what it is about: whatever of it answers 404 must read alike.
std::string shape_of(const row& of) {
    auto shape = of.method + " " + of.target;
    for (const std::string name :
         {"{conversation}", "{customer}", "{staff}", "{skill}", "{storefront}", "{absent}"}) {
        const auto at = shape.find(name);
        if (at != std::string::npos) shape.replace(at, name.size(), "{it}");
    }
    return shape;
}

// Keeps showing the cookie of a session that its admin has ended.
console_client signed_out_client(const gateway_process& gateway) {
    console_client client(gateway.port());
    const auto& as = gateway.sign_in_of("admin");
    EXPECT_EQ(client.sign_in(as.name, as.password).status, 200u);
    EXPECT_EQ(client.send("POST", "/api/sign-out", "{}").status, 204u);
    EXPECT_NE(client.cookie(), "");
    EXPECT_EQ(client.get("/api/me").status, 401u);
    return client;
}

TEST(RestMatrix, AnswersEveryRoleOnEveryRouteAsTheTableSays) {
    gateway_process gateway(gateway_options{}, false);
    const auto other_shop = add_second_shop(gateway);
    gateway.start();
    agent_driver lin(gateway, "lin");
    customer_driver customer(gateway, "u-10382");
    const auto c = served_conversation(lin, customer);
    const auto* card = lin.welcome().if_contains("staff");
    ASSERT_NE(card, nullptr);
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    ASSERT_EQ(text_at(visitor.start("return"), "t"), "ok");

    std::array<std::unique_ptr<console_client>, roles> who;
    const std::array<std::string, roles> names{"", "chen", "lin", "zhou", "admin", "other-admin"};
    for (std::size_t i = 0; i < roles; ++i) {
        who[i] = std::make_unique<console_client>(gateway.port());
        if (names[i].empty()) continue;
        const auto& sign_in = gateway.sign_in_of(names[i]);
        ASSERT_EQ(who[i]->sign_in(sign_in.name, sign_in.password).status, 200u) << names[i];
    }
    auto signed_out = signed_out_client(gateway);
    const auto whole = json_of(who[4]->get("/api/conversations/" + c));
    const std::map<std::string, std::string> values{
        {"conversation", c},
        {"customer", std::string(whole.at("card").at("customer").at("id").as_string())},
        {"token", customer.token()},
        {"visitor_token", visitor.token()},
        {"visitor_conversation", visitor.conversation()},
        {"staff", lin.staff_id()},
        {"skill", first_id(*who[4], "skills")},
        {"storefront", first_id(*who[4], "storefronts")},
        {"widget_key", gateway.widget_key()},
        {"sister_widget_key", sister_widget_key(*who[4])},
        {"other_widget_key", other_shop.widget_key},
        {"absent", "0192a000-0000-7000-8000-00000000c0de"},
        {"malformed", "0192a000-0000-7000-8000-00000000C0DEx"}};
    std::map<std::string, std::string> told; // of what is not there, by the shape of the row
    for (const auto& one : read_matrix()) {
        const auto target = filled(one.target, values);
        const auto body = filled(one.body, values);
        if (target.starts_with("/api/")) {
            EXPECT_EQ(signed_out.send(one.method, target, body).status, one.status[0])
                << one.method << " " << one.target << " " << one.body << " as who has signed out";
        }
        for (std::size_t i = 0; i < roles; ++i) {
            const auto what =
                one.method + " " + one.target + " " + one.body + " as " + role_names[i];
            const auto reply = who[i]->send(one.method, target, body);
            EXPECT_EQ(reply.status, one.status[i]) << what << ": " << reply.body.substr(0, 200);
            expect_security_headers(reply, what);
            if (reply.status == 404) {
                const auto& first = told.try_emplace(shape_of(one), reply.body).first->second;
                EXPECT_EQ(reply.body, first) << what << ": tells more than of another";
            }
            if (reply.status >= 400 &&
                reply.field("Content-Type").starts_with("application/json")) {
                EXPECT_TRUE(json_of(reply).as_object().contains("error")) << what;
            }
        }
    }
}

TEST(RestMatrix, LeavesNoRouteOut) {
    std::ifstream file(KEFU_SOURCE_DIR "/gateway/api/routes.cpp");
    const auto matrix = read_matrix();
    std::string line;
    std::size_t count = 0;
    while (std::getline(file, line)) {
        const auto begin = line.find("{\"");
        if (begin == std::string::npos || line.find("needs::") == std::string::npos) continue;
        const auto method = line.substr(begin + 2, line.find('"', begin + 2) - begin - 2);
        const auto path_begin = line.find('/', begin);
        const auto path = line.substr(path_begin, line.find('"', path_begin) - path_begin);
        const auto hole = path.find("{id}");
        ++count;
        const bool there = std::any_of(matrix.begin(), matrix.end(), [&](const row& one) {
            const auto target = one.target.substr(0, one.target.find('?'));
            if (one.method != method) return false;
            if (hole == std::string::npos) return target == path;
            const auto tail = path.substr(hole + 4);
            return target.starts_with(path.substr(0, hole)) && target.ends_with("}" + tail);
        });
        EXPECT_TRUE(there) << method << " " << path;
    }
    EXPECT_GT(count, 15u);
}

} // namespace
} // namespace kefu::tests
