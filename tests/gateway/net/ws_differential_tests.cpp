// The codec beside Beast's WebSocket stream: the same bytes must give the same messages and end in
// the same way.

#include "gateway/net/limits.hpp"
#include "gateway/net/ws_codec.hpp"
#include "tests/support/ws_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <gtest/gtest.h>
#include <random>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr std::size_t message_bytes_max = 1000;

struct outcome {
    std::vector<std::pair<bool, std::string>> messages; // binary?, body
    unsigned code = 0; // of the close frame or the failure; 0: the bytes just ended

    bool operator==(const outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const outcome& o) {
    for (const auto& [binary, body] : o.messages)
        out << (binary ? "binary " : "text ") << body.size() << ", ";
    return out << "code " << o.code;
}

outcome ours(const std::string& bytes, std::mt19937& random) {
    net::ws_decoder decoder({message_bytes_max, 1'000'000, true});
    outcome made;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto n = std::min<std::size_t>(1 + random() % 40, bytes.size() - at);
        auto piece = bytes.substr(at, n);
        piece.resize(n + net::read_padding_bytes);
        std::span<char> input(piece.data(), n);
        at += n;
        for (;;) {
            const auto event = decoder.next(input);
            using kind = net::ws_event::kind;
            if (event.what == kind::need_more) break;
            if (event.what == kind::text || event.what == kind::binary)
                made.messages.emplace_back(
                    event.what == kind::binary, std::string(event.bytes.begin(), event.bytes.end())
                );
            if (event.what == kind::close || event.what == kind::fail) {
                made.code = event.code;
                return made;
            }
        }
    }
    return made;
}

unsigned code_of(const beast::error_code& failed, const websocket::close_reason& reason) {
    if (failed == websocket::error::closed)
        return reason.code == websocket::close_code::none ? 1005U : unsigned{reason.code};
    if (failed == websocket::error::message_too_big) return 1009;
    if (failed == websocket::error::bad_frame_payload ||
        failed == websocket::error::bad_close_payload)
        return 1007;
    if (failed == websocket::condition::protocol_violation) return 1002;
    return 0;
}

outcome beasts(const std::string& bytes) {
    boost::asio::io_context context;
    beast::test::stream client(context);
    websocket::stream<beast::test::stream> server(context);
    client.connect(server.next_layer());
    server.read_message_max(message_bytes_max);
    client.write_some(boost::asio::buffer(ws_client::upgrade_text("/")));
    server.accept();
    if (!bytes.empty()) client.write_some(boost::asio::buffer(bytes));
    client.close();
    outcome made;
    for (;;) {
        beast::flat_buffer buffer;
        beast::error_code failed;
        server.read(buffer, failed);
        if (failed) {
            made.code = code_of(failed, server.reason());
            return made;
        }
        made.messages.emplace_back(
            server.got_binary(),
            std::string(static_cast<const char*>(buffer.data().data()), buffer.size())
        );
    }
}

std::string hex(const std::string& bytes) {
    std::string text;
    for (const char byte : bytes) {
        text.push_back("0123456789abcdef"[(byte >> 4) & 15]);
        text.push_back("0123456789abcdef"[byte & 15]);
    }
    return text;
}

std::string some_text(std::mt19937& random) {
    static constexpr std::array<const char*, 7> parts{
        "a", "客服", "é", "\xF0\x9F\x98\x80", "\xEF\xBF\xBF", "plain ascii text ", "\x7F"};
    std::string text;
    for (auto n = random() % 30; n > 0; --n)
        text += parts[random() % parts.size()];
    return text;
}

void add_message(std::string& bytes, std::mt19937& random) {
    const std::uint8_t op = random() % 4 == 0 ? 2 : 1;
    auto body = some_text(random);
    auto first = true;
    while (random() % 3 == 0 && !body.empty()) { // a fragment, cut anywhere
        const auto cut = random() % body.size();
        bytes += ws_client::encode(first ? op : 0, body.substr(0, cut), false);
        if (random() % 4 == 0) bytes += ws_client::encode(9, "between");
        body.erase(0, cut);
        first = false;
    }
    bytes += ws_client::encode(first ? op : 0, body, true);
}

std::string some_stream(std::mt19937& random) {
    std::string bytes;
    for (auto n = 1 + random() % 5; n > 0; --n) {
        switch (random() % 8) {
        case 0:
            bytes += ws_client::encode(9, some_text(random).substr(0, 125));
            break;
        case 1:
            bytes += ws_client::encode(10, "");
            break;
        case 2:
            bytes += ws_client::encode(1, std::string(random() % 1200, 'l'));
            break;
        default:
            add_message(bytes, random);
        }
    }
    if (random() % 3 == 0) {
        std::string body;
        if (random() % 4 != 0) {
            static constexpr std::array<unsigned, 10> codes{
                999, 1000, 1002, 1004, 1005, 1006, 1011, 1015, 3000, 4999};
            const auto code = codes[random() % codes.size()];
            body = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
            body += some_text(random).substr(0, random() % 60); // may cut a character
        }
        bytes += ws_client::encode(8, body);
    }
    return bytes;
}

// Beast lets a peer close with 5000 and above, which no registry gives out (RFC 6455 §7.4.2), and
// refuses 1014, which IANA has assigned since. Walks the frames to the first close.
bool closes_with_a_disputed_code(const std::string& bytes) {
    const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    std::size_t frame = 0;
    while (frame + 6 <= bytes.size()) {
        std::size_t size = at(frame + 1) & 0x7F;
        std::size_t mask = frame + 2;
        if (size == 127) return false; // longer than any stream here
        if (size == 126) {
            if (frame + 8 > bytes.size()) return false;
            size = static_cast<std::size_t>((at(frame + 2) << 8) | at(frame + 3));
            mask += 2;
        }
        const auto body = mask + 4;
        if ((at(frame) & 0x0F) == 8) {
            if (size < 2 || body + 2 > bytes.size()) return false;
            const int high = at(body) ^ at(mask);
            const int low = at(body + 1) ^ at(mask + 1);
            const int code = (high << 8) | low;
            return code >= 5000 || code == 1014;
        }
        frame = body + size;
    }
    return false;
}

TEST(WsDifferential, AgreesWithBeastOnSoundAndDamagedStreams) {
    std::mt19937 random(20261124);
    for (int round = 0; round < 6000; ++round) {
        auto bytes = some_stream(random);
        if (round % 2 == 1 && !bytes.empty()) { // one bit of it is wrong
            const auto at = random() % bytes.size();
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        }
        if (closes_with_a_disputed_code(bytes)) continue;
        const auto mine = ours(bytes, random);
        auto theirs = beasts(bytes);
        // Beast judges a header when all of it is there, the codec from its first two bytes.
        if (theirs.code == 0 && mine.code != 0) theirs = beasts(bytes + std::string(16, '\0'));
        ASSERT_EQ(mine, theirs) << "round " << round << ": " << hex(bytes);
    }
}

} // namespace
} // namespace kefu::tests
