#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/customer_writes.hpp"
#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"

// How a customer opens a conversation: the desk lets it, the record has it, the desk hears of it.
namespace kefu::gateway::chat {

void chat_port::on_customer(session& who, const protocol::conversation_start& what) {
    if (parts_.manual.find_topic(what.topic) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "topic");
    }
    if (what.need_type && parts_.manual.find_need_type(*what.need_type) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "need_type");
    }
    std::optional<std::string> words;
    if (what.text && !what.text->empty()) {
        words = accept_text(who, what.r, *what.text, word_check::none);
        if (!words) return;
    }
    std::optional<routing::wall_time> opened_before;
    if (who.customer->conversation) opened_before = who.customer->conversation->opened_at;
    ask_to_start(
        {who.ref, what.r, row_of(*who.customer), who.peer, {}, false},
        start_write(
            {.me = *who.customer,
             .what = what,
             .words = std::move(words),
             .at = parts_.clock.wall(),
             .opened_before = opened_before,
             .conversation = next_id<routing::conversation_id>(parts_.ids),
             .opened = next_id<routing::event_id>(parts_.ids),
             .queued = next_id<routing::event_id>(parts_.ids),
             .manual = parts_.manual,
             .names = *names_}
        )
    );
}

void chat_port::ask_to_start(start_run run, storage::log_write write) {
    const auto organisation = write.organisation;
    const auto ref = run.ref;
    const auto r = run.r;
    const bool heard = parts_.desks.try_post(
        organisation,
        [this, run = std::move(run), write = std::move(write)](front_desk* desk) mutable {
            if (desk != nullptr) run.leave = desk->may_start(run.customer.id, run.from);
            const bool closed =
                desk == nullptr || run.leave.refused == protocol::error::unavailable;
            if (closed) {
                return back_to(run.ref, [this, r = run.r](session& s) {
                    answer_err(s, r, protocol::error::unavailable);
                });
            }
            // Refused for now: nothing new is stored, but what is in the record answers its repeat.
            if (run.leave.refused) {
                write.allowed_states = storage::state_set{0};
                return record_start(*desk, std::move(run), std::move(write));
            }
            find_preferred(*desk, std::move(run), std::move(write));
        }
    );
    if (heard) return;
    back_to(ref, [this, r](session& s) { answer_err(s, r, protocol::error::unavailable); });
}

// Whom they have just talked to may know already. What cannot be read keeps nobody from opening.
void chat_port::find_preferred(front_desk& desk, start_run run, storage::log_write write) {
    const auto organisation = write.organisation;
    const auto since = write.create->opened_at.ms - limits::returning_ms_max;
    const auto customer = run.customer.id;
    parts_.records.last_server(
        organisation,
        customer,
        {since},
        [this, &desk, run = std::move(run), write = std::move(write)](
            const storage::result<std::optional<routing::staff_id>>& found
        ) mutable {
            if (found) write.create->preferred = *found;
            record_start(desk, std::move(run), std::move(write));
        }
    );
}

// Any thread.
void chat_port::record_start(front_desk& desk, start_run run, storage::log_write write) {
    parts_.records.append(
        std::move(write),
        [this, &desk, run = std::move(run)](storage::result<storage::log_outcome> outcome) {
            parts_.desks.post(
                run.customer.organisation,
                [this, &desk, run, outcome = std::move(outcome)](front_desk*) {
                    start_recorded(desk, run, outcome);
                }
            );
        }
    );
}

void chat_port::start_recorded(
    front_desk& desk, start_run run, const storage::result<storage::log_outcome>& outcome
) {
    const bool stored = outcome && outcome->refusal == storage::log_refusal::none;
    const bool opened = stored && !outcome->duplicate;
    if (!opened && !run.leave.refused) desk.start_opened_nothing(run.customer.id, run.from);
    if (!stored) return start_refused(run, outcome);
    if (opened) desk.opened(outcome->conversation, run.customer, outcome->events);
    run.repeated = !opened;
    // The conversation of a repeat may have changed since the record answered.
    read_current(
        &desk,
        outcome->conversation,
        [this, run](const storage::result<conversation_now>& now) { started(run, now); }
    );
}

