// The codec beside Beast's WebSocket stream: the same bytes must give the same messages and end in
// the same way.

#include "tests/support/ws_client.hpp"
#include "tests/support/ws_outcome.hpp"

#include <array>
#include <gtest/gtest.h>
#include <random>

namespace kefu::tests {
namespace {

std::vector<std::size_t> some_pieces(std::mt19937& random) {
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 16; ++i)
        sizes.push_back(1 + random() % 40);
    return sizes;
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

TEST(WsDifferential, AgreesWithBeastOnSoundAndDamagedStreams) {
    std::mt19937 random(20261124);
    for (int round = 0; round < 6000; ++round) {
        auto bytes = some_stream(random);
        if (round % 2 == 1 && !bytes.empty()) { // one bit of it is wrong
            const auto at = random() % bytes.size();
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        }
        if (closes_with_a_disputed_code(bytes)) continue;
        const auto mine = codec_outcome(bytes, some_pieces(random));
        auto theirs = beast_outcome(bytes);
        // Beast judges a header when all of it is there, the codec from its first two bytes.
        if (theirs.code == 0 && mine.code != 0) theirs = beast_outcome(bytes + std::string(16, '\0'));
        ASSERT_EQ(mine, theirs) << "round " << round << ": " << hex(bytes);
    }
}

} // namespace
} // namespace kefu::tests
