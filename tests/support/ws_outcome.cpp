#include "tests/support/ws_outcome.hpp"

#include "gateway/net/limits.hpp"
#include "gateway/net/ws_codec.hpp"
#include "tests/support/ws_client.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <span>

namespace kefu::tests {

namespace {

namespace net = gateway::net;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

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

// True: the stream has ended for the codec.
bool take(net::ws_decoder& decoder, std::span<char> input, ws_outcome& made) {
    for (;;) {
        const auto event = decoder.next(input);
        using kind = net::ws_event::kind;
        if (event.what == kind::need_more) return false;
        if (event.what == kind::text || event.what == kind::binary)
            made.messages.emplace_back(
                event.what == kind::binary, std::string(event.bytes.begin(), event.bytes.end())
            );
        if (event.what == kind::close || event.what == kind::fail) {
            made.code = event.code;
            return true;
        }
    }
}

} // namespace

std::ostream& operator<<(std::ostream& out, const ws_outcome& o) {
    for (const auto& [binary, body] : o.messages)
        out << (binary ? "binary " : "text ") << body.size() << ", ";
    return out << "code " << o.code;
}

ws_outcome codec_outcome(const std::string& bytes, const std::vector<std::size_t>& pieces) {
    net::ws_decoder decoder({ws_outcome_bytes_max, 1'000'000, true});
    ws_outcome made;
    std::size_t turn = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto left = bytes.size() - at;
        const auto wanted = pieces.empty() ? 0 : pieces[turn++ % pieces.size()];
        const auto n = wanted == 0 ? left : std::min(wanted, left);
        auto piece = bytes.substr(at, n);
        piece.resize(n + net::read_padding_bytes);
        if (take(decoder, {piece.data(), n}, made)) return made;
        at += n;
    }
    return made;
}

ws_outcome beast_outcome(const std::string& bytes) {
    boost::asio::io_context context;
    beast::test::stream client(context);
    websocket::stream<beast::test::stream> server(context);
    client.connect(server.next_layer());
    server.read_message_max(ws_outcome_bytes_max);
    client.write_some(boost::asio::buffer(ws_client::upgrade_text("/")));
    server.accept();
    if (!bytes.empty()) client.write_some(boost::asio::buffer(bytes));
    client.close();
    ws_outcome made;
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

bool closes_with_a_disputed_code(const std::string& bytes) {
    const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    std::size_t frame = 0;
    while (frame + 6 <= bytes.size()) {
        std::size_t size = at(frame + 1) & 0x7F;
        std::size_t mask = frame + 2;
        if (size ==
            127) // longer than any message here; a length of 2^63 or more is none (RFC 6455 §5.2)
            return frame + 3 <= bytes.size() && at(frame + 2) >= 0x80;
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

} // namespace kefu::tests
