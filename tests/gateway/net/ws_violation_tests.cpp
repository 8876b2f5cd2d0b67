#include "tests/gateway/net/net_fixture.hpp"

#include <array>
#include <gtest/gtest.h>

// What RFC 6455 forbids a client, over a real socket: the connection ends with the code that the
// RFC names, and nothing of it nor behind it reaches the application.
namespace kefu::tests {
namespace {

namespace net = gateway::net;
using namespace std::string_literals;

struct violation {
    std::string name;
    std::string bytes;
    std::uint16_t code;
    // Announced messages above this are too big: so that each width of a length has its own edge.
    std::size_t message_bytes_max = net::ws_limits{}.message_bytes_max;
    std::vector<std::string> delivered{}; // what was sound before it
};

using violations = std::vector<violation>;

std::string frame(int opcode, std::string_view body, bool fin = true) {
    return ws_client::encode(static_cast<std::uint8_t>(opcode), body, fin);
}

// The first byte and the announced length are the caller's; the mask is of zeros.
std::string raw_frame(int first, int seven, std::string_view extended, std::string_view body) {
    std::string bytes{static_cast<char>(first), static_cast<char>(0x80 | seven)};
    return bytes.append(extended).append(4, '\0').append(body);
}

std::string close_body(int code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
}

std::string hex_of(int value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {
        digits[static_cast<std::size_t>(value >> 4)], digits[static_cast<std::size_t>(value & 15)]};
}

// §5.2: no extension was negotiated, and the opcodes 3-7 and B-F are kept for later.
violations of_reserved_bits() {
    violations made;
    for (int bits = 1; bits < 8; ++bits)
        for (const int opcode : {1, 9})
            made.push_back(
                {"Rsv" + std::to_string(bits) + "OfOpcode" + std::to_string(opcode),
                 raw_frame(0x80 | (bits << 4) | opcode, 2, {}, "hi"),
                 1002}
            );
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        made.push_back({"Opcode" + hex_of(opcode), frame(opcode, "x"), 1002});
    return made;
}

// §5.1: a client masks every frame, an empty one too.
violations of_missing_masks() {
    violations made;
    for (const int opcode : {0, 1, 2, 8, 9, 10}) {
        made.push_back(
            {"UnmaskedOpcode" + hex_of(opcode),
             std::string{static_cast<char>(0x80 | opcode), '\x02', '\x03', '\xE8'},
             1002}
        );
    }
    made.push_back({"UnmaskedAndEmpty", std::string("\x81\x00", 2), 1002});
    made.push_back(
        {"UnmaskedAfterAMaskedFragment", frame(1, "a", false) + std::string("\x80\x01z", 3), 1002}
    );
    return made;
}

// §5.5: at most 125 bytes and in one piece.
violations of_control_frames() {
    violations made;
    for (const int opcode : {8, 9, 10}) {
        const auto which = "OfOpcode" + hex_of(opcode);
        made.push_back({"Fragment" + which, frame(opcode, "", false), 1002});
        made.push_back({"Bytes126" + which, frame(opcode, std::string(126, 'x')), 1002});
        made.push_back({"Bytes65536" + which, frame(opcode, std::string(65'536, 'x')), 1002});
        made.push_back(
            {"LongFormOf125" + which,
             raw_frame(0x80 | opcode, 126, std::string("\0\x7D", 2), std::string(125, 'x')),
             1002}
        );
    }
    made.push_back(
        {"FragmentOfAPingInsideAMessage", frame(1, "a", false) + frame(9, "", false), 1002}
    );
    return made;
}

// §7.4: what no endpoint may set, and what nobody has assigned.
violations of_close_frames() {
    violations made{{"CloseOfOneByte", frame(8, "\x03"), 1002}};
    for (const int code :
         {0,
          1,
          999,
          1004,
          1005,
          1006,
          1015,
          1016,
          1100,
          1999,
          2000,
          2999,
          5000,
          5001,
          9999,
          65'535})
        made.push_back({"CloseWith" + std::to_string(code), frame(8, close_body(code)), 1002});
    const std::array<std::pair<const char*, std::string>, 6> reasons{{
        {"OfAContinuationByte", "\x80"},
        {"CutAfterOneByte", "\xE5"},
        {"CutAfterTwoBytes", "bye \xE5\xAE"},
        {"InALongForm", "\xC0\xAF"},
        {"OfASurrogate", "\xED\xA0\x80"},
        {"BeyondUnicode", "\xF4\x90\x80\x80"},
    }};
    for (const auto& [name, reason] : reasons)
        made.push_back({std::string("Reason") + name, frame(8, close_body(1000) + reason), 1007});
    return made;
}

// §5.4: fragments of one message follow each other, with nothing but control frames between.
violations of_fragments() {
    return {
        {"ContinuationOfNothing", frame(0, "x"), 1002},
        {"ContinuationThatGoesOnOfNothing", frame(0, "x", false), 1002},
        {.name = "ContinuationAfterAWholeMessage",
         .bytes = frame(1, "whole") + frame(0, "x"),
         .code = 1002,
         .delivered = {"whole"}},
        {.name = "ContinuationAfterTheLast",
         .bytes = frame(1, "a", false) + frame(0, "b") + frame(0, "c"),
         .code = 1002,
         .delivered = {"ab"}},
        {"TextInsideAMessage", frame(1, "a", false) + frame(1, "b"), 1002},
        {"FirstFragmentInsideAMessage", frame(1, "a", false) + frame(1, "b", false), 1002},
        {"BinaryInsideAMessage", frame(1, "a", false) + frame(2, "b"), 1002},
        {"TextBehindAPingInsideAMessage",
         frame(1, "a", false) + frame(9, "p") + frame(1, "b"),
         1002},
        {"Binary", frame(2, "x"), 1003},
        {"BinaryAndEmpty", frame(2, ""), 1003},
        {"FirstFragmentOfABinary", frame(2, "x", false), 1003},
    };
}

// §5.2: the shortest form, and no length of 2^63 or more. §10.4: a bound on frame and message.
violations of_lengths() {
    violations made;
    for (const int length : {0, 1, 125})
        made.push_back(
            {"SixteenBitsFor" + std::to_string(length),
             raw_frame(
                 0x81,
                 126,
                 {"\0"s + static_cast<char>(length)},
                 std::string(static_cast<std::size_t>(length), 'x')
             ),
             1002}
        );
    made.push_back({"SixtyFourBitsFor1", raw_frame(0x81, 127, "\0\0\0\0\0\0\0\1"s, "x"), 1002});
    made.push_back({"SixtyFourBitsFor126", raw_frame(0x81, 127, "\0\0\0\0\0\0\0\x7E"s, {}), 1002});
    made.push_back(
        {"SixtyFourBitsFor65535", raw_frame(0x81, 127, "\0\0\0\0\0\0\xFF\xFF"s, {}), 1002}
    );
    made.push_back({"LengthOf2To63", raw_frame(0x81, 127, "\x80\0\0\0\0\0\0\0"s, {}), 1002});
    made.push_back({"LengthOfAllOnes", raw_frame(0x81, 127, std::string(8, '\xFF'), {}), 1002});
    made.push_back(
        {"LengthOf2To63Less1", raw_frame(0x81, 127, "\x7F"s + std::string(7, '\xFF'), {}), 1009}
    );
    made.push_back({"LengthOf2To32And1", raw_frame(0x81, 127, "\0\0\0\1\0\0\0\1"s, "x"), 1009});
    for (const std::size_t bound :
         {std::size_t{0},
          std::size_t{124},
          std::size_t{125},
          std::size_t{65'534},
          std::size_t{65'535},
          std::size_t{65'536}}) {
        const auto name = std::to_string(bound);
        made.push_back({"OneMoreThan" + name, frame(1, std::string(bound + 1, 'x')), 1009, bound});
        made.push_back(
            {"OneMoreInAFragmentThan" + name,
             frame(1, std::string(bound, 'x'), false) + frame(0, "x", false),
             1009,
             bound}
        );
    }
    return made;
}

// §8.1: text is UTF-8, wherever frames cut it.
violations of_text() {
    const std::array<std::pair<const char*, std::string>, 7> texts{{
        {"AContinuationByte", "a\x80z"},
        {"ALongForm", "a\xC0\xAFz"},
        {"ALongFormOfThree", "a\xE0\x80\xAFz"},
        {"ASurrogate", "a\xED\xA0\x80z"},
        {"BeyondUnicode", "a\xF4\x90\x80\x80z"},
        {"AByteThatIsNone", "a\xFFz"},
        {"ACharacterThatStops", "a\xE5\xAEz"},
    }};
    violations made;
    for (const auto& [what, text] : texts) {
        const auto name = "TextOf"s + what;
        made.push_back({name, frame(1, text), 1007});
        made.push_back({name + "AtTheEndOf200", frame(1, std::string(200, 'x') + text), 1007});
        for (std::size_t cut = 1; cut < text.size(); ++cut)
            made.push_back(
                {name + "CutAt" + std::to_string(cut),
                 frame(1, text.substr(0, cut), false) + frame(9, "between") +
                     frame(0, text.substr(cut)),
                 1007}
            );
    }
    const auto whole = "\xE5\xAE\xA2\xF0\xA0\xAE\xB7"s; // of three bytes and of four
    for (const std::size_t end : {1, 2, 4, 5, 6}) {
        const auto name = "TextThatEndsInACharacterAt" + std::to_string(end);
        made.push_back({name, frame(1, whole.substr(0, end)), 1007});
        made.push_back(
            {name + "InItsLastFragment",
             frame(1, "x", false) + frame(0, whole.substr(0, end), false) + frame(0, ""),
             1007}
        );
    }
    return made;
}

std::string many(const std::string& one) {
    std::string bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += one;
    return bytes;
}

// No word of the RFC's, but of §10: what costs the server more than the client.
violations of_floods() {
    return {
        {"PingFlood", many(frame(9, "x")), 1008},
        {"PongFlood", many(frame(10, "x")), 1008},
        {"EmptyFragments", frame(1, "", false) + many(frame(0, "", false)), 1008},
    };
}

violations all_violations() {
    violations made;
    for (auto part :
         {of_reserved_bits(),
          of_missing_masks(),
          of_control_frames(),
          of_close_frames(),
          of_fragments(),
          of_lengths(),
          of_text(),
          of_floods()})
        made.insert(made.end(), part.begin(), part.end());
    return made;
}

class WsViolation : public testing::TestWithParam<violation> {};

// Security checklist RF6, as a client sees it. What follows is sound, and comes too late.
TEST_P(WsViolation, IsAnsweredWithItsCode) {
    const auto& sent = GetParam();
    net::ws_limits limits;
    limits.message_bytes_max = sent.message_bytes_max;
    net_fixture served{{roomy(), false, limits}};
    served.start();
    auto client = served.open_ws();
    ASSERT_TRUE(client.send_raw(sent.bytes + frame(1, "") + frame(8, close_body(1000))));
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), sent.code);
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, sent.code);
    EXPECT_EQ(why->by, net::close_info::origin::server);
    EXPECT_EQ(served.ws().messages(), sent.delivered);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455,
    WsViolation,
    testing::ValuesIn(all_violations()),
    [](const auto& case_) { return case_.param.name; }
);

// The other side of each edge above: none of it is refused.
class WsSound : public testing::Test {
protected:
    void open(std::size_t message_bytes_max) {
        net::ws_limits limits;
        limits.message_bytes_max = message_bytes_max;
        served.emplace(fixture_options{roomy(), false, limits});
        served->start();
        client.emplace(served->open_ws());
    }
    // The close comes behind all of it: when it is answered, all of it has been read.
    void expect_delivered(const std::string& bytes, const std::vector<std::string>& messages) {
        ASSERT_TRUE(client->send_raw(bytes + frame(8, close_body(1000) + "bye")));
        const auto last = client->receive_close();
        ASSERT_TRUE(last);
        EXPECT_EQ(last->close_code(), 1000);
        EXPECT_EQ(served->ws().messages(), messages);
    }
    std::optional<net_fixture> served;
    std::optional<ws_client> client;
};

TEST_F(WsSound, IsAMessageOfTheBoundAtEachWidthOfALength) {
    for (const std::size_t bound : {124, 125, 126, 65'535, 65'536}) {
        open(bound);
        const std::string whole(bound, 'x');
        expect_delivered(
            frame(1, whole) + frame(1, whole.substr(1), false) + frame(0, "x"), {whole, whole}
        );
    }
}

TEST_F(WsSound, IsATextThatFramesCutAtAnyByte) {
    const auto text = "\x41\xC3\xA9\xE5\xAE\xA2\xF0\xA0\xAE\xB7\xEF\xBF\xBD"s;
    open(1'000);
    std::string bytes;
    std::vector<std::string> messages;
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        bytes += frame(1, text.substr(0, cut), false) + frame(0, text.substr(cut));
        messages.push_back(text);
    }
    expect_delivered(bytes, messages);
}

TEST_F(WsSound, IsAControlFrameOf125BytesInsideAMessage) {
    open(1'000);
    expect_delivered(
        frame(1, "a", false) + frame(9, std::string(125, 'p')) + frame(10, "") + frame(0, "b"),
        {"ab"}
    );
}

TEST_F(WsSound, AreTheCloseCodesThatAreAssigned) {
    for (const int code :
         {1000,
          1001,
          1002,
          1003,
          1007,
          1008,
          1009,
          1010,
          1011,
          1012,
          1013,
          1014,
          3000,
          3999,
          4000,
          4999}) {
        open(1'000);
        ASSERT_TRUE(client->send_raw(frame(8, close_body(code) + std::string(123, 'r'))));
        const auto last = client->receive_close();
        ASSERT_TRUE(last) << code;
        EXPECT_EQ(last->close_code(), code);
    }
}

// §5.5.1: whatever a client sends behind its close is not looked at.
TEST_F(WsSound, IsACloseBehindWhichNothingCounts) {
    for (const auto& behind :
         {frame(1, "late"),
          frame(9, "late"),
          frame(3, ""),
          frame(8, close_body(1001)),
          "\xFF\xFF"s}) {
        open(1'000);
        ASSERT_TRUE(client->send_raw(frame(8, close_body(1000)) + behind));
        const auto answer = client->receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->opcode, 8);
        EXPECT_EQ(answer->close_code(), 1000);
        EXPECT_FALSE(client->receive());
        EXPECT_TRUE(client->has_ended());
        const auto why = served->ws().closed();
        ASSERT_TRUE(why);
        EXPECT_EQ(why->code, 1000);
        EXPECT_EQ(why->by, net::close_info::origin::peer);
        EXPECT_TRUE(served->ws().messages().empty());
    }
}

} // namespace
} // namespace kefu::tests
