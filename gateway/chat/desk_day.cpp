#include "gateway/chat/desk_day.hpp"

#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"

namespace kefu::gateway::chat {

namespace {

std::optional<dated_rating> rating_in(
    const storage::event& event, const storage::conversation_row& row
) {
    if (!row.assignee || event.kind != storage::event_kind::rated) return std::nullopt;
    const auto said = protocol::decode_body(event.kind, event.body);
    const auto* what = said ? std::get_if<protocol::body::rated>(&*said) : nullptr;
    if (what == nullptr) return std::nullopt;
    return dated_rating{{row.id, *row.assignee, what->score}, event.at};
}

} // namespace

desk_day::desk_day(desk_day_parts parts)
    : parts_(std::move(parts)),
      clock_(day_clock_of(*parts_.around.names, parts_.around.organisation)) {}

// The figures may have been read before the ratings of meanwhile were committed, or after: counting
// is the same.
void desk_day::begin(routing::wall_time midnight, const storage::day_figures& so_far) {
    serves_ = true;
    today_ = day_tally(midnight, so_far);
    for (const auto& rating : std::exchange(rated_meanwhile_, {}))
        day_of(rating.at).rated(rating);
}

void desk_day::stand_still() {
    serves_ = false;
    ++run_;
}

// The first event of a new day may be told before the round that notices midnight.
day_tally& desk_day::day_of(routing::wall_time at) {
    const auto midnight = day_begin(at, clock_);
    if (midnight > today_.midnight()) today_.begin_day(midnight);
    return today_;
}

void desk_day::round() {
    const auto midnight = day_begin(parts_.clock.wall(), clock_);
    if (moved_ || midnight < today_.midnight()) return read_again(midnight);
    today_.begin_day(midnight);
    tell_day();
}

// Agents are shown what they closed today: it is nothing since midnight, whatever they do.
void desk_day::tell_day() {
    if (told_ == today_.midnight()) return;
    told_ = today_.midnight();
    parts_.tell_agents();
}

void desk_day::use_catalog() {
    const auto clock = day_clock_of(*parts_.around.names, parts_.around.organisation);
    if (clock == clock_) return;
    clock_ = clock;
    moved_ = true;
}

// The wall clock was set back over midnight, so that day is not over, or the shop's days begin by
// another clock. The record is asked in turn with the decisions: those told before its answer
// are in it, those told after it are not, so each is counted once however busy the desk is. (A
// rating may be told late; it counts once for each conversation.)
void desk_day::read_again(routing::wall_time midnight) {
    if (std::exchange(is_read_, true)) return;
    parts_.records.figures_in_turn(
        parts_.around.organisation,
        midnight,
        parts_.accept_ms,
        [this, midnight, run = run_](storage::result<storage::day_figures> figures) {
            boost::asio::post(parts_.loop, [this, midnight, run, figures = std::move(figures)] {
                is_read_ = false;
                if (run == run_) was_read(midnight, figures);
            });
        }
    );
}

void desk_day::was_read(
    routing::wall_time midnight, const storage::result<storage::day_figures>& figures
) {
    if (midnight != day_begin(parts_.clock.wall(), clock_)) return;
    if (!figures) {
        spdlog::warn("today's figures cannot be read: {}", figures.error().message());
        return;
    }
    today_ = day_tally(midnight, *figures);
    moved_ = false;
    tell_day();
}

void desk_day::count(const routing::any_effect& decision, const storage::conversation_row& row) {
    const auto at = row.state_since;
    if (const auto* taken = std::get_if<routing::effect::assigned>(&decision)) {
        if (taken->generation != 1) return;
        day_of(at).accepted(at, at.ms - row.queued_at.ms, parts_.accept_ms);
    } else if (const auto* over = std::get_if<routing::effect::closed>(&decision)) {
        if (over->staff) day_of(at).closed(at, *over->staff);
    } else if (std::holds_alternative<routing::effect::abandoned>(decision)) {
        day_of(at).abandoned(at);
    }
}

void desk_day::count_ratings(
    const storage::conversation_row& row, const std::vector<storage::event>& events
) {
    for (const auto& event : events) {
        const auto rating = rating_in(event, row);
        if (!rating) continue;
        if (serves_) {
            day_of(rating->at).rated(*rating);
        } else if (rated_meanwhile_.size() < limits::rated_meanwhile_max) {
            rated_meanwhile_.push_back(*rating);
        }
    }
}

} // namespace kefu::gateway::chat
