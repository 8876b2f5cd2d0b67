#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "storage/records/event.hpp"

namespace kefu::gateway::service {

// The reception steps of SOP 3.1.2 that a conversation has reached: a fold over its log. Pure.
//   greet     somebody greeted the customer: any message of staff or of the system
//   need      the customer answered a question of staff, or the need is in the wrap-up
//   help      staff answered after that
//   contact   staff answered at least twice
//   farewell  staff had the last word when the chat ended
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
    void on_message(storage::author_role by);
    void mark(process_step step) { reached_[static_cast<std::size_t>(step)] = true; }

    std::array<bool, process_step_count> reached_{};
    bool accepted_ = false;
    bool customer_spoke_ = false;
    bool staff_spoke_last_ = false; // system messages do not count
    int answers_count_ = 0;         // of staff, each to at least one message of the customer
};

} // namespace kefu::gateway::service
