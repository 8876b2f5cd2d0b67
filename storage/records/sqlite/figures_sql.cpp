#include "storage/records/sqlite/figures_sql.hpp"

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/statements.hpp"

namespace kefu::storage::sqlite {

namespace {

error_code count_ended(
    session& s,
    routing::organisation_id organisation,
    routing::wall_time since,
    day_figures& figures
) {
    auto query = s.store.use(statements::count_ended_since);
    query.id(organisation).at(since);
    while (query.step()) {
        const auto state = static_cast<conversation_state>(query.take_integer());
        const auto staff = query.take_bits_or_null();
        const int count = query.take_int();
        if (state == conversation_state::abandoned) {
            figures.abandoned_count += count;
        } else if (staff) {
            figures.closed.push_back({routing::staff_id{*staff}, count});
        }
    }
    return query.error();
}

error_code list_rated(
    session& s,
    routing::organisation_id organisation,
    routing::wall_time since,
    day_figures& figures
) {
    auto query = s.store.use(statements::list_rated_since);
    query.id(organisation).at(since).number(limits::day_ratings_max);
    while (query.step()) {
        day_figures::rating one;
        one.conversation = query.take_id<routing::conversation_id>();
        const auto staff = query.take_bits_or_null();
        one.score = query.take_int();
        if (!staff) continue;
        one.staff = routing::staff_id{*staff};
        figures.ratings.push_back(one);
    }
    return query.error();
}

error_code count_accepted(
    session& s,
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms,
    day_figures& figures
) {
    auto query = s.store.use(statements::count_accepted_since);
    query.id(organisation).at(since).integer(in_time_ms);
    if (query.step()) {
        figures.accepted_count = query.take_int();
        figures.accepted_in_time_count = query.take_int();
    }
    return query.error();
}

} // namespace

result<day_figures> read_figures(
    session& s,
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms
) {
    day_figures figures;
    if (const auto error = count_ended(s, organisation, since, figures)) return error;
    if (const auto error = list_rated(s, organisation, since, figures)) return error;
    if (const auto error = count_accepted(s, organisation, since, in_time_ms, figures)) {
        return error;
    }
    return figures;
}

} // namespace kefu::storage::sqlite
