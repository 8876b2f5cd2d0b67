#pragma once

#include <map>
#include <string>

#include "tests/integration/console_client.hpp"
#include "tests/integration/wire_driver.hpp"
#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// A staff member's console: signs in over REST once, takes a ticket for every connection, keeps the
// cards. `name` is one of the demo's sign-ins.
class agent_driver final : public wire_driver {
public:
    agent_driver(const gateway_process& gateway, const std::string& name);

    // Signs in when needed and connects.
    [[nodiscard]] bool arrive() { return connect(gateway_.port()); }
    // arrive() and presence.set online.
    [[nodiscard]] bool go_online();
    boost::json::object set_presence(const std::string& presence, const std::string& reason = {});
    // The next offer for this conversation ("": any); empty: none in time.
    std::optional<boost::json::object> await_offer(
        const std::string& conversation = {}, int within_ms = patience_ms
    );
    // Accepts it and waits for the card.
    boost::json::object accept(const std::string& offer);
    // await_offer, accept and the whole log from the record; the conversation, empty: failed.
    std::string take_next(const std::string& conversation = {}, int within_ms = patience_ms);
    boost::json::object transfer_to_staff(
        const std::string& c, const std::string& staff, const std::string& note
    );
    boost::json::object transfer_to_skill(
        const std::string& c, const std::string& skill, const std::string& note
    );
    boost::json::object end(const std::string& c);
    boost::json::object wrap_up(
        const std::string& c, const std::string& topic, const std::string& solution
    );
    void read_from_start(const std::string& c) { ask_for_the_rest(c); }

    [[nodiscard]] const boost::json::object* card(const std::string& c) const;
    [[nodiscard]] std::uint64_t generation(const std::string& c) const;
    [[nodiscard]] const std::map<std::string, boost::json::object>& cards() const { return cards_; }
    [[nodiscard]] std::string staff_id() const;
    [[nodiscard]] std::string skill_id(std::string_view topic) const;
    [[nodiscard]] const boost::json::object& me() const { return me_; }
    [[nodiscard]] console_client& console() { return console_; }

    bool takes_every_offer = false; // accepts as soon as it is offered

protected:
    boost::json::object hello(std::uint16_t port) override;
    void on_welcome(const boost::json::object& frame) override;
    void on_frame(const boost::json::object& frame) override;
    std::optional<std::uint64_t> generation_of(const std::string& c) const override {
        return generation(c);
    }

private:
    void keep_card(const boost::json::object& card);

    const gateway_process& gateway_;
    demo_sign_in sign_in_;
    console_client console_;
    std::map<std::string, boost::json::object> cards_;
    std::map<std::string, std::uint64_t> generations_; // also of cards that are gone
    boost::json::object me_;
};

} // namespace kefu::tests
