#pragma once

#include "gateway/app/config.hpp"
#include "gateway/app/place_check.hpp"

namespace kefu::gateway::app {

// Asks the machine for the places that the configuration names; what is not there yet is absent.
[[nodiscard]] places places_of(const config& from);

} // namespace kefu::gateway::app
