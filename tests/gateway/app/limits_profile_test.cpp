#include "gateway/app/limits_profile.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway;

TEST(LimitsProfile, ProductionIsWhatTheRoomsSay) {
    const app::config settings;
    const auto admission = app::admission_limits_of(settings);
    EXPECT_EQ(admission.per_address_max, net::admission_limits{}.per_address_max);
    EXPECT_EQ(app::start_limits_of(settings).address.burst, chat::start_limits{}.address.burst);
    EXPECT_EQ(app::visitor_limits_of(settings).network.burst, chat::visitor_limits{}.network.burst);
}

TEST(LimitsProfile, ABenchMayPlayManyPeopleFromOneAddress) {
    app::config settings;
    settings.limits.profile = "bench";
    EXPECT_GE(app::admission_limits_of(settings).per_address_max, 100'000U);
    EXPECT_GE(app::admission_limits_of(settings).unproven_per_address_max, 100'000U);
    EXPECT_GE(app::start_limits_of(settings).customer.burst, 100'000U);
    EXPECT_GE(app::visitor_limits_of(settings).network.burst, 100'000U);
    EXPECT_GE(app::visitor_limits_of(settings).site.burst, 100'000U);
    EXPECT_GE(app::session_limits_of(settings).customer_messages.burst, 100'000);
}

} // namespace
} // namespace kefu::tests
