#include "gateway/api/limits.hpp"
#include "gateway/api/sign_in_places.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

TEST(SignInPlaces, OneNetworkTakesItsShareAndOthersStillGetIn) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        EXPECT_EQ(places.take("evil"), place_answer::taken);
    for (int i = 0; i < 1'000; ++i)
        EXPECT_EQ(places.take("evil"), place_answer::network_at_max);
    EXPECT_EQ(places.take("home"), place_answer::taken);
    EXPECT_EQ(places.count(), limits::sign_ins_waiting_per_network_max + 1);
}

TEST(SignInPlaces, APlaceGivenBackCanBeTakenAgain) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        EXPECT_EQ(places.take("evil"), place_answer::taken);
    places.give_back("evil");
    EXPECT_EQ(places.take("evil"), place_answer::taken);
    EXPECT_EQ(places.take("evil"), place_answer::network_at_max);
}

TEST(SignInPlaces, AllPlacesAreBounded) {
    sign_in_places places;
    for (std::size_t i = 0; i < limits::sign_ins_waiting_max; ++i)
        EXPECT_EQ(places.take("network " + std::to_string(i)), place_answer::taken);
    EXPECT_EQ(places.take("one more"), place_answer::all_taken);
    places.give_back("network 3");
    EXPECT_EQ(places.take("one more"), place_answer::taken);
}

} // namespace
} // namespace kefu::tests
