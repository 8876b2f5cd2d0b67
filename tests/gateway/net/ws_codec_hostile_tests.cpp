#include "gateway/net/limits.hpp"
#include "gateway/net/ws_codec.hpp"
#include "tests/support/ws_client.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using kind = net::ws_event::kind;

struct failure {
    unsigned code = 0;     // 0: no failure
    std::size_t after = 0; // bytes given when it was reported
};

// Byte by byte: the earliest moment the decoder can know.
failure feed(const std::string& bytes, net::ws_decoder_limits limits = {}) {
    net::ws_decoder decoder(limits);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::array<char, 1 + net::read_padding_bytes> buffer{bytes[at]};
        std::span<char> input(buffer.data(), 1);
        for (;;) {
            const auto event = decoder.next(input);
            if (event.what == kind::fail) return {event.code, at + 1};
            if (event.what == kind::need_more) break;
        }
    }
    return {};
}

unsigned code_at_once(std::string bytes, net::ws_decoder_limits limits = {}) {
    net::ws_decoder decoder(limits);
    const auto size = bytes.size();
    bytes.resize(size + net::read_padding_bytes);
    std::span<char> input(bytes.data(), size);
    for (;;) {
        const auto event = decoder.next(input);
        if (event.what == kind::fail) return event.code;
        if (event.what == kind::need_more) return 0;
    }
}

std::string close_with(unsigned code, const std::string& reason = {}) {
    return ws_client::encode(
        8, std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason
    );
}

struct violation {
    const char* name;
    std::string bytes;
    unsigned code;
};

class WsHostile : public testing::TestWithParam<violation> {};

TEST_P(WsHostile, IsRefusedHoweverItArrives) {
    EXPECT_EQ(feed(GetParam().bytes).code, GetParam().code);
    EXPECT_EQ(code_at_once(GetParam().bytes), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455,
    WsHostile,
    testing::Values(
        violation{"Unmasked", std::string("\x81\x00", 2), 1002},
        violation{"Rsv1", std::string("\xC1\x80\0\0\0\0", 6), 1002},
        violation{"Rsv2", std::string("\xA1\x80\0\0\0\0", 6), 1002},
        violation{"Rsv3", std::string("\x91\x80\0\0\0\0", 6), 1002},
        violation{"Opcode3", ws_client::encode(3, ""), 1002},
        violation{"Opcode7", ws_client::encode(7, ""), 1002},
        violation{"OpcodeB", ws_client::encode(11, ""), 1002},
        violation{"OpcodeF", ws_client::encode(15, ""), 1002},
        violation{"ContinuationOfNothing", ws_client::encode(0, "x"), 1002},
        violation{
            "TextInsideAMessage",
            ws_client::encode(1, "a", false) + ws_client::encode(1, "b"),
            1002},
        violation{"FragmentedPing", ws_client::encode(9, "", false), 1002},
        violation{"FragmentedClose", ws_client::encode(8, "", false), 1002},
        violation{"PingOf126", ws_client::encode(9, std::string(126, 'x')), 1002},
        violation{"CloseOf126", ws_client::encode(8, std::string(126, 'x')), 1002},
        violation{"LongFormOfAShortLength", std::string("\x81\xFE\x00\x7D\0\0\0\0", 8), 1002},
        violation{
            "LongestFormOfAShortLength",
            std::string("\x81\xFF\0\0\0\0\0\0\xFF\xFF\0\0\0\0", 14),
            1002},
        violation{"LengthOf2To63", std::string("\x81\xFF\x80\0\0\0\0\0\0\0\0\0\0\0", 14), 1002},
        violation{"LengthOf2To62", std::string("\x81\xFF\x40\0\0\0\0\0\0\0\0\0\0\0", 14), 1009},
        violation{"CloseOfOneByte", ws_client::encode(8, "x"), 1002},
        violation{"Close0", close_with(0), 1002},
        violation{"Close999", close_with(999), 1002},
        violation{"Close1004", close_with(1004), 1002},
        violation{"Close1005", close_with(1005), 1002},
        violation{"Close1006", close_with(1006), 1002},
        violation{"Close1015", close_with(1015), 1002},
        violation{"Close1016", close_with(1016), 1002},
        violation{"Close2999", close_with(2999), 1002},
        violation{"Close5000", close_with(5000), 1002},
        violation{"CloseReasonNotUtf8", close_with(1000, "\xFF"), 1007},
        violation{"CloseReasonCutInACharacter", close_with(1000, "\xE5\xAE"), 1007},
        violation{"Binary", ws_client::encode(2, "x"), 1003},
        violation{"TextNotUtf8", ws_client::encode(1, "\xC0\x80"), 1007},
        violation{
            "LongTextNotUtf8", ws_client::encode(1, std::string(200, 'x') + "\xED\xA0\x80"), 1007},
        violation{"TextCutInACharacter", ws_client::encode(1, "ok \xE5\xAE"), 1007},
        violation{
            "FragmentsCutInACharacter",
            ws_client::encode(1, "\xE5", false) + ws_client::encode(0, "\xAE", true),
            1007},
        violation{"TooBig", ws_client::encode(1, std::string(65537, 'x')), 1009},
        violation{
            "TooBigTogether",
            ws_client::encode(1, std::string(65536, 'x'), false) + ws_client::encode(0, "x"),
            1009}
    ),
    [](const auto& case_) { return std::string(case_.param.name); }
);

TEST(WsHostileMoment, KnowsABadFrameFromItsFirstTwoBytes) {
    EXPECT_EQ(feed(ws_client::encode(3, std::string(500, 'x'))).after, 2U);
    EXPECT_EQ(feed(std::string("\x81\x7E\x01\x00", 4)).after, 2U);
    EXPECT_EQ(feed(ws_client::encode(9, std::string(126, 'x'))).after, 2U);
}

TEST(WsHostileMoment, KnowsATooLargeMessageBeforeItsFirstByte) {
    EXPECT_EQ(feed(ws_client::encode(1, std::string(70'000, 'x'))).after, 14U);
}

TEST(WsHostileMoment, KnowsBadUtf8AtTheBadByteEvenInAFragment) {
    const auto first = ws_client::encode(1, "fine \xE5", false);
    const auto failed = feed(first + ws_client::encode(0, "\x41 and a long rest", false));
    EXPECT_EQ(failed.code, 1007U);
    EXPECT_EQ(failed.after, first.size() + 7);
}

TEST(WsHostileBounds, CountsEmptyFragmentsPerMessage) {
    auto bytes = ws_client::encode(1, "a", false);
    for (int i = 0; i < 32; ++i)
        bytes += ws_client::encode(0, "", false);
    const auto whole = bytes + ws_client::encode(0, "b", true);
    EXPECT_EQ(feed(whole + whole).code, 0U);
    EXPECT_EQ(feed(bytes + ws_client::encode(0, "", false)).code, 1008U);
}

TEST(WsHostileBounds, StaysFailed) {
    net::ws_decoder decoder({});
    auto bytes = ws_client::encode(3, "") + ws_client::encode(1, "hello");
    const auto size = bytes.size();
    bytes.resize(size + net::read_padding_bytes);
    std::span<char> input(bytes.data(), size);
    EXPECT_EQ(decoder.next(input).what, kind::fail);
    EXPECT_EQ(decoder.next(input).what, kind::need_more);
    EXPECT_TRUE(input.empty());
    EXPECT_EQ(decoder.heap_bytes(), 0U);
}

} // namespace
} // namespace kefu::tests
