#include "tests/integration/hostile_fixture.hpp"
#include "tests/integration/shop_token.hpp"

// What does not belong on the wire gets its documented answer, and the chat beside it goes on.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::AnyOf;
using ::testing::Eq;

TEST_F(Hostile, EnvelopesThatAreWrongAreRefusedOneByOne) {
    struct wrong {
        const char* name;
        std::string bytes;
        const char* code;
    };
    const auto say = [](const std::string& rest) {
        return R"({"t":"message.send","key":")" + key + R"(","c":")" + nowhere + "\"" + rest + "}";
    };
    std::string deep = R"({"t":"beat","x":)";
    for (int i = 0; i < 20; ++i)
        deep += "[";
    for (int i = 0; i < 20; ++i)
        deep += "]";
    deep += "}";
    std::string many;
    for (int i = 0; i < 33; ++i)
        many += "{\"t\":\"beat\"}\n";
    std::string wide = R"({"t":"beat","x":[0)";
    for (int i = 0; i < 300; ++i)
        wide += ",0";
    wide += "]}";
    const std::vector<wrong> cases{
        {"no JSON", "hello?", "bad_request"},
        {"cut short", R"({"t":"beat")", "bad_request"},
        {"a list", R"([{"t":"beat"}])", "bad_request"},
        {"a number", "42", "bad_request"},
        {"deep", deep, "bad_request"},
        {"wide", wide, "bad_request"},
        {"33 envelopes", many, "bad_request"},
        {"a field twice", R"({"t":"beat","t":"beat"})", "bad_request"},
        {"a field twice inside", R"({"t":"beat","x":{"a":1,"a":2}})", "bad_request"},
        {"no t", R"({"r":1})", "bad_request"},
        {"t is a number", R"({"t":7,"r":1})", "bad_request"},
        {"unknown t", R"({"t":"conversation.steal","r":1})", "unsupported"},
        {"no r", say(R"(,"text":"x")"), "bad_request"},
        {"r is text", say(R"(,"r":"1","text":"x")"), "bad_request"},
        {"r is negative", say(R"(,"r":-1,"text":"x")"), "bad_request"},
        {"r is a fraction", say(R"(,"r":1.5,"text":"x")"), "bad_request"},
        {"text is a list", say(R"(,"r":1,"text":["x"])"), "bad_request"},
        {"text is null", say(R"(,"r":1,"text":null)"), "bad_request"},
        {"text is missing", say(R"(,"r":1)"), "bad_request"},
        {"NUL", say(R"(,"r":1,"text":"a\u0000b")"), "bad_request"},
        {"lone surrogate", say(R"(,"r":1,"text":"\ud83d")"), "bad_request"},
        {"too long", say(R"(,"r":1,"text":")" + std::string(4'001, 'x') + "\""), "too_large"},
        {"c is no id", R"({"t":"sync","r":1,"c":"../../etc/passwd","after":0})", "bad_request"},
        {"key is no id",
         R"({"t":"conversation.start","r":1,"key":"k","topic":"order"})",
         "bad_request"},
        {"no such topic",
         R"({"t":"conversation.start","r":1,"key":")" + key + R"(","topic":"politics"})",
         "bad_request"},
    };
    for (const auto& one : cases) {
        customer_driver visitor(*gateway);
        ASSERT_TRUE(visitor.arrive());
        ASSERT_TRUE(visitor.send_bytes(one.bytes));
        const auto answer = visitor.wait_for("err");
        ASSERT_TRUE(answer) << one.name << ": closed with " << visitor.close_code();
        EXPECT_EQ(text_at(*answer, "code"), one.code) << one.name << ": " << *answer;
        EXPECT_EQ(text_at(visitor.start("order"), "t"), "ok") << one.name << ": unusable after it";
        static_cast<void>(visitor.ask({{"t", "conversation.leave"}, {"c", visitor.conversation()}})
        );
    }
}

