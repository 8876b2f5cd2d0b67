#include "gateway/chat/decision_writer.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/desk_writes.hpp"

namespace asio = boost::asio;

namespace kefu::gateway::chat {

decision_writer::decision_writer(decision_writer_parts parts)
    : parts_(std::move(parts)),
      next_event_id_([this] { return next_id<routing::event_id>(parts_.ids); }) {}

bool decision_writer::write(
    const routing::any_effect& decision,
    routing::conversation_id about,
    const asked& from,
    command_batches::number batch,
    routing::instant now
) {
    const auto& around = parts_.around;
    const write_context context{
        .organisation = around.organisation,
        .at = parts_.clock.wall(),
        .now = now,
        .entry = around.book.find(about),
        .after = around.desk->find_conversation(about),
        .names = *around.names,
        .manual = parts_.manual,
        .said = from.said && from.about == about ? &*from.said : nullptr,
        .next_event_id = next_event_id_,
        .record = next_id<routing::record_id>(parts_.ids)};
    auto write = write_for(decision, context);
    if (!write) return false;
    write->place = storage::queue_place::kept;
    parts_.records.append(
        std::move(*write),
        [this, decision, batch, desk = desk_number_](storage::result<storage::log_outcome> outcome
        ) {
            asio::post(parts_.loop, [this, decision, batch, desk, outcome = std::move(outcome)] {
                if (desk == desk_number_) return parts_.answered(decision, batch, outcome);
                const bool stored = outcome && outcome->refusal == storage::log_refusal::none;
                if (stored) parts_.came_late(*outcome);
            });
        }
    );
    return true;
}

void decision_writer::find_repeat(const asked& from, std::function<void(repeat)> then) {
    const auto id = next_event_id_();
    auto question = repeat_question(*from.said, id, parts_.clock.wall());
    question.organisation = parts_.around.organisation;
    question.conversation = *from.about;
    parts_.records.append(
        std::move(question),
        [this, then = std::move(then)](const storage::result<storage::log_outcome>& found) {
            const auto known = !found              ? repeat::unknown
                               : is_repeat(*found) ? repeat::yes
                                                   : repeat::no;
            asio::post(parts_.loop, [then, known] { then(known); });
        }
    );
}

} // namespace kefu::gateway::chat
