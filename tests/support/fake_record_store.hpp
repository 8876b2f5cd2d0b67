#pragma once

#include "storage/records/record_store.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kefu::tests {

// A record store in memory that keeps the port's contract (seq and public_seq, repeats by client
// key, refusals, generation), answers when it is told to, and can be made to fail.
//
// Calls wait in a queue until answer_all() or, after answer_through(), are given to that executor.
// Methods of the port may be called from any thread; the rest is the test's.
class fake_record_store final : public storage::record_store {
public:
    using executor = std::function<void(std::function<void()>)>;

    // Everything that waits is done and answered, also what is asked meanwhile; returns how many.
    std::size_t answer_all();
    // The first that waits and writes, or the n-th of those that read; false: there is none.
    bool answer_write();
    bool answer_read(std::size_t n);
    // Nothing of what waits is done: the process that asked has died.
    void forget_calls();
    // From now on each call runs there, later: `post` of an io_context that somebody runs.
    void answer_through(executor elsewhere);

    // The next writes to the log fail with this error and store nothing.
    void fail_appends(std::size_t count, storage::store_error why);
    // All reads, or those by this name (`customer`), fail until it is called with nothing.
    void fail_reads(std::optional<storage::store_error> why, std::string name = {});
    // All writes other than the log's fail until it is called with nothing.
    void fail_saves(std::optional<storage::store_error> why);
    // Writes wait for false (reads go on); only in answer_all(), never after answer_through().
    void hold_writes(bool held);
    // Reads by this name (`conversation`, `latest_conversation`, `events_after`) look at once, and
    // their answers are kept until they are given.
    void hold_answers_to(std::string name);
    void give_held_answers();
    // A read is refused `overloaded` while so many wait already.
    void bound_reads(std::size_t waiting_max);

    // What was asked of the log, in order, refused ones too.
    [[nodiscard]] std::vector<storage::log_write> appended() const;
    [[nodiscard]] std::size_t append_count() const;
    [[nodiscard]] std::size_t read_count() const;
    [[nodiscard]] std::vector<storage::audit_draft> audits() const;
    [[nodiscard]] std::size_t customer_count() const;
    [[nodiscard]] std::size_t customer_saves() const;
    [[nodiscard]] std::size_t receipt_saves() const; // calls, each with many rows
    [[nodiscard]] std::optional<storage::visitor_token_row> token(const std::string& hash) const;
    [[nodiscard]] std::size_t session_count(routing::staff_id staff) const;
    [[nodiscard]] std::optional<storage::conversation_row> row(routing::conversation_id id) const;
    [[nodiscard]] std::vector<routing::conversation_id> conversations() const;
    [[nodiscard]] std::vector<storage::event> log_of(routing::conversation_id id) const;
    [[nodiscard]] std::vector<storage::service_record_row> records() const;
    [[nodiscard]] std::vector<storage::receipt_row> receipts_of(routing::conversation_id id) const;

    // Puts rows there without asking.
    void put(storage::customer_row row);
    void put(storage::conversation_row row, std::vector<storage::event> events = {});
    void put(storage::staff_row row);
    void put(storage::service_record_row row) {
        took_part_[row.conversation].insert(row.staff);
        records_.push_back(std::move(row));
    }
    void put(storage::staff_session_row row);
    // Its row is damaged: the list of open conversations only names it.
    void damage(routing::conversation_id id);
    void put_token(const std::string& hash, routing::customer_id customer);
    void put(storage::visitor_token_row row);
    void put(storage::storefront_row row);
    void put(storage::skill_row row);
    void put_organisation(storage::organisation_row row);

