#include "gateway/api/staff_access.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/api/limits.hpp"
#include "gateway/api/password.hpp"
#include "gateway/api/sign_in_name.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::api {

namespace {

// Each member of staff who is signed in and gives a password has a share of their own.
place_claim signed_in(routing::staff_id staff) { return {{}, {}, staff}; }

std::string hex_of(const service::session_hash& digest) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

} // namespace

staff_access::staff_access(staff_access_parts parts)
    : parts_(std::move(parts)), device_key_(device_key_of(parts_.ticket_key)),
      thread_(parts_.clock) {}

void staff_access::use_catalog(chat::catalog_ptr fresh) {
    const std::lock_guard lock(names_mutex_);
    names_ = std::move(fresh);
}

chat::catalog_ptr staff_access::names() const {
    const std::lock_guard lock(names_mutex_);
    return names_;
}

// ---- passwords

void staff_access::queue(
    place_claim who, std::function<void()> work, const std::function<void(sign_in_outcome)>& done
) {
    const auto refuse = [done](sign_in_refusal why) {
        done({why, limits::sign_in_busy_ms, {}, {}, {}});
    };
    auto job = [work = std::move(work), refuse](job_turn came) {
        if (came == job_turn::too_late) return refuse(sign_in_refusal::busy);
        work();
    };
    switch (thread_.submit(std::move(who), std::move(job))) {
    case place_answer::taken:
        return;
    case place_answer::all_taken:
        return refuse(sign_in_refusal::busy);
    case place_answer::share_at_max:
        return refuse(sign_in_refusal::wait);
    }
}

void staff_access::sign_in(
    chat::catalog_ptr names, sign_in_request asked, std::function<void(sign_in_outcome)> done
) {
    // Before the queue: its places are not the same for a known device and for a stranger.
    auto sought = seek(*names, asked);
    place_claim who{asked.network, sought.device ? sought.device->id : std::string{}};
    queue(
        std::move(who),
        [this, sought = std::move(sought), asked = std::move(asked), done] {
            try_sign_in(sought, asked, done);
        },
        done
    );
}

staff_access::sought_account staff_access::seek(
    const chat::catalog& names, const sign_in_request& asked
) const {
    sought_account found;
    const auto name = folded_sign_in_name(asked.name);
    const auto at = std::find_if(names.staff.begin(), names.staff.end(), [&](const auto& s) {
        return folded_sign_in_name(s.sign_in_name) == name && s.active;
    });
    if (at == names.staff.end()) return found;
    found.row = *at;
    found.device = read_device_cookie(asked.device_cookie, device_key_, parts_.clock.wall());
    if (found.device && found.device->staff != at->id) found.device.reset();
    return found;
}

// On the sign-in thread, one after the other: no two tries pass the guard at once.
void staff_access::try_sign_in(
    sought_account sought,
    const sign_in_request& asked,
    const std::function<void(sign_in_outcome)>& done
) {
    const auto* row = sought.row ? &*sought.row : nullptr;
    auto& device = sought.device;
    const sign_in_try who{
        folded_sign_in_name(asked.name), asked.network, device ? device->id : std::string{}};
    const auto wait_ms = guard_.wait_ms(who, parts_.clock.now());
    if (wait_ms > 0) return done({sign_in_refusal::wait, wait_ms, {}, {}, {}});
    const auto hash = row != nullptr ? row->password_hash : std::string{};
    const bool matches = password_matches(hash, asked.password);
    const bool too_late =
        row != nullptr && row->password_until && parts_.clock.wall() > *row->password_until;
    if (!matches || too_late) {
        guard_.failed(who, parts_.clock.now()); // the hash took its time
        note_wrong(row);
        return done({sign_in_refusal::wrong, 0, {}, {}, {}});
    }
    guard_.succeeded(who);
    open_session(*row, std::move(device), done);
}

void staff_access::note_wrong(const storage::staff_row* row) {
    const auto who = row != nullptr ? *row : storage::staff_row{}; // nobody: a nil id
    storage::audit_draft entry{
        "staff.sign_in", chat::author_of(who), who.id.text(), "wrong", parts_.clock.wall()};
    entry.organisation = who.organisation;
    parts_.records.audit(std::move(entry), [](const storage::result<void>& written) {
        if (!written) spdlog::warn("audit: {}", written.error().message());
    });
}

