#include "gateway/api/reading_places.hpp"

#include <cassert>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

constexpr std::int64_t busy_ms = 2'000;
constexpr std::int64_t sweep_every_ms = 1'000;

struct rule {
    std::size_t under_way_max;
    routing::token_bucket::rate speed;
};
rule rule_of(reading_kind kind) {
    if (kind == reading_kind::transcript) {
        return {limits::transcripts_per_caller_max, limits::transcripts_per_caller};
    }
    return {limits::files_per_caller_max, limits::files_per_caller};
}

} // namespace

reading_outcome reading_places::take(
    reading_kind kind, const std::string& caller, routing::instant now
) {
    if (count_ >= limits::whole_readings_max) return {reading_verdict::all_taken, busy_ms};
    const auto key = std::pair{kind, caller};
    if (callers_.size() >= limits::readers_remembered_max && !callers_.contains(key)) {
        forget_recovered(now);
        if (callers_.size() >= limits::readers_remembered_max) {
            return {reading_verdict::all_taken, busy_ms};
        }
    }
    const auto rules = rule_of(kind);
    auto& who = callers_.try_emplace(key, reader{0, routing::token_bucket(now)}).first->second;
    if (who.under_way >= rules.under_way_max) return {reading_verdict::caller_at_max, busy_ms};
    if (!who.speed.take(rules.speed, now)) {
        return {reading_verdict::too_fast, who.speed.wait_ms(rules.speed, now)};
    }
    ++who.under_way;
    ++count_;
    return {};
}

// The caller is remembered until their rate has recovered: coming back resets nothing.
void reading_places::give_back(reading_kind kind, const std::string& caller) {
    const auto at = callers_.find({kind, caller});
    assert(at != callers_.end() && at->second.under_way > 0);
    --at->second.under_way;
    --count_;
}

// At most once a second: a flood must not make each reading cost that.
void reading_places::forget_recovered(routing::instant now) {
    if (swept_ && now - *swept_ < sweep_every_ms) return;
    swept_ = now;
    std::erase_if(callers_, [&](const auto& entry) {
        const auto& [key, who] = entry;
        return who.under_way == 0 && who.speed.full(rule_of(key.first).speed, now);
    });
}

} // namespace kefu::gateway::api
