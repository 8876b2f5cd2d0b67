#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace kefu::gateway::api {

enum class place_answer : std::uint8_t {
    taken,
    all_taken,      // limits::sign_ins_waiting_max wait
    network_at_max, // this network has its share: others still get through
};

// Who waits for the sign-in thread. Pure; its owner locks.
class sign_in_places {
public:
    [[nodiscard]] place_answer take(const std::string& network);
    void give_back(const std::string& network); // once for each `taken`
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::map<std::string, std::size_t> taken_; // no zeros
    std::size_t count_ = 0;
};

} // namespace kefu::gateway::api
