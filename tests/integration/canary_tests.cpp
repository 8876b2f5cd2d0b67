#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/integration/shop_token.hpp"
#include "tests/support/gateway_process.hpp"

// Nothing personal leaves the gateway's memory in clear (SOP 8.1.3): recognisable words go in
// through the wire, then every file that was written is searched for them.
namespace kefu::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string hex_of(const std::string& text, const char* digits) {
    std::string hex;
    for (const char c : text) {
        hex.push_back(digits[static_cast<unsigned char>(c) >> 4]);
        hex.push_back(digits[static_cast<unsigned char>(c) & 15]);
    }
    return hex;
}

// The canaries are ASCII, so their UTF-16 is each byte and a zero.
std::string utf16_of(const std::string& text) {
    std::string wide;
    for (const char c : text) {
        wide.push_back(c);
        wide.push_back('\0');
    }
    return wide;
}

// What every base64 text of something around the canary must hold, whatever stands before it.
std::array<std::string, 3> base64_cores(const std::string& text) {
    std::array<std::string, 3> cores;
    for (std::size_t before = 0; before < 3; ++before) {
        auto whole = base64url(std::string(before, 'x') + text);
        whole.erase(0, before == 0 ? 0 : before + 1);
        whole.resize(whole.size() - 2);
        cores[before] = whole;
    }
    return cores;
}

std::vector<std::string> forms_of(const std::string& canary) {
    std::vector<std::string> forms{
        canary,
        utf16_of(canary),
        hex_of(canary, "0123456789abcdef"),
        hex_of(canary, "0123456789ABCDEF")};
    for (auto& core : base64_cores(canary))
        forms.push_back(std::move(core));
    return forms;
}

void expect_clean(
    const std::string& where, const std::string& bytes, const std::vector<std::string>& canaries
) {
    for (const auto& canary : canaries) {
        for (const auto& form : forms_of(canary)) {
            EXPECT_EQ(bytes.find(form), std::string::npos) << canary << " is in " << where;
        }
    }
}

TEST(Canary, IsFoundInAllItsForms) {
    const auto forms = forms_of("zanzibar");
    const std::string utf16{"z\0a\0n\0z\0i\0b\0a\0r\0", 16};
    for (const std::string& written :
         {std::string("zanzibar"),
          utf16,
          std::string("7a616e7a69626172"),
          std::string("7A616E7A69626172")}) {
        EXPECT_NE(std::find(forms.begin(), forms.end(), written), forms.end()) << written;
    }
    const auto text = base64url("a name: zanzibar, and more");
    const auto cores = base64_cores("zanzibar");
    EXPECT_TRUE(std::any_of(cores.begin(), cores.end(), [&](const auto& core) {
        return text.find(core) != std::string::npos;
    }));
}

