#include "tests/support/fake_record_store.hpp"

#include <algorithm>
#include <functional>
#include <memory>

// Everything of the store but the log: receipts, customers, configuration, sessions.
namespace kefu::tests {

using namespace storage;

void fake_record_store::save_receipts(std::vector<receipt_row> rows, reply<void> done) {
    save(std::move(done), [this, rows] {
        ++receipt_saves_;
        for (const auto& row : rows)
            receipts_[{row.conversation, row.by}] = row;
    });
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
        const auto place_of = [](const service_record_row& row) {
            return record_cursor{row.wrapped_up_at, row.conversation};
        };
        auto newest_first = records_;
        std::ranges::sort(newest_first, std::greater{}, place_of);
        for (const auto& row : newest_first) {
            if (query.before && place_of(row) >= *query.before) continue;
            if (row.organisation != query.organisation) continue;
            if (query.customer && row.customer != *query.customer) continue;
            const auto& took_part = took_part_.at(row.conversation);
            if (query.staff && !took_part.contains(*query.staff)) continue;
            if (query.topic && row.topic != *query.topic) continue;
            if (query.order_number && row.order_number != *query.order_number) continue;
            if (rows.size() < query.count_max) rows.push_back(row);
        }
        return rows;
    });
}

// ---- customers

void fake_record_store::save_customer(customer_row row, reply<void> done) {
    try_save(std::move(done), [this, row]() -> result<void> {
        for (const auto& [id, other] : customers_) {
            const bool taken = id != row.id && other.organisation == row.organisation &&
                               !row.external_id.empty() && other.external_id == row.external_id;
            if (taken) return make_error_code(store_error::conflict);
        }
        customers_[row.id] = row;
        ++customer_saves_;
        return {};
    });
}

