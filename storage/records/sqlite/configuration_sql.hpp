#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"

// Organisations, storefronts, skills, staff and their sessions, fold cursors.
namespace kefu::storage::sqlite {

[[nodiscard]] result<void> save_organisation(session& s, const organisation_row& row);
[[nodiscard]] result<std::vector<organisation_row>> list_organisations(session& s);
[[nodiscard]] result<void> save_storefront(session& s, const storefront_row& row);
[[nodiscard]] result<std::vector<storefront_row>> list_storefronts(session& s);
[[nodiscard]] result<void> save_skill(session& s, const skill_row& row);
[[nodiscard]] result<std::vector<skill_row>> list_skills(session& s);
[[nodiscard]] result<void> save_staff(session& s, const staff_row& row);
[[nodiscard]] result<std::vector<staff_row>> list_staff(session& s);

[[nodiscard]] result<void> save_staff_and_end_sign_ins(
    session& s,
    const staff_row& row,
    const std::optional<staff_session_row>& fresh,
    const std::vector<audit_draft>& audits
);

[[nodiscard]] result<void> save_staff_session(session& s, const staff_session_row& row);
[[nodiscard]] result<sign_in_write> begin_staff_session(
    session& s, const staff_session_row& row, const std::string& password_hash, std::size_t kept_max
);
[[nodiscard]] result<std::optional<staff_session_row>> find_staff_session(
    session& s, const std::string& token_hash
);
[[nodiscard]] result<sign_in_touch> touch_staff_session(
    session& s, const std::string& token_hash, routing::wall_time at
);
[[nodiscard]] result<void> drop_staff_session(session& s, const std::string& token_hash);
[[nodiscard]] result<void> save_fold_cursor(
    session& s, const std::string& fold, std::uint64_t position
);
[[nodiscard]] result<std::uint64_t> find_fold_cursor(session& s, const std::string& fold);

} // namespace kefu::storage::sqlite
