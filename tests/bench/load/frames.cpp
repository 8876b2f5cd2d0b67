#include "tests/bench/load/frames.hpp"

#include <cstdint>
#include <stdexcept>

namespace kefu::bench {

namespace {

// A client's mask protects proxies; its value is free. Not zero, so that the server has to unmask.
constexpr unsigned char mask[4] = {0x5a, 0xc3, 0x17, 0xe9};
// The pair of RFC 6455 §1.3.
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

void append_masked(std::string& out, unsigned opcode, std::string_view data) {
    out.push_back(static_cast<char>(0x80U | opcode));
    if (data.size() < 126) {
        out.push_back(static_cast<char>(0x80U | data.size()));
    } else {
        if (data.size() > 0xffff) throw std::invalid_argument("a frame of the load has 64 KiB");
        out.push_back(static_cast<char>(0x80U | 126U));
        out.push_back(static_cast<char>(data.size() >> 8U));
        out.push_back(static_cast<char>(data.size() & 0xffU));
    }
    for (const auto byte : mask)
        out.push_back(static_cast<char>(byte));
    const auto from = out.size();
    out.append(data);
    for (std::size_t i = 0; i < data.size(); ++i)
        out[from + i] = static_cast<char>(out[from + i] ^ static_cast<char>(mask[i % 4]));
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (auto& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return made;
}

} // namespace

void append_text_frame(std::string& out, std::string_view text) { append_masked(out, 1, text); }

void append_pong_frame(std::string& out, std::string_view data) { append_masked(out, 10, data); }

std::optional<server_frame> take_frame(std::string_view& in) {
    if (in.size() < 2) return std::nullopt;
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(in[i]); };
    if ((at(0) & 0xf0U) != 0x80U) throw std::runtime_error("a fragment or reserved bits");
    if ((at(1) & 0x80U) != 0) throw std::runtime_error("a masked frame from the server");
    std::uint64_t length = at(1) & 0x7fU;
    std::size_t head = 2;
    if (length >= 126) {
        const std::size_t more = length == 126 ? 2 : 8;
        if (in.size() < head + more) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < more; ++i)
            length = length << 8U | at(head + i);
        head += more;
    }
    if (length > in.size() - head) return std::nullopt;
    const server_frame found{at(0) & 0x0fU, in.substr(head, length)};
    in.remove_prefix(head + length);
    return found;
}

std::string upgrade_request(
    std::string_view target, std::string_view host, std::string_view subprotocol
) {
    std::string text = "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + std::string(host) +
                       "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                       std::string(key) + "\r\nOrigin: http://" + std::string(host) + "\r\n";
    if (!subprotocol.empty())
        text += "Sec-WebSocket-Protocol: " + std::string(subprotocol) + "\r\n";
    return text + "\r\n";
}

std::optional<std::size_t> upgrade_answer(std::string_view in) {
    const auto end = in.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const auto head = in.substr(0, end);
    if (head.substr(0, 12) != "HTTP/1.1 101")
        throw std::runtime_error("no upgrade: " + std::string(head.substr(0, head.find('\r'))));
    const auto field = lower(head).find("\r\nsec-websocket-accept:");
    if (field == std::string::npos || head.find(accept, field) == std::string_view::npos)
        throw std::runtime_error("a wrong Sec-WebSocket-Accept");
    return end + 4;
}

} // namespace kefu::bench
