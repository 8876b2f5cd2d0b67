#include "gateway/app/live_loss.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::app::after_epoch;
using gateway::app::after_loss;
using gateway::app::loss_step;
using storage::live::epoch_state;
using storage::live::errc;

TEST(LiveLoss, OfWhateverLossTheEpochIsSetBeforeAnythingIsWritten) {
    for (const auto what : {epoch_state::unset, epoch_state::emptied, epoch_state::replaced}) {
        EXPECT_EQ(after_loss(what), loss_step::set_epoch);
    }
    EXPECT_EQ(after_loss(epoch_state::same), loss_step::wait) << "nothing is lost";
}

TEST(LiveLoss, TheDesksWriteAgainBehindAnEpochThatStands) {
    EXPECT_EQ(after_epoch({}), loss_step::write_again);
}

TEST(LiveLoss, NothingIsWrittenBehindAnEpochThatDoesNot) {
    for (const auto why : {errc::not_connected, errc::lost, errc::server_error, errc::stopped}) {
        EXPECT_EQ(after_epoch(why), loss_step::wait);
    }
}

} // namespace
} // namespace kefu::tests