    // record_store
    void append(storage::log_write write, storage::reply<storage::log_outcome> done) override;
    void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        storage::numbering by,
        std::uint64_t after,
        std::size_t count_max,
        storage::reply<storage::event_page> done
    ) override;
    void conversation(
        routing::organisation_id organisation,
        routing::conversation_id id,
        storage::reply<std::optional<storage::conversation_row>> done
    ) override;
    void open_conversations(storage::reply<storage::open_conversation_list> done) override;
    void latest_conversation(
        routing::organisation_id organisation,
        routing::storefront_id storefront,
        routing::customer_id customer,
        storage::reply<std::optional<storage::conversation_row>> done
    ) override;
    void last_server(
        routing::organisation_id organisation,
        routing::customer_id customer,
        routing::wall_time ended_since,
        storage::reply<std::optional<routing::staff_id>> done
    ) override;
    void save_receipts(std::vector<storage::receipt_row> rows, storage::reply<void> done) override;
    void receipts(
        routing::conversation_id conversation,
        storage::reply<std::vector<storage::receipt_row>> done
    ) override;
    void service_records(
        storage::record_query query, storage::reply<std::vector<storage::service_record_row>> done
    ) override;
    void figures_since(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        storage::reply<storage::day_figures> done
    ) override;
    void figures_in_turn(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        storage::reply<storage::day_figures> done
    ) override;
    void save_customer(storage::customer_row row, storage::reply<void> done) override;
    void customer(
        routing::organisation_id organisation,
        routing::customer_id id,
        storage::reply<std::optional<storage::customer_row>> done
    ) override;
    void customer_by_external_id(
        routing::organisation_id organisation,
        std::string external_id,
        storage::reply<std::optional<storage::customer_row>> done
    ) override;
    void save_visitor_token(
        routing::organisation_id organisation,
        storage::visitor_token_row row,
        std::size_t kept_max,
        storage::reply<void> done
    ) override;
    void visitor(
        routing::organisation_id organisation,
        std::string token_hash,
        storage::reply<std::optional<storage::known_visitor>> done
    ) override;
    void touch_visitor_token(
        routing::organisation_id organisation,
        std::string token_hash,
        routing::wall_time at,
        storage::reply<void> done
    ) override;
    void drop_visitor_token(
        routing::organisation_id organisation, std::string token_hash, storage::reply<void> done
    ) override;
    void save_order(storage::order_row row, storage::reply<void> done) override;
    void sweep_visitors(
        storage::visitor_cursor after,
        routing::wall_time seen_before,
        std::size_t look_max,
        storage::reply<storage::visitor_sweep> done
    ) override;
    void orders_of(
        routing::organisation_id organisation,
        routing::customer_id customer,
        std::size_t count_max,
        storage::reply<std::vector<storage::order_row>> done
    ) override;
    void save_organisation(storage::organisation_row row, storage::reply<void> done) override;
    void organisations(storage::reply<std::vector<storage::organisation_row>> done) override;
    void save_storefront(
        storage::storefront_row row, storage::audit_draft audit, storage::reply<void> done
    ) override;
    void storefronts(storage::reply<std::vector<storage::storefront_row>> done) override;
    void save_skill(storage::skill_row row, storage::audit_draft audit, storage::reply<void> done)
        override;
    void skills(storage::reply<std::vector<storage::skill_row>> done) override;
    void save_staff(storage::staff_row row, storage::audit_draft audit, storage::reply<void> done)
        override;
    void staff(storage::reply<std::vector<storage::staff_row>> done) override;
    void save_staff_and_end_sign_ins(
        storage::staff_row row,
        std::optional<storage::staff_session_row> fresh,
        std::vector<storage::audit_draft> audits,
        storage::reply<void> done
    ) override;
    void save_staff_session(
        storage::staff_session_row row,
        std::string password_hash,
        std::size_t kept_max,
        storage::audit_draft audit,
        storage::reply<storage::sign_in_write> done
    ) override;
    void staff_session(
        std::string token_hash, storage::reply<std::optional<storage::staff_session_row>> done
    ) override;
    void touch_staff_session(
        std::string token_hash, routing::wall_time at, storage::reply<storage::sign_in_touch> done
    ) override;
    void drop_staff_session(
        std::string token_hash, storage::audit_draft audit, storage::reply<void> done
    ) override;
    void audit(storage::audit_draft entry, storage::reply<void> done) override;
    void save_fold_cursor(std::string fold, std::uint64_t position, storage::reply<void> done)
        override;
    void fold_cursor(std::string fold, storage::reply<std::uint64_t> done) override;
    void stop() override {}

