#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"

// The day that the wall's figures are of. A rebuild reads it from the record (front_desk_rebuild);
// afterwards it is counted as decisions and ratings are committed.
namespace kefu::gateway::chat {

std::int64_t front_desk::accept_ms() const { return std::int64_t{parts_.manual.sla.accept} * 1000; }

// The first event of a new day may be told before the round that notices midnight.
day_tally& front_desk::day_of(routing::wall_time at) {
    const auto midnight = day_begin(at, day_clock_);
    if (midnight > today_.midnight()) today_.begin_day(midnight);
    return today_;
}

void front_desk::check_day() {
    const auto midnight = day_begin(parts_.clock.wall(), day_clock_);
    if (day_moved_ || midnight < today_.midnight()) return read_day_again(midnight);
    today_.begin_day(midnight);
    tell_day();
}

// Agents are shown what they closed today: it is nothing since midnight, whatever they do.
void front_desk::tell_day() {
    if (day_told_ == today_.midnight()) return;
    day_told_ = today_.midnight();
    for (const auto& [staff, count] : staff_sessions_)
        send_me(staff);
}

// Another storefront may be the first with hours now, or tell another clock.
void front_desk::set_day_clock() {
    const auto clock = day_clock_of(*names_, organisation_);
    if (clock == day_clock_) return;
    day_clock_ = clock;
    day_moved_ = true;
}

// The wall clock was set back over midnight, so that day is not over, or the shop's days begin by
// another clock. The record is asked in turn with the decisions: those told before its answer
// are in it, those told after it are not, so each is counted once however busy the desk is. (A
// rating may be told late; it counts once for each conversation.)
void front_desk::read_day_again(routing::wall_time midnight) {
    if (std::exchange(day_is_read_, true)) return;
    parts_.records.figures_in_turn(
        organisation_,
        midnight,
        accept_ms(),
        [this, midnight, run = incarnation_](storage::result<storage::day_figures> read) {
            boost::asio::post(parts_.loop, [this, midnight, run, read = std::move(read)] {
                day_is_read_ = false;
                if (run != incarnation_) return;
                if (midnight != day_begin(parts_.clock.wall(), day_clock_)) return;
                if (!read) {
                    spdlog::warn("today's figures cannot be read: {}", read.error().message());
                    return;
                }
                today_ = day_tally(midnight, *read);
                day_moved_ = false;
                tell_day();
            });
        }
    );
}

// A conversation is rated when it is over, so it need not be in the book.
void front_desk::note_ratings(
    const storage::conversation_row& row, const std::vector<storage::event>& events
) {
    if (!row.assignee) return;
    for (const auto& event : events) {
        if (event.kind != storage::event_kind::rated) continue;
        const auto said = protocol::decode_body(event.kind, event.body);
        const auto* what = said ? std::get_if<protocol::body::rated>(&*said) : nullptr;
        if (what == nullptr) continue;
        const dated_rating rating{{row.id, *row.assignee, what->score}, event.at};
        if (state_ == state::serving) {
            day_of(rating.at).rated(rating);
        } else if (rated_meanwhile_.size() < limits::rated_meanwhile_max) {
            rated_meanwhile_.push_back(rating);
        }
    }
}

// The figures may have been read before these were committed, or after: counting is the same.
void front_desk::count_ratings_of_meanwhile() {
    for (const auto& rating : std::exchange(rated_meanwhile_, {}))
        day_of(rating.at).rated(rating);
}

} // namespace kefu::gateway::chat
