#include "storage/records/sqlite/log_sql.hpp"

#include <algorithm>

#include "storage/records/limits.hpp"
#include "storage/records/log_rules.hpp"
#include "storage/records/sqlite/audit_sql.hpp"
#include "storage/records/sqlite/conversation_sql.hpp"
#include "storage/records/sqlite/customer_sql.hpp"
#include "storage/records/sqlite/row_cells.hpp"
#include "storage/records/sqlite/statements.hpp"

namespace kefu::storage::sqlite {

namespace {

struct sealed_event {
    event clear; // without body
    std::string body;
};

sealed_event take_event(execution& query) {
    sealed_event taken;
    auto& row = taken.clear;
    row.id = query.take_id<routing::event_id>();
    row.conversation = query.take_id<routing::conversation_id>();
    row.seq = query.take_number();
    row.public_seq = query.take_number();
    const auto kind = event_kind_from(query.take_integer());
    if (!kind) query.mark_corrupt();
    row.kind = kind.value_or(event_kind::message);
    const auto role = query.take_integer();
    if (role < 0 || role > 3) query.mark_corrupt();
    row.by.role = static_cast<author_role>(role);
    row.by.id = query.take_bits();
    row.at = query.take_time();
    taken.body = query.take_blob();
    row.client_key = query.take_bits_or_null();
    return taken;
}

result<event> opened_event(session& s, routing::customer_id customer, sealed_event taken) {
    row_cells cells(s.context.keys, customer, "event", taken.clear.id.bits);
    taken.clear.body = cells.open("body", taken.body);
    if (cells.error()) return cells.error();
    return std::move(taken.clear);
}

result<void> insert_event(session& s, const conversation_row& row, const event& made) {
    row_cells cells(s.context.keys, row.customer, "event", made.id.bits);
    const auto body = cells.seal_always("body", made.body);
    if (cells.error()) return cells.error();
    auto insert = s.store.use(statements::insert_event);
    insert.id(made.id).id(made.conversation).number(made.seq).number(made.public_seq);
    insert.integer(static_cast<int>(made.kind)).integer(static_cast<int>(made.by.role));
    insert.bits(made.by.id).at(made.at).blob(std::string_view(body));
    if (made.client_key) {
        const event_draft as_asked{made.id, made.kind, made.by, made.at, made.body, {}};
        insert.bits(*made.client_key).id(row.organisation);
        const auto content = log_rules::repeated_content(as_asked);
        insert.blob(std::string_view(s.context.keys.fingerprint(content)));
    } else {
        insert.null().id(row.organisation).null();
    }
    return as_result(insert.run());
}

struct keyed_event {
    sealed_event found;
    std::string fingerprint;
};

result<std::optional<keyed_event>> find_by_key(
    session& s, routing::organisation_id organisation, const author& by, const routing::id_bits& key
) {
    auto query = s.store.use(statements::find_event_by_key);
    query.id(organisation).bits(by.id).bits(key);
    std::optional<keyed_event> found;
    if (query.step()) {
        auto taken = take_event(query);
        found = keyed_event{std::move(taken), query.take_blob()};
    }
    if (query.error()) return query.error();
    return found;
}

// What the record holds under the write's client keys, in the drafts' order.
struct repeats {
    std::vector<std::optional<log_rules::stored_key>> keys;
    std::vector<sealed_event> events;
};

result<repeats> find_repeats(session& s, const log_write& write) {
    repeats found;
    for (const auto& draft : write.events) {
        if (!draft.client_key) continue;
        auto stored = find_by_key(s, write.organisation, draft.by, *draft.client_key);
        if (!stored) return stored.error();
        if (!*stored) {
            found.keys.emplace_back();
            continue;
        }
        const auto asked = s.context.keys.fingerprint(log_rules::repeated_content(draft));
        const bool same = (*stored)->fingerprint == asked;
        found.keys.push_back(log_rules::stored_key{(*stored)->found.clear.conversation, same});
        found.events.push_back(std::move((*stored)->found));
    }
    return found;
}

result<log_outcome> refused(log_refusal why, std::optional<conversation_row> found = {}) {
    log_outcome outcome;
    outcome.refusal = why;
    if (found) outcome.conversation = std::move(*found);
    return outcome;
}

result<log_outcome> repeated(session& s, const log_write& write, std::vector<sealed_event> events) {
    const auto conversation = events.front().clear.conversation;
    auto row = find_conversation(s, write.organisation, conversation);
    if (!row) return row.error();
    if (!*row) return store_error::corrupt;
    log_outcome outcome;
    outcome.duplicate = true;
    for (auto& stored : events) {
        auto opened = opened_event(s, (*row)->customer, std::move(stored));
        if (!opened) return opened.error();
        outcome.events.push_back(std::move(*opened));
    }
    outcome.conversation = std::move(**row);
    return outcome;
}

// The row a new conversation would collide with: its own id, or one in which they still talk.
result<std::optional<conversation_row>> find_in_the_way(session& s, const conversation_row& row) {
    auto same = find_conversation(s, row.organisation, row.id);
    if (!same || *same) return same;
    if (!accepts_messages(row.state)) return std::optional<conversation_row>();
    return find_open_conversation(s, row.organisation, row.storefront, row.customer);
}

conversation_row as_new(const log_write& write) {
    auto row = *write.create;
    row.organisation = write.organisation;
    row.id = write.conversation;
    row.seq_top = 0;
    row.public_top = 0;
    return row;
}

result<void> write_side_rows(session& s, const log_write& write, const conversation_row& row) {
    if (write.rating) {
        const auto at = log_rules::rated_at(write);
        if (const auto saved = save_rating(s, row, *write.rating, at); !saved) return saved;
    }
    for (auto entry : write.audits) {
        if (entry.organisation.is_nil()) entry.organisation = write.organisation;
        if (const auto saved = append_audit(s, entry); !saved) return saved;
    }
    const bool is_given = write.change && write.change->assignee && row.assignee &&
                          row.state == conversation_state::active;
    if (is_given) {
        const auto noted = note_took_part(s, row.organisation, row.id, *row.assignee);
        if (!noted) return noted;
    }
    if (write.record) return save_service_record(s, *write.record, row.order_number);
    return {};
}

// `stored`: of the row that is there; `row`: as the write changes it.
result<log_outcome> write_all(
    session& s, const log_write& write, const indexed_columns& stored, conversation_row row
) {
    log_outcome outcome;
    outcome.events = log_rules::numbered(row, write.events);
    for (const auto& made : outcome.events) {
        if (const auto inserted = insert_event(s, row, made); !inserted) return inserted.error();
    }
    if (const auto updated = update_conversation(s, stored, row); !updated) return updated.error();
    if (const auto rest = write_side_rows(s, write, row); !rest) return rest.error();
    outcome.conversation = std::move(row);
    return outcome;
}

result<log_outcome> append_to_new(session& s, const log_write& write) {
    auto row = as_new(write);
    auto in_the_way = find_in_the_way(s, row);
    if (!in_the_way) return in_the_way.error();
    if (*in_the_way) return refused(log_refusal::already_open, std::move(*in_the_way));
    const auto known = is_customer(s, row.organisation, row.customer);
    if (!known) return known.error();
    if (!*known) return refused(log_refusal::unknown_customer);
    if (const auto refusal = log_rules::refusal_of(write, row); refusal != log_refusal::none) {
        return refused(refusal);
    }
    if (const auto inserted = insert_conversation(s, row); !inserted) return inserted.error();
    const auto stored = indexed_columns_of(row);
    if (write.change) row = log_rules::changed(std::move(row), *write.change);
    return write_all(s, write, stored, std::move(row));
}

// How many of the newest that the customer sees are of that kind: what is before them is not
// looked at.
result<std::uint64_t> count_newest(session& s, const conversation_row& row, const run_bound& most) {
    if (row.public_top < most.count_max) return std::uint64_t{0};
    auto query = s.store.use(statements::count_newest_public_events);
    query.id(row.organisation).id(row.id).number(row.public_top - most.count_max);
    query.integer(static_cast<int>(most.kind));
    const auto count = query.step() ? query.take_number() : 0;
    if (query.error()) return query.error();
    return count;
}

result<log_outcome> append_to_stored(session& s, const log_write& write) {
    auto found = find_conversation(s, write.organisation, write.conversation);
    if (!found) return found.error();
    if (!*found) return refused(log_refusal::unknown_conversation);
    auto& row = **found;
    if (const auto refusal = log_rules::refusal_of(write, row); refusal != log_refusal::none) {
        if (refusal == log_refusal::unknown_conversation) return refused(refusal);
        return refused(refusal, std::move(row));
    }
    if (write.longest_run) {
        const auto run = count_newest(s, row, *write.longest_run);
        if (!run) return run.error();
        const bool full = *run >= write.longest_run->count_max;
        if (full) return refused(log_refusal::run_full, std::move(row));
    }
    const auto stored = indexed_columns_of(row);
    if (!write.change) return write_all(s, write, stored, std::move(row));
    auto next = log_rules::changed(row, *write.change);
    if (log_rules::reopens(row, next)) {
        auto open = find_open_conversation(s, row.organisation, row.storefront, row.customer);
        if (!open) return open.error();
        if (*open) return refused(log_refusal::already_open, std::move(*open));
    }
    return write_all(s, write, stored, std::move(next));
}

} // namespace

result<log_outcome> append(session& s, const log_write& write) {
    auto found = find_repeats(s, write);
    if (!found) return found.error();
    switch (log_rules::novelty_of(write, found->keys)) {
    case log_rules::novelty::conflict:
        return refused(log_refusal::client_key_conflict);
    case log_rules::novelty::repeat:
        return repeated(s, write, std::move(found->events));
    case log_rules::novelty::fresh:
        break;
    }
    if (write.prior_key && !write.events.empty()) {
        auto prior = find_by_key(s, write.organisation, write.events.front().by, *write.prior_key);
        if (!prior) return prior.error();
        if (!*prior) return refused(log_refusal::prior_missing);
    }
    return write.create ? append_to_new(s, write) : append_to_stored(s, write);
}

result<event_page> list_events_after(
    session& s,
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max
) {
    const auto row = find_conversation(s, organisation, conversation);
    if (!row) return row.error();
    event_page page;
    if (!*row) return page;
    const bool all = by == numbering::all;
    page.top = all ? (*row)->seq_top : (*row)->public_top;
    if (after >= page.top) return page;
    const auto* list = all ? statements::list_events_after : statements::list_public_events_after;
    auto query = s.store.use(list);
    query.id(organisation).id(conversation).number(after);
    query.number(std::min(count_max, limits::rows_per_page_max));
    std::size_t bytes = 0;
    while (bytes <= limits::event_page_bytes_max && query.step()) {
        auto taken = take_event(query);
        if (query.error()) break;
        auto opened = opened_event(s, (*row)->customer, std::move(taken));
        if (!opened) return opened.error();
        bytes += opened->body.size();
        page.events.push_back(std::move(*opened));
    }
    if (query.error()) return query.error();
    return page;
}

} // namespace kefu::storage::sqlite