staff_access::fresh_session staff_access::make_session(routing::staff_id staff) {
    fresh_session made;
    made.token = chat::token_text(parts_.ids.secret()) + chat::token_text(parts_.ids.secret());
    const auto at = parts_.clock.wall();
    made.row = {chat::token_hash(made.token), staff, at, at};
    return made;
}

void staff_access::open_session(
    storage::staff_row staff,
    std::optional<known_device> device,
    std::function<void(sign_in_outcome)> done
) {
    auto fresh = make_session(staff.id);
    if (!device) device = known_device{staff.id, chat::token_text(parts_.ids.secret()), {}};
    device->signed_in_at = fresh.row.created_at;
    const auto device_text = device_cookie_text(*device, device_key_);
    storage::audit_draft entry{
        "staff.sign_in", chat::author_of(staff), staff.id.text(), "ok", fresh.row.created_at};
    entry.organisation = staff.organisation;
    parts_.records.save_staff_session(
        fresh.row,
        staff.password_hash,
        limits::sign_ins_per_staff_max,
        std::move(entry),
        [staff, token = fresh.token, device_text, done = std::move(done)](
            const storage::result<storage::sign_in_write>& saved
        ) {
            if (!saved) return done({sign_in_refusal::unavailable, 0, {}, {}, {}});
            if (*saved != storage::sign_in_write::stored) {
                return done({sign_in_refusal::wrong, 0, {}, {}, {}});
            }
            done({sign_in_refusal::none, 0, token, device_text, staff});
        }
    );
}

void staff_access::change_password(
    storage::staff_row staff,
    std::string old_password,
    std::string new_password,
    std::function<void(sign_in_outcome)> done
) {
    auto work = [this,
                 staff,
                 old_password = std::move(old_password),
                 new_password = std::move(new_password),
                 done]() mutable {
        // Counted apart: who is signed in must not hold up those who sign in, nor they this one.
        const sign_in_try who{folded_sign_in_name(staff.sign_in_name), {}, "signed in"};
        const auto wait_ms = guard_.wait_ms(who, parts_.clock.now());
        if (wait_ms > 0) return done({sign_in_refusal::wait, wait_ms, {}, {}, {}});
        if (!password_matches(staff.password_hash, old_password)) {
            guard_.failed(who, parts_.clock.now());
            return done({sign_in_refusal::wrong, 0, {}, {}, {}});
        }
        guard_.succeeded(who);
        auto hash = try_hash_password(new_password);
        if (!hash) return done({sign_in_refusal::unavailable, 0, {}, {}, {}});
        // The newest row: somebody may have changed role or skills while this one was hashed.
        const auto newest = names();
        if (const auto* row = newest->member(staff.id)) staff = *row;
        staff.password_hash = std::move(*hash);
        staff.must_change_password = false;
        staff.password_until.reset();
        const auto fresh = make_session(staff.id);
        const auto at = fresh.row.created_at;
        parts_.records.save_staff_and_end_sign_ins(
            staff,
            fresh.row,
            {{"staff.password", chat::author_of(staff), staff.id.text(), "ok", at},
             {"staff.sign_ins_ended", chat::author_of(staff), staff.id.text(), "ok", at}},
            [staff, token = fresh.token, done](const storage::result<void>& saved) {
                if (saved) return done({sign_in_refusal::none, 0, token, {}, staff});
                const bool changed = saved.error() == storage::store_error::changed;
                const auto why = changed ? sign_in_refusal::changed : sign_in_refusal::unavailable;
                done({why, 0, {}, {}, {}});
            }
        );
    };
    queue(signed_in(staff.id), std::move(work), done);
}

void staff_access::hash(
    routing::staff_id by, std::string password, std::function<void(std::optional<std::string>)> done
) {
    auto work = [password = std::move(password), done](job_turn came) {
        done(came == job_turn::in_time ? try_hash_password(password) : std::nullopt);
    };
    if (thread_.submit(signed_in(by), std::move(work)) != place_answer::taken) {
        done(std::nullopt);
    }
}

