#include "storage/records/sqlite/customer_sql.hpp"
#include "storage/records/sqlite/running_store.hpp"
#include "storage/records/weight.hpp"

// Customers, their tokens and orders.
namespace kefu::storage::sqlite {

void running_store::save_customer(customer_row row, reply<void> done) {
    const auto bytes = weight_of(row);
    const auto sealed_for = row.id;
    auto work = [row = std::move(row)](session& s) { return sqlite::save_customer(s, row); };
    write(make_call<void>(std::move(work), std::move(done), sealed_for), bytes);
}

void running_store::customer(
    routing::organisation_id organisation,
    routing::customer_id id,
    reply<std::optional<customer_row>> done
) {
    auto work = [=](session& s) { return find_customer(s, organisation, id); };
    readers_.submit(make_call<std::optional<customer_row>>(work, std::move(done)));
}

void running_store::customer_by_external_id(
    routing::organisation_id organisation,
    std::string external_id,
    reply<std::optional<customer_row>> done
) {
    auto work = [organisation, external_id = std::move(external_id)](session& s) {
        return find_customer_by_external_id(s, organisation, external_id);
    };
    readers_.submit(make_call<std::optional<customer_row>>(std::move(work), std::move(done)));
}

void running_store::save_visitor_token(
    routing::organisation_id organisation,
    visitor_token_row row,
    std::size_t kept_max,
    reply<void> done
) {
    const auto bytes = small_call_bytes + row.token_hash.size();
    auto work = [organisation, row = std::move(row), kept_max](session& s) {
        return sqlite::save_visitor_token(s, organisation, row, kept_max);
    };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::visitor(
    routing::organisation_id organisation,
    std::string token_hash,
    reply<std::optional<known_visitor>> done
) {
    auto work = [organisation, token_hash = std::move(token_hash)](session& s) {
        return find_visitor(s, organisation, token_hash);
    };
    readers_.submit(make_call<std::optional<known_visitor>>(std::move(work), std::move(done)));
}

void running_store::touch_visitor_token(
    routing::organisation_id organisation,
    std::string token_hash,
    routing::wall_time at,
    reply<void> done
) {
    const auto bytes = small_call_bytes + token_hash.size();
    auto work = [organisation, token_hash = std::move(token_hash), at](session& s) {
        return sqlite::touch_visitor_token(s, organisation, token_hash, at);
    };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

void running_store::drop_visitor_token(
    routing::organisation_id organisation, std::string token_hash, reply<void> done
) {
    const auto bytes = small_call_bytes + token_hash.size();
    auto work = [organisation, token_hash = std::move(token_hash)](session& s) {
        return sqlite::drop_visitor_token(s, organisation, token_hash);
    };
    write(make_call<void>(std::move(work), std::move(done)), bytes);
}

// The keys go last, in a write of their own: whoever was stored again since, be it in the commit of
// the sweep, needs theirs.
void running_store::sweep_visitors(
    visitor_cursor after,
    routing::wall_time seen_before,
    std::size_t look_max,
    reply<visitor_sweep> done
) {
    auto work = [=](session& s) { return sqlite::sweep_visitors(s, after, seen_before, look_max); };
    auto committed = [this, done = std::move(done)](result<swept_visitors> swept) {
        if (!swept) return done(swept.error());
        if (!swept->has_keys_to_drop) return done(std::move(swept->outcome));
        drop_keys(std::move(swept->outcome), done);
    };
    write(make_call<swept_visitors>(std::move(work), std::move(committed)), small_call_bytes);
}

void running_store::drop_keys(visitor_sweep swept, reply<visitor_sweep> done) {
    auto work = [swept = std::move(swept)](session& s) -> result<visitor_sweep> {
        auto gone = drop_keys_of_gone(s);
        if (!gone) return gone.error();
        return visitor_sweep{std::move(*gone), swept.last, swept.is_at_end};
    };
    write(make_call<visitor_sweep>(std::move(work), std::move(done)), small_call_bytes);
}

void running_store::save_order(order_row row, reply<void> done) {
    const auto bytes = weight_of(row);
    const auto sealed_for = row.customer;
    auto work = [row = std::move(row)](session& s) { return sqlite::save_order(s, row); };
    write(make_call<void>(std::move(work), std::move(done), sealed_for), bytes);
}

void running_store::orders_of(
    routing::organisation_id organisation,
    routing::customer_id customer,
    std::size_t count_max,
    reply<std::vector<order_row>> done
) {
    auto work = [=](session& s) { return list_orders(s, organisation, customer, count_max); };
    readers_.submit(make_call<std::vector<order_row>>(work, std::move(done)));
}

} // namespace kefu::storage::sqlite
