#pragma once

#include <vector>

#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/protocol/frames.hpp"
#include "routing/instant.hpp"

// What staff are shown of a desk, its people and its shop. `now` on the desk's clock and `at` on
// the wall are one moment. Pure.
namespace kefu::gateway::chat {

struct staff_view_input {
    const desk_state& around;
    const day_tally& today;
    routing::staff_id staff{};
    routing::instant now{};
    routing::wall_time at{};
};

// Also of one whom the desk does not know, or before there is a desk.
[[nodiscard]] protocol::me me_of(const staff_view_input& from);

// The others who take offers, as they are now: whom this one can transfer to. There is a desk.
[[nodiscard]] std::vector<protocol::colleague> colleagues_of(
    const desk_state& around, routing::staff_id staff
);

[[nodiscard]] protocol::names names_shown(
    const catalog& names, routing::organisation_id organisation
);

// What a session is welcomed with: there is a desk, and this member of staff. Of their chats and
// offers what is recorded: the rest is told once it is. `chosen`: their presence is of their own
// choice.
[[nodiscard]] protocol::welcome_staff staff_welcome_of(
    const staff_view_input& from, const storage::staff_row& row, bool chosen
);

} // namespace kefu::gateway::chat
