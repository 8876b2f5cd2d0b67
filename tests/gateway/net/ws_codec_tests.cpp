#include "gateway/net/ws_codec.hpp"

#include "gateway/net/limits.hpp"
#include "tests/support/ws_client.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using kind = net::ws_event::kind;

struct noted {
    kind what;
    unsigned code;
    std::string body;

    bool operator==(const noted&) const = default;
};

std::ostream& operator<<(std::ostream& out, const noted& n) {
    return out << static_cast<int>(n.what) << '/' << n.code << '/' << n.body;
}

// Feeds the pieces one after the other, each in a buffer of its own.
std::vector<noted> decode(net::ws_decoder& decoder, const std::vector<std::string>& pieces) {
    std::vector<noted> events;
    for (auto piece : pieces) {
        const auto size = piece.size();
        piece.resize(size + net::read_padding_bytes);
        std::span<char> input(piece.data(), size);
        for (;;) {
            const auto event = decoder.next(input);
            if (event.what == kind::need_more) break;
            events.push_back(
                {event.what, event.code, std::string(event.bytes.begin(), event.bytes.end())}
            );
        }
        EXPECT_TRUE(input.empty());
    }
    return events;
}

std::vector<noted> decode_all(const std::string& bytes, net::ws_decoder_limits limits = {}) {
    net::ws_decoder decoder(limits);
    return decode(decoder, {bytes});
}

// One conversation with everything in it.
std::string sample() {
    return ws_client::encode(1, "您好，请问有什么可以帮您？") + ws_client::encode(9, "beat") +
           ws_client::encode(1, std::string(300, 'm')) + ws_client::encode(1, "", true) +
           ws_client::encode(1, "frag", false) + ws_client::encode(10, "") +
           ws_client::encode(0, "ment", false) + ws_client::encode(9, std::string(125, 'p')) +
           ws_client::encode(0, "ed \xF0\x9F\x98\x80", true) +
           ws_client::encode(
               8,
               "\x03\xE8"
               "bye"
           );
}

std::vector<noted> sample_events() {
    return {
        {kind::text, 0, "您好，请问有什么可以帮您？"},
        {kind::ping, 0, "beat"},
        {kind::text, 0, std::string(300, 'm')},
        {kind::text, 0, ""},
        {kind::pong, 0, ""},
        {kind::ping, 0, std::string(125, 'p')},
        {kind::text, 0, "fragmented \xF0\x9F\x98\x80"},
        {kind::close, 1000, "bye"},
    };
}

TEST(WsCodec, DecodesAWholeConversation) { EXPECT_EQ(decode_all(sample()), sample_events()); }

TEST(WsCodec, DecodesTheSameSplitAtEveryByte) {
    const auto bytes = sample();
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        net::ws_decoder decoder({});
        ASSERT_EQ(decode(decoder, {bytes.substr(0, cut), bytes.substr(cut)}), sample_events())
            << "cut at " << cut;
    }
}

TEST(WsCodec, DecodesTheSameInPiecesOfAnySize) {
    const auto bytes = sample();
    for (std::size_t size = 1; size < 40; ++size) {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < bytes.size(); at += size)
            pieces.push_back(bytes.substr(at, size));
        net::ws_decoder decoder({});
        ASSERT_EQ(decode(decoder, pieces), sample_events()) << "pieces of " << size;
    }
}

TEST(WsCodec, LeavesAMessageThatIsAllThereWhereItLies) {
    auto bytes = ws_client::encode(1, "in place");
    const auto size = bytes.size();
    bytes.resize(size + net::read_padding_bytes);
    std::span<char> input(bytes.data(), size);
    net::ws_decoder decoder({});
    const auto event = decoder.next(input);
    ASSERT_EQ(event.what, kind::text);
    EXPECT_EQ(event.bytes.data(), bytes.data() + 6);
    EXPECT_EQ(decoder.heap_bytes(), 0U);
}

