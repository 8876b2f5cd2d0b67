#pragma once

#include <cstdint>

// Bounds of gateway/app, each with what happens at it.
namespace kefu::gateway::app::limits {

// A changed configuration that could not be read is read again after the first of these, then after
// twice as long each time up to the second, until the record answers.
inline constexpr std::int64_t reread_first_ms = 200;
inline constexpr std::int64_t reread_ms_max = 5'000;

} // namespace kefu::gateway::app::limits
