#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gateway/api/sign_in_network.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::api {

enum class place_answer : std::uint8_t {
    taken,
    // limits::sign_ins_waiting_max wait, or of this kind strangers_waiting_max or
    // signed_in_waiting_max.
    all_taken,
    share_at_max, // this network, device or member of staff has theirs: others still get through
};

// Who wants a place.
struct place_claim {
    sign_in_network network;
    // A device that has signed in to this account before; "" = none. It counts apart from its
    // network.
    std::string known;
    // Who is signed in and gives a password: counts apart from network and device.
    std::optional<routing::staff_id> signed_in = std::nullopt;

    [[nodiscard]] bool is_stranger() const { return known.empty() && !signed_in; }
};

// Who waits for the sign-in thread. Strangers have a bounded part of the places, however many
// networks they come from, and whoever is signed in most of the rest, not all: so a few are certain
// for known devices, whom both together cannot keep out. Pure; its owner locks.
class sign_in_places {
public:
    [[nodiscard]] place_answer take(const place_claim& who);
    void give_back(const place_claim& who); // once for each `taken`
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    [[nodiscard]] std::size_t taken_by(const std::string& share) const;
    void release(const std::string& share);

    std::map<std::string, std::size_t> taken_; // by network, site, device or staff; no zeros
    std::size_t count_ = 0;
    std::size_t strangers_ = 0;
    std::size_t signed_in_ = 0;
};

} // namespace kefu::gateway::api