TEST(WsCodec, OwnsNoHeapBetweenMessages) {
    net::ws_decoder decoder({});
    const auto bytes = ws_client::encode(1, std::string(5000, 'x'));
    EXPECT_TRUE(decode(decoder, {bytes.substr(0, 3000)}).empty());
    EXPECT_GT(decoder.heap_bytes(), 0U);
    EXPECT_TRUE(decoder.mid_message());
    EXPECT_EQ(decode(decoder, {bytes.substr(3000)}).size(), 1U);
    EXPECT_EQ(decoder.heap_bytes(), 0U);
    EXPECT_FALSE(decoder.mid_message());
}

TEST(WsCodec, BuffersNoMoreThanHasArrived) {
    net::ws_decoder decoder({16 << 20, 32, true});
    const auto bytes = ws_client::encode(2, std::string(16 << 20, 'x'));
    EXPECT_TRUE(decode(decoder, {bytes.substr(0, 100)}).empty());
    EXPECT_LE(decoder.heap_bytes(), 1024U);
}

TEST(WsCodec, ReadsLengthsAtTheBordersOfTheirForms) {
    for (const std::size_t size : {0UL, 1UL, 125UL, 126UL, 127UL, 65535UL, 65536UL}) {
        const std::string body(size, 'x');
        const auto events = decode_all(ws_client::encode(1, body), {65536, 32, false});
        ASSERT_EQ(events.size(), 1U) << size;
        EXPECT_EQ(events[0].body.size(), size);
    }
}

TEST(WsCodec, TakesBinaryWhereItIsAllowed) {
    const std::string body("\xFF\x00\xFE", 3);
    const auto events = decode_all(ws_client::encode(2, body), {100, 32, true});
    EXPECT_EQ(events, (std::vector<noted>{{kind::binary, 0, body}}));
}

TEST(WsCodec, ReportsACloseWithoutACodeAs1005) {
    EXPECT_EQ(decode_all(ws_client::encode(8, "")), (std::vector<noted>{{kind::close, 1005, ""}}));
}

TEST(WsCodec, IgnoresWhatFollowsAClose) {
    const auto events = decode_all(ws_client::encode(8, "") + ws_client::encode(1, "late"));
    EXPECT_EQ(events.size(), 1U);
}

TEST(WsEncode, WritesUnmaskedWholeFrames) {
    EXPECT_EQ(*net::text_frame("hi"), std::string("\x81\x02hi"));
    EXPECT_EQ(*net::binary_frame("hi"), std::string("\x82\x02hi"));
    EXPECT_EQ(*net::ping_frame(""), std::string("\x89\x00", 2));
    EXPECT_EQ(*net::pong_frame("p"), std::string("\x8A\x01p"));
    EXPECT_EQ(
        net::text_frame(std::string(126, 'x'))->substr(0, 4), std::string("\x81\x7E\x00\x7E", 4)
    );
    EXPECT_EQ(
        net::text_frame(std::string(65536, 'x'))->substr(0, 10),
        std::string("\x81\x7F\0\0\0\0\0\x01\0\0", 10)
    );
}

TEST(WsEncode, WritesCloseFramesWithAReasonThatFits) {
    EXPECT_EQ(
        *net::close_frame(1000, "bye"),
        std::string("\x88\x05\x03\xE8"
                    "bye")
    );
    EXPECT_EQ(*net::close_frame(1005, ""), std::string("\x88\x00", 2));
    std::string reason;
    for (int i = 0; i < 60; ++i)
        reason += "客";
    const auto frame = *net::close_frame(4001, reason);
    EXPECT_EQ(frame.size(), 2U + 2U + 123U); // 41 characters of three bytes
    EXPECT_EQ(frame.substr(4), reason.substr(0, 123));
    EXPECT_EQ(net::close_frame(4001, "x" + reason)->size(), 2U + 2U + 121U);
}

TEST(WsEncode, KnowsWhichCloseCodesMayBeSent) {
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 4001, 4999})
        EXPECT_TRUE(net::close_code_allowed(static_cast<std::uint16_t>(code))) << code;
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        EXPECT_FALSE(net::close_code_allowed(static_cast<std::uint16_t>(code))) << code;
}

} // namespace
} // namespace kefu::tests
