#include "storage/records/sqlite/configuration_sql.hpp"

#include <algorithm>
#include <map>

#include "storage/records/packing.hpp"
#include "storage/records/sqlite/audit_sql.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/records/staff_error.hpp"

namespace kefu::storage::sqlite {

namespace {

cell_place identity_secret_of(routing::storefront_id storefront) {
    return {"storefront", "identity_secret", storefront.bits};
}

result<storefront_row> read_storefront(session& s, execution& query) {
    storefront_row row;
    row.id = query.take_id<routing::storefront_id>();
    row.organisation = query.take_id<routing::organisation_id>();
    row.name = query.take_text();
    row.widget_key = query.take_text();
    auto origins = packing::strings_from(query.take_blob());
    row.accent_color = query.take_text();
    row.locale = query.take_text();
    row.hours = query.take_text();
    row.greeting = query.take_text();
    const auto secret = query.take_blob_or_null();
    row.identity_required = query.take_flag();
    row.identity_generation = query.take_number();
    row.version = query.take_number();
    if (query.error()) return query.error();
    if (!origins) return store_error::corrupt;
    row.origins = std::move(*origins);
    if (!secret) return row;
    auto opened = s.context.keys.open_own(identity_secret_of(row.id), *secret);
    if (!opened) return opened.error();
    row.identity_secret = std::move(*opened);
    return row;
}

staff_row read_staff(execution& query) {
    staff_row row;
    row.id = query.take_id<routing::staff_id>();
    row.organisation = query.take_id<routing::organisation_id>();
    row.sign_in_name = query.take_text();
    row.display_name = query.take_text();
    const auto role = query.take_integer();
    if (role < 0 || role > 2) query.mark_corrupt();
    row.role = static_cast<staff_role>(role);
    row.password_hash = query.take_text();
    row.must_change_password = query.take_flag();
    row.active = query.take_flag();
    row.capacity = query.take_int();
    row.auto_accept = query.take_flag();
    row.locale = query.take_text();
    row.password_until = query.take_time_or_null();
    row.version = query.take_number();
    return row;
}

// Of a save that returns the new version when it changed a row.
result<void> saved_over(execution& save) {
    const bool stored = save.step();
    if (const auto error = save.run()) return error;
    if (!stored) return store_error::changed;
    return {};
}

using staff_key = std::pair<routing::organisation_id, routing::staff_id>;

result<std::map<staff_key, std::vector<staff_skill>>> skills_by_staff(session& s) {
    std::map<staff_key, std::vector<staff_skill>> skills;
    auto query = s.store.use(statements::list_staff_skills);
    while (query.step()) {
        const auto organisation = query.take_id<routing::organisation_id>();
        const auto staff = query.take_id<routing::staff_id>();
        const auto skill = query.take_id<routing::skill_id>();
        skills[{organisation, staff}].push_back({skill, query.take_int()});
    }
    if (query.error()) return query.error();
    return skills;
}

bool is_active_admin(const staff_row& row) { return row.active && row.role == staff_role::admin; }

// Exact: the writer is one thread, so nobody else is saved between this and the write.
result<void> keeps_an_admin(session& s, const staff_row& row) {
    if (is_active_admin(row)) return {};
    bool was_admin = false;
    bool another = false;
    auto query = s.store.use(statements::list_staff);
    while (query.step()) {
        const auto known = read_staff(query);
        if (known.organisation != row.organisation || !is_active_admin(known)) continue;
        (known.id == row.id ? was_admin : another) = true;
    }
    if (query.error()) return query.error();
    if (was_admin && !another) return staff_error::last_admin;
    return {};
}

result<void> replace_staff_skills(session& s, const staff_row& row) {
    auto drop = s.store.use(statements::drop_staff_skills);
    if (const auto error = drop.id(row.organisation).id(row.id).run()) return error;
    for (const auto& entry : row.skills) {
        auto insert = s.store.use(statements::insert_staff_skill);
        insert.id(row.organisation).id(row.id).id(entry.skill).integer(entry.level);
        if (const auto error = insert.run()) return error;
    }
    return {};
}

} // namespace

result<void> save_organisation(session& s, const organisation_row& row) {
    return as_result(s.store.use(statements::save_organisation).id(row.id).text(row.name).run());
}

result<std::vector<organisation_row>> list_organisations(session& s) {
    auto query = s.store.use(statements::list_organisations);
    std::vector<organisation_row> rows;
    while (query.step()) {
        organisation_row row;
        row.id = query.take_id<routing::organisation_id>();
        row.name = query.take_text();
        rows.push_back(std::move(row));
    }
    if (query.error()) return query.error();
    return rows;
}

result<void> save_storefront(session& s, const storefront_row& row) {
    std::optional<std::string> secret;
    if (!row.identity_secret.empty()) {
        auto sealed = s.context.keys.seal_own(identity_secret_of(row.id), row.identity_secret);
        if (!sealed) return sealed.error();
        secret = std::move(*sealed);
    }
    auto save = s.store.use(statements::save_storefront);
    save.id(row.id).id(row.organisation).text(row.name).text(row.widget_key);
    save.blob(std::string_view(packing::packed(row.origins))).text(row.accent_color);
    save.text(row.locale).text(row.hours).text(row.greeting).blob(secret);
    save.flag(row.identity_required).number(row.identity_generation).number(row.version + 1);
    return saved_over(save);
}

result<std::vector<storefront_row>> list_storefronts(session& s) {
    auto query = s.store.use(statements::list_storefronts);
    std::vector<storefront_row> rows;
    while (query.step()) {
        auto row = read_storefront(s, query);
        if (!row) return row.error();
        rows.push_back(std::move(*row));
    }
    if (query.error()) return query.error();
    return rows;
}

result<void> save_skill(session& s, const skill_row& row) {
    auto save = s.store.use(statements::save_skill);
    save.id(row.id).id(row.organisation).text(row.name).text(row.topic).number(row.version + 1);
    return saved_over(save);
}

result<std::vector<skill_row>> list_skills(session& s) {
    auto query = s.store.use(statements::list_skills);
    std::vector<skill_row> rows;
    while (query.step()) {
        skill_row row;
        row.id = query.take_id<routing::skill_id>();
        row.organisation = query.take_id<routing::organisation_id>();
        row.name = query.take_text();
        row.topic = query.take_text();
        row.version = query.take_number();
        rows.push_back(std::move(row));
    }
    if (query.error()) return query.error();
    return rows;
}

result<void> save_staff(session& s, const staff_row& row) {
    if (const auto kept = keeps_an_admin(s, row); !kept) return kept;
    auto save = s.store.use(statements::save_staff);
    save.id(row.id).id(row.organisation).text(row.sign_in_name).text(row.display_name);
    save.integer(static_cast<int>(row.role)).text(row.password_hash);
    save.flag(row.must_change_password).flag(row.active).integer(row.capacity);
    save.flag(row.auto_accept).text(row.locale).at(row.password_until).number(row.version + 1);
    if (const auto saved = saved_over(save); !saved) return saved;
    return replace_staff_skills(s, row);
}

result<std::vector<staff_row>> list_staff(session& s) {
    auto skills = skills_by_staff(s);
    if (!skills) return skills.error();
    auto query = s.store.use(statements::list_staff);
    std::vector<staff_row> rows;
    while (query.step()) {
        auto row = read_staff(query);
        row.skills = std::move((*skills)[{row.organisation, row.id}]);
        rows.push_back(std::move(row));
    }
    if (query.error()) return query.error();
    return rows;
}

result<void> save_staff_session(session& s, const staff_session_row& row) {
    auto save = s.store.use(statements::save_staff_session);
    save.blob(std::string_view(row.token_hash)).id(row.staff).at(row.created_at).at(row.seen_at);
    return as_result(save.run());
}

result<std::optional<staff_session_row>> find_staff_session(
    session& s, const std::string& token_hash
) {
    auto query = s.store.use(statements::find_staff_session);
    query.blob(std::string_view(token_hash));
    std::optional<staff_session_row> found;
    if (query.step()) {
        found.emplace();
        found->token_hash = query.take_blob();
        found->staff = query.take_id<routing::staff_id>();
        found->created_at = query.take_time();
        found->seen_at = query.take_time();
    }
    if (query.error()) return query.error();
    return found;
}

result<sign_in_touch> touch_staff_session(
    session& s, const std::string& token_hash, routing::wall_time at
) {
    auto touch = s.store.use(statements::touch_staff_session);
    touch.at(at).blob(std::string_view(token_hash));
    const bool stands = touch.step();
    if (touch.error()) return touch.error();
    return stands ? sign_in_touch::noted : sign_in_touch::gone;
}

result<void> drop_staff_session(session& s, const std::string& token_hash) {
    auto drop = s.store.use(statements::drop_staff_session);
    return as_result(drop.blob(std::string_view(token_hash)).run());
}

result<sign_in_write> begin_staff_session(
    session& s, const staff_session_row& row, const std::string& password_hash, std::size_t kept_max
) {
    {
        auto query = s.store.use(statements::find_staff_standing);
        query.id(row.staff).text(password_hash);
        const bool stands = query.step() && query.take_integer() > 0;
        if (query.error()) return query.error();
        if (!stands) return sign_in_write::account_changed;
    }
    if (const auto saved = save_staff_session(s, row); !saved) return saved.error();
    auto trim = s.store.use(statements::trim_staff_sessions);
    trim.id(row.staff).blob(std::string_view(row.token_hash));
    trim.number(std::max<std::size_t>(kept_max, 1) - 1);
    if (const auto error = trim.run()) return error;
    return sign_in_write::stored;
}

result<void> save_staff_and_end_sign_ins(
    session& s,
    const staff_row& row,
    const std::optional<staff_session_row>& fresh,
    const std::vector<audit_draft>& audits
) {
    if (const auto saved = save_staff(s, row); !saved) return saved;
    const auto dropped = s.store.use(statements::drop_staff_sessions_of).id(row.id).run();
    if (dropped) return dropped;
    if (fresh) {
        if (const auto begun = save_staff_session(s, *fresh); !begun) return begun;
    }
    for (const auto& entry : audits) {
        if (const auto written = append_audit(s, entry); !written) return written;
    }
    return {};
}

result<void> save_fold_cursor(session& s, const std::string& fold, std::uint64_t position) {
    return as_result(s.store.use(statements::save_fold_cursor).text(fold).number(position).run());
}

result<std::uint64_t> find_fold_cursor(session& s, const std::string& fold) {
    auto query = s.store.use(statements::find_fold_cursor);
    query.text(fold);
    const std::uint64_t position = query.step() ? query.take_number() : 0;
    if (query.error()) return query.error();
    return position;
}

} // namespace kefu::storage::sqlite
