#pragma once

#include <memory>
#include <utility>

#include "storage/records/sqlite/sqlite_store.hpp"

namespace kefu::tests::faulty {

using namespace storage;

// A record store that hands everything on to the one it is put around. What is broken in it
// overrides the call that it breaks.
class store_around : public sqlite_store {
public:
    explicit store_around(std::unique_ptr<sqlite_store> inner) : inner_(std::move(inner)) {}

    void append(log_write write, reply<log_outcome> done) override {
        inner_->append(std::move(write), std::move(done));
    }
    void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        numbering by,
        std::uint64_t after,
        std::size_t count_max,
        reply<event_page> done
    ) override {
        inner_->events_after(organisation, conversation, by, after, count_max, std::move(done));
    }
    void conversation(
        routing::organisation_id organisation,
        routing::conversation_id id,
        reply<std::optional<conversation_row>> done
    ) override {
        inner_->conversation(organisation, id, std::move(done));
    }
    void open_conversations(reply<open_conversation_list> done) override {
        inner_->open_conversations(std::move(done));
    }
    void latest_conversation(
        routing::organisation_id organisation,
        routing::storefront_id storefront,
        routing::customer_id customer,
        reply<std::optional<conversation_row>> done
    ) override {
        inner_->latest_conversation(organisation, storefront, customer, std::move(done));
    }
    void last_server(
        routing::organisation_id organisation,
        routing::customer_id customer,
        routing::wall_time ended_since,
        reply<std::optional<routing::staff_id>> done
    ) override {
        inner_->last_server(organisation, customer, ended_since, std::move(done));
    }
    void save_receipts(std::vector<receipt_row> rows, reply<void> done) override {
        inner_->save_receipts(std::move(rows), std::move(done));
    }
    void receipts(routing::conversation_id conversation, reply<std::vector<receipt_row>> done)
        override {
        inner_->receipts(conversation, std::move(done));
    }
    void service_records(record_query query, reply<std::vector<service_record_row>> done) override {
        inner_->service_records(std::move(query), std::move(done));
    }
    void figures_since(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) override {
        inner_->figures_since(organisation, since, in_time_ms, std::move(done));
    }
    void figures_in_turn(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) override {
        inner_->figures_in_turn(organisation, since, in_time_ms, std::move(done));
    }
    void save_customer(customer_row row, reply<void> done) override {
        inner_->save_customer(std::move(row), std::move(done));
    }
    void customer(
        routing::organisation_id organisation,
        routing::customer_id id,
        reply<std::optional<customer_row>> done
    ) override {
        inner_->customer(organisation, id, std::move(done));
    }
    void customer_by_external_id(
        routing::organisation_id organisation,
        std::string external_id,
        reply<std::optional<customer_row>> done
    ) override {
        inner_->customer_by_external_id(organisation, std::move(external_id), std::move(done));
    }
    void save_visitor_token(
        routing::organisation_id organisation,
        visitor_token_row row,
        std::size_t kept_max,
        reply<void> done
    ) override {
        inner_->save_visitor_token(organisation, std::move(row), kept_max, std::move(done));
    }
    void visitor(
        routing::organisation_id organisation,
        std::string token_hash,
        reply<std::optional<known_visitor>> done
    ) override {
        inner_->visitor(organisation, std::move(token_hash), std::move(done));
    }
    void touch_visitor_token(
        routing::organisation_id organisation,
        std::string token_hash,
        routing::wall_time at,
        reply<void> done
    ) override {
        inner_->touch_visitor_token(organisation, std::move(token_hash), at, std::move(done));
    }
    void drop_visitor_token(
        routing::organisation_id organisation, std::string token_hash, reply<void> done
    ) override {
        inner_->drop_visitor_token(organisation, std::move(token_hash), std::move(done));
    }
    void sweep_visitors(
        visitor_cursor after,
        routing::wall_time seen_before,
        std::size_t look_max,
        reply<visitor_sweep> done
    ) override {
        inner_->sweep_visitors(after, seen_before, look_max, std::move(done));
    }
    void save_order(order_row row, reply<void> done) override {
        inner_->save_order(std::move(row), std::move(done));
    }
    void orders_of(
        routing::organisation_id organisation,
        routing::customer_id customer,
        std::size_t count_max,
        reply<std::vector<order_row>> done
    ) override {
        inner_->orders_of(organisation, customer, count_max, std::move(done));
    }
    void save_organisation(organisation_row row, reply<void> done) override {
        inner_->save_organisation(std::move(row), std::move(done));
    }
    void organisations(reply<std::vector<organisation_row>> done) override {
        inner_->organisations(std::move(done));
    }
    void save_storefront(storefront_row row, audit_draft audit, reply<void> done) override {
        inner_->save_storefront(std::move(row), std::move(audit), std::move(done));
    }
    void storefronts(reply<std::vector<storefront_row>> done) override {
        inner_->storefronts(std::move(done));
    }
    void save_skill(skill_row row, audit_draft audit, reply<void> done) override {
        inner_->save_skill(std::move(row), std::move(audit), std::move(done));
    }
    void skills(reply<std::vector<skill_row>> done) override { inner_->skills(std::move(done)); }
    void save_staff(staff_row row, audit_draft audit, reply<void> done) override {
        inner_->save_staff(std::move(row), std::move(audit), std::move(done));
    }
    void staff(reply<std::vector<staff_row>> done) override { inner_->staff(std::move(done)); }
    void save_staff_and_end_sign_ins(
        staff_row row,
        std::optional<staff_session_row> fresh,
        std::vector<audit_draft> audits,
        reply<void> done
    ) override {
        inner_->save_staff_and_end_sign_ins(
            std::move(row), std::move(fresh), std::move(audits), std::move(done)
        );
    }
    void save_staff_session(
        staff_session_row row,
        std::string password_hash,
        std::size_t kept_max,
        audit_draft audit,
        reply<sign_in_write> done
    ) override {
        inner_->save_staff_session(
            std::move(row), std::move(password_hash), kept_max, std::move(audit), std::move(done)
        );
    }
    void staff_session(std::string token_hash, reply<std::optional<staff_session_row>> done)
        override {
        inner_->staff_session(std::move(token_hash), std::move(done));
    }
    void touch_staff_session(
        std::string token_hash, routing::wall_time at, reply<sign_in_touch> done
    ) override {
        inner_->touch_staff_session(std::move(token_hash), at, std::move(done));
    }
    void drop_staff_session(std::string token_hash, audit_draft audit, reply<void> done) override {
        inner_->drop_staff_session(std::move(token_hash), std::move(audit), std::move(done));
    }
    void audit(audit_draft entry, reply<void> done) override {
        inner_->audit(std::move(entry), std::move(done));
    }
    void save_fold_cursor(std::string fold, std::uint64_t position, reply<void> done) override {
        inner_->save_fold_cursor(std::move(fold), position, std::move(done));
    }
    void fold_cursor(std::string fold, reply<std::uint64_t> done) override {
        inner_->fold_cursor(std::move(fold), std::move(done));
    }
    void stop() override { inner_->stop(); }
    store_stats stats() const override { return inner_->stats(); }
    void check_durability(reply<durability> done) override {
        inner_->check_durability(std::move(done));
    }

protected:
    [[nodiscard]] sqlite_store& inner() { return *inner_; }

private:
    std::unique_ptr<sqlite_store> inner_;
};

} // namespace kefu::tests::faulty
