#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace kefu::gateway::app {

// What the demo's customers and colleagues say, per topic of the shipped manual.
struct demo_talk {
    std::string_view topic;
    std::string_view locale;
    std::string_view opening;
    std::span<const std::string_view> customer; // in this order, one after each answer
    std::span<const std::string_view> agent;
};

[[nodiscard]] std::span<const demo_talk> demo_talks();

} // namespace kefu::gateway::app
