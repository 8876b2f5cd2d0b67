#include "gateway/net/ws_handshake.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace kefu::gateway::net {

namespace {

constexpr std::string_view key_suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
constexpr std::size_t protocols_max = 16;

bool has_element(std::string_view value, std::string_view wanted) {
    const auto elements = list_elements(value);
    return std::any_of(elements.begin(), elements.end(), [&](std::string_view element) {
        return same_field_name(element, wanted);
    });
}

// 16 bytes in base64: 22 characters and "==".
bool is_key(std::string_view key) {
    const auto in_alphabet = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    };
    return key.size() == 24 && key.ends_with("==") &&
           std::all_of(key.begin(), key.begin() + 22, in_alphabet);
}

} // namespace

std::vector<std::string_view> list_elements(std::string_view value) {
    std::vector<std::string_view> elements;
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!value.empty()) {
        const auto comma = std::min(value.find(','), value.size());
        auto element = value.substr(0, comma);
        value.remove_prefix(std::min(comma + 1, value.size()));
        while (!element.empty() && blank(element.front()))
            element.remove_prefix(1);
        while (!element.empty() && blank(element.back()))
            element.remove_suffix(1);
        if (!element.empty()) elements.push_back(element);
    }
    return elements;
}

bool asks_for_upgrade(const http_request& request) { return request.has_field("Upgrade"); }

bool asks_for_websocket(const http_request& request) {
    return has_element(request.field("Upgrade"), "websocket");
}

handshake_verdict check_handshake(const http_request& request) {
    handshake_verdict verdict;
    const auto refuse = [&](unsigned status) {
        verdict.refuse_status = status;
        return verdict;
    };
    if (request.method != "GET" || request.version_minor < 1) return refuse(400);
    if (!request.body.empty()) return refuse(400);
    if (!asks_for_websocket(request)) return refuse(400);
    if (!has_element(request.field("Connection"), "upgrade")) return refuse(400);
    if (request.field("Sec-WebSocket-Version") != "13") return refuse(426);
    verdict.key = request.field("Sec-WebSocket-Key");
    if (!is_key(verdict.key)) return refuse(400);
    for (const auto& f : request.fields) {
        if (!same_field_name(f.name, "Sec-WebSocket-Protocol")) continue;
        for (const auto protocol : list_elements(f.value))
            verdict.protocols.push_back(protocol);
    }
    if (verdict.protocols.size() > protocols_max) return refuse(400);
    return verdict;
}

std::string accept_key(std::string_view key) {
    std::string text(key);
    text.append(key_suffix);
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> encoded{};
    EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return reinterpret_cast<const char*>(encoded.data());
}

} // namespace kefu::gateway::net
