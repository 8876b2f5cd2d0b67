#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/mirror_pace.hpp"
#include "gateway/chat/presence_choices.hpp"
#include "gateway/net/clock.hpp"
#include "storage/live/live_store.hpp"

namespace kefu::gateway::chat {

struct live_mirror_parts {
    storage::live::live_store& live;
    const net::transport_clock& clock;
    const desk_state& around;
    std::string node; // this node's name in presence leases
};

// The copy of a desk in the live store: who waits, and leases on who is here and what they chose.
// It is told after the record; what it misses, or has lost, is written again whole. Of the front
// desk's parts the only one that knows the live store; on its thread, and it must stand until that
// store has stopped. While there is no desk only lost() and drop_presence() may be called.
class live_mirror {
public:
    explicit live_mirror(live_mirror_parts parts) : parts_(std::move(parts)) {}

    // It lacks something, or all: it is written again in the next round.
    void lost() { pace_.ask(parts_.clock.now()); }
    void round();
    void decided_about(routing::conversation_id id);

    void renew_leases(); // of all who are here
    void put_presence(routing::staff_id staff);
    // Whoever went offline by hand must not be online again after a restart: until it is sure that
    // it was done, and no lease put for them since, it is done again whenever all is written.
    void drop_presence(routing::staff_id staff);
    void find_choices(std::function<void(const kept_choices&)> then); // told later and once

    [[nodiscard]] std::uint64_t times_written() const { return times_written_; } // whole

private:
    void write_all();
    [[nodiscard]] std::vector<storage::live::waiting_row> waiting_rows() const;
    [[nodiscard]] std::optional<storage::live::presence_row> presence_row_of(routing::staff_id staff
    ) const;
    void drop_again();
    void put_rows(std::vector<storage::live::presence_row> rows);
    [[nodiscard]] storage::live::done<void> or_again();

    live_mirror_parts parts_;
    mirror_pace pace_;
    std::uint64_t times_written_ = 0;
    std::map<routing::staff_id, std::uint64_t> unsure_drops_; // their last, by its number
    std::uint64_t drops_ = 0;
};

} // namespace kefu::gateway::chat