private:
    struct call {
        bool writes = false;
        std::function<void()> run;
    };
    struct stored {
        storage::conversation_row row;
        std::vector<storage::event> log;
        int score = 0; // 0: not rated
        routing::wall_time rated_at{};
    };
    using keyed = std::pair<routing::id_bits, routing::id_bits>; // author and client key
    struct place {
        routing::conversation_id conversation;
        std::uint64_t seq = 0;
    };

    void enqueue(bool writes, std::function<void()> run);
    std::optional<std::function<void()>> next_call();
    bool answer_nth(bool writes, std::size_t n);
    template <class Value, class Look>
    void read(std::string_view name, storage::reply<Value> done, Look look);
    template <class Value, class Look>
    void read(storage::reply<Value> done, Look look) {
        read<Value>(std::string_view{}, std::move(done), std::move(look));
    }
    [[nodiscard]] bool keeps_answer(std::string_view name, std::function<void()> answer);
    void save(storage::reply<void> done, std::function<void()> change);
    void try_save(storage::reply<void> done, std::function<storage::result<void>()> change);
    storage::result<storage::log_outcome> apply(const storage::log_write& write);
    [[nodiscard]] storage::day_figures figures(
        routing::organisation_id organisation, routing::wall_time since, std::int64_t in_time_ms
    ) const;
    void sweep(
        storage::visitor_sweep& outcome, routing::wall_time seen_before, std::size_t look_max
    );
    static bool is_run_full(
        const storage::log_write& write, const std::vector<storage::event>& log
    );
    storage::log_outcome repeated(const storage::log_write& write) const;
    const stored* open_of(const storage::conversation_row& like) const;

    mutable std::mutex mutex_; // of everything below
    std::deque<call> waiting_;
    executor elsewhere_;
    std::size_t failing_appends_ = 0;
    storage::store_error append_error_ = storage::store_error::unavailable;
    std::optional<storage::store_error> read_error_;
    std::string failing_reads_; // "" = all
    std::optional<storage::store_error> save_error_;
    bool writes_held_ = false;
    std::string held_call_;
    std::vector<std::function<void()>> held_answers_;
    std::size_t reads_waiting_max_ = 1'000'000;
    std::size_t reads_waiting_ = 0;
    std::size_t customer_saves_ = 0;
    std::size_t receipt_saves_ = 0;
    std::size_t reads_ = 0;

    std::vector<storage::log_write> appended_;
    std::map<routing::conversation_id, stored> conversations_;
    std::map<keyed, place> keys_;
    std::vector<storage::audit_draft> audits_;
    std::vector<storage::service_record_row> records_;
    std::map<routing::conversation_id, std::set<routing::staff_id>> took_part_;
    std::map<std::pair<routing::conversation_id, storage::party>, storage::receipt_row> receipts_;
    std::set<routing::conversation_id> damaged_;
    std::map<routing::customer_id, storage::customer_row> customers_;
    std::map<std::string, storage::visitor_token_row> tokens_;
    std::vector<storage::order_row> orders_;
    std::map<routing::organisation_id, storage::organisation_row> organisations_;
    std::map<routing::storefront_id, storage::storefront_row> storefronts_;
    std::map<routing::skill_id, storage::skill_row> skills_;
    std::map<routing::staff_id, storage::staff_row> staff_;
    std::map<std::string, storage::staff_session_row> sessions_;
    std::map<std::string, std::uint64_t> folds_;
};

template <class Value, class Look>
void fake_record_store::read(std::string_view name, storage::reply<Value> done, Look look) {
    bool too_many = false;
    {
        const std::lock_guard lock(mutex_);
        too_many = reads_waiting_ >= reads_waiting_max_;
        ++reads_;
        if (!too_many) ++reads_waiting_;
    }
    enqueue(false, [this, done = std::move(done), look = std::move(look), too_many, name] {
        if (too_many) return done(make_error_code(storage::store_error::overloaded));
        std::unique_lock lock(mutex_);
        --reads_waiting_;
        if (read_error_ && (failing_reads_.empty() || failing_reads_ == name)) {
            const auto failed = make_error_code(*read_error_);
            lock.unlock();
            return done(failed);
        }
        storage::result<Value> answer(look());
        lock.unlock();
        if (keeps_answer(name, [done, answer] { done(answer); })) return;
        done(std::move(answer));
    });
}

} // namespace kefu::tests
