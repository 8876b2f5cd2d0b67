#include "gateway/app/bootstrap.hpp"

#include <cerrno>
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
    ::close(file);
    if (failed != 0 || synced != 0) {
        throw std::system_error(failed != 0 ? failed : errno, std::generic_category(), path);
    }
}

bool make_first_sign_in(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const std::string& file
) {
    const auto existing = wait_for<std::vector<storage::staff_row>>(
        [&](auto done) { records.staff(std::move(done)); }, "staff"
    );
    if (!existing.empty()) return false;
    const auto known = wait_for<std::vector<storage::organisation_row>>(
        [&](auto done) { records.organisations(std::move(done)); }, "organisations"
    );
    storage::organisation_row organisation;
    if (known.empty()) {
        organisation = {chat::next_id<routing::organisation_id>(ids), "Kefu"};
        wait_for<void>(
            [&](auto done) { records.save_organisation(organisation, std::move(done)); },
            "organisation"
        );
    } else {
        organisation = known.front();
    }
    const auto password = chat::token_text(ids.secret()).substr(0, 20);
    storage::staff_row admin;
    admin.id = chat::next_id<routing::staff_id>(ids);
    admin.organisation = organisation.id;
    admin.sign_in_name = "admin";
    admin.display_name = "Admin";
    admin.role = storage::staff_role::admin;
    admin.password_hash = api::hash_password(password);
    admin.must_change_password = true;
    // The file first: a sign-in that nobody can read would lock everybody out.
    write_secret_file(file, "name: admin\none-time password: " + password + "\n");
    wait_for<void>(
        [&](auto done) {
            records.save_staff(
                admin, {"staff.bootstrap", {}, admin.id.text(), "ok", clock.wall()}, std::move(done)
            );
        },
        "admin"
    );
    return true;
}

} // namespace kefu::gateway::app
