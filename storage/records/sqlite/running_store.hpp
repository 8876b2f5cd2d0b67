#pragma once

#include <memory>

#include "storage/records/sqlite/counters.hpp"
#include "storage/records/sqlite/customer_sql.hpp"
#include "storage/records/sqlite/group_writer.hpp"
#include "storage/records/sqlite/reader_pool.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/records/sqlite/store_lock.hpp"

namespace kefu::storage::sqlite {

// The port over an open store: turns each method into a call for the writing or a reading thread.
class running_store final : public sqlite_store {
public:
    running_store(
        std::unique_ptr<store_lock> lock,
        store_file file,
        store_context context,
        database connection,
        std::int64_t idle_probe_ms
    );
    ~running_store() override; // stops first, when nobody did

    void append(log_write write, reply<log_outcome> done) override;
    void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        numbering by,
        std::uint64_t after,
        std::size_t count_max,
        reply<event_page> done
    ) override;
    void conversation(
        routing::organisation_id organisation,
        routing::conversation_id id,
        reply<std::optional<conversation_row>> done
    ) override;
    void open_conversations(reply<open_conversation_list> done) override;
    void latest_conversation(
        routing::organisation_id organisation,
        routing::storefront_id storefront,
        routing::customer_id customer,
        reply<std::optional<conversation_row>> done
    ) override;
    void last_server(
        routing::organisation_id organisation,
        routing::customer_id customer,
        routing::wall_time ended_since,
        reply<std::optional<routing::staff_id>> done
    ) override;
    void save_receipts(std::vector<receipt_row> rows, reply<void> done) override;
    void receipts(routing::conversation_id conversation, reply<std::vector<receipt_row>> done)
        override;
    void service_records(record_query query, reply<std::vector<service_record_row>> done) override;
    void figures_since(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) override;
    void figures_in_turn(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) override;

    void save_customer(customer_row row, reply<void> done) override;
    void customer(
        routing::organisation_id organisation,
        routing::customer_id id,
        reply<std::optional<customer_row>> done
    ) override;
    void customer_by_external_id(
        routing::organisation_id organisation,
        std::string external_id,
        reply<std::optional<customer_row>> done
    ) override;
    void save_visitor_token(
        routing::organisation_id organisation,
        visitor_token_row row,
        std::size_t kept_max,
        reply<void> done
    ) override;
    void visitor(
        routing::organisation_id organisation,
        std::string token_hash,
        reply<std::optional<known_visitor>> done
    ) override;
    void touch_visitor_token(
        routing::organisation_id organisation,
        std::string token_hash,
        routing::wall_time at,
        reply<void> done
    ) override;
    void drop_visitor_token(
        routing::organisation_id organisation, std::string token_hash, reply<void> done
    ) override;
    void sweep_visitors(
        visitor_cursor after,
        routing::wall_time seen_before,
        std::size_t look_max,
        reply<visitor_sweep> done
    ) override;
    void save_order(order_row row, reply<void> done) override;
    void orders_of(
        routing::organisation_id organisation,
        routing::customer_id customer,
        std::size_t count_max,
        reply<std::vector<order_row>> done
    ) override;

    void save_organisation(organisation_row row, reply<void> done) override;
    void organisations(reply<std::vector<organisation_row>> done) override;
    void save_storefront(storefront_row row, audit_draft audit, reply<void> done) override;
    void storefronts(reply<std::vector<storefront_row>> done) override;
    void save_skill(skill_row row, audit_draft audit, reply<void> done) override;
    void skills(reply<std::vector<skill_row>> done) override;
    void save_staff(staff_row row, audit_draft audit, reply<void> done) override;
    void staff(reply<std::vector<staff_row>> done) override;
    void save_staff_and_end_sign_ins(
        staff_row row,
        std::optional<staff_session_row> fresh,
        std::vector<audit_draft> audits,
        reply<void> done
    ) override;
    void save_staff_session(
        staff_session_row row,
        std::string password_hash,
        std::size_t kept_max,
        audit_draft audit,
        reply<sign_in_write> done
    ) override;
    void staff_session(std::string token_hash, reply<std::optional<staff_session_row>> done)
        override;
    void touch_staff_session(
        std::string token_hash, routing::wall_time at, reply<sign_in_touch> done
    ) override;
    void drop_staff_session(std::string token_hash, audit_draft audit, reply<void> done) override;
    void audit(audit_draft entry, reply<void> done) override;
    void save_fold_cursor(std::string fold, std::uint64_t position, reply<void> done) override;
    void fold_cursor(std::string fold, reply<std::uint64_t> done) override;
    void stop() override;

    store_stats stats() const override;
    void check_durability(reply<durability> done) override;

private:
    // What a call weighs whose rows have no text of unbounded size.
    static constexpr std::size_t small_call_bytes = 512;

    void write(
        std::unique_ptr<pending_call> call,
        std::size_t bytes,
        queue_place place = queue_place::ordinary
    );
    // A configuration row and its audit entry in one transaction.
    template <class Save>
    void write_audited(Save save, audit_draft audit, std::size_t bytes, reply<void> done);
    void count(const result<log_outcome>& outcome);
    void drop_keys(visitor_sweep swept, reply<visitor_sweep> done);

    std::unique_ptr<store_lock> lock_;
    store_file file_;
    store_context context_;
    counters counts_;
    group_writer writer_; // closes its connection last: whoever does puts the WAL into the file
    reader_pool readers_;
    bool stopped_ = false; // the thread that stops and destroys the store
};

} // namespace kefu::storage::sqlite
