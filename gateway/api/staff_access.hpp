#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "gateway/api/device_cookie.hpp"
#include "gateway/api/sign_in_guard.hpp"
#include "gateway/api/sign_in_thread.hpp"
#include "gateway/chat/catalog.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/staff_gate.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/service/ws_ticket.hpp"
#include "storage/live/live_store.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::api {

struct staff_access_parts {
    storage::record_store& records;
    storage::live::live_store& live;
    boost::asio::io_context& live_loop; // the live store's thread
    const net::transport_clock& clock;
    chat::ids_source& ids;
    service::ticket_key ticket_key;
};

struct sign_in_request {
    std::string name;
    std::string password;
    sign_in_network network;   // whose tries count together
    std::string device_cookie; // as sent; "" = none
};

enum class sign_in_refusal : unsigned char {
    none,
    wrong,
    wait,
    busy,
    unavailable,
    changed, // somebody else saved the account meanwhile; nothing was stored
};

struct sign_in_outcome {
    sign_in_refusal refusal = sign_in_refusal::none;
    std::int64_t wait_ms = 0;
    std::string token;  // for the cookie; only when signed in
    std::string device; // for the device's cookie; only after a sign-in by password
    storage::staff_row staff;
};

// Who is signed in: passwords, sessions and WebSocket tickets of staff. Sessions live in the
// record, hashed. Methods may be called from any thread; replies come once, on any thread.
class staff_access final : public chat::staff_gate {
public:
    explicit staff_access(staff_access_parts parts);

    // Whether a device's cookie is one that we have given out, and not too old.
    [[nodiscard]] bool knows_device(std::string_view cookie) const {
        return read_device_cookie(cookie, device_key_, parts_.clock.wall()).has_value();
    }
    void sign_in(
        chat::catalog_ptr names, sign_in_request asked, std::function<void(sign_in_outcome)> done
    );
    // False: the record did not take it, and the session still stands.
    void sign_out(
        std::string token, const storage::staff_row& staff, std::function<void(bool)> done
    );
    // Checks the old password, stores the new one's hash and ends all other sessions in the same
    // act.
    void change_password(
        storage::staff_row staff,
        std::string old_password,
        std::string new_password,
        std::function<void(sign_in_outcome)> done
    );
    // For an account that somebody else makes: hashes on the sign-in thread; empty when it is busy,
    // also with what they asked before.
    void hash(
        routing::staff_id by,
        std::string password,
        std::function<void(std::optional<std::string>)> done
    );

    // The staff member behind a cookie's token, while idle and absolute limits hold.
    void session_of(
        std::string token,
        std::function<void(storage::result<std::optional<routing::staff_id>>)> done
    );
    [[nodiscard]] std::string make_ticket(routing::staff_id staff, std::string_view session_token);
    void admit(std::string ticket, std::function<void(std::optional<chat::staff_admission>)> done)
        override;

    // The newest catalog, for admissions. Any thread may set it.
    void use_catalog(chat::catalog_ptr fresh);
    // Passwords not looked at because their turn came too late; any thread.
    [[nodiscard]] std::uint64_t waited_too_long() const { return thread_.too_late(); }
    void stop() { thread_.stop(); }

private:
    struct fresh_session {
        std::string token; // for the cookie
        storage::staff_session_row row;
    };
    [[nodiscard]] fresh_session make_session(routing::staff_id staff);
    // The account that is asked for, and its device when that has signed in there before.
    struct sought_account {
        std::optional<storage::staff_row> row;
        std::optional<known_device> device;
    };
    [[nodiscard]] sought_account seek(const chat::catalog& names, const sign_in_request& asked)
        const;
    void try_sign_in(
        sought_account sought,
        const sign_in_request& asked,
        const std::function<void(sign_in_outcome)>& done
    );
    void note_wrong(const storage::staff_row* row);
    void open_session(
        storage::staff_row staff,
        std::optional<known_device> device,
        std::function<void(sign_in_outcome)> done
    );
    // Runs `work` on the sign-in thread, or says why not.
    void queue(
        place_claim who,
        std::function<void()> work,
        const std::function<void(sign_in_outcome)>& done
    );
    void admit_session(
        service::ws_ticket ticket, std::function<void(std::optional<chat::staff_admission>)> done
    );
    [[nodiscard]] chat::catalog_ptr names() const;

    staff_access_parts parts_;
    device_key device_key_;
    sign_in_guard guard_; // on the sign-in thread
    mutable std::mutex names_mutex_;
    chat::catalog_ptr names_; // guarded by names_mutex_
    sign_in_thread thread_;
};

} // namespace kefu::gateway::api
