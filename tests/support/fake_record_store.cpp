#include "tests/support/fake_record_store.hpp"

#include "storage/records/log_rules.hpp"

#include <algorithm>
#include <stdexcept>

namespace kefu::tests {

using namespace storage;

// ---- when it answers

void fake_record_store::enqueue(bool writes, std::function<void()> run) {
    executor elsewhere;
    {
        const std::lock_guard lock(mutex_);
        if (!elsewhere_) {
            waiting_.push_back({writes, std::move(run)});
            return;
        }
        elsewhere = elsewhere_;
    }
    elsewhere(std::move(run));
}

std::optional<std::function<void()>> fake_record_store::next_call() {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(waiting_.begin(), waiting_.end(), [this](const call& one) {
        return !(one.writes && writes_held_);
    });
    if (at == waiting_.end()) return std::nullopt;
    auto run = std::move(at->run);
    waiting_.erase(at);
    return run;
}

std::size_t fake_record_store::answer_all() {
    std::size_t count = 0;
    while (auto run = next_call()) {
        (*run)();
        ++count;
    }
    return count;
}

void fake_record_store::answer_through(executor elsewhere) {
    const std::lock_guard lock(mutex_);
    elsewhere_ = std::move(elsewhere);
}

void fake_record_store::fail_appends(std::size_t count, store_error why) {
    const std::lock_guard lock(mutex_);
    failing_appends_ = count;
    append_error_ = why;
}

void fake_record_store::fail_reads(std::optional<store_error> why) {
    const std::lock_guard lock(mutex_);
    read_error_ = why;
}

void fake_record_store::fail_saves(std::optional<store_error> why) {
    const std::lock_guard lock(mutex_);
    save_error_ = why;
}

void fake_record_store::hold_writes(bool held) {
    const std::lock_guard lock(mutex_);
    writes_held_ = held;
}

void fake_record_store::bound_reads(std::size_t waiting_max) {
    const std::lock_guard lock(mutex_);
    reads_waiting_max_ = waiting_max;
}

template <class Value, class Look>
void fake_record_store::read(reply<Value> done, Look look) {
    bool too_many = false;
    {
        const std::lock_guard lock(mutex_);
        too_many = reads_waiting_ >= reads_waiting_max_;
        if (!too_many) ++reads_waiting_;
    }
    enqueue(false, [this, done = std::move(done), look = std::move(look), too_many] {
        if (too_many) return done(make_error_code(store_error::overloaded));
        result<Value> answer = make_error_code(store_error::unavailable);
        {
            const std::lock_guard lock(mutex_);
            --reads_waiting_;
            if (read_error_) {
                answer = make_error_code(*read_error_);
            } else {
                answer = look();
            }
        }
        done(std::move(answer));
    });
}

void fake_record_store::save(reply<void> done, std::function<void()> change) {
    enqueue(true, [this, done = std::move(done), change = std::move(change)] {
        result<void> answer;
        {
            const std::lock_guard lock(mutex_);
            if (save_error_) {
                answer = make_error_code(*save_error_);
            } else {
                change();
            }
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
    if (write.record) records_.push_back(*write.record);
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
    read<event_page>(std::move(done), [=, this] {
        event_page page;
        const auto at = conversations_.find(conversation);
        if (at == conversations_.end() || at->second.row.organisation != organisation) return page;
        const bool all = by == numbering::all;
        page.top = all ? at->second.row.seq_top : at->second.row.public_top;
        for (const auto& entry : at->second.log) {
            const auto number = all ? entry.seq : entry.public_seq;
            if (number == 0 || number <= after || page.events.size() >= count_max) continue;
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
    read<std::optional<conversation_row>>(std::move(done), [=, this] {
        const auto at = conversations_.find(id);
        std::optional<conversation_row> found;
        if (at != conversations_.end() && at->second.row.organisation == organisation) {
            found = at->second.row;
        }
        return found;
    });
}

void fake_record_store::open_conversations(reply<std::vector<conversation_row>> done) {
    read<std::vector<conversation_row>>(std::move(done), [this] {
        std::vector<conversation_row> rows;
        for (const auto& [id, one] : conversations_) {
            if (is_open(one.row.state)) rows.push_back(one.row);
        }
        return rows;
    });
}

void fake_record_store::latest_conversation(
    routing::organisation_id organisation,
    routing::customer_id customer,
    reply<std::optional<conversation_row>> done
) {
    read<std::optional<conversation_row>>(std::move(done), [=, this] {
        std::optional<conversation_row> newest;
        for (const auto& [id, one] : conversations_) {
            const auto& row = one.row;
            if (row.customer != customer || row.organisation != organisation) continue;
            if (!newest || row.opened_at >= newest->opened_at) newest = row;
        }
        return newest;
    });
}

void fake_record_store::save_receipt(receipt_row row, reply<void> done) {
    save(std::move(done), [this, row] { receipts_[{row.conversation, row.by}] = row; });
}

void fake_record_store::receipts(
    routing::conversation_id conversation, reply<std::vector<receipt_row>> done
) {
    read<std::vector<receipt_row>>(std::move(done), [=, this] {
        std::vector<receipt_row> rows;
        for (const auto& [key, row] : receipts_) {
            if (key.first == conversation) rows.push_back(row);
        }
        return rows;
    });
}

void fake_record_store::service_records(
    record_query query, reply<std::vector<service_record_row>> done
) {
    read<std::vector<service_record_row>>(std::move(done), [query, this] {
        std::vector<service_record_row> rows;
        for (const auto& row : records_) {
            if (row.organisation != query.organisation) continue;
            if (query.staff && row.staff != *query.staff) continue;
            if (rows.size() < query.count_max) rows.push_back(row);
        }
        return rows;
    });
}

void fake_record_store::done_since(
    routing::organisation_id, routing::wall_time, reply<std::vector<done_today>> done
) {
    read<std::vector<done_today>>(std::move(done), [this] { return done_; });
}

// ---- customers

void fake_record_store::save_customer(customer_row row, reply<void> done) {
    save(std::move(done), [this, row] {
        customers_[row.id] = row;
        ++customer_saves_;
    });
}

void fake_record_store::customer(
    routing::organisation_id organisation,
    routing::customer_id id,
    reply<std::optional<customer_row>> done
) {
    read<std::optional<customer_row>>(std::move(done), [=, this] {
        std::optional<customer_row> found;
        const auto at = customers_.find(id);
        if (at != customers_.end() && at->second.organisation == organisation) found = at->second;
        return found;
    });
}

void fake_record_store::customer_by_external_id(
    routing::organisation_id organisation,
    std::string external_id,
    reply<std::optional<customer_row>> done
) {
    read<std::optional<customer_row>>(std::move(done), [=, this] {
        std::optional<customer_row> found;
        for (const auto& [id, row] : customers_) {
            if (row.organisation == organisation && row.external_id == external_id) found = row;
        }
        return found;
    });
}

void fake_record_store::save_visitor_token(
    routing::organisation_id,
    std::string token_hash,
    routing::customer_id customer,
    routing::wall_time,
    reply<void> done
) {
    save(std::move(done), [this, token_hash, customer] { tokens_[token_hash] = customer; });
}

void fake_record_store::customer_by_visitor_token(
    routing::organisation_id organisation,
    std::string token_hash,
    reply<std::optional<customer_row>> done
) {
    read<std::optional<customer_row>>(std::move(done), [=, this] {
        std::optional<customer_row> found;
        const auto at = tokens_.find(token_hash);
        if (at == tokens_.end()) return found;
        const auto& row = customers_.at(at->second);
        if (row.organisation == organisation) found = row;
        return found;
    });
}

void fake_record_store::save_order(order_row row, reply<void> done) {
    save(std::move(done), [this, row] { orders_.push_back(row); });
}

void fake_record_store::orders_of(
    routing::organisation_id,
    routing::customer_id customer,
    std::size_t count_max,
    reply<std::vector<order_row>> done
) {
    read<std::vector<order_row>>(std::move(done), [=, this] {
        std::vector<order_row> rows;
        for (const auto& row : orders_) {
            if (row.customer == customer && rows.size() < count_max) rows.push_back(row);
        }
        return rows;
    });
}

// ---- configuration

namespace {

template <class Map>
auto values_of(const Map& map) {
    std::vector<typename Map::mapped_type> rows;
    for (const auto& [id, row] : map)
        rows.push_back(row);
    return rows;
}

} // namespace

void fake_record_store::save_organisation(organisation_row row, reply<void> done) {
    save(std::move(done), [this, row] { organisations_[row.id] = row; });
}
void fake_record_store::organisations(reply<std::vector<organisation_row>> done) {
    read<std::vector<organisation_row>>(std::move(done), [this] {
        return values_of(organisations_);
    });
}
void fake_record_store::save_storefront(storefront_row row, audit_draft entry, reply<void> done) {
    save(std::move(done), [this, row, entry] {
        storefronts_[row.id] = row;
        audits_.push_back(entry);
    });
}
void fake_record_store::storefronts(reply<std::vector<storefront_row>> done) {
    read<std::vector<storefront_row>>(std::move(done), [this] { return values_of(storefronts_); });
}
void fake_record_store::save_skill(skill_row row, audit_draft entry, reply<void> done) {
    save(std::move(done), [this, row, entry] {
        skills_[row.id] = row;
        audits_.push_back(entry);
    });
}
void fake_record_store::skills(reply<std::vector<skill_row>> done) {
    read<std::vector<skill_row>>(std::move(done), [this] { return values_of(skills_); });
}
void fake_record_store::save_staff(staff_row row, audit_draft entry, reply<void> done) {
    save(std::move(done), [this, row, entry] {
        staff_[row.id] = row;
        audits_.push_back(entry);
    });
}
void fake_record_store::staff(reply<std::vector<staff_row>> done) {
    read<std::vector<staff_row>>(std::move(done), [this] { return values_of(staff_); });
}
void fake_record_store::save_staff_session(
    staff_session_row row, audit_draft entry, reply<void> done
) {
    save(std::move(done), [this, row, entry] {
        sessions_[row.token_hash] = row;
        audits_.push_back(entry);
    });
}
void fake_record_store::staff_session(
    std::string token_hash, reply<std::optional<staff_session_row>> done
) {
    read<std::optional<staff_session_row>>(std::move(done), [=, this] {
        const auto at = sessions_.find(token_hash);
        return at == sessions_.end() ? std::nullopt : std::optional{at->second};
    });
}
void fake_record_store::touch_staff_session(
    std::string token_hash, routing::wall_time at, reply<void> done
) {
    save(std::move(done), [=, this] {
        const auto found = sessions_.find(token_hash);
        if (found != sessions_.end()) found->second.seen_at = at;
    });
}
void fake_record_store::drop_staff_session(
    std::string token_hash, audit_draft entry, reply<void> done
) {
    save(std::move(done), [this, token_hash, entry] {
        sessions_.erase(token_hash);
        audits_.push_back(entry);
    });
}
void fake_record_store::drop_staff_sessions_of(
    routing::staff_id staff_member, audit_draft entry, reply<void> done
) {
    save(std::move(done), [this, staff_member, entry] {
        std::erase_if(sessions_, [&](const auto& one) { return one.second.staff == staff_member; });
        audits_.push_back(entry);
    });
}
void fake_record_store::audit(audit_draft entry, reply<void> done) {
    save(std::move(done), [this, entry] { audits_.push_back(entry); });
}
void fake_record_store::save_fold_cursor(
    std::string fold, std::uint64_t position, reply<void> done
) {
    save(std::move(done), [=, this] { folds_[fold] = position; });
}
void fake_record_store::fold_cursor(std::string fold, reply<std::uint64_t> done) {
    read<std::uint64_t>(std::move(done), [=, this] {
        const auto at = folds_.find(fold);
        return at == folds_.end() ? std::uint64_t{0} : at->second;
    });
}

// ---- what the test sees and puts there

std::vector<log_write> fake_record_store::appended() const {
    const std::lock_guard lock(mutex_);
    return appended_;
}
std::size_t fake_record_store::append_count() const { return appended().size(); }
std::size_t fake_record_store::calls_waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
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
std::optional<conversation_row> fake_record_store::row(routing::conversation_id id) const {
    const std::lock_guard lock(mutex_);
    const auto at = conversations_.find(id);
    return at == conversations_.end() ? std::nullopt : std::optional{at->second.row};
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

void fake_record_store::put(customer_row row) {
    const std::lock_guard lock(mutex_);
    customers_[row.id] = std::move(row);
}
void fake_record_store::put(conversation_row row, std::vector<event> events) {
    const std::lock_guard lock(mutex_);
    row.seq_top = events.size();
    row.public_top = 0;
    for (const auto& one : events)
        row.public_top = std::max(row.public_top, one.public_seq);
    const auto id = row.id;
    conversations_[id] = {std::move(row), std::move(events)};
}
void fake_record_store::put(staff_row row) {
    const std::lock_guard lock(mutex_);
    staff_[row.id] = std::move(row);
}
void fake_record_store::put_done(std::vector<done_today> rows) {
    const std::lock_guard lock(mutex_);
    done_ = std::move(rows);
}
void fake_record_store::put_token(const std::string& hash, routing::customer_id customer) {
    const std::lock_guard lock(mutex_);
    tokens_[hash] = customer;
}

} // namespace kefu::tests
