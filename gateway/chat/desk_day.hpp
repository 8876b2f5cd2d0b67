#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/net/clock.hpp"
#include "routing/effects.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct desk_day_parts {
    boost::asio::io_context& loop; // the owner's thread
    storage::record_store& records;
    const net::transport_clock& clock;
    const desk_state& around;          // of which the shop's clock is known already
    std::int64_t accept_ms = 0;        // the service level's target
    std::function<void()> tell_agents; // what they closed today is another number now
};

// The day that the wall's figures are of. A rebuild brings what the record knows of it; afterwards
// it is counted as decisions and ratings are committed. A part of the front desk, on its thread; it
// must stand for as long as the store or the loop may still call it. While the desk does not serve,
// ratings wait: limits::rated_meanwhile_max of them.
class desk_day {
public:
    explicit desk_day(desk_day_parts parts);

    [[nodiscard]] const day_tally& today() const { return today_; }
    [[nodiscard]] day_clock clock() const { return clock_; }
    [[nodiscard]] std::int64_t accept_ms() const { return parts_.accept_ms; }

    // The desk serves, from what the record said of the day ...
    void begin(routing::wall_time midnight, const storage::day_figures& so_far);
    // ... and no longer: what has been asked of the record is of no use any more.
    void stand_still();
    // Midnight, a wall clock that was set back, or another clock: the figures are brought to it.
    void round();
    // Another storefront may be the first with hours now, or tell another clock.
    void use_catalog();

    // Of a decision that is in the record, which left the row so.
    void count(const routing::any_effect& decision, const storage::conversation_row& row);
    // Of one that is over as well: then it is rated.
    void count_ratings(
        const storage::conversation_row& row, const std::vector<storage::event>& events
    );

private:
    [[nodiscard]] day_tally& day_of(routing::wall_time at);
    void tell_day();
    void read_again(routing::wall_time midnight);
    void was_read(
        routing::wall_time midnight, const storage::result<storage::day_figures>& figures
    );

    desk_day_parts parts_;
    day_tally today_;
    day_clock clock_;
    bool serves_ = false;
    bool moved_ = false;          // today's figures are of another clock's day
    bool is_read_ = false;        // the record has been asked for them
    std::uint64_t run_ = 0;       // of the desk: answers to an earlier one are ignored
    routing::wall_time told_{-1}; // agents know their figures to be of that day
    std::vector<dated_rating> rated_meanwhile_;
};

} // namespace kefu::gateway::chat