void fake_record_store::customer(
    routing::organisation_id organisation,
    routing::customer_id id,
    reply<std::optional<customer_row>> done
) {
    read<std::optional<customer_row>>("customer", std::move(done), [=, this] {
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
    routing::organisation_id, visitor_token_row row, std::size_t, reply<void> done
) {
    save(std::move(done), [this, row] { tokens_[row.token_hash] = row; });
}

void fake_record_store::visitor(
    routing::organisation_id organisation,
    std::string token_hash,
    reply<std::optional<known_visitor>> done
) {
    read<std::optional<known_visitor>>("visitor", std::move(done), [=, this] {
        std::optional<known_visitor> found;
        const auto at = tokens_.find(token_hash);
        if (at == tokens_.end()) return found;
        const auto& row = customers_.at(at->second.customer);
        if (row.organisation != organisation) return found;
        const auto shop = storefronts_.find(at->second.storefront);
        const auto generation =
            shop == storefronts_.end() ? std::uint64_t{1} : shop->second.identity_generation;
        found = known_visitor{at->second, row, generation};
        return found;
    });
}

void fake_record_store::touch_visitor_token(
    routing::organisation_id, std::string token_hash, routing::wall_time at, reply<void> done
) {
    save(std::move(done), [=, this] {
        const auto found = tokens_.find(token_hash);
        if (found != tokens_.end()) found->second.used_at = at;
    });
}

void fake_record_store::drop_visitor_token(
    routing::organisation_id, std::string token_hash, reply<void> done
) {
    save(std::move(done), [=, this] { tokens_.erase(token_hash); });
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

// Puts the row there unless it is at another version than the one it was read at.
template <class Map, class Row>
result<void> save_over(Map& map, Row row) {
    const auto at = map.find(row.id);
    const auto version = at == map.end() ? std::uint64_t{0} : at->second.version;
    if (row.version != version) return make_error_code(store_error::changed);
    ++row.version;
    map[row.id] = std::move(row);
    return {};
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
    try_save(std::move(done), [this, row, entry] {
        auto saved = save_over(storefronts_, row);
        if (saved) audits_.push_back(entry);
        return saved;
    });
}
void fake_record_store::storefronts(reply<std::vector<storefront_row>> done) {
    read<std::vector<storefront_row>>(std::move(done), [this] { return values_of(storefronts_); });
}
void fake_record_store::save_skill(skill_row row, audit_draft entry, reply<void> done) {
    try_save(std::move(done), [this, row, entry] {
        auto saved = save_over(skills_, row);
        if (saved) audits_.push_back(entry);
        return saved;
    });
}
void fake_record_store::skills(reply<std::vector<skill_row>> done) {
    read<std::vector<skill_row>>(std::move(done), [this] { return values_of(skills_); });
}
void fake_record_store::save_staff(staff_row row, audit_draft entry, reply<void> done) {
    try_save(std::move(done), [this, row, entry] {
        auto saved = save_over(staff_, row);
        if (saved) audits_.push_back(entry);
        return saved;
    });
}
void fake_record_store::staff(reply<std::vector<staff_row>> done) {
    read<std::vector<staff_row>>(std::move(done), [this] { return values_of(staff_); });
}
void fake_record_store::save_staff_and_end_sign_ins(
    staff_row row,
    std::optional<staff_session_row> fresh,
    std::vector<audit_draft> entries,
    reply<void> done
) {
    try_save(std::move(done), [this, row, fresh, entries] {
        auto saved = save_over(staff_, row);
        if (!saved) return saved;
        std::erase_if(sessions_, [&](const auto& one) { return one.second.staff == row.id; });
        if (fresh) sessions_[fresh->token_hash] = *fresh;
        audits_.insert(audits_.end(), entries.begin(), entries.end());
        return saved;
    });
}
void fake_record_store::save_staff_session(
    staff_session_row row,
    std::string password_hash,
    std::size_t,
    audit_draft entry,
    reply<sign_in_write> done
) {
    auto written = std::make_shared<sign_in_write>(sign_in_write::account_changed);
    save(
        [written, done = std::move(done)](const result<void>& saved) {
            saved ? done(*written) : done(saved.error());
        },
        [this, row, password_hash, entry, written] {
            const auto who = staff_.find(row.staff);
            const bool stands = who != staff_.end() && who->second.active &&
                                who->second.password_hash == password_hash;
            if (!stands) return;
            *written = sign_in_write::stored;
            sessions_[row.token_hash] = row;
            audits_.push_back(entry);
        }
    );
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
    std::string token_hash, routing::wall_time at, reply<sign_in_touch> done
) {
    auto touched = std::make_shared<sign_in_touch>(sign_in_touch::gone);
    save(
        [touched, done = std::move(done)](const result<void>& saved) {
            saved ? done(*touched) : done(saved.error());
        },
        [=, this] {
            const auto found = sessions_.find(token_hash);
            if (found == sessions_.end()) return;
            found->second.seen_at = at;
            *touched = sign_in_touch::noted;
        }
    );
}
void fake_record_store::drop_staff_session(
    std::string token_hash, audit_draft entry, reply<void> done
) {
    save(std::move(done), [this, token_hash, entry] {
        sessions_.erase(token_hash);
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

// ---- what a test puts there

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
    conversations_[id] = {std::move(row), std::move(events), 0, {}};
}
void fake_record_store::put(staff_row row) {
    const std::lock_guard lock(mutex_);
    staff_[row.id] = std::move(row);
}
void fake_record_store::put(staff_session_row row) {
    const std::lock_guard lock(mutex_);
    const auto hash = row.token_hash;
    sessions_[hash] = std::move(row);
}
void fake_record_store::damage(routing::conversation_id id) {
    const std::lock_guard lock(mutex_);
    damaged_.insert(id);
}
void fake_record_store::put_token(const std::string& hash, routing::customer_id customer) {
    const std::lock_guard lock(mutex_);
    visitor_token_row row;
    row.token_hash = hash;
    row.customer = customer;
    row.bound_at = row.used_at = customers_.at(customer).created_at;
    tokens_[hash] = row;
}
void fake_record_store::put(visitor_token_row row) {
    const std::lock_guard lock(mutex_);
    const auto hash = row.token_hash;
    tokens_[hash] = std::move(row);
}
void fake_record_store::put_organisation(organisation_row row) {
    const std::lock_guard lock(mutex_);
    organisations_[row.id] = std::move(row);
}
void fake_record_store::put(skill_row row) {
    const std::lock_guard lock(mutex_);
    skills_[row.id] = std::move(row);
}
void fake_record_store::put(storefront_row row) {
    const std::lock_guard lock(mutex_);
    storefronts_[row.id] = std::move(row);
}
std::optional<visitor_token_row> fake_record_store::token(const std::string& hash) const {
    const std::lock_guard lock(mutex_);
    const auto at = tokens_.find(hash);
    return at == tokens_.end() ? std::nullopt : std::optional{at->second};
}
std::size_t fake_record_store::session_count(routing::staff_id staff_member) const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [hash, row] : sessions_)
        count += row.staff == staff_member ? 1 : 0;
    return count;
}

} // namespace kefu::tests
