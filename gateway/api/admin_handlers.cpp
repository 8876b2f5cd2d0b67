#include <algorithm>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/api/row_change.hpp"
#include "gateway/api/sign_in_name.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/token_hash.hpp"

// Staff and their skills.
namespace kefu::gateway::api {

namespace {

constexpr storage::staff_role staff_roles[] = {
    storage::staff_role::agent, storage::staff_role::supervisor, storage::staff_role::admin};

std::string_view word_of_role(storage::staff_role role) {
    return protocol::word_of(chat::role_of(role));
}

boost::json::object staff_json(const storage::staff_row& row) {
    boost::json::array skills;
    for (const auto& has : row.skills) {
        skills.push_back({{"id", has.skill.text()}, {"level", has.level}});
    }
    return {
        {"id", row.id.text()},
        {"sign_in_name", row.sign_in_name},
        {"display_name", row.display_name},
        {"role", word_of_role(row.role)},
        {"active", row.active},
        {"capacity", row.capacity},
        {"auto_accept", row.auto_accept},
        {"must_change_password", row.must_change_password},
        {"locale", row.locale},
        {"skills", std::move(skills)},
        {"version", row.version}};
}

boost::json::object skill_json(const storage::skill_row& row) {
    return {
        {"id", row.id.text()}, {"name", row.name}, {"topic", row.topic}, {"version", row.version}};
}

void read_skills(json_object& body, const api_call& call, storage::staff_row& row) {
    auto list = body.objects("skills", limits::skills_per_staff_max);
    if (!list) return;
    row.skills.clear();
    for (auto& item : *list) {
        const auto id = routing::skill_id::parse(item.required_text("id", 36));
        const auto level = item.number("level", 1, 5);
        const auto* skill = id ? call.names->skill(*id) : nullptr;
        if (skill == nullptr || !access_configuration_by_staff(*skill, call.who)) {
            return body.refuse("skills: no such skill");
        }
        if (!level || !item.error().empty()) return body.refuse("skills: level must be 1 to 5");
        const bool twice = std::any_of(row.skills.begin(), row.skills.end(), [&](const auto& has) {
            return has.skill == *id;
        });
        if (twice) return body.refuse("skills: the same skill twice");
        row.skills.push_back({*id, static_cast<int>(*level)});
    }
}

// The fields of a staff member; what is absent stays as it is.
void read_staff(json_object& body, const api_call& call, storage::staff_row& row) {
    if (const auto typed = body.line("sign_in_name", limits::name_bytes_max)) {
        if (typed->empty()) body.refuse("sign_in_name: missing");
        auto name = folded_sign_in_name(*typed);
        const bool taken =
            std::any_of(call.names->staff.begin(), call.names->staff.end(), [&](const auto& other) {
                return folded_sign_in_name(other.sign_in_name) == name && other.id != row.id;
            });
        if (taken) body.refuse("sign_in_name: taken");
        row.sign_in_name = std::move(name);
    }
    if (auto name = body.line("display_name", limits::name_bytes_max)) {
        if (name->empty()) body.refuse("display_name: missing");
        row.display_name = std::move(*name);
    }
    if (const auto word = body.text("role", limits::word_bytes_max)) {
        const auto* at = std::ranges::find(staff_roles, *word, word_of_role);
        if (at == std::end(staff_roles)) {
            body.refuse("role: must be agent, supervisor or admin");
        } else {
            row.role = *at;
        }
    }
    if (const auto active = body.flag("active")) row.active = *active;
    if (const auto value = body.flag("auto_accept")) row.auto_accept = *value;
    if (const auto value = body.number("capacity", 1, limits::capacity_max)) {
        row.capacity = static_cast<int>(*value);
    }
    if (auto locale = body.text("locale", limits::word_bytes_max)) {
        if (!locale->empty() && !service::is_locale(*locale)) body.refuse("locale: unknown");
        row.locale = std::move(*locale);
    }
    read_skills(body, call, row);
}

// What a change of staff member `before` (null: a new one) ends. A changed role counts at once, by
// the sign-ins that stand; whoever is deactivated or gets a new password signs in anew.
struct staff_effects {
    bool ends_sign_ins = false;
    bool closes_sockets = false;
};
staff_effects effects_of(
    const storage::staff_row* before, const storage::staff_row& after, bool new_password
) {
    staff_effects effects;
    effects.ends_sign_ins = !after.active || new_password;
    const bool other_rights = before != nullptr && before->role != after.role;
    effects.closes_sockets = effects.ends_sign_ins || other_rights;
    return effects;
}

// Stores the row and answers with it; a new password is shown this once.
void save_staff(
    const api_call& call,
    storage::staff_row row,
    std::string action,
    unsigned status,
    std::string password
) {
    const auto entry = audit_of(call, std::move(action), row.id.text());
    const auto store = [call, entry, status, password](const storage::staff_row& ready) {
        const auto effects = effects_of(call.names->member(ready.id), ready, !password.empty());
        const auto answer = once_saved(call, [call, ready, status, password, effects] {
            if (effects.closes_sockets) call.shared->floor.revoke(ready.id);
            auto body = staff_json(stored(ready));
            if (!password.empty()) body["password"] = password;
            answer_json(call, status, body);
        });
        auto& records = call.shared->records;
        if (!effects.ends_sign_ins) return records.save_staff(ready, entry, answer);
        const auto ended = audit_of(call, "staff.sign_ins_ended", ready.id.text());
        records.save_staff_and_end_sign_ins(ready, std::nullopt, {entry, ended}, answer);
    };
    if (password.empty()) return store(row);
    call.shared->access.hash(
        call.who.id,
        password,
        [call, row = std::move(row), store](std::optional<std::string> hash) mutable {
            if (!hash) return answer_unavailable(call);
            row.password_hash = std::move(*hash);
            row.must_change_password = true;
            row.password_until.reset();
            store(row);
        }
    );
}

// The last active admin cannot take the role from himself or leave.
bool leaves_no_admin(const api_call& call, const storage::staff_row& row) {
    if (row.active && row.role == storage::staff_role::admin) return false;
    return std::none_of(call.names->staff.begin(), call.names->staff.end(), [&](const auto& other) {
        return other.id != row.id && other.organisation == row.organisation && other.active &&
               other.role == storage::staff_role::admin;
    });
}

std::string one_time_password(const api_call& call) {
    return chat::token_text(call.shared->ids.secret()).substr(0, 20);
}

} // namespace

void get_staff(api_call call) {
    boost::json::array list;
    for (const auto& row : call.names->staff) {
        if (access_configuration_by_staff(row, call.who)) list.push_back(staff_json(row));
    }
    answer_json(call, 200, {{"staff", std::move(list)}});
}

void post_staff(api_call call) {
    storage::staff_row fresh;
    fresh.id = chat::next_id<routing::staff_id>(call.shared->ids);
    fresh.organisation = call.who.organisation;
    auto row = new_row(call, std::move(fresh), [&](json_object& body, auto& made) {
        read_staff(body, call, made);
        if (made.sign_in_name.empty()) body.refuse("sign_in_name: missing");
        if (made.display_name.empty()) body.refuse("display_name: missing");
    });
    if (!row) return;
    save_staff(call, std::move(*row), "staff.create", 201, one_time_password(call));
}

void patch_staff(api_call call) {
    const auto* known = call.names->member(*routing::staff_id::parse(call.id));
    bool reset = false;
    auto row = changed_row(call, known, [&](json_object& body, auto& changed) {
        read_staff(body, call, changed);
        reset = body.flag("reset_password").value_or(false);
        if (leaves_no_admin(call, changed)) body.refuse("role: the last admin");
    });
    if (!row) return;
    save_staff(
        call, std::move(*row), "staff.change", 200, reset ? one_time_password(call) : std::string{}
    );
}

// ---- skills

namespace {

void read_skill(json_object& body, const api_call& call, storage::skill_row& row) {
    if (auto name = body.line("name", limits::name_bytes_max)) row.name = std::move(*name);
    if (auto topic = body.line("topic", limits::topic_bytes_max)) row.topic = std::move(*topic);
    if (row.name.empty()) body.refuse("name: missing");
    const bool taken =
        std::any_of(call.names->skills.begin(), call.names->skills.end(), [&](const auto& other) {
            return other.id != row.id && other.organisation == row.organisation &&
                   !row.topic.empty() && other.topic == row.topic;
        });
    if (taken) body.refuse("topic: another skill has it");
}

void save_skill(const api_call& call, storage::skill_row row, std::string action, unsigned status) {
    const auto entry = audit_of(call, std::move(action), row.id.text());
    const auto show = [call, row, status] { answer_json(call, status, skill_json(stored(row))); };
    call.shared->records.save_skill(row, entry, once_saved(call, show));
}

} // namespace

void get_skills(api_call call) {
    boost::json::array list;
    for (const auto& row : call.names->skills) {
        if (access_configuration_by_staff(row, call.who)) list.push_back(skill_json(row));
    }
    answer_json(call, 200, {{"skills", std::move(list)}});
}

void post_skill(api_call call) {
    storage::skill_row fresh;
    fresh.id = chat::next_id<routing::skill_id>(call.shared->ids);
    fresh.organisation = call.who.organisation;
    auto row = new_row(call, std::move(fresh), [&](json_object& body, auto& made) {
        read_skill(body, call, made);
    });
    if (row) save_skill(call, std::move(*row), "skill.create", 201);
}

void patch_skill(api_call call) {
    const auto* known = call.names->skill(*routing::skill_id::parse(call.id));
    auto row = changed_row(call, known, [&](json_object& body, auto& changed) {
        read_skill(body, call, changed);
    });
    if (row) save_skill(call, std::move(*row), "skill.change", 200);
}

} // namespace kefu::gateway::api
