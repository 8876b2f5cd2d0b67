#include <gtest/gtest.h>

#include "tests/support/gateway_process.hpp"
#include "tests/support/ws_client.hpp"

// The echo route goes through the same listener, codec and connections as the chat.
namespace kefu::tests {
namespace {

constexpr std::size_t mebi = 1024UL * 1024;

class Echo : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        gateway = new gateway_process(
            {.arguments = {"--echo-path", "/echo", "--echo-bytes-max", std::to_string(16 * mebi)}}
        );
    }
    static void TearDownTestSuite() { delete gateway; }
    void SetUp() override {
        client = ws_client(gateway->port());
        ASSERT_EQ(client.upgrade("/echo").status, 101u);
    }
    // What comes back as one message, put together from its frames.
    std::optional<ws_frame> message() {
        std::optional<ws_frame> whole;
        for (;;) {
            auto frame = client.receive(60'000);
            if (!frame) return std::nullopt;
            if (frame->opcode > 2) continue;
            if (!whole) {
                whole = std::move(frame);
            } else {
                whole->body += frame->body;
                whole->fin = frame->fin;
            }
            if (whole->fin) return whole;
        }
    }
    std::uint16_t closed() {
        const auto frame = client.receive_close(20'000);
        return frame ? frame->close_code() : std::uint16_t{0};
    }

    static gateway_process* gateway;
    ws_client client;
};
gateway_process* Echo::gateway = nullptr;

TEST_F(Echo, GivesTextAndBinaryOfEverySizeBack) {
    const std::size_t sizes[] = {0, 1, 125, 126, 127, 65'535, 65'536, 65'537, mebi, 16 * mebi};
    for (const auto size : sizes) {
        for (const auto opcode : {std::uint8_t{1}, std::uint8_t{2}}) {
            const std::string body(size, opcode == 1 ? 'x' : '\xFF');
            ASSERT_TRUE(client.send_frame(opcode, body)) << size;
            const auto back = message();
            ASSERT_TRUE(back) << size;
            EXPECT_EQ(back->opcode, opcode);
            EXPECT_TRUE(back->body == body) << size;
        }
    }
}

TEST_F(Echo, PutsFragmentsTogetherAlsoAroundAPing) {
    const std::string euro = "\xE2\x82\xAC";
    client.send_frame(1, "a" + euro.substr(0, 1), false);
    client.send_frame(9, "between", true);
    client.send_frame(0, euro.substr(1), false);
    client.send_frame(0, "", false);
    client.send_frame(0, "b", true);
    const auto pong = client.receive(20'000);
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, 10);
    EXPECT_EQ(pong->body, "between");
    const auto back = message();
    ASSERT_TRUE(back);
    EXPECT_EQ(back->body, "a" + euro + "b");
}

TEST_F(Echo, MoreThanTheLimitIsClosedWith1009) {
    client.send_frame(2, std::string(16 * mebi + 1, 'x'));
    EXPECT_EQ(closed(), 1009);
}

TEST_F(Echo, AnswersCloseCodesWithTheirOwnAndRefusesThoseThatAreNone) {
    struct sent {
        std::uint16_t code;
        std::uint16_t back;
    };
    const sent cases[] = {
        {1000, 1000},
        {1001, 1001},
        {1011, 1011},
        {3000, 3000},
        {4999, 4999},
        {0, 1002},
        {999, 1002},
        {1004, 1002},
        {1005, 1002},
        {1006, 1002},
        {1015, 1002},
        {2999, 1002},
        {5000, 1002}};
    for (const auto& one : cases) {
        SetUp();
        client.send_close(one.code, "bye");
        EXPECT_EQ(closed(), one.back) << one.code;
    }
    SetUp();
    client.send_frame(8, "");
    EXPECT_EQ(closed(), 1005) << "none is answered with none";
    SetUp();
    client.send_frame(8, "x");
    EXPECT_EQ(closed(), 1002);
    SetUp();
    client.send_close(1000, "\xC3\x28");
    EXPECT_EQ(closed(), 1007);
}

TEST_F(Echo, BrokenTextIsClosedWith1007AtTheFirstBrokenByte) {
    client.send_frame(1, "good \xF4\x90\x80\x80", false); // the message is not over yet
    EXPECT_EQ(closed(), 1007);
}

TEST_F(Echo, IsNotThereUnlessAskedFor) {
    gateway_process plain({.seeded = true});
    EXPECT_EQ(ws_client(plain.port()).upgrade("/echo").status, 404u);
}

} // namespace
} // namespace kefu::tests
