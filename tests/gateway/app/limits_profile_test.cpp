#include "gateway/api/limits.hpp"
#include "gateway/app/limits_profile.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace kefu::tests {
namespace {

using namespace gateway;

// Every field by name, so that a limit that a room gets anew does not compile before somebody has
// thought here of both profiles.
auto fields(const routing::token_bucket::rate& of) {
    const auto& [burst, per_period, period_ms] = of;
    return std::tuple{burst, per_period, period_ms};
}

auto fields(const net::admission_limits& of) {
    const auto& [all, here, waiting, burst, per_min, refused, refused_min, kind, kind_min, undecided, undecided_burst, undecided_min, undecided_all_burst, undecided_all_min, site, crowd, at_site, site_burst, site_min, site_refused, site_refused_min, site_kind, site_kind_min, site_undecided, site_undecided_min, one, known] =
        of;
    return std::tuple{
        std::tuple{all, here, waiting, burst, per_min, refused, refused_min},
        std::tuple{site, crowd, at_site, site_burst, site_min, site_refused, site_refused_min},
        std::tuple{kind, kind_min, undecided, undecided_burst, undecided_min},
        std::tuple{undecided_all_burst, undecided_all_min},
        std::tuple{site_kind, site_kind_min, site_undecided, site_undecided_min},
        std::tuple{one, known}};
}

auto fields(const chat::network_limits& of) {
    const auto& [network, site, networks, wait_ms] = of;
    return std::tuple{fields(network), fields(site), networks, wait_ms};
}

auto fields(const chat::start_limits& of) {
    const auto& [customer, customers, wait_ms, networks] = of;
    return std::tuple{fields(customer), customers, wait_ms, fields(networks)};
}

auto rates(const protocol::session_limits& of) {
    const auto& [customer, staff, from_customer, from_staff, syncs, in_flight, hello, command, bad, refused] =
        of;
    return std::tuple{
        fields(customer), fields(staff), fields(from_customer), fields(from_staff), fields(syncs)};
}

auto bounds(const protocol::session_limits& of) {
    return std::tuple{
        of.in_flight_max,
        of.hello_ms_max,
        of.command_ms_max,
        of.bad_envelopes_per_minute_max,
        of.rate_refusals_per_minute_max};
}

TEST(LimitsProfile, ProductionIsWhatTheRoomsSay) {
    const app::config settings;
    EXPECT_EQ(fields(app::admission_limits_of(settings)), fields(net::admission_limits{}));
    EXPECT_EQ(fields(app::start_limits_of(settings)), fields(chat::start_limits{}));
    EXPECT_EQ(fields(app::visitor_limits_of(settings)), fields(chat::visitor_limits));
    EXPECT_EQ(fields(app::sync_limits_of(settings)), fields(chat::sync_limits));
    EXPECT_EQ(fields(app::request_limits_of(settings)), fields(gateway::api::limits::requests));
    EXPECT_EQ(fields(app::file_limits_of(settings)), fields(gateway::api::limits::file_requests));
    EXPECT_EQ(fields(app::customer_byte_limits_of(settings)), fields(chat::customer_byte_limits));
    EXPECT_EQ(rates(app::session_limits_of(settings)), rates(protocol::session_limits{}));
    EXPECT_EQ(bounds(app::session_limits_of(settings)), bounds(protocol::session_limits{}));
}

class LimitsOfABench : public testing::Test {
protected:
    LimitsOfABench() { settings.limits.profile = "bench"; }
    app::config settings;
};

TEST_F(LimitsOfABench, LetManyPeoplePlayFromOneAddress) {
    const auto admission = app::admission_limits_of(settings);
    EXPECT_GE(admission.per_network_max, 100'000U);
    EXPECT_GE(admission.unproven_per_network_max, 100'000U);
    EXPECT_GE(admission.new_per_network_burst, 100'000U);
    EXPECT_GE(admission.new_per_network_per_min, 100'000U);
    EXPECT_GE(admission.per_site_max, 100'000U);
    EXPECT_GE(admission.per_network_in_crowd_max, 100'000U);
    EXPECT_GE(admission.unproven_per_site_max, 100'000U);
    EXPECT_GE(admission.new_per_site_burst, 100'000U);
    EXPECT_GE(admission.new_per_site_per_min, 100'000U);
    const auto starts = app::start_limits_of(settings);
    const auto visitors = app::visitor_limits_of(settings);
    const auto syncs = app::sync_limits_of(settings);
    const auto bytes = app::customer_byte_limits_of(settings);
    const auto requests = app::request_limits_of(settings);
    const auto files = app::file_limits_of(settings);
    for (const auto& rate :
         {starts.customer,
          starts.networks.network,
          starts.networks.site,
          visitors.network,
          visitors.site,
          syncs.network,
          syncs.site,
          bytes.network,
          bytes.site,
          requests.network,
          requests.site,
          files.network,
          files.site})
        EXPECT_GE(rate.burst, 100'000U);
    const auto sessions = app::session_limits_of(settings);
    for (const auto& rate :
         {sessions.customer_envelopes,
          sessions.staff_envelopes,
          sessions.customer_messages,
          sessions.customer_syncs,
          sessions.staff_messages})
        EXPECT_GE(rate.burst, 100'000U);
}

TEST_F(LimitsOfABench, AreThoseOfProductionWhereNobodysAddressCounts) {
    EXPECT_EQ(bounds(app::session_limits_of(settings)), bounds(protocol::session_limits{}));
    EXPECT_EQ(
        app::admission_limits_of(settings).networks_max, net::admission_limits{}.networks_max
    );
}

} // namespace
} // namespace kefu::tests
