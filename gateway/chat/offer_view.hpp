#pragma once

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/frames.hpp"
#include "routing/instant.hpp"
#include "routing/offers.hpp"

namespace kefu::gateway::chat {

struct offer_view_input {
    const routing::offer& live;
    const open_entry& entry; // of its conversation
    const catalog& names;
    routing::instant now{};
    routing::wall_time at{}; // the same moment
};

// What an agent is shown of an offer: why it came, what the customer said last, how long this wait
// has been, and, when it comes by a transfer, who hands it over with which note. Pure.
[[nodiscard]] protocol::offer offer_view_of(const offer_view_input& from);

} // namespace kefu::gateway::chat
