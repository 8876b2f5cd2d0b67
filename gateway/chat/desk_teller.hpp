#pragma once

#include <map>
#include <string>
#include <string_view>

#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/place_teller.hpp"
#include "gateway/net/clock.hpp"
#include "routing/effects.hpp"

namespace kefu::gateway::chat {

struct desk_teller_parts {
    floor_port& floor;
    const net::transport_clock& clock;
    const desk_state& around;
    const day_tally& today;
    const place_teller& places;
};

// What agents and customers are told of their conversations, and agents of themselves: after each
// decision that is in the record, and of all of it when the desk was made anew. A part of the front
// desk, on its thread. Remembers the offers that ring (at most one for each agent) and the names
// told last.
class desk_teller {
public:
    // Who was told that they have which conversation.
    using told_cards = std::map<routing::conversation_id, routing::staff_id>;

    explicit desk_teller(desk_teller_parts parts) : parts_(parts) {}

    // `row` as this decision left it, `entry` as it is known now.
    void tell(
        const routing::any_effect& decision,
        const storage::conversation_row& row,
        const open_entry& entry
    );
    // To whoever follows it, of one that is open.
    void tell_card(routing::conversation_id id) const;
    void tell_me(routing::staff_id staff) const;
    void tell_me_to_all() const; // who are here
    // When one of them has changed: everybody's, whole, in place of those of their welcome.
    void tell_names();

    // What agents were told that they have. What was decided and not told is none of it: it may
    // have been committed after the desk had stopped.
    [[nodiscard]] told_cards told_to_agents() const;
    // Everybody who is connected learns what the record made of it: sockets outlive a rebuild.
    void tell_rebuilt(const told_cards& before);

private:
    struct news {
        const storage::conversation_row& row;
        const open_entry& entry;
    };
    void tell_of(const routing::effect::offered& e, const news& told);
    void tell_of(const routing::effect::offer_withdrawn& e, const news& told);
    void tell_of(const routing::effect::declined& e, const news& told);
    void tell_of(const routing::effect::missed& e, const news& told);
    void tell_of(const routing::effect::assigned& e, const news& told);
    void tell_of(const routing::effect::requeued& e, const news& told);
    void tell_of(const routing::effect::transferred& e, const news& told);
    void tell_of(const routing::effect::wrap_up_started& e, const news& told);
    void tell_of(const routing::effect::closed& e, const news& told);
    void tell_of(const routing::effect::abandoned& e, const news& told);
    void tell_of(const routing::effect::parked& e, const news& told);
    void tell_of(const routing::effect::unparked& e, const news& told);
    // Their customer was told by the start, or nothing of it shows.
    void tell_of(const routing::effect::queued&, const news&) {}
    void tell_of(const routing::effect::exclusions_cleared&, const news&) {}
    // Those about agents and lines are not recorded: the front desk sees to them.
    template <class AboutAgents>
    requires(!requires(AboutAgents e) { e.conversation; }
    ) void tell_of(const AboutAgents&, const news&) {}

    void tell_moved(const news& told) const;
    void tell_card_gone(routing::staff_id staff, routing::conversation_id id, std::string_view why)
        const;
    void take_card(routing::staff_id staff, routing::conversation_id id, std::string_view why)
        const;
    void tell_offer_gone(routing::staff_id staff, routing::offer_id offer, std::string_view why);
    void tell_state(const open_entry& entry) const;
    void to_staff(routing::staff_id staff, std::string_view text) const;

    desk_teller_parts parts_;
    std::map<routing::offer_id, routing::staff_id> told_offers_; // that ring; survives a rebuild
    std::string names_told_; // as consoles were sent them last, or were welcomed with
};

} // namespace kefu::gateway::chat
