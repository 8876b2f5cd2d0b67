#include "storage/live/probe_watch.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using storage::live::probe_watch;

namespace {

probe_watch confirmed_at(std::int64_t ms) {
    probe_watch watch(100, 5'000, 10'000);
    watch.on_asked({ms});
    watch.on_confirmed({ms});
    return watch;
}

} // namespace

TEST(ProbeWatch, AConnectedSubscriberIsNotHealthyBeforeItHeardSomething) {
    probe_watch watch = confirmed_at(0);
    EXPECT_FALSE(watch.healthy({0}));
    EXPECT_EQ(watch.take_due({0}), 1u);
    EXPECT_EQ(watch.take_due({0}), std::nullopt);
    watch.on_accepted(1, {1});
    EXPECT_FALSE(watch.healthy({1}));
    watch.on_heard(1, {2});
    EXPECT_TRUE(watch.healthy({2}));
    EXPECT_EQ(watch.next_deadline(), routing::instant{5'000});
    EXPECT_EQ(watch.take_due({5'000}), 2u);
}

TEST(ProbeWatch, IsMissingTenSecondsAfterTheLastEchoIfRedisTookAProbe) {
    probe_watch watch = confirmed_at(0);
    EXPECT_EQ(watch.take_due({0}), 1u);
    watch.on_accepted(1, {0});
    watch.on_heard(1, {0});
    EXPECT_EQ(watch.take_due({5'000}), 2u);
    watch.on_accepted(2, {5'000});
    EXPECT_FALSE(watch.missing({9'999}));
    EXPECT_EQ(watch.next_deadline(), routing::instant{10'000});
    EXPECT_TRUE(watch.missing({10'000}));
    EXPECT_FALSE(watch.healthy({10'000}));
}

TEST(ProbeWatch, SilenceWithoutAnAcceptedProbeIsNotTheSubscribersFault) {
    probe_watch watch = confirmed_at(0);
    EXPECT_EQ(watch.take_due({0}), 1u);
    EXPECT_FALSE(watch.missing({60'000}));
    watch.on_accepted(1, {60'000});
    EXPECT_FALSE(watch.missing({64'999})) << "its echo may be under way";
    EXPECT_TRUE(watch.missing({65'000}));
}

TEST(ProbeWatch, AnEchoMayOvertakeTheReplyOfItsPublish) {
    probe_watch watch = confirmed_at(0);
    EXPECT_EQ(watch.take_due({0}), 1u);
    watch.on_heard(1, {0});
    watch.on_accepted(1, {3});
    EXPECT_FALSE(watch.missing({20'000}));
}

TEST(ProbeWatch, AnEchoOfTheLastLinkProvesNothing) {
    probe_watch watch = confirmed_at(0);
    EXPECT_EQ(watch.take_due({0}), 1u);
    watch.on_lost();
    EXPECT_EQ(watch.next_deadline(), std::nullopt);
    watch.on_asked({50});
    watch.on_confirmed({60});
    watch.on_heard(1, {70});
    EXPECT_FALSE(watch.healthy({70}));
    EXPECT_EQ(watch.take_due({70}), 2u);
    watch.on_accepted(1, {71});
    EXPECT_FALSE(watch.missing({30'000}));
    watch.on_heard(2, {72});
    EXPECT_TRUE(watch.healthy({72}));
}

TEST(ProbeWatch, ASubscribeThatIsNotConfirmedInTimeIsMissing) {
    probe_watch watch(100, 5'000, 10'000);
    watch.on_asked({0});
    watch.on_asked({50});
    EXPECT_EQ(watch.next_deadline(), routing::instant{100});
    EXPECT_FALSE(watch.missing({99}));
    EXPECT_TRUE(watch.missing({100}));
    EXPECT_EQ(watch.take_due({100}), std::nullopt);
}

TEST(ProbeWatch, AChannelAddedLaterMustBeConfirmedToo) {
    probe_watch watch = confirmed_at(0);
    EXPECT_EQ(watch.take_due({0}), 1u);
    watch.on_heard(1, {0});
    watch.on_asked({1'000});
    EXPECT_EQ(watch.next_deadline(), routing::instant{1'100});
    watch.on_confirmed({1'050});
    EXPECT_FALSE(watch.missing({1'100}));
    EXPECT_TRUE(watch.healthy({1'100})) << "the proof of before still holds";
}

TEST(ProbeWatch, IgnoresEchoesWhileThereIsNoSubscription) {
    probe_watch watch(100, 5'000, 10'000);
    watch.on_heard(1, {0});
    watch.on_accepted(1, {0});
    EXPECT_FALSE(watch.healthy({0}));
    EXPECT_FALSE(watch.missing({99'000}));
}

} // namespace kefu::tests
