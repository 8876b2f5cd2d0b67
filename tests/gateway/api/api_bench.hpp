#pragma once

#include "gateway/api/api_call.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/password.hpp"
#include "storage/live/memory_live.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

// What the handlers share, without a socket: the record answers when it is told to, and the sign-in
// thread is the real one.
namespace kefu::tests {

class api_bench {
public:
    api_bench() {
        for (const auto& row : names.staff)
            store.put(row);
        for (const auto& row : names.storefronts)
            store.put(row);
        for (const auto& row : names.skills)
            store.put(row);
        access.use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    }
    ~api_bench() { access.stop(); }

    // Signs in as from a browser; answered by the sign-in thread and the record.
    gateway::api::sign_in_outcome sign_in(gateway::api::sign_in_request asked) {
        return answered([&](auto done) {
            access.sign_in(
                std::make_shared<const gateway::chat::catalog>(names), std::move(asked), done
            );
        });
    }
    // Waits for one outcome of `access` while the record works.
    template <class Ask>
    gateway::api::sign_in_outcome answered(Ask ask) {
        std::promise<gateway::api::sign_in_outcome> said;
        auto outcome = said.get_future();
        ask([&](gateway::api::sign_in_outcome got) { said.set_value(std::move(got)); });
        while (outcome.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
            store.answer_all();
        return outcome.get();
    }
    // The sign-in thread is at work from now on until this is kept.
    void keep_busy_until(std::promise<void>& let_go) {
        // Shared: set_value may not be over yet when its future is heard.
        const auto begun = std::make_shared<std::promise<void>>();
        auto stands = begun->get_future();
        access.hash(ben, "the thread is at work", [begun, &let_go](const auto&) {
            begun->set_value();
            let_go.get_future().wait();
        });
        stands.wait();
    }
    // Who is signed in by that cookie.
    std::optional<routing::staff_id> who(const std::string& token) {
        std::optional<routing::staff_id> found;
        access.session_of(token, [&](const auto& got) { found = got.value(); });
        store.answer_all();
        return found;
    }
    // The answer of a handler to this body.
    std::function<void()> on_answer; // as whoever is answered and goes on at once
    gateway::net::http_response call(
        void (*handle)(gateway::api::api_call), const std::string& id, std::string body
    ) {
        std::promise<gateway::net::http_response> said;
        auto answer = said.get_future();
        gateway::api::api_call made;
        made.shared = &shared;
        made.names = std::make_shared<const gateway::chat::catalog>(names);
        made.staffed = std::make_shared<const gateway::chat::staffing>(staffed);
        made.id = id;
        made.who = *names.member(caller);
        made.request.target = target;
        made.request.body = std::move(body);
        made.request.peer = peer;
        made.answer = [&](gateway::net::http_response got) {
            if (on_answer) on_answer();
            said.set_value(std::move(got));
        };
        handle(std::move(made));
        while (answer.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
            store.answer_all();
        return answer.get();
    }
    // The record's configuration into `names`, as after a change.
    void reread() {
        store.staff([&](const auto& rows) { names.staff = rows.value(); });
        store.storefronts([&](const auto& rows) { names.storefronts = rows.value(); });
        store.skills([&](const auto& rows) { names.skills = rows.value(); });
        store.answer_all();
        access.use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    }
    [[nodiscard]] int audits_of(const std::string& action) const {
        int count = 0;
        for (const auto& entry : store.audits())
            count += entry.action == action ? 1 : 0;
        return count;
    }

    hand_clock clock;
    counted_ids ids;
    gateway::api::request_rates requests{
        gateway::api::limits::requests, gateway::api::limits::file_requests};
    gateway::api::whole_readings readings; // before the store, whose last replies hold places
    fake_record_store store;
    gateway::chat::catalog names = shop_catalog();
    gateway::chat::staffing staffed;
    routing::staff_id caller = sue;
    std::string target;
    gateway::net::peer_address peer; // where requests come from
    recording_floor floor;
    boost::asio::io_context loop{1};
    storage::live::memory_live live{loop, [this] { return clock.now(); }};
    gateway::chat::desk_door desks{loop};
    gateway::api::staff_access access{{store, live, loop, clock, ids, {}}};
    gateway::chat::customer_gate customers{store, clock, ids};
    gateway::net::static_assets assets;
    gateway::api::api_shared shared{
        store,
        desks,
        floor,
        access,
        customers,
        readings,
        requests,
        clock,
        ids,
        shipped_manual(),
        assets,
        {"https://chat.example"},
        [](std::function<void(bool)> done) { done(true); }};
};

} // namespace kefu::tests
