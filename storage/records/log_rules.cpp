#include "storage/records/log_rules.hpp"

#include <algorithm>

namespace kefu::storage::log_rules {

namespace {

bool repeats_a_key_within(const log_write& write) {
    const auto& events = write.events;
    for (auto one = events.begin(); one != events.end(); ++one) {
        const auto same = [&](const event_draft& other) {
            return other.by.id == one->by.id && other.client_key == one->client_key;
        };
        if (one->client_key && std::any_of(one + 1, events.end(), same)) return true;
    }
    return false;
}

void count_unanswered(conversation_row& row, const event& made) {
    if (made.by.role == author_role::customer) {
        ++row.unanswered_count;
        row.unanswered_bytes += made.body.size();
    } else if (made.by.role != author_role::system && made.public_seq > 0) {
        row.unanswered_count = row.unanswered_bytes = 0;
    }
}

} // namespace

log_refusal refusal_of(const log_write& write, const conversation_row& stored) {
    if (write.only_customer && *write.only_customer != stored.customer) {
        return log_refusal::unknown_conversation;
    }
    if (write.expected_generation && *write.expected_generation != stored.generation) {
        return log_refusal::stale_assignment;
    }
    if (write.only_assignee && stored.assignee != *write.only_assignee) {
        return log_refusal::stale_assignment;
    }
    if (write.allowed_states && (*write.allowed_states & states({stored.state})) == 0) {
        return log_refusal::wrong_state;
    }
    if (write.unanswered && (stored.unanswered_count >= write.unanswered->count_max ||
                             stored.unanswered_bytes >= write.unanswered->bytes_max)) {
        return log_refusal::unanswered_full;
    }
    return log_refusal::none;
}

conversation_row changed(conversation_row row, const conversation_change& change) {
    if (change.ends_wait && waits_for_agent(row.state)) {
        row.longest_wait_ms = std::max(row.longest_wait_ms, change.at.ms - row.waiting_from.ms);
    }
    if (change.state) {
        row.state = *change.state;
        row.state_since = change.at;
    }
    if (change.generation) row.generation = *change.generation;
    if (change.assignee) row.assignee = *change.assignee;
    if (change.skill) row.skill = *change.skill;
    if (change.min_level) row.min_level = *change.min_level;
    if (change.topic) row.topic = *change.topic;
    if (change.need_type) row.need_type = *change.need_type;
    if (change.due) row.due = *change.due;
    if (change.excluded) row.excluded = *change.excluded;
    const bool keeps_clock = change.waiting_since_only_if_empty && row.waiting_since;
    if (change.waiting_since && !keeps_clock) row.waiting_since = *change.waiting_since;
    if (change.rated) row.rated = *change.rated;
    if (change.credit_ms) row.credit_ms = *change.credit_ms;
    if (change.waiting_from) row.waiting_from = *change.waiting_from;
    if (change.preferred) row.preferred = *change.preferred;
    return row;
}

bool reopens(const conversation_row& before, const conversation_row& after) {
    return !accepts_messages(before.state) && accepts_messages(after.state);
}

std::vector<event> numbered(conversation_row& row, const std::vector<event_draft>& drafts) {
    std::vector<event> events;
    events.reserve(drafts.size());
    for (const auto& draft : drafts) {
        event made;
        made.id = draft.id;
        made.conversation = row.id;
        made.seq = ++row.seq_top;
        if (visibility_of(draft.kind) == visibility::everyone) made.public_seq = ++row.public_top;
        made.kind = draft.kind;
        made.by = draft.by;
        made.at = draft.at;
        made.body = draft.body;
        made.client_key = draft.client_key;
        count_unanswered(row, made);
        events.push_back(std::move(made));
    }
    return events;
}

routing::wall_time rated_at(const log_write& write) {
    for (const auto& draft : write.events) {
        if (draft.kind == event_kind::rated) return draft.at;
    }
    return write.change ? write.change->at : routing::wall_time{};
}

std::string repeated_content(const event_draft& draft) {
    return std::string(name_of(draft.kind)) + '\n' + draft.body;
}

novelty novelty_of(const log_write& write, std::span<const std::optional<stored_key>> keys) {
    if (repeats_a_key_within(write)) return novelty::conflict;
    const auto is_stored = [](const std::optional<stored_key>& key) { return key.has_value(); };
    const auto stored = std::ranges::count_if(keys, is_stored);
    if (stored == 0) return novelty::fresh;
    // A write is stored whole, so its repeat finds all of its keys.
    if (stored != std::ssize(keys)) return novelty::conflict;
    for (const auto& key : keys) {
        const bool elsewhere = key->conversation != write.conversation && !write.create;
        const bool scattered = key->conversation != keys.front()->conversation;
        if (!key->same_content || elsewhere || scattered) return novelty::conflict;
    }
    return novelty::repeat;
}

} // namespace kefu::storage::log_rules
