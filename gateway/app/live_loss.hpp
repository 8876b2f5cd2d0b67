#pragma once

#include <cstdint>

#include "storage/live/live_store.hpp"

// What is to be done about a loss in the live store, and in which order. Pure.
namespace kefu::gateway::app {

enum class loss_step : std::uint8_t {
    wait,       // the store tells again of what is still to be done
    set_epoch,  // then after_epoch
    write_again // every desk writes its copy, behind the epoch that shows the next loss
};

// The epoch comes first: a copy that is written before it could be lost again with nobody to see
// it. And while a store takes no epoch it takes no copy either.
[[nodiscard]] loss_step after_loss(storage::live::epoch_state what);
// Whoever's epoch is in force now.
[[nodiscard]] loss_step after_epoch(const storage::error_code& error);

} // namespace kefu::gateway::app
