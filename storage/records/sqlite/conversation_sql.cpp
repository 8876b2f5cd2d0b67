#include "storage/records/sqlite/conversation_sql.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "storage/records/limits.hpp"
#include "storage/records/packing.hpp"
#include "storage/records/sqlite/row_cells.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/records/sqlite/store_file.hpp"
#include "storage/vault/normalise.hpp"

namespace kefu::storage::sqlite {

namespace {

conversation_state take_state(execution& query) {
    const auto stored = query.take_integer();
    if (stored < 1 || stored > 7) query.mark_corrupt();
    return static_cast<conversation_state>(stored);
}

std::optional<routing::staff_id> take_staff_or_null(execution& query) {
    const auto bits = query.take_bits_or_null();
    if (!bits) return std::nullopt;
    return routing::staff_id{*bits};
}

std::vector<routing::staff_id> take_excluded(execution& query) {
    auto list = packing::staff_from(query.take_blob());
    if (list) return std::move(*list);
    query.mark_corrupt();
    return {};
}

// Into `row`, so that the caller knows whose row it was that would not be read.
error_code read_conversation_into(conversation_row& row, session& s, execution& query) {
    row.id = query.take_id<routing::conversation_id>();
    row.organisation = query.take_id<routing::organisation_id>();
    row.storefront = query.take_id<routing::storefront_id>();
    row.customer = query.take_id<routing::customer_id>();
    row.state = take_state(query);
    row.generation = query.take_number();
    row.assignee = take_staff_or_null(query);
    row.skill = query.take_id<routing::skill_id>();
    row.min_level = query.take_int();
    row.points = query.take_int();
    row.topic = query.take_text();
    row.need_type = query.take_text();
    const auto order_number = query.take_blob_or_null();
    row.locale = query.take_text();
    row.opened_at = query.take_time();
    row.queued_at = query.take_time();
    row.state_since = query.take_time();
    row.waiting_since = query.take_time_or_null();
    row.due = query.take_time_or_null();
    row.excluded = take_excluded(query);
    row.seq_top = query.take_number();
    row.public_top = query.take_number();
    row.rated = query.take_flag();
    row.credit_ms = query.take_integer();
    row.waiting_from = query.take_time();
    row.longest_wait_ms = query.take_integer();
    row.preferred = take_staff_or_null(query);
    row.unanswered_count = query.take_number();
    row.unanswered_bytes = query.take_number();
    if (query.error()) return query.error();
    row_cells cells(s.context.keys, row.customer, "conversation", row.id.bits);
    row.order_number = cells.open("order_number", order_number);
    return cells.error();
}

result<conversation_row> read_conversation(session& s, execution& query) {
    conversation_row row;
    if (const auto error = read_conversation_into(row, s, query)) return error;
    return row;
}

result<std::optional<conversation_row>> one_conversation(session& s, execution& query) {
    std::optional<conversation_row> found;
    if (query.step()) {
        auto row = read_conversation(s, query);
        if (!row) return row.error();
        found = std::move(*row);
    }
    if (query.error()) return query.error();
    return found;
}

service_record_row read_service_record(execution& query, std::optional<std::string>& solution) {
    service_record_row row;
    row.organisation = query.take_id<routing::organisation_id>();
    row.conversation = query.take_id<routing::conversation_id>();
    row.id = query.take_id<routing::record_id>();
    row.customer = query.take_id<routing::customer_id>();
    row.staff = query.take_id<routing::staff_id>();
    row.channel = query.take_text();
    row.topic = query.take_text();
    row.need_type = query.take_text();
    row.solved = query.take_text();
    solution = query.take_blob_or_null();
    row.opened_at = query.take_time();
    row.accepted_at = query.take_time();
    row.ended_at = query.take_time();
    row.wrapped_up_at = query.take_time();
    row.longest_wait_ms = query.take_integer_or_null();
    return row;
}

std::optional<std::string> order_index_of(const session& s, const std::string& typed) {
    const auto number = normalised_order_number(typed);
    if (number.empty()) return std::nullopt;
    return s.context.keys.blind_index("service_record_order", number);
}

constexpr record_cursor behind_every_record{{std::numeric_limits<std::int64_t>::max()}, {}};

const char* statement_for(const record_query& query) {
    if (query.order_number) return statements::list_service_records_of_order;
    if (query.customer) return statements::list_service_records_of_customer;
    if (query.staff) return statements::list_service_records_of_staff;
    if (query.topic) return statements::list_service_records_of_topic;
    return statements::list_service_records;
}

result<service_record_row> opened_service_record(session& s, execution& query) {
    std::optional<std::string> solution;
    auto row = read_service_record(query, solution);
    const auto score = query.take_integer_or_null();
    const auto comment = query.take_blob_or_null();
    const auto order_number = query.take_blob_or_null();
    if (query.error()) return query.error();
    if (score) row.score = static_cast<int>(*score);
    row_cells cells(s.context.keys, row.customer, "service_record", row.id.bits);
    row.solution = cells.open("solution", solution);
    row_cells its_own(s.context.keys, row.customer, "conversation", row.conversation.bits);
    if (comment) row.score_comment = its_own.open("rating_comment", comment);
    row.order_number = its_own.open("order_number", order_number);
    if (cells.error()) return cells.error();
    if (its_own.error()) return its_own.error();
    return row;
}

} // namespace

result<void> insert_conversation(session& s, const conversation_row& row) {
    row_cells cells(s.context.keys, row.customer, "conversation", row.id.bits);
    const auto order_number = cells.seal("order_number", row.order_number);
    if (cells.error()) return cells.error();
    auto insert = s.store.use(statements::insert_conversation);
    insert.id(row.id).id(row.organisation).id(row.storefront).id(row.customer);
    insert.integer(static_cast<int>(row.state)).number(row.generation).id(row.assignee);
    insert.id(row.skill).integer(row.min_level).integer(row.points).text(row.topic);
    insert.text(row.need_type).blob(order_number).text(row.locale).at(row.opened_at);
    insert.at(row.queued_at).at(row.state_since).at(row.waiting_since).at(row.due);
    insert.blob(std::string_view(packing::packed(row.excluded)));
    insert.number(row.seq_top).number(row.public_top).flag(row.rated).integer(row.credit_ms);
    insert.at(row.waiting_from).integer(row.longest_wait_ms).id(row.preferred);
    insert.number(row.unanswered_count).number(row.unanswered_bytes);
    return as_result(insert.run());
}

indexed_columns indexed_columns_of(const conversation_row& row) {
    return {row.state, row.assignee, row.state_since};
}

result<void> update_conversation(
    session& s, const indexed_columns& stored, const conversation_row& row
) {
    const bool in_place = indexed_columns_of(row) == stored;
    const auto* statement =
        in_place ? statements::update_conversation_in_place : statements::update_conversation;
    auto update = s.store.use(statement);
    if (!in_place) update.integer(static_cast<int>(row.state)).id(row.assignee).at(row.state_since);
    update.number(row.generation).id(row.skill).integer(row.min_level);
    update.text(row.topic).text(row.need_type).at(row.waiting_since).at(row.due);
    update.blob(std::string_view(packing::packed(row.excluded)));
    update.number(row.seq_top).number(row.public_top).flag(row.rated).integer(row.credit_ms);
    update.at(row.waiting_from).integer(row.longest_wait_ms).id(row.preferred);
    update.number(row.unanswered_count).number(row.unanswered_bytes);
    update.id(row.organisation).id(row.id);
    return as_result(update.run());
}

result<void> save_rating(
    session& s, const conversation_row& row, const rating_draft& rating, routing::wall_time at
) {
    row_cells cells(s.context.keys, row.customer, "conversation", row.id.bits);
    const auto comment = cells.seal("rating_comment", rating.comment);
    if (cells.error()) return cells.error();
    auto update = s.store.use(statements::update_rating);
    update.integer(rating.score).blob(comment).at(at).id(row.organisation).id(row.id);
    return as_result(update.run());
}

result<std::optional<conversation_row>> find_conversation(
    session& s, routing::organisation_id organisation, routing::conversation_id id
) {
    auto query = s.store.use(statements::find_conversation);
    query.id(organisation).id(id);
    return one_conversation(s, query);
}

result<std::optional<conversation_row>> find_open_conversation(
    session& s,
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer
) {
    auto query = s.store.use(statements::find_open_conversation);
    query.id(organisation).id(storefront).id(customer);
    return one_conversation(s, query);
}

result<std::optional<conversation_row>> find_latest_conversation(
    session& s,
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer
) {
    auto query = s.store.use(statements::find_latest_conversation);
    query.id(organisation).id(storefront).id(customer);
    return one_conversation(s, query);
}

result<std::optional<routing::staff_id>> find_last_server(
    session& s,
    routing::organisation_id organisation,
    routing::customer_id customer,
    routing::wall_time ended_since
) {
    auto query = s.store.use(statements::find_last_server);
    query.id(organisation).id(customer).at(ended_since);
    std::optional<routing::staff_id> found;
    if (query.step()) found = query.take_id<routing::staff_id>();
    if (query.error()) return query.error();
    return found;
}

result<open_conversation_list> list_open_conversations(session& s) {
    auto query = s.store.use(statements::list_open_conversations);
    open_conversation_list list;
    while (query.step()) {
        conversation_row row;
        const auto error = read_conversation_into(row, s, query);
        if (!error) {
            list.rows.push_back(std::move(row));
            continue;
        }
        const bool only_this_one =
            query.pass_over_row() && meaning_of(error) == store_error::corrupt;
        if (!only_this_one) return error;
        list.damaged.push_back({row.organisation, row.id});
    }
    if (query.error()) return query.error();
    return list;
}

result<void> save_receipts(session& s, const std::vector<receipt_row>& rows) {
    for (const auto& row : rows) {
        auto save = s.store.use(statements::save_receipt);
        save.id(row.conversation).integer(static_cast<int>(row.by));
        if (const auto error = save.number(row.delivered).number(row.read).run()) return error;
    }
    return {};
}

result<std::vector<receipt_row>> list_receipts(session& s, routing::conversation_id conversation) {
    auto query = s.store.use(statements::list_receipts);
    query.id(conversation);
    std::vector<receipt_row> rows;
    while (query.step()) {
        receipt_row row;
        row.conversation = query.take_id<routing::conversation_id>();
        const auto by = query.take_integer();
        if (by != 1 && by != 2) query.mark_corrupt();
        row.by = static_cast<party>(by);
        row.delivered = query.take_number();
        row.read = query.take_number();
        rows.push_back(row);
    }
    if (query.error()) return query.error();
    return rows;
}

result<void> note_took_part(
    session& s,
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    routing::staff_id staff
) {
    auto insert = s.store.use(statements::insert_took_part);
    return as_result(insert.id(organisation).id(conversation).id(staff).run());
}

result<void> save_service_record(
    session& s, const service_record_row& row, const std::string& order_number
) {
    row_cells cells(s.context.keys, row.customer, "service_record", row.id.bits);
    const auto solution = cells.seal("solution", row.solution);
    if (cells.error()) return cells.error();
    auto save = s.store.use(statements::save_service_record);
    save.id(row.organisation).id(row.conversation).id(row.id).id(row.customer).id(row.staff);
    save.text(row.channel).text(row.topic).text(row.need_type).text(row.solved).blob(solution);
    save.at(row.opened_at).at(row.accepted_at).at(row.ended_at).at(row.wrapped_up_at);
    if (row.longest_wait_ms) {
        save.integer(*row.longest_wait_ms);
    } else {
        save.null();
    }
    save.blob(order_index_of(s, order_number));
    if (const auto error = save.run()) return error;
    const auto noted = note_took_part(s, row.organisation, row.conversation, row.staff);
    if (!noted) return noted;
    auto update = s.store.use(statements::update_took_part);
    return as_result(update.at(row.wrapped_up_at).id(row.organisation).id(row.conversation).run());
}

result<std::vector<service_record_row>> list_service_records(
    session& s, const record_query& query
) {
    auto list = s.store.use(statement_for(query));
    list.id(query.organisation).id(query.customer).id(query.staff);
    if (query.topic) {
        list.text(*query.topic);
    } else {
        list.null();
    }
    const auto before = query.before.value_or(behind_every_record);
    list.at(before.wrapped_up_at);
    list.number(std::min(query.count_max, limits::rows_per_page_max));
    if (query.order_number) {
        const auto index = order_index_of(s, *query.order_number);
        if (!index) return std::vector<service_record_row>{}; // nothing of a number in it
        list.blob(index);
    } else {
        list.null();
    }
    list.id(before.conversation);
    std::vector<service_record_row> rows;
    while (list.step()) {
        auto row = opened_service_record(s, list);
        if (!row) return row.error();
        rows.push_back(std::move(*row));
    }
    if (list.error()) return list.error();
    return rows;
}

} // namespace kefu::storage::sqlite
