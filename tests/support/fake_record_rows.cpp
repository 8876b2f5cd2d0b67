#include "tests/support/fake_record_store.hpp"

#include <algorithm>

// Everything of the store but the log: receipts, customers, configuration, sessions.
namespace kefu::tests {

using namespace storage;

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
    routing::organisation_id, visitor_token_row row, std::size_t, reply<void> done
) {
    save(std::move(done), [this, row] { tokens_[row.token_hash] = row; });
}

void fake_record_store::visitor(
    routing::organisation_id organisation,
    std::string token_hash,
    reply<std::optional<known_visitor>> done
) {
    read<std::optional<known_visitor>>(std::move(done), [=, this] {
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
void fake_record_store::save_staff_and_end_sign_ins(
    staff_row row,
    std::optional<staff_session_row> fresh,
    std::vector<audit_draft> entries,
    reply<void> done
) {
    save(std::move(done), [this, row, fresh, entries] {
        staff_[row.id] = row;
        std::erase_if(sessions_, [&](const auto& one) { return one.second.staff == row.id; });
        if (fresh) sessions_[fresh->token_hash] = *fresh;
        audits_.insert(audits_.end(), entries.begin(), entries.end());
    });
}
void fake_record_store::save_staff_session(
    staff_session_row row,
    std::string password_hash,
    std::size_t,
    audit_draft entry,
    reply<sign_in_write> done
) {
    auto stored = std::make_shared<sign_in_write>(sign_in_write::account_changed);
    save(
        [stored, done = std::move(done)](const result<void>& saved) {
            saved ? done(*stored) : done(saved.error());
        },
        [this, row, password_hash, entry, stored] {
            const auto who = staff_.find(row.staff);
            const bool stands = who != staff_.end() && who->second.active &&
                                who->second.password_hash == password_hash;
            if (!stands) return;
            *stored = sign_in_write::stored;
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

} // namespace kefu::tests
