#include "gateway/service/process_steps.hpp"

#include <algorithm>

namespace kefu::gateway::service {

using storage::author_role;
using storage::event_kind;

std::string_view key_of(process_step step) {
    constexpr std::array<std::string_view, process_step_count> keys{
        "greet", "need", "help", "contact", "farewell"};
    return keys[static_cast<std::size_t>(step)];
}

void process_steps::apply(const storage::event& entry) {
    switch (entry.kind) {
    case event_kind::accepted:
        accepted_ = true;
        break;
    case event_kind::message:
        on_message(entry.by.role);
        break;
    case event_kind::ended:
        if (accepted_ && staff_spoke_last_) mark(process_step::farewell);
        break;
    case event_kind::wrapped_up:
        mark(process_step::need);
        break;
    default:
        break;
    }
}

void process_steps::on_message(author_role by) {
    if (by == author_role::customer) {
        if (staff_spoke_last_) mark(process_step::need);
        customer_spoke_ = true;
        staff_spoke_last_ = false;
        return;
    }
    mark(process_step::greet);
    if (by == author_role::system) return;
    if (customer_spoke_ && !staff_spoke_last_) ++answers_count_;
    staff_spoke_last_ = true;
    if (reached(process_step::need) && answers_count_ >= 1) mark(process_step::help);
    if (answers_count_ >= 2) mark(process_step::contact);
}

int process_steps::reached_count() const {
    return static_cast<int>(std::count(reached_.begin(), reached_.end(), true));
}

} // namespace kefu::gateway::service
