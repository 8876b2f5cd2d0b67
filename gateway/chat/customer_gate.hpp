#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/network_rates.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/protocol/close_codes.hpp"
#include "gateway/protocol/jwt.hpp"
#include "storage/records/record_store.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

struct customer_claim {
    storage::storefront_row storefront;
    std::optional<std::string> token;
    std::optional<std::string> jwt;
    std::string locale;
    net::peer_address from = {}; // seen through trusted proxies
    bool has_room = true;        // for somebody new, where they come
};

struct customer_gate_outcome {
    // 4401, 4210 for too many new visitors from there or no room for anybody new, or 4002 when the
    // record does not answer.
    std::optional<protocol::close_code> refused;
    storage::customer_row customer;
    std::optional<std::string> new_token; // made now; the client keeps it
    storage::visitor_token_row token;     // the new one or the one that was shown
    std::int64_t after_ms = 0;            // with 4210: when to try again
    bool found_no_room = false;           // why it is 4210
};

// Who a customer is: the shop's signed word, else the token that this browser was given, else a new
// visitor. A token that belongs to somebody else than the shop's word says ends and is replaced, so
// that whoever knew it before the sign-in cannot read on (security checklist RD5). A token that no
// longer stands (visitor_token.hpp) ends too and is a stranger's. Of two first visits of one of the
// shop's customers at once, the second finds the first one's row.
// How fast new visitors are made has a rate (network_rates.hpp); who is known passes by. Nothing
// is made for whoever would be closed at once, as there is no room for somebody new. One for all
// shards. Any thread; `done` is called once, on a thread of the store or inside the call.
class customer_gate {
public:
    customer_gate(
        storage::record_store& records,
        const net::transport_clock& clock,
        ids_source& ids,
        const network_limits& limits = visitor_limits
    )
        : records_(records), clock_(clock), ids_(ids), visitors_(limits) {}

    using reply = std::function<void(customer_gate_outcome)>;
    void identify(customer_claim claim, reply done);
    // The same without making anything: refused (4401) unless the customer is known already.
    void recognise(customer_claim claim, reply done);
    [[nodiscard]] std::uint64_t visitors_refused() const { return visitors_.refused(); }

private:
    struct new_token {
        storage::storefront_row storefront;
        storage::customer_row customer;
        bool vouched_for = false;
        std::optional<std::string> replaced_hash; // ends first
    };

    void by_shop(customer_claim claim, protocol::jwt_claims said, bool is_second_try, reply done);
    void by_token(customer_claim claim, reply done);
    void make_visitor(
        const customer_claim& claim, std::optional<std::string> replaced_hash, reply done
    );
    void check_token(customer_claim claim, storage::customer_row customer, reply done);
    void accept(storage::known_visitor known, reply done);
    void give_token(new_token wanted, reply done);
    void save_token(const new_token& wanted, reply done);

    storage::record_store& records_;
    const net::transport_clock& clock_;
    ids_source& ids_;
    network_rates visitors_;
};

} // namespace kefu::gateway::chat
