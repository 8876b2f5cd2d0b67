#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/customer_writes.hpp"
#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"

// What customers may do with their one conversation.
namespace kefu::gateway::chat {

void chat_port::on_customer(session& who, const protocol::message_send& what) {
    if (who.find_stream(what.conversation) == nullptr) {
        return answer_err(who, what.r, protocol::error::forbidden);
    }
    const auto text = accept_text(who, what.r, what.text, word_check::none);
    if (!text) return;
    const auto bytes = network_bytes::cost_of(text->size());
    if (!take_bytes(who, what.r, bytes)) return;
    auto write = message_write(
        *who.customer, what, *text, next_id<routing::event_id>(parts_.ids), parts_.clock.wall()
    );
    commit_message(who, what.r, std::move(write), bytes);
}

bool chat_port::take_bytes(session& who, protocol::request_number r, std::uint32_t bytes) {
    const auto wait_ms = parts_.bytes.take(who.peer, who.customer->id, bytes);
    if (wait_ms > 0) answer_too_fast(who, r, wait_ms);
    return wait_ms == 0;
}

// Any thread.
void chat_port::give_bytes_back(
    const net::peer_address& from,
    std::uint32_t taken,
    const storage::result<storage::log_outcome>& outcome
) {
    const bool stored =
        outcome && outcome->refusal == storage::log_refusal::none && !outcome->duplicate;
    if (taken > 0 && !stored) parts_.bytes.give_back(from, taken);
}

void chat_port::on_customer(session& who, const protocol::conversation_leave& what) {
    if (who.find_stream(what.conversation) == nullptr) {
        return answer_err(who, what.r, protocol::error::forbidden);
    }
    const auto customer = who.customer->id;
    ask_desk(who, what.r, [customer, id = what.conversation](front_desk& desk, desk_reply reply) {
        desk.leave(customer, id, std::move(reply));
    });
}

void chat_port::on_customer(session& who, const protocol::survey_rate& what) {
    if (who.find_stream(what.conversation) == nullptr) {
        return answer_err(who, what.r, protocol::error::forbidden);
    }
    for (const auto& tag : what.tags) {
        if (!parts_.manual.has_survey_tag(tag)) {
            return answer_err(who, what.r, protocol::error::bad_request, "tags");
        }
    }
    std::optional<std::string> comment;
    if (what.comment && !what.comment->empty()) {
        comment = accept_text(who, what.r, *what.comment, word_check::none);
        if (!comment) return;
    }
    const auto bytes = network_bytes::cost_of(comment ? comment->size() : 0);
    if (!take_bytes(who, what.r, bytes)) return;
    auto write = rating_write(
        *who.customer,
        what,
        std::move(comment),
        next_id<routing::event_id>(parts_.ids),
        parts_.clock.wall()
    );
    parts_.records.conversation(
        organisation_of(who),
        what.conversation,
        [this, ref = who.ref, r = what.r, bytes, from = who.peer, write = std::move(write)](
            const storage::result<std::optional<storage::conversation_row>>& found
        ) {
            // A session may outlive the day on which its chat can be rated.
            const bool late =
                found && *found && !protocol::is_shown_to_customer(**found, parts_.clock.wall());
            if (!found || late) {
                parts_.bytes.give_back(from, bytes);
                const auto why =
                    late ? protocol::error::conversation_closed : protocol::error::unavailable;
                return back_to(ref, [this, r, why](session& s) { answer_err(s, r, why); });
            }
            parts_.records.append(
                write,
                [this, ref, r, bytes, from](storage::result<storage::log_outcome> outcome) {
                    give_bytes_back(from, bytes, outcome);
                    parts_.shard.post([this, ref, r, outcome = std::move(outcome)] {
                        rated(ref, r, outcome);
                    });
                }
            );
        }
    );
}

void chat_port::rated(
    net::connection_ref ref,
    protocol::request_number r,
    const storage::result<storage::log_outcome>& outcome
) {
    const bool stored = outcome && outcome->refusal == storage::log_refusal::none;
    if (stored && !outcome->duplicate) {
        parts_.floor.publish(encode_publication(outcome->conversation.id, outcome->events, *names_)
        );
        parts_.desks.post(
            outcome->conversation.organisation,
            [row = outcome->conversation, events = outcome->events](front_desk* desk) {
                if (desk != nullptr) desk->message_committed(row, events);
            }
        );
    }
    auto* rater = find(ref);
    if (rater == nullptr) return;
    if (!outcome) return answer_err(*rater, r, protocol::error::unavailable);
    if (!stored) return answer_err(*rater, r, error_of(outcome->refusal));
    answer_ok(*rater, r);
}

std::optional<std::string> chat_port::accept_text(
    session& who, protocol::request_number r, std::string_view text, word_check check
) {
    auto written = accepted_text(text, check, parts_.words, parts_.manual.order_pattern);
    if (!written.refused) return std::move(written.text);
    if (who.rules.settled(r, protocol::outcome_of(*written.refused))) {
        answer_err(
            who, {r, *written.refused, {}, std::move(written.text), {}, written.may_confirm}
        );
    }
    return std::nullopt;
}

} // namespace kefu::gateway::chat
