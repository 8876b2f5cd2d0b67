#pragma once

#include <string>

#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/wall_board.hpp"
#include "gateway/net/clock.hpp"

namespace kefu::gateway::chat {

struct wall_teller_parts {
    floor_port& floor;
    const net::transport_clock& clock;
    const desk_state& around;
    const day_tally& today;
    std::int64_t late_after_ms = 0; // an unanswered customer this long is late
    std::int64_t accept_ms = 0;     // waiting longer than this is not served in time
};

// Tells supervisors the live wall, while there are any who watch it. A part of the front desk, on
// its thread.
class wall_teller {
public:
    explicit wall_teller(wall_teller_parts parts) : parts_(parts) {}

    // One more. With the next round: the picture goes to all who watch, and one who asks again and
    // again would have it sent to them as often.
    void watched();
    void unwatched();
    void ask_full() { board_.ask_full(); }
    void round(); // there is a desk

private:
    wall_teller_parts parts_;
    wall_board board_;
    unsigned watchers_ = 0;
};

} // namespace kefu::gateway::chat
