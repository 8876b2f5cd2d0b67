#include "storage/records/sqlite/customer_sql.hpp"

#include <algorithm>

#include "storage/records/limits.hpp"
#include "storage/records/packing.hpp"
#include "storage/records/sqlite/row_cells.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/vault/normalise.hpp"

namespace kefu::storage::sqlite {

namespace {

// The column's name separates the indexes of equal values in different columns.
std::optional<std::string> index_of(
    const session& s, std::string_view column, const std::string& normalised
) {
    if (normalised.empty()) return std::nullopt;
    return s.context.keys.blind_index(column, normalised);
}

struct sealed_customer {
    std::optional<std::string> external_id, name, phone, email, address;
};

sealed_customer take_sealed_customer(execution& query) {
    sealed_customer sealed;
    sealed.external_id = query.take_blob_or_null();
    sealed.name = query.take_blob_or_null();
    sealed.phone = query.take_blob_or_null();
    sealed.email = query.take_blob_or_null();
    sealed.address = query.take_blob_or_null();
    return sealed;
}

result<customer_row> read_customer(session& s, execution& query) {
    customer_row row;
    row.id = query.take_id<routing::customer_id>();
    row.organisation = query.take_id<routing::organisation_id>();
    row.storefront = query.take_id<routing::storefront_id>();
    row.identified = query.take_flag();
    row.vip = query.take_flag();
    const auto sealed = take_sealed_customer(query);
    row.locale = query.take_text();
    row.created_at = query.take_time();
    if (query.error()) return query.error();
    row_cells cells(s.context.keys, row.id, "customer", row.id.bits);
    row.external_id = cells.open("external_id", sealed.external_id);
    row.name = cells.open("name", sealed.name);
    row.phone = cells.open("phone", sealed.phone);
    row.email = cells.open("email", sealed.email);
    row.address = cells.open("address", sealed.address);
    if (cells.error()) return cells.error();
    return row;
}

result<std::optional<customer_row>> one_customer(session& s, execution& query) {
    std::optional<customer_row> found;
    if (query.step()) {
        auto row = read_customer(s, query);
        if (!row) return row.error();
        found = std::move(*row);
    }
    if (query.error()) return query.error();
    return found;
}

result<order_row> read_order(session& s, execution& query) {
    order_row row;
    row.id = query.take_id<routing::order_id>();
    row.organisation = query.take_id<routing::organisation_id>();
    row.customer = query.take_id<routing::customer_id>();
    const auto number = query.take_blob_or_null();
    row.status = query.take_text();
    row.currency = query.take_text();
    row.total_minor = query.take_integer();
    row.placed_at = query.take_time();
    const auto sealed_lines = query.take_blob_or_null();
    const auto sealed_timeline = query.take_blob_or_null();
    if (query.error()) return query.error();
    row_cells cells(s.context.keys, row.customer, "shop_order", row.id.bits);
    row.number = cells.open("number", number);
    auto lines = packing::lines_from(cells.open("lines", sealed_lines));
    auto timeline = packing::timeline_from(cells.open("timeline", sealed_timeline));
    if (cells.error()) return cells.error();
    if (!lines || !timeline) return store_error::corrupt;
    row.lines = std::move(*lines);
    row.timeline = std::move(*timeline);
    return row;
}

} // namespace

result<void> save_customer(session& s, const customer_row& row) {
    row_cells cells(s.context.keys, row.id, "customer", row.id.bits);
    auto save = s.store.use(statements::save_customer);
    save.id(row.id).id(row.organisation).id(row.storefront).flag(row.identified).flag(row.vip);
    save.blob(cells.seal("external_id", row.external_id)).blob(cells.seal("name", row.name));
    save.blob(cells.seal("phone", row.phone)).blob(cells.seal("email", row.email));
    save.blob(cells.seal("address", row.address)).text(row.locale).at(row.created_at);
    if (cells.error()) return cells.error();
    const auto phone = normalised_phone(row.phone, s.context.phone_country_code);
    save.blob(index_of(s, "external_id", row.external_id)).blob(index_of(s, "phone", phone));
    save.blob(index_of(s, "email", normalised_email(row.email)));
    return as_result(save.run());
}

result<std::optional<customer_row>> find_customer(
    session& s, routing::organisation_id organisation, routing::customer_id id
) {
    auto query = s.store.use(statements::find_customer);
    query.id(organisation).id(id);
    return one_customer(s, query);
}

result<std::optional<customer_row>> find_customer_by_external_id(
    session& s, routing::organisation_id organisation, const std::string& external_id
) {
    const auto index = index_of(s, "external_id", external_id);
    if (!index) return std::optional<customer_row>();
    auto query = s.store.use(statements::find_customer_by_external_id);
    query.id(organisation).blob(index);
    return one_customer(s, query);
}

result<void> save_visitor_token(
    session& s,
    routing::organisation_id organisation,
    const visitor_token_row& row,
    std::size_t kept_max
) {
    const std::string_view hash(row.token_hash);
    auto save = s.store.use(statements::save_visitor_token);
    save.id(organisation).blob(hash).id(row.customer).id(row.storefront);
    save.number(row.identity_generation).at(row.bound_at).at(row.used_at);
    if (const auto error = save.run()) return error;
    auto trim = s.store.use(statements::trim_visitor_tokens);
    trim.id(organisation)
        .id(row.customer)
        .blob(hash)
        .number(std::max<std::size_t>(kept_max, 1) - 1);
    return as_result(trim.run());
}

result<std::optional<known_visitor>> find_visitor(
    session& s, routing::organisation_id organisation, const std::string& token_hash
) {
    std::optional<known_visitor> none;
    known_visitor found;
    {
        auto query = s.store.use(statements::find_visitor_token);
        query.id(organisation).blob(std::string_view(token_hash));
        if (!query.step()) {
            if (query.error()) return query.error();
            return none;
        }
        found.token.token_hash = query.take_blob();
        found.token.customer = query.take_id<routing::customer_id>();
        found.token.storefront = query.take_id<routing::storefront_id>();
        found.token.identity_generation = query.take_number();
        found.token.bound_at = query.take_time();
        found.token.used_at = query.take_time();
        found.storefront_generation = query.take_number();
        if (query.error()) return query.error();
    }
    auto customer = find_customer(s, organisation, found.token.customer);
    if (!customer) return customer.error();
    if (!*customer) return none;
    found.customer = std::move(**customer);
    return std::optional(std::move(found));
}

result<void> touch_visitor_token(
    session& s,
    routing::organisation_id organisation,
    const std::string& token_hash,
    routing::wall_time at
) {
    auto touch = s.store.use(statements::touch_visitor_token);
    return as_result(touch.at(at).id(organisation).blob(std::string_view(token_hash)).run());
}

result<void> drop_visitor_token(
    session& s, routing::organisation_id organisation, const std::string& token_hash
) {
    auto drop = s.store.use(statements::drop_visitor_token);
    return as_result(drop.id(organisation).blob(std::string_view(token_hash)).run());
}

result<bool> is_customer(
    session& s, routing::organisation_id organisation, routing::customer_id id
) {
    auto query = s.store.use(statements::is_customer);
    const bool found = query.id(organisation).id(id).step();
    if (const auto error = query.error()) return result<bool>(boost::system::in_place_error, error);
    return found;
}

namespace {

struct customer_key {
    routing::organisation_id organisation;
    routing::customer_id id;
};

error_code forget_visitor(session& s, const customer_key& who) {
    auto tokens = s.store.use(statements::drop_visitor_tokens_of);
    if (const auto error = tokens.id(who.organisation).id(who.id).run()) return error;
    auto customer = s.store.use(statements::drop_customer);
    if (const auto error = customer.id(who.organisation).id(who.id).run()) return error;
    auto note = s.store.use(statements::note_key_to_drop);
    return note.id(who.organisation).id(who.id).run();
}

} // namespace

result<swept_visitors> sweep_visitors(
    session& s, visitor_cursor after, routing::wall_time seen_before, std::size_t look_max
) {
    swept_visitors swept;
    auto& outcome = swept.outcome;
    outcome.last = after;
    std::vector<customer_key> gone;
    std::size_t looked = 0;
    {
        auto query = s.store.use(statements::list_visitors);
        query.at(after.created_at).id(after.id).at(seen_before).number(look_max);
        while (query.step()) {
            const auto organisation = query.take_id<routing::organisation_id>();
            outcome.last.id = query.take_id<routing::customer_id>();
            outcome.last.created_at = query.take_time();
            const bool is_kept = query.take_flag();
            if (!is_kept) gone.push_back({organisation, outcome.last.id});
            ++looked;
        }
        if (query.error()) return query.error();
    }
    for (const auto& who : gone) {
        if (const auto error = forget_visitor(s, who)) return error;
    }
    auto keys = s.store.use(statements::has_keys_to_drop);
    swept.has_keys_to_drop = keys.step() && keys.take_flag();
    if (keys.error()) return keys.error();
    outcome.is_at_end = looked < look_max;
    return swept;
}

result<std::vector<routing::customer_id>> drop_keys_of_gone(session& s) {
    std::vector<customer_key> listed;
    std::vector<routing::customer_id> gone;
    {
        auto query = s.store.use(statements::list_keys_to_drop);
        query.number(limits::keys_dropped_per_sweep_max);
        while (query.step()) {
            const auto organisation = query.take_id<routing::organisation_id>();
            listed.push_back({organisation, query.take_id<routing::customer_id>()});
            const bool is_back = query.take_flag();
            if (!is_back) gone.push_back(listed.back().id);
        }
        if (query.error()) return query.error();
    }
    if (const auto dropped = s.context.keys.drop_data_keys(gone); !dropped) return dropped.error();
    for (const auto& who : listed) {
        auto forget = s.store.use(statements::forget_key_to_drop);
        if (const auto error = forget.id(who.organisation).id(who.id).run()) return error;
    }
    return gone;
}

result<void> save_order(session& s, const order_row& row) {
    row_cells cells(s.context.keys, row.customer, "shop_order", row.id.bits);
    auto save = s.store.use(statements::save_order);
    save.id(row.id).id(row.organisation).id(row.customer);
    save.blob(cells.seal("number", row.number)).text(row.status).text(row.currency);
    save.integer(row.total_minor).at(row.placed_at);
    const auto lines = cells.seal_always("lines", packing::packed(row.lines));
    const auto timeline = cells.seal_always("timeline", packing::packed(row.timeline));
    if (cells.error()) return cells.error();
    save.blob(std::string_view(lines)).blob(std::string_view(timeline));
    save.blob(index_of(s, "order_number", normalised_order_number(row.number)));
    return as_result(save.run());
}

result<std::vector<order_row>> list_orders(
    session& s,
    routing::organisation_id organisation,
    routing::customer_id customer,
    std::size_t count_max
) {
    auto query = s.store.use(statements::list_orders);
    query.id(organisation).id(customer).number(std::min(count_max, limits::rows_per_page_max));
    std::vector<order_row> rows;
    while (query.step()) {
        auto row = read_order(s, query);
        if (!row) return row.error();
        rows.push_back(std::move(*row));
    }
    if (query.error()) return query.error();
    return rows;
}

} // namespace kefu::storage::sqlite