TEST_F(Hostile, FramesThatBreakTheProtocolEndTheConnection) {
    const auto closed_by = [&](auto act) {
        auto connection = opened();
        connection.send_text(json::serialize(customer_hello()));
        EXPECT_TRUE(connection.receive_text(wire_driver::patience_ms));
        act(connection);
        const auto closed = connection.receive_close(wire_driver::patience_ms);
        return closed ? closed->close_code() : std::uint16_t{0};
    };
    EXPECT_THAT(
        closed_by([](ws_client& c) { c.send_text(std::string(65'537, ' ')); }),
        AnyOf(Eq(1009), Eq(4503))
    );
    EXPECT_THAT(
        closed_by([](ws_client& c) {
            for (int i = 0; i < 3; ++i)
                c.send_frame(i == 0 ? 1 : 0, std::string(30'000, ' '), i == 2);
        }),
        AnyOf(Eq(1009), Eq(4503))
    ) << "in fragments";
    EXPECT_THAT(
        closed_by([](ws_client& c) { c.send_text("{\"t\":\"beat\",\"x\":\"\xC3\x28\"}"); }),
        AnyOf(Eq(1007), Eq(4501))
    );
    EXPECT_THAT(
        closed_by([](ws_client& c) { c.send_text("\"\xED\xA0\x80\""); }), AnyOf(Eq(1007), Eq(4501))
    ) << "a surrogate in UTF-8";
    EXPECT_THAT(
        closed_by([](ws_client& c) { c.send_frame(2, "{\"t\":\"beat\"}"); }),
        AnyOf(Eq(1003), Eq(4501))
    ) << "binary";
    EXPECT_THAT(closed_by([](ws_client& c) { c.send_frame(3, "?"); }), Eq(1002)) << "opcode 3";
    EXPECT_THAT(closed_by([](ws_client& c) { c.send_frame(0, "?"); }), Eq(1002)) << "no beginning";
    EXPECT_THAT(closed_by([](ws_client& c) { c.send_frame(9, std::string(126, 'x')); }), Eq(1002));
    EXPECT_THAT(closed_by([](ws_client& c) { c.send_raw("\x81\x02{}"); }), Eq(1002)) << "no mask";
}

TEST_F(Hostile, NothingComesBeforeAProperHello) {
    auto early = opened();
    EXPECT_EQ(close_of(early, R"({"t":"sync","r":1,"c":")" + nowhere + R"(","after":0})"), 4502u);
    auto garbage = opened();
    EXPECT_EQ(close_of(garbage, "GET / HTTP/1.1"), 4501u);
    auto hello = customer_hello();
    hello["v"] = 2;
    EXPECT_EQ(close_of_hello(hello), 4504u);
    hello = customer_hello();
    hello["storefront"] = "pk_" + std::string(32, 'x');
    EXPECT_EQ(close_of_hello(hello), 4505u) << "unknown widget key";
    hello = customer_hello();
    hello["ticket"] = "both";
    EXPECT_EQ(close_of_hello(hello), 4501u) << "customer and staff at once";
    hello = customer_hello();
    hello["resume"] = json::array{};
    EXPECT_EQ(close_of_hello(hello), 4501u);
}

TEST_F(Hostile, ASecondHelloChangesNobody) {
    customer_driver visitor(*gateway);
    ASSERT_TRUE(visitor.arrive());
    auto hello = customer_hello();
    hello["jwt"] = good_token(*gateway, "u-10382");
    ASSERT_TRUE(visitor.send_bytes(json::serialize(hello)));
    const auto answered = visitor.wait([](const json::object& frame) {
        return text_at(frame, "t") == "err" || text_at(frame, "t") == "welcome";
    });
    ASSERT_TRUE(answered) << "no answer, close code " << visitor.close_code();
    EXPECT_EQ(text_at(*answered, "code"), "forbidden") << *answered;
}

TEST_F(Hostile, UpgradesFromElsewhereOrWithoutTheSubprotocolAreRefused) {
    const auto status = [&](const ws_client::fields& fields) {
        return ws_client(gateway->port()).upgrade("/ws", fields).status;
    };
    const std::pair<std::string, std::string> good{"Sec-WebSocket-Protocol", "kefu.v1"};
    EXPECT_EQ(status({good, {"Origin", "https://evil.example"}}), 403u);
    EXPECT_EQ(status({good, {"Origin", "null"}}), 403u);
    EXPECT_EQ(status({good, {"Origin", gateway_process::shop_origin() + ".evil.example"}}), 403u);
    EXPECT_EQ(status({}), 400u);
    EXPECT_EQ(status({{"Sec-WebSocket-Protocol", "kefu.v9, chat"}}), 400u);
    EXPECT_EQ(status({good, {"Origin", gateway_process::shop_origin()}}), 101u);
    EXPECT_EQ(status({good, {"Origin", gateway->own_origin()}}), 101u);
    EXPECT_EQ(ws_client(gateway->port()).upgrade("/other", {good}).status, 404u);
}

TEST_F(Hostile, StaffComeOnlyFromTheConsoleAndWithATicketOfTheirOwn) {
    console_client console(gateway->port());
    const auto& who = gateway->sign_in_of("chen");
    ASSERT_EQ(console.sign_in(who.name, who.password).status, 200u);
    const auto close_with = [&](const std::string& ticket, const ws_client::fields& more = {}) {
        return close_of_hello({{"t", "hello"}, {"v", 1}, {"ticket", ticket}}, more);
    };
    EXPECT_EQ(close_with(console.ticket(), {{"Origin", gateway_process::shop_origin()}}), 4505u);
    EXPECT_EQ(close_with("not a ticket"), 4401u);
    EXPECT_EQ(close_with(""), 4401u);
    EXPECT_EQ(close_with(std::string(300, 'x')), 4501u);
    auto changed = console.ticket();
    changed[10] = changed[10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(close_with(changed), 4401u);
    const auto orphan = console.ticket();
    ASSERT_EQ(console.post("/api/sign-out", json::object{}).status, 204u);
    EXPECT_EQ(close_with(orphan), 4401u) << "a ticket of a sign-in that is over";
}

TEST_F(Hostile, TooManyErrorsEndTheConnection) {
    customer_driver visitor(*gateway);
    ASSERT_TRUE(visitor.arrive());
    for (int i = 0; i < 10; ++i)
        visitor.send_bytes("{");
    EXPECT_EQ(visitor.await_close(), 4506);
}

TEST_F(Hostile, AgentsCannotSendForbiddenWords) {
    const auto c = neighbour->conversation();
    const auto answer = agent->ask(
        {{"t", "message.send"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"gen", agent->generation(c)},
         {"text", "你這個笨蛋"}}
    );
    EXPECT_EQ(text_at(answer, "code"), "forbidden_word");
    EXPECT_EQ(text_at(answer, "text"), "笨蛋");
    EXPECT_FALSE(answer.at("retry").as_bool());
}

TEST_F(Hostile, CardNumbersAreMaskedBeforeAnybodySeesThem) {
    neighbour->say_here("卡號 4111 1111 1111 1111 謝謝");
    ASSERT_TRUE(neighbour->settle());
    const auto c = neighbour->conversation();
    const auto seen = agent->await_event(c, [](const seen_event& event) {
        return event.text.find("謝謝") != std::string::npos;
    });
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->text.find("4111 1111 1111"), std::string::npos) << seen->text;
}

} // namespace
} // namespace kefu::tests