// ---- sessions

void staff_access::sign_out(
    std::string token, const storage::staff_row& staff, std::function<void(bool)> done
) {
    parts_.records.drop_staff_session(
        chat::token_hash(token),
        {"staff.sign_out", chat::author_of(staff), staff.id.text(), "ok", parts_.clock.wall()},
        [done = std::move(done)](const storage::result<void>& dropped) {
            if (!dropped) spdlog::warn("sign-out not stored: {}", dropped.error().message());
            done(dropped.has_value());
        }
    );
}

void staff_access::session_of(
    std::string token, std::function<void(storage::result<std::optional<routing::staff_id>>)> done
) {
    const auto hash = chat::token_hash(token);
    parts_.records.staff_session(
        hash,
        [this,
         hash,
         done = std::move(done)](storage::result<std::optional<storage::staff_session_row>> found) {
            using answer = storage::result<std::optional<routing::staff_id>>;
            if (!found) return done(answer(found.error()));
            if (!*found) return done(answer(std::optional<routing::staff_id>{}));
            const auto& row = **found;
            const auto at = parts_.clock.wall();
            const bool over = at.ms - row.seen_at.ms > limits::session_idle_ms_max ||
                              at.ms - row.created_at.ms > limits::session_ms_max;
            if (over) return done(answer(std::optional<routing::staff_id>{}));
            if (at.ms - row.seen_at.ms > limits::session_touch_ms) {
                // One that ended since it was read ends this caller's next request.
                parts_.records.touch_staff_session(
                    hash,
                    at,
                    [](const storage::result<storage::sign_in_touch>& kept) {
                        if (!kept) spdlog::warn("session not touched: {}", kept.error().message());
                    }
                );
            }
            done(answer(std::optional{row.staff}));
        }
    );
}

// ---- tickets

std::string staff_access::make_ticket(routing::staff_id staff, std::string_view session_token) {
    service::ws_ticket ticket;
    ticket.staff = staff;
    ticket.session = chat::token_digest(session_token);
    ticket.expires_at = {parts_.clock.wall().ms + limits::ticket_ms};
    ticket.nonce = parts_.ids.secret().bytes;
    return service::make_ticket(ticket, parts_.ticket_key);
}

void staff_access::admit(
    std::string ticket, std::function<void(std::optional<chat::staff_admission>)> done
) {
    const auto checked = service::verify_ticket(ticket, parts_.ticket_key, parts_.clock.wall());
    if (checked.refusal != service::ticket_refusal::none) return done(std::nullopt);
    const auto current = names();
    const auto* member = current->member(checked.ticket.staff);
    if (member == nullptr || !member->active) return done(std::nullopt);
    boost::asio::post(
        parts_.live_loop,
        [this,
         valid = checked.ticket,
         organisation = member->organisation,
         done = std::move(done)] {
            const routing::id_bits nonce{valid.nonce};
            parts_.live.use_ticket(
                organisation,
                to_string(nonce),
                limits::ticket_ms,
                [this, valid, done](const storage::result<storage::live::ticket_use>& used) {
                    const bool first = used && *used == storage::live::ticket_use::first;
                    if (!first) return done(std::nullopt);
                    admit_session(valid, done);
                }
            );
        }
    );
}

// The sign-in that the ticket was made by must still stand.
void staff_access::admit_session(
    service::ws_ticket ticket, std::function<void(std::optional<chat::staff_admission>)> done
) {
    parts_.records.staff_session(
        hex_of(ticket.session),
        [this, ticket, done = std::move(done)](
            const storage::result<std::optional<storage::staff_session_row>>& found
        ) {
            const auto current = names();
            const auto* member = current->member(ticket.staff);
            const bool stands = found && *found && (*found)->staff == ticket.staff &&
                                member != nullptr && member->active;
            if (!stands) return done(std::nullopt);
            done(chat::staff_admission{
                member->id,
                member->organisation,
                chat::role_of(member->role),
                (*found)->token_hash,
                {(*found)->created_at.ms + limits::session_ms_max}});
        }
    );
}

} // namespace kefu::gateway::api
