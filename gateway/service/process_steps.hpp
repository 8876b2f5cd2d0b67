#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "storage/records/event.hpp"

namespace kefu::gateway::service {

// The reception steps of SOP 3.1.2 that a conversation has reached: a fold over its log. Pure.
enum class process_step : std::uint8_t { greet, need, help, contact, farewell };
inline constexpr std::size_t process_step_count = 5;
[[nodiscard]] std::string_view key_of(process_step step); // the SOP file's key

class process_steps {
public:
    // In the order of the log.
    void apply(const storage::event& entry);

    [[nodiscard]] bool reached(process_step step) const {
        return reached_[static_cast<std::size_t>(step)];
    }
    [[nodiscard]] int reached_count() const;

private:
    void mark(process_step step) { reached_[static_cast<std::size_t>(step)] = true; }

    std::array<bool, process_step_count> reached_{};
    bool customer_spoke_ = false; // since an agent took it
    bool accepted_ = false;
    int answers_count_ = 0; // messages of staff that answered a customer's
    bool agent_spoke_last_ = false;
};

} // namespace kefu::gateway::service
