#include "gateway/api/page_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(PagePolicy, APageSpeaksOnlyToUsAndNobodyFramesIt) {
    const auto policy = page_policy("https://chat.example");
    EXPECT_THAT(policy, StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; "));
    EXPECT_THAT(policy, HasSubstr("; connect-src 'self' wss://chat.example; "));
    EXPECT_THAT(policy, EndsWith("frame-ancestors 'none'"));
    EXPECT_THAT(policy, AllOf(Not(HasSubstr("wss: ")), Not(HasSubstr("unsafe"))));
}

TEST(PagePolicy, WithoutTlsTheSocketIsPlainToo) {
    EXPECT_THAT(
        page_policy("http://localhost:8080"),
        HasSubstr("; connect-src 'self' ws://localhost:8080; ")
    );
}

TEST(PagePolicy, TheWidgetIsFramedByItsShopAlone) {
    const auto policy =
        frame_policy("https://chat.example", {"https://a.example", "https://b.example"});
    EXPECT_THAT(policy, HasSubstr("; connect-src 'self' wss://chat.example; "));
    EXPECT_THAT(policy, EndsWith("frame-ancestors 'self' https://a.example https://b.example"));
    EXPECT_THAT(frame_policy("https://chat.example", {}), EndsWith("frame-ancestors 'self'"));
}

} // namespace
} // namespace kefu::tests
