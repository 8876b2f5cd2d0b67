#include "gateway/app/bootstrap.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "gateway/api/password.hpp"
#include "gateway/app/waiting.hpp"
#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::app {

void write_secret_file(const std::string& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error(errno, std::generic_category(), path);
    const auto written = ::write(file, text.data(), text.size());
    const bool whole = written == static_cast<ssize_t>(text.size());
    const int failed = whole ? 0 : written < 0 ? errno : EIO; // a disk may take a part of it
    const int synced = ::fsync(file);
    const int why = failed != 0 ? failed : synced != 0 ? errno : 0;
    ::close(file);
    if (why == 0) return;
    ::unlink(path.c_str()); // a part of it would be in the way of the next start
    throw std::system_error(why, std::generic_category(), path);
}

namespace {

constexpr std::string_view file_begin = "name: ";

// What a first start has left that was cut off before it stored anybody: a part of our own text,
// and of no use to anybody.
bool is_left_over(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return false;
    std::array<char, file_begin.size()> begin{};
    const auto got = ::read(file, begin.data(), begin.size());
    ::close(file);
    if (got < 0) return false;
    return file_begin.starts_with(std::string_view{begin.data(), static_cast<std::size_t>(got)});
}

routing::organisation_id first_organisation(storage::record_store& records, chat::ids_source& ids) {
    const auto known = wait_for<std::vector<storage::organisation_row>>(
        [&](auto done) { records.organisations(std::move(done)); }, "organisations"
    );
    if (!known.empty()) return known.front().id;
    const storage::organisation_row made{chat::next_id<routing::organisation_id>(ids), "Kefu"};
    wait_for<void>(
        [&](auto done) { records.save_organisation(made, std::move(done)); }, "organisation"
    );
    return made.id;
}

// Who of the admins can still let others in, and who could if the password had not run out.
struct admins_left {
    bool can_sign_in = false;
    const storage::staff_row* ran_out = nullptr;
};
admins_left admins_of(const std::vector<storage::staff_row>& staff, routing::wall_time now) {
    admins_left left;
    for (const auto& row : staff) {
        if (row.role != storage::staff_role::admin || !row.active) continue;
        const bool out =
            row.must_change_password && row.password_until && now > *row.password_until;
        if (!out) left.can_sign_in = true;
        if (out && left.ran_out == nullptr) left.ran_out = &row;
    }
    return left;
}

// "admin", or the first of "admin-2", "admin-3" … that nobody has, also nobody deactivated.
std::string free_name(const std::vector<storage::staff_row>& staff) {
    std::string name = "admin";
    const auto is_taken = [&](const auto& row) { return row.sign_in_name == name; };
    for (std::size_t number = 2; std::ranges::any_of(staff, is_taken); ++number)
        name = "admin-" + std::to_string(number);
    return name;
}

// The file first: a sign-in that nobody can read would lock everybody out.
void store_with_file(
    storage::record_store& records,
    storage::staff_row admin,
    const std::string& password,
    const std::string& file,
    routing::wall_time now
) {
    admin.password_hash = api::hash_password(password);
    admin.must_change_password = true;
    admin.password_until = routing::wall_time{now.ms + first_sign_in_ms};
    const auto name = admin.sign_in_name;
    write_secret_file(
        file, std::string(file_begin) + name + "\none-time password: " + password + "\n"
    );
    try {
        const storage::audit_draft entry{"staff.bootstrap", {}, admin.id.text(), "ok", now};
        wait_for<void>(
            [&](auto done) {
                records.save_staff_and_end_sign_ins(admin, {}, {entry}, std::move(done));
            },
            "admin"
        );
    } catch (...) {
        ::unlink(file.c_str());
        throw;
    }
}

} // namespace

first_sign_in make_first_sign_in(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const std::string& file
) {
    const auto staff = wait_for<std::vector<storage::staff_row>>(
        [&](auto done) { records.staff(std::move(done)); }, "staff"
    );
    const auto now = clock.wall();
    const auto password = chat::token_text(ids.secret()).substr(0, 20);
    const auto admins = admins_of(staff, now);
    if (admins.can_sign_in) return first_sign_in::not_needed;
    // What a file there says is of no use any more: who it was for is not let in.
    if (!staff.empty() || is_left_over(file)) ::unlink(file.c_str());
    if (admins.ran_out != nullptr) {
        store_with_file(records, *admins.ran_out, password, file, now);
        return first_sign_in::renewed;
    }
    storage::staff_row admin;
    admin.organisation = first_organisation(records, ids);
    admin.id = chat::next_id<routing::staff_id>(ids);
    admin.sign_in_name = free_name(staff);
    admin.display_name = "Admin";
    admin.role = storage::staff_role::admin;
    store_with_file(records, std::move(admin), password, file, now);
    return staff.empty() ? first_sign_in::made : first_sign_in::admin_again;
}

} // namespace kefu::gateway::app
