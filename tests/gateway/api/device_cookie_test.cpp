#include "gateway/api/device_cookie.hpp"
#include "gateway/api/limits.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

const device_key our_key = device_key_of({1, 2, 3});
const known_device laptop{ann, "0123456789abcdef0123456789abcdef", opening_time};

routing::wall_time later(std::int64_t ms) { return {opening_time.ms + ms}; }

TEST(DeviceCookie, IsReadAsItWasMade) {
    const auto text = device_cookie_text(laptop, our_key);
    EXPECT_EQ(read_device_cookie(text, our_key, opening_time), laptop);
    EXPECT_EQ(read_device_cookie(text, our_key, later(limits::device_ms_max)), laptop);
    EXPECT_FALSE(read_device_cookie(text, our_key, later(limits::device_ms_max + 1)));
}

TEST(DeviceCookie, IsRefusedWhenAnythingOfItWasChanged) {
    const auto text = device_cookie_text(laptop, our_key);
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = changed[at] == '1' ? '2' : '1';
        EXPECT_FALSE(read_device_cookie(changed, our_key, opening_time)) << at;
        EXPECT_FALSE(read_device_cookie(text.substr(0, at), our_key, opening_time)) << at;
        EXPECT_FALSE(read_device_cookie(text.substr(at + 1), our_key, opening_time)) << at;
    }
    EXPECT_FALSE(read_device_cookie(text + "0", our_key, opening_time));
    EXPECT_FALSE(read_device_cookie(std::string(1'000'000, '1'), our_key, opening_time));
}

TEST(DeviceCookie, OfAnotherKeyIsRefused) {
    const auto text = device_cookie_text(laptop, device_key_of({4}));
    EXPECT_FALSE(read_device_cookie(text, our_key, opening_time));
    EXPECT_NE(our_key, (device_key{1, 2, 3})) << "not the tickets' own key";
}

} // namespace
} // namespace kefu::tests
