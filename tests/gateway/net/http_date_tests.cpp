#include "gateway/net/http_date.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::net::http_date;

TEST(HttpDate, WritesTheExampleOfTheRfc) {
    EXPECT_EQ(http_date({784'111'777'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpDate, DropsMillisecondsAndCountsLeapDays) {
    EXPECT_EQ(http_date({0}), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date({999}), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date({1'709'251'199'999}), "Thu, 29 Feb 2024 23:59:59 GMT");
}

} // namespace
} // namespace kefu::tests
