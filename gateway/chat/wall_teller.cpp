#include "gateway/chat/wall_teller.hpp"

#include "gateway/protocol/views.hpp"

namespace kefu::gateway::chat {

void wall_teller::watched() {
    ++watchers_;
    board_.ask_full();
}

void wall_teller::unwatched() {
    if (watchers_ > 0) --watchers_;
}

void wall_teller::round() {
    if (watchers_ == 0) return;
    const auto& around = parts_.around;
    const auto frame = board_.next(
        {.desk = *around.desk,
         .book = around.book,
         .names = *around.names,
         .today = parts_.today,
         .organisation = around.organisation,
         .now = parts_.clock.now(),
         .at = parts_.clock.wall(),
         .late_after_ms = parts_.late_after_ms,
         .accept_ms = parts_.accept_ms}
    );
    if (!frame) return;
    std::string text;
    protocol::write_wall(text, *frame);
    parts_.floor.to_wall(around.organisation, frame_of(text));
}

} // namespace kefu::gateway::chat
