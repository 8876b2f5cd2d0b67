#include "storage/records/sqlite/running_store.hpp"

#include <filesystem>

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/audit_sql.hpp"
#include "storage/records/sqlite/configuration_sql.hpp"
#include "storage/records/sqlite/conversation_sql.hpp"
#include "storage/records/sqlite/figures_sql.hpp"
#include "storage/records/sqlite/log_sql.hpp"
#include "storage/records/weight.hpp"

namespace kefu::storage::sqlite {

running_store::running_store(
    std::unique_ptr<store_lock> lock,
    store_file file,
    store_context context,
    database connection,
    std::int64_t idle_probe_ms
)
    : lock_(std::move(lock)), file_(std::move(file)), context_(std::move(context)),
      writer_(file_, context_, counts_, std::move(connection), idle_probe_ms),
      readers_(file_, context_, counts_) {}

running_store::~running_store() {
    if (!stopped_) stop();
}

void running_store::stop() {
    stopped_ = true;
    writer_.stop();
    readers_.stop();
}

void running_store::write(
    std::unique_ptr<pending_call> call, std::size_t bytes, queue_place place
) {
    if (bytes > limits::row_bytes_max) {
        return readers_.refuse(std::move(call), store_error::too_large);
    }
    switch (writer_.submit(call, bytes, place)) {
    case group_writer::admission::taken:
        return;
    case group_writer::admission::full:
        counts_.overloaded += 1;
        return readers_.refuse(std::move(call), store_error::overloaded);
    case group_writer::admission::stopped:
        return readers_.refuse(std::move(call), store_error::stopped);
    }
}

template <class Save>
void running_store::write_audited(
    Save save, audit_draft audit, std::size_t bytes, reply<void> done
) {
    const auto weight = bytes + weight_of(audit);
    auto work = [save = std::move(save), audit = std::move(audit)](session& s) -> result<void> {
        if (const auto saved = save(s); !saved) return saved;
        return append_audit(s, audit);
    };
    write(make_call<void>(std::move(work), std::move(done)), weight);
}

void running_store::count(const result<log_outcome>& outcome) {
    if (!outcome) return;
    if (outcome->refusal != log_refusal::none) {
        counts_.refusals += 1;
    } else if (outcome->duplicate) {
        counts_.duplicates += 1;
    } else {
        counts_.events += outcome->events.size();
    }
}

// The log and conversations.

void running_store::append(log_write write_asked, reply<log_outcome> done) {
    const bool fits = events_fit(write_asked);
    const auto bytes = weight_of(write_asked);
    const auto place = write_asked.place;
    std::optional<routing::customer_id> sealed_for;
    if (write_asked.create) sealed_for = write_asked.create->customer;
    reply<log_outcome> counted = [this, done = std::move(done)](result<log_outcome> outcome) {
        count(outcome);
        done(std::move(outcome));
    };
    auto work = [asked = std::move(write_asked)](session& s) { return sqlite::append(s, asked); };
    auto call = make_call<log_outcome>(std::move(work), std::move(counted), sealed_for);
    if (!fits) return readers_.refuse(std::move(call), store_error::too_large);
    write(std::move(call), bytes, place);
}

void running_store::events_after(
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max,
    reply<event_page> done
) {
    auto work = [=](session& s) {
        return list_events_after(s, organisation, conversation, by, after, count_max);
    };
    readers_.submit(make_call<event_page>(work, std::move(done)));
}

void running_store::conversation(
    routing::organisation_id organisation,
    routing::conversation_id id,
    reply<std::optional<conversation_row>> done
) {
    auto work = [=](session& s) { return find_conversation(s, organisation, id); };
    readers_.submit(make_call<std::optional<conversation_row>>(work, std::move(done)));
}

void running_store::open_conversations(reply<open_conversation_list> done) {
    auto work = [](session& s) { return list_open_conversations(s); };
    readers_.submit(make_call<open_conversation_list>(work, std::move(done)));
}

void running_store::latest_conversation(
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer,
    reply<std::optional<conversation_row>> done
) {
    auto work = [=](session& s) {
        return find_latest_conversation(s, organisation, storefront, customer);
    };
    readers_.submit(make_call<std::optional<conversation_row>>(work, std::move(done)));
}

void running_store::last_server(
    routing::organisation_id organisation,
    routing::customer_id customer,
    routing::wall_time ended_since,
    reply<std::optional<routing::staff_id>> done
) {
    auto work = [=](session& s) {
        return find_last_server(s, organisation, customer, ended_since);
    };
    readers_.submit(make_call<std::optional<routing::staff_id>>(work, std::move(done)));
}

void running_store::save_receipts(std::vector<receipt_row> rows, reply<void> done) {
    const bool fits = rows.size() <= limits::receipts_per_write_max;
    const auto bytes = small_call_bytes + rows.size() * sizeof(receipt_row);
    auto work = [rows = std::move(rows)](session& s) { return sqlite::save_receipts(s, rows); };
    auto call = make_call<void>(std::move(work), std::move(done));
    if (!fits) return readers_.refuse(std::move(call), store_error::too_large);
    write(std::move(call), bytes);
}

void running_store::receipts(
    routing::conversation_id conversation, reply<std::vector<receipt_row>> done
) {
    auto work = [=](session& s) { return list_receipts(s, conversation); };
    readers_.submit(make_call<std::vector<receipt_row>>(work, std::move(done)));
}

void running_store::service_records(
    record_query query, reply<std::vector<service_record_row>> done
) {
    auto work = [query = std::move(query)](session& s) { return list_service_records(s, query); };
    readers_.submit(make_call<std::vector<service_record_row>>(std::move(work), std::move(done)));
}

void running_store::figures_since(
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms,
    reply<day_figures> done
) {
    auto work = [=](session& s) { return read_figures(s, organisation, since, in_time_ms); };
    readers_.submit(make_call<day_figures>(work, std::move(done)));
}

void running_store::figures_in_turn(
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms,
    reply<day_figures> done
) {
    auto work = [=](session& s) { return read_figures(s, organisation, since, in_time_ms); };
    write(make_call<day_figures>(work, std::move(done)), small_call_bytes);
}

// Configuration.

void running_store::save_organisation(organisation_row row, reply<void> done) {
    const auto bytes = small_call_bytes + row.name.size();
    auto work = [row = std::move(row)](session& s) { return sqlite::save_organisation(s, row); };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::organisations(reply<std::vector<organisation_row>> done) {
    auto work = [](session& s) { return list_organisations(s); };
    readers_.submit(make_call<std::vector<organisation_row>>(work, std::move(done)));
}

void running_store::save_storefront(storefront_row row, audit_draft audit, reply<void> done) {
    const auto bytes = weight_of(row);
    if (audit.organisation.is_nil()) audit.organisation = row.organisation;
    auto save = [row = std::move(row)](session& s) { return sqlite::save_storefront(s, row); };
    write_audited(std::move(save), std::move(audit), bytes, std::move(done));
}

void running_store::storefronts(reply<std::vector<storefront_row>> done) {
    auto work = [](session& s) { return list_storefronts(s); };
    readers_.submit(make_call<std::vector<storefront_row>>(work, std::move(done)));
}

void running_store::save_skill(skill_row row, audit_draft audit, reply<void> done) {
    const auto bytes = small_call_bytes + row.name.size() + row.topic.size();
    if (audit.organisation.is_nil()) audit.organisation = row.organisation;
    auto save = [row = std::move(row)](session& s) { return sqlite::save_skill(s, row); };
    write_audited(std::move(save), std::move(audit), bytes, std::move(done));
}

void running_store::skills(reply<std::vector<skill_row>> done) {
    auto work = [](session& s) { return list_skills(s); };
    readers_.submit(make_call<std::vector<skill_row>>(work, std::move(done)));
}

void running_store::save_staff(staff_row row, audit_draft audit, reply<void> done) {
    const auto bytes = weight_of(row);
    if (audit.organisation.is_nil()) audit.organisation = row.organisation;
    auto save = [row = std::move(row)](session& s) { return sqlite::save_staff(s, row); };
    write_audited(std::move(save), std::move(audit), bytes, std::move(done));
}

void running_store::staff(reply<std::vector<staff_row>> done) {
    auto work = [](session& s) { return list_staff(s); };
    readers_.submit(make_call<std::vector<staff_row>>(work, std::move(done)));
}

void running_store::save_staff_and_end_sign_ins(
    staff_row row,
    std::optional<staff_session_row> fresh,
    std::vector<audit_draft> audits,
    reply<void> done
) {
    auto bytes = weight_of(row) + small_call_bytes;
    for (auto& entry : audits) {
        bytes += weight_of(entry);
        if (entry.organisation.is_nil()) entry.organisation = row.organisation;
    }
    auto work = [row = std::move(row), fresh = std::move(fresh), audits = std::move(audits)](
                    session& s
                ) { return sqlite::save_staff_and_end_sign_ins(s, row, fresh, audits); };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::save_staff_session(
    staff_session_row row,
    std::string password_hash,
    std::size_t kept_max,
    audit_draft audit,
    reply<sign_in_write> done
) {
    const auto bytes = small_call_bytes + row.token_hash.size() + password_hash.size();
    auto work = [=, row = std::move(row), audit = std::move(audit)](session& s
                ) -> result<sign_in_write> {
        const auto stored = begin_staff_session(s, row, password_hash, kept_max);
        if (!stored || *stored != sign_in_write::stored) return stored;
        if (const auto written = append_audit(s, audit); !written) return written.error();
        return stored;
    };
    write(make_call<sign_in_write>(std::move(work), std::move(done)), bytes);
}

void running_store::staff_session(
    std::string token_hash, reply<std::optional<staff_session_row>> done
) {
    auto work = [token_hash = std::move(token_hash)](session& s) {
        return find_staff_session(s, token_hash);
    };
    readers_.submit(make_call<std::optional<staff_session_row>>(std::move(work), std::move(done)));
}

void running_store::touch_staff_session(
    std::string token_hash, routing::wall_time at, reply<sign_in_touch> done
) {
    const auto bytes = small_call_bytes + token_hash.size();
    auto work = [token_hash = std::move(token_hash), at](session& s) {
        return sqlite::touch_staff_session(s, token_hash, at);
    };
    write(make_call<sign_in_touch>(std::move(work), std::move(done)), bytes);
}

void running_store::drop_staff_session(
    std::string token_hash, audit_draft audit, reply<void> done
) {
    const auto bytes = small_call_bytes + token_hash.size();
    auto drop = [token_hash = std::move(token_hash)](session& s) {
        return sqlite::drop_staff_session(s, token_hash);
    };
    write_audited(std::move(drop), std::move(audit), bytes, std::move(done));
}

void running_store::audit(audit_draft entry, reply<void> done) {
    const auto bytes = weight_of(entry);
    auto work = [entry = std::move(entry)](session& s) { return append_audit(s, entry); };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::save_fold_cursor(std::string fold, std::uint64_t position, reply<void> done) {
    const auto bytes = small_call_bytes + fold.size();
    auto work = [fold = std::move(fold), position](session& s) {
        return sqlite::save_fold_cursor(s, fold, position);
    };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::fold_cursor(std::string fold, reply<std::uint64_t> done) {
    auto work = [fold = std::move(fold)](session& s) { return find_fold_cursor(s, fold); };
    readers_.submit(make_call<std::uint64_t>(std::move(work), std::move(done)));
}

// What only this adapter has.

store_stats running_store::stats() const {
    store_stats now;
    now.commits = counts_.commits;
    now.writes = counts_.writes;
    now.events = counts_.events;
    now.batch_largest = counts_.batch_largest;
    now.refusals = counts_.refusals;
    now.duplicates = counts_.duplicates;
    now.write_errors = counts_.write_errors;
    now.failed_commits = counts_.failed_commits;
    now.repeated_batches = counts_.repeated_batches;
    now.overloaded = counts_.overloaded;
    now.reads = counts_.reads;
    now.read_errors = counts_.read_errors;
    now.checkpoints = counts_.checkpoints;
    now.probes = counts_.probes;
    now.writable = counts_.writable;
    std::error_code none;
    const auto room = std::filesystem::space(file_.path(), none);
    if (!none) now.disk_free_bytes = room.available;
    now.write_queue_depth = writer_.depth();
    now.read_queue_depth = readers_.depth();
    return now;
}

// Asked of the writing connection itself.
void running_store::check_durability(reply<durability> done) {
    auto work = [](session& s) { return durability_of(s.store); };
    write(make_call<durability>(work, std::move(done)), small_call_bytes);
}

} // namespace kefu::storage::sqlite