TEST(Canary, IsInNoFileThatTheGatewayOrRedisWrote) {
    const std::string name = "Canaryname";
    const std::string phone = "0955544433221";
    const std::string email = "canary.mail@birds.example";
    const std::string order = "KF9988776655";
    const std::vector<std::string> said{
        "canaryopening",
        "canarymessage",
        "canaryreply",
        "canarynote",
        "canarytransfer",
        "canarysolution",
        "canarycomment"};

    gateway_process gateway;
    agent_driver lin(gateway, "lin");
    agent_driver xu(gateway, "xu");
    ASSERT_TRUE(lin.go_online());
    auto claims = good_claims(gateway.widget_key(), "canary-subject-4711");
    claims["name"] = name;
    claims["phone"] = phone;
    claims["email"] = email;
    ws_client shop_side(gateway.port());
    ASSERT_EQ(shop_side.upgrade("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}}).status, 101u);
    const auto token = signed_token(good_header(), claims, gateway.identity_secret());
    const json::object hello{
        {"t", "hello"}, {"v", 1}, {"storefront", gateway.widget_key()}, {"jwt", token}};
    shop_side.send_text(json::serialize(hello));
    ASSERT_TRUE(shop_side.receive_text(wire_driver::patience_ms));

    customer_driver customer(gateway, "canary-subject-4711");
    ASSERT_TRUE(customer.arrive());
    ASSERT_EQ(text_at(customer.welcome(), "name"), name);
    const auto started = customer.ask(
        {{"t", "conversation.start"},
         {"key", wire_driver::new_key()},
         {"topic", "return"},
         {"order", order},
         {"text", said[0]}}
    );
    ASSERT_EQ(text_at(started, "t"), "ok") << started;
    const auto c = lin.take_next(customer.conversation());
    ASSERT_FALSE(c.empty());
    customer.say_here(said[1]);
    ASSERT_TRUE(customer.settle());
    lin.say(c, said[2]);
    ASSERT_TRUE(lin.settle());
    const auto note = lin.ask(
        {{"t", "note.add"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"gen", lin.generation(c)},
         {"text", said[3]}}
    );
    ASSERT_EQ(text_at(note, "t"), "ack");
    ASSERT_TRUE(xu.go_online());
    ASSERT_EQ(text_at(lin.transfer_to_staff(c, xu.staff_id(), said[4]), "t"), "ok");
    ASSERT_EQ(xu.take_next(c), c);
    ASSERT_EQ(text_at(xu.end(c), "t"), "ok");
    ASSERT_EQ(text_at(xu.wrap_up(c, "return", said[5]), "t"), "ok");
    const auto rated = customer.ask(
        {{"t", "survey.rate"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"score", 4},
         {"comment", said[6]}}
    );
    ASSERT_EQ(text_at(rated, "t"), "ok") << rated;
    // Wrong passwords and tokens must not end up in the log either.
    console_client guesser(gateway.port());
    const auto guessed = guesser.sign_in("lin", "canarypassword");
    EXPECT_EQ(guessed.status, 401u);
    const auto ticket = xu.console().ticket();
    ASSERT_FALSE(ticket.empty());
    guesser.set_cookie("__Host-kefu=canarycookie");
    const auto stranger = guesser.get("/api/me");
    EXPECT_EQ(stranger.status, 401u);
    const auto nowhere = guesser.get("/canarypath?token=canaryquery");
    EXPECT_EQ(nowhere.status, 404u);

    std::vector<std::string> canaries{
        name,
        phone,
        email,
        order,
        "canary-subject-4711",
        "canarypassword",
        "canarycookie",
        "canarypath",
        "canaryquery",
        token,
        ticket,
        customer.token(),
        gateway.identity_secret(),
        gateway.sign_in_of("lin").password,
        lin.console().cookie().substr(lin.console().cookie().find('=') + 1)};
    canaries.insert(canaries.end(), said.begin(), said.end());

    for (const auto& refusal : {guessed, stranger, nowhere})
        expect_clean("a refusal", refusal.body, canaries);
    const auto metrics = ws_client(gateway.ops_port()).get("/metrics").body;
    EXPECT_GT(metrics.size(), 1'000u);
    expect_clean("/metrics", metrics, canaries);

    static_cast<void>(gateway.redis().ask({"SAVE"}));
    const auto redis_files = fs::path(gateway.redis().socket_path()).parent_path();
    ASSERT_TRUE(fs::exists(redis_files / "dump.rdb"));
    expect_clean("redis", bytes_of(redis_files / "dump.rdb"), canaries);
    std::size_t searched = 0;
    const auto search = [&](const char* when) {
        for (const auto& entry : fs::directory_iterator(gateway.directory() + "/records")) {
            const auto bytes = bytes_of(entry.path());
            searched += bytes.size();
            expect_clean(entry.path().filename().string() + when, bytes, canaries);
        }
    };
    search(" while it runs"); // the write-ahead log is there only now
    EXPECT_TRUE(fs::exists(gateway.records_path() + "-wal"));
    ASSERT_EQ(gateway.terminate().status, 0);
    search(" after the end");
    EXPECT_GT(searched, 100'000u);
    expect_clean("the log", gateway.log(), canaries);
}

} // namespace
} // namespace kefu::tests
