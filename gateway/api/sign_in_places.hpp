#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "gateway/api/sign_in_network.hpp"

namespace kefu::gateway::api {

enum class place_answer : std::uint8_t {
    taken,
    all_taken,      // limits::sign_ins_waiting_max wait, or strangers_waiting_max of this kind
    network_at_max, // this network or device has its share: others still get through
};

// Who wants a place.
struct place_claim {
    sign_in_network network;
    // Known: a device that has signed in to this account before, or somebody who is signed in; ""
    // = a stranger. The known ones count apart from their network.
    std::string known;
};

// Who waits for the sign-in thread. Strangers have half of the places, however many networks they
// come from, so that they cannot keep out who has signed in before. Pure; its owner locks.
class sign_in_places {
public:
    [[nodiscard]] place_answer take(const place_claim& who);
    void give_back(const place_claim& who); // once for each `taken`
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    [[nodiscard]] std::size_t taken_by(const std::string& share) const;
    void release(const std::string& share);

    std::map<std::string, std::size_t> taken_; // by network, site or known device; no zeros
    std::size_t count_ = 0;
    std::size_t strangers_ = 0;
};

} // namespace kefu::gateway::api
