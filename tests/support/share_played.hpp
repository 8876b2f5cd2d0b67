#pragma once

#include <cstddef>

namespace kefu::tests {

// Of what a suite repeats with other numbers, a sanitizer's build plays every so-manieth: it pays
// five to ten times as much for each. The release build plays all of it (ctest label `whole`).
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::size_t share_played = 6;
#else
inline constexpr std::size_t share_played = 1;
#endif

} // namespace kefu::tests
