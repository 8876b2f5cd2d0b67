#include "tests/support/fake_record_store.hpp"

#include "storage/records/limits.hpp"
#include "storage/records/log_rules.hpp"

#include <algorithm>

namespace kefu::tests {

using namespace storage;

void fake_record_store::save(reply<void> done, std::function<void()> change) {
    try_save(std::move(done), [change = std::move(change)] {
        change();
        return result<void>{};
    });
}

void fake_record_store::try_save(reply<void> done, std::function<result<void>()> change) {
    enqueue(true, [this, done = std::move(done), change = std::move(change)] {
        result<void> answer;
        {
            const std::lock_guard lock(mutex_);
            answer = save_error_ ? result<void>(make_error_code(*save_error_)) : change();
        }
        done(answer);
    });
}

// ---- the log

void fake_record_store::append(log_write write, reply<log_outcome> done) {
    enqueue(true, [this, write = std::move(write), done = std::move(done)] {
        result<log_outcome> answer = make_error_code(store_error::unavailable);
        {
            const std::lock_guard lock(mutex_);
            answer = apply(write);
        }
        done(std::move(answer));
    });
}

const fake_record_store::stored* fake_record_store::open_of(const conversation_row& like) const {
    for (const auto& [id, one] : conversations_) {
        if (accepts_messages(one.row.state) && one.row.customer == like.customer &&
            one.row.storefront == like.storefront && one.row.organisation == like.organisation) {
            return &one;
        }
    }
    return nullptr;
}

log_outcome fake_record_store::repeated(const log_write& write) const {
    log_outcome outcome;
    outcome.duplicate = true;
    for (const auto& draft : write.events) {
        if (!draft.client_key) continue;
        const auto& at = keys_.at({draft.by.id, *draft.client_key});
        const auto& found = conversations_.at(at.conversation);
        outcome.events.push_back(found.log[at.seq - 1]);
        outcome.conversation = found.row;
    }
    return outcome;
}

bool fake_record_store::is_run_full(const log_write& write, const std::vector<event>& log) {
    if (!write.longest_run) return false;
    std::uint64_t run = 0;
    for (const auto& entry : log) {
        if (entry.public_seq == 0) continue;
        run = entry.kind == write.longest_run->kind ? run + 1 : 0;
    }
    return run >= write.longest_run->count_max;
}

result<log_outcome> fake_record_store::apply(const log_write& write) {
    appended_.push_back(write);
    if (failing_appends_ > 0) {
        --failing_appends_;
        return make_error_code(append_error_);
    }
    const auto refused = [](log_refusal why, conversation_row row = {}) {
        log_outcome outcome;
        outcome.refusal = why;
        outcome.conversation = std::move(row);
        return outcome;
    };
    std::vector<std::optional<log_rules::stored_key>> keys;
    for (const auto& draft : write.events) {
        if (!draft.client_key) continue;
        const auto at = keys_.find({draft.by.id, *draft.client_key});
        if (at == keys_.end()) {
            keys.emplace_back();
            continue;
        }
        const auto& was = conversations_.at(at->second.conversation).log[at->second.seq - 1];
        event_draft before;
        before.kind = was.kind;
        before.body = was.body;
        keys.push_back(log_rules::stored_key{
            at->second.conversation,
            log_rules::repeated_content(before) == log_rules::repeated_content(draft)});
    }
    const auto novelty = log_rules::novelty_of(write, keys);
    if (novelty == log_rules::novelty::conflict) return refused(log_refusal::client_key_conflict);
    if (novelty == log_rules::novelty::repeat) return repeated(write);
    if (write.prior_key && !write.events.empty() &&
        !keys_.contains({write.events.front().by.id, *write.prior_key})) {
        return refused(log_refusal::prior_missing);
    }

    conversation_row row;
    if (write.create) {
        row = *write.create;
        row.organisation = write.organisation;
        row.id = write.conversation;
        row.seq_top = row.public_top = 0;
        if (const auto* open = open_of(row)) return refused(log_refusal::already_open, open->row);
        if (!customers_.contains(row.customer)) return refused(log_refusal::unknown_customer);
    } else {
        const auto at = conversations_.find(write.conversation);
        if (at == conversations_.end() || at->second.row.organisation != write.organisation) {
            return refused(log_refusal::unknown_conversation);
        }
        row = at->second.row;
    }
    if (const auto why = log_rules::refusal_of(write, row); why != log_refusal::none) {
        const bool hides = why == log_refusal::unknown_conversation;
        return refused(why, hides ? conversation_row{} : row);
    }
    if (!write.create && is_run_full(write, conversations_.at(row.id).log)) {
        return refused(log_refusal::run_full, row);
    }
    if (write.change) row = log_rules::changed(std::move(row), *write.change);

    log_outcome outcome;
    outcome.events = log_rules::numbered(row, write.events);
    auto& kept = conversations_[row.id];
    kept.row = row;
    for (const auto& made : outcome.events) {
        kept.log.push_back(made);
        if (made.client_key) keys_[{made.by.id, *made.client_key}] = {row.id, made.seq};
    }
    audits_.insert(audits_.end(), write.audits.begin(), write.audits.end());
    const bool is_given = write.change && write.change->assignee && row.assignee &&
                          row.state == conversation_state::active;
    if (is_given) took_part_[row.id].insert(*row.assignee);
    if (write.record) {
        took_part_[row.id].insert(write.record->staff);
        records_.push_back(*write.record);
        records_.back().order_number = row.order_number;
    }
    if (write.rating) {
        kept.score = write.rating->score;
        kept.rated_at = log_rules::rated_at(write);
    }
    outcome.conversation = std::move(row);
    return outcome;
}

void fake_record_store::events_after(
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max,
    reply<event_page> done
) {
    read<event_page>("events_after", std::move(done), [=, this] {
        event_page page;
        const auto at = conversations_.find(conversation);
        if (at == conversations_.end() || at->second.row.organisation != organisation) return page;
        const bool all = by == numbering::all;
        page.top = all ? at->second.row.seq_top : at->second.row.public_top;
        std::size_t bytes = 0;
        for (const auto& entry : at->second.log) {
            const auto number = all ? entry.seq : entry.public_seq;
            if (number == 0 || number <= after || page.events.size() >= count_max) continue;
            if (bytes > limits::event_page_bytes_max) break;
            bytes += entry.body.size();
            page.events.push_back(entry);
        }
        return page;
    });
}

void fake_record_store::conversation(
    routing::organisation_id organisation,
    routing::conversation_id id,
    reply<std::optional<conversation_row>> done
) {
    read<std::optional<conversation_row>>("conversation", std::move(done), [=, this] {
        const auto at = conversations_.find(id);
        std::optional<conversation_row> found;
        if (at != conversations_.end() && at->second.row.organisation == organisation) {
            found = at->second.row;
        }
        return found;
    });
}

void fake_record_store::open_conversations(reply<open_conversation_list> done) {
    read<open_conversation_list>(std::move(done), [this] {
        open_conversation_list list;
        for (const auto& [id, one] : conversations_) {
            if (!is_open(one.row.state)) continue;
            if (damaged_.contains(id)) {
                list.damaged.push_back({one.row.organisation, id});
            } else {
                list.rows.push_back(one.row);
            }
        }
        return list;
    });
}

void fake_record_store::latest_conversation(
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer,
    reply<std::optional<conversation_row>> done
) {
    read<std::optional<conversation_row>>("latest_conversation", std::move(done), [=, this] {
        std::optional<conversation_row> newest;
        for (const auto& [id, one] : conversations_) {
            const auto& row = one.row;
            const bool asked = row.customer == customer && row.organisation == organisation &&
                               row.storefront == storefront;
            if (!asked) continue;
            if (!newest || row.opened_at >= newest->opened_at) newest = row;
        }
        return newest;
    });
}

void fake_record_store::last_server(
    routing::organisation_id organisation,
    routing::customer_id customer,
    routing::wall_time ended_since,
    reply<std::optional<routing::staff_id>> done
) {
    read<std::optional<routing::staff_id>>(std::move(done), [=, this] {
        const conversation_row* newest = nullptr;
        for (const auto& [id, one] : conversations_) {
            const auto& row = one.row;
            const bool served = row.assignee && (row.state == conversation_state::wrap_up ||
                                                 row.state == conversation_state::closed);
            const bool asked = row.customer == customer && row.organisation == organisation &&
                               row.state_since >= ended_since;
            if (!served || !asked) continue;
            if (newest == nullptr || row.state_since >= newest->state_since) newest = &row;
        }
        return newest == nullptr ? std::nullopt : newest->assignee;
    });
}

// ---- what the test sees and puts there

std::vector<log_write> fake_record_store::appended() const {
    const std::lock_guard lock(mutex_);
    return appended_;
}
std::size_t fake_record_store::append_count() const { return appended().size(); }
std::size_t fake_record_store::read_count() const {
    const std::lock_guard lock(mutex_);
    return reads_;
}
std::vector<audit_draft> fake_record_store::audits() const {
    const std::lock_guard lock(mutex_);
    return audits_;
}
std::size_t fake_record_store::customer_count() const {
    const std::lock_guard lock(mutex_);
    return customers_.size();
}
std::size_t fake_record_store::customer_saves() const {
    const std::lock_guard lock(mutex_);
    return customer_saves_;
}
std::size_t fake_record_store::receipt_saves() const {
    const std::lock_guard lock(mutex_);
    return receipt_saves_;
}
std::optional<conversation_row> fake_record_store::row(routing::conversation_id id) const {
    const std::lock_guard lock(mutex_);
    const auto at = conversations_.find(id);
    return at == conversations_.end() ? std::nullopt : std::optional{at->second.row};
}
std::vector<routing::conversation_id> fake_record_store::conversations() const {
    const std::lock_guard lock(mutex_);
    std::vector<routing::conversation_id> ids;
    for (const auto& [id, one] : conversations_)
        ids.push_back(id);
    return ids;
}
std::vector<event> fake_record_store::log_of(routing::conversation_id id) const {
    const std::lock_guard lock(mutex_);
    const auto at = conversations_.find(id);
    return at == conversations_.end() ? std::vector<event>{} : at->second.log;
}
std::vector<service_record_row> fake_record_store::records() const {
    const std::lock_guard lock(mutex_);
    return records_;
}
std::vector<receipt_row> fake_record_store::receipts_of(routing::conversation_id id) const {
    const std::lock_guard lock(mutex_);
    std::vector<receipt_row> rows;
    for (const auto& [key, row] : receipts_) {
        if (key.first == id) rows.push_back(row);
    }
    return rows;
}

} // namespace kefu::tests