void chat_port::start_refused(
    const start_run& run, const storage::result<storage::log_outcome>& outcome
) {
    // Taken for a visitor who never came again, while here: a hello makes a new one of them.
    if (outcome && outcome->refusal == storage::log_refusal::unknown_customer) {
        return back_to(run.ref, [this](session& who) {
            close(who, protocol::close_code::revoked);
        });
    }
    protocol::err_answer answer;
    answer.r = run.r;
    if (!outcome) {
        answer.code = protocol::error::unavailable;
    } else if (run.leave.refused && outcome->refusal == storage::log_refusal::wrong_state) {
        answer.code = *run.leave.refused;
        answer.after_ms = run.leave.after_ms;
    } else {
        answer.code = error_of(outcome->refusal);
    }
    if (answer.code == protocol::error::already_open)
        answer.conversation = outcome->conversation.id;
    back_to(run.ref, [this, answer](session& who) {
        if (!who.rules.settled(*answer.r, protocol::outcome_of(answer.code))) return;
        answer_err(who, answer);
    });
}

void chat_port::started(const start_run& run, const storage::result<conversation_now>& now) {
    auto* who = find(run.ref);
    if (!now) { // a repeat that could not be read: it is tried again
        if (who != nullptr) answer_err(*who, run.r, protocol::error::unavailable);
        return;
    }
    if (who != nullptr && run.repeated && !may_retell(*who, run.r)) return;
    const auto id = now->row.id;
    const bool had =
        who != nullptr && who->customer->conversation && who->customer->conversation->id == id;
    if (!had) { // a repeated start is counted once
        parts_.desks.post(now->row.organisation, [id, left = who == nullptr](front_desk* desk) {
            if (desk == nullptr) return;
            desk->customer_connected(id);
            if (left) desk->customer_gone(id); // the grace of somebody who went away begins
        });
    }
    if (who != nullptr) follow_started(*who, run.r, *now);
    parts_.floor.customer_opened(now->row);
}

// All that was said costs far more to send than to ask for.
bool chat_port::may_retell(session& who, protocol::request_number r) {
    const auto now = parts_.shard.now();
    if (who.repeats.take(limits::repeats_retold, now)) return true;
    answer_too_fast(who, r, who.repeats.wait_ms(limits::repeats_retold, now));
    return false;
}

// The answer promises events from 1, also to whoever repeats a start that was recorded when nobody
// heard of it any more. The repeat of an old one is answered with what it opened; then the session
// goes back to the newer conversation that it had. Who was told that the record does not answer
// hears of what it opened all the same, as of another session's.
void chat_port::follow_started(
    session& who, protocol::request_number r, const conversation_now& now
) {
    auto& current = who.customer->conversation;
    const bool had = current && current->id == now.row.id;
    if (!had) leave_behind(who);
    const auto before =
        std::exchange(current, std::make_unique<storage::conversation_row>(now.row));
    const bool in_time = who.rules.settled(r, protocol::outcome::done);
    std::string text;
    if (in_time)
        protocol::write_ok(text, r, own_of(now, protocol::stream_status::reset));
    else if (!had)
        protocol::write_conversation(text, own_of(now, protocol::stream_status::reset));
    if (!text.empty()) send_text(who, text);
    auto* own = who.find_stream(now.row.id);
    if (own != nullptr && !text.empty()) own->cursor = 0;
    pull(who, own != nullptr ? *own : add_stream(who, now.row.id, audience::customer, 0));
    const bool newer = !had && before && now.row.opened_at < before->opened_at;
    if (newer) take_up(who, *before);
}

} // namespace kefu::gateway::chat
