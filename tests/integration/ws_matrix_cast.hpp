#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/integration/second_shop.hpp"
#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// Who the columns of ws_matrix.tsv are.
enum class ws_role {
    nobody,
    another_visitor,
    identified_customer,
    own_customer,
    another_agent,
    serving_agent,
    supervisor,
    admin,
    another_shops_customer,
    another_shops_admin
};
constexpr std::size_t ws_roles = 10;

// A gateway of two shops and one of each role, with a conversation that is served, one that waits,
// one that is wrapped up, and an offer that rings at the serving agent; each made when it is first
// asked for and anew after drop(). Blocking; one thread.
class ws_matrix_cast {
public:
    ws_matrix_cast();

    // What {names} in `text` stand for.
    [[nodiscard]] std::string filled(std::string text);
    // Whose column it is; the own customer of what `text` names. Never for nobody.
    [[nodiscard]] wire_driver& who(ws_role role, std::string_view text);
    // One more `bad_request` to this one; the last that a session may have ends it, and a new one
    // begins before that.
    void forgive(wire_driver& who);
    // Things change hands or end with the row: they are ended and made anew.
    void drop();
    // The side that hears what this one types and has read in the served conversation.
    [[nodiscard]] wire_driver& hearer_of(ws_role role);
    // Says a word from each side of the served conversation and waits for it at the other one: all
    // that was sent before has arrived. The number of its last event.
    std::uint64_t mark();
    // The number of the last event of what else was made, by its name.
    std::map<std::string, std::uint64_t> tops();
    // What came to the two sides of the served conversation and is neither a word of mark() nor its
    // card; empty: nothing. Forgets what has come.
    std::string intrusion();

    gateway_process gateway{gateway_options{}, false};

private:
    const second_shop other_shop_ = add_second_shop(gateway);
    void end(customer_driver& customer);
    const std::string& value(const std::string& name);
    std::string make(const std::string& name);

    agent_driver serving_{gateway, "lin"};
    agent_driver other_agent_{gateway, "wu"};
    agent_driver supervisor_{gateway, "zhou"};
    agent_driver admin_{gateway, "admin"};
    customer_driver visitor_{gateway};
    customer_driver identified_{gateway, "u-10382"};
    agent_driver other_admin_{gateway, "other-admin"};
    customer_driver other_customer_{gateway};
    // By the name of their conversation.
    std::map<std::string, std::unique_ptr<customer_driver>> customers_;
    std::map<std::string, std::string> values_;
    std::map<wire_driver*, int> bad_requests_;
    std::size_t marks_count_ = 0;
};

} // namespace kefu::tests
