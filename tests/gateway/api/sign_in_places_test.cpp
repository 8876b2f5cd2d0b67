#include "gateway/api/limits.hpp"
#include "gateway/api/sign_in_places.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

place_claim stranger(std::string network) { return {{std::move(network), {}}, {}}; }
place_claim stranger(int network, std::string site) {
    return {{"network " + std::to_string(network), std::move(site)}, {}};
}
place_claim device(std::string id, std::string network) {
    return {{std::move(network), {}}, std::move(id)};
}
place_claim signed_in(std::size_t n) {
    routing::staff_id id;
    id.bits.bytes[15] = static_cast<std::uint8_t>(n);
    return {{}, {}, id};
}

TEST(SignInPlaces, OneNetworkTakesItsShareAndOthersStillGetIn) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        EXPECT_EQ(places.take(stranger("evil")), place_answer::taken);
    for (int i = 0; i < 1'000; ++i)
        EXPECT_EQ(places.take(stranger("evil")), place_answer::share_at_max);
    EXPECT_EQ(places.take(stranger("home")), place_answer::taken);
    EXPECT_EQ(places.take(device("a1b2", "evil")), place_answer::taken);
    EXPECT_EQ(places.count(), limits::sign_ins_waiting_per_network_max + 2);
}

// Four networks that give wrong passwords without end.
TEST(SignInPlaces, AFewNetworksLeaveRoomForANewDevice) {
    sign_in_places places;
    for (const auto* evil : {"a", "b", "c", "d"}) {
        while (places.take(stranger(evil)) == place_answer::taken) {
        }
    }
    EXPECT_EQ(places.take(stranger("home")), place_answer::taken);
}

TEST(SignInPlaces, APlaceGivenBackCanBeTakenAgain) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        EXPECT_EQ(places.take(stranger("evil")), place_answer::taken);
    places.give_back(stranger("evil"));
    EXPECT_EQ(places.take(stranger("evil")), place_answer::taken);
    EXPECT_EQ(places.take(stranger("evil")), place_answer::share_at_max);
}

TEST(SignInPlaces, StrangersOfAnyNumberOfNetworksLeavePlacesToKnownDevices) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::strangers_waiting_max; ++i)
        EXPECT_EQ(places.take(stranger("network " + std::to_string(i))), place_answer::taken);
    EXPECT_EQ(places.take(stranger("one more")), place_answer::all_taken);
    const auto kept = limits::sign_ins_waiting_max - limits::strangers_waiting_max;
    for (std::size_t i = 0; i < kept; ++i)
        EXPECT_EQ(places.take(device("device " + std::to_string(i), "")), place_answer::taken);
    EXPECT_EQ(places.take(device("one more", "")), place_answer::all_taken);
    places.give_back(stranger("network 3"));
    EXPECT_EQ(places.take(stranger("one more")), place_answer::taken);
}

TEST(SignInPlaces, OneKnownDeviceHasAShareToo) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        EXPECT_EQ(places.take(device("a1b2", "")), place_answer::taken);
    EXPECT_EQ(places.take(device("a1b2", "elsewhere")), place_answer::share_at_max);
    EXPECT_EQ(places.take(device("c3d4", "")), place_answer::taken);
    places.give_back(device("a1b2", "elsewhere"));
    EXPECT_EQ(places.take(device("a1b2", "")), place_answer::taken);
}

TEST(SignInPlaces, EachOfTheStaffWhoAreSignedInHasAShareOfTheirOwn) {
    constexpr auto most = limits::passwords_waiting_per_staff_max;
    sign_in_places places;
    for (std::size_t i = 0; i < most; ++i)
        EXPECT_EQ(places.take(signed_in(1)), place_answer::taken);
    EXPECT_EQ(places.take(signed_in(1)), place_answer::share_at_max);
    EXPECT_EQ(places.take(signed_in(2)), place_answer::taken) << "a colleague";
    places.give_back(signed_in(1));
    EXPECT_EQ(places.take(signed_in(1)), place_answer::taken);
}

TEST(SignInPlaces, StrangersAndAllWhoAreSignedInLeavePlacesToKnownDevices) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::signed_in_waiting_max; ++i)
        EXPECT_EQ(places.take(signed_in(i)), place_answer::taken) << i;
    EXPECT_EQ(places.take(signed_in(99)), place_answer::all_taken);
    for (std::size_t i = 0; i < limits::strangers_waiting_max; ++i)
        EXPECT_EQ(places.take(stranger("network " + std::to_string(i))), place_answer::taken);
    EXPECT_EQ(places.take(device("a1b2", "home")), place_answer::taken);
    places.give_back(signed_in(0));
    EXPECT_EQ(places.take(signed_in(99)), place_answer::taken);
}

TEST(SignInPlaces, TheNetworksOfOneSiteShareTheSitesPlaces) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_site_max; ++i)
        EXPECT_EQ(places.take(stranger(static_cast<int>(i), "site")), place_answer::taken);
    EXPECT_EQ(places.take(stranger(99, "site")), place_answer::share_at_max);
    EXPECT_EQ(places.take(stranger(99, "another")), place_answer::taken);
    places.give_back(stranger(0, "site"));
    EXPECT_EQ(places.take(stranger(98, "site")), place_answer::taken);
}

} // namespace
} // namespace kefu::tests
