#include "gateway/api/reading_places.hpp"

#include <cassert>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

constexpr std::size_t under_way_max(reading_kind kind) {
    switch (kind) {
    case reading_kind::file:
        return limits::files_per_caller_max;
    case reading_kind::records:
        return limits::record_pages_per_caller_max;
    case reading_kind::transcript:
    case reading_kind::own_transcript:
        break;
    }
    return limits::transcripts_per_caller_max;
}

} // namespace

reading_places::reading_places()
    : files_(limits::files_per_caller, limits::readers_remembered_max),
      records_(limits::record_pages_per_caller, limits::readers_remembered_max),
      transcripts_(limits::transcripts_per_caller, limits::readers_remembered_max),
      own_transcripts_(limits::transcripts_per_caller, limits::readers_remembered_max) {}

reading_places::memory& reading_places::callers_of(reading_kind kind) {
    switch (kind) {
    case reading_kind::file:
        return files_;
    case reading_kind::records:
        return records_;
    case reading_kind::transcript:
        return transcripts_;
    case reading_kind::own_transcript:
        break;
    }
    return own_transcripts_;
}

bool reading_places::has_place(reading_kind kind) const {
    if (kind == reading_kind::own_transcript) return own_count_ < limits::own_transcripts_max;
    return count_ - own_count_ < limits::staff_readings_max;
}

reading_outcome reading_places::take(
    reading_kind kind, const std::string& caller, routing::instant now
) {
    auto& callers = callers_of(kind);
    if (!has_place(kind) || !callers.has_room(caller, now))
        return {reading_verdict::all_taken, limits::readings_busy_ms};
    auto& who = callers.remember(caller, now);
    if (who.held >= under_way_max(kind))
        return {reading_verdict::caller_at_max, limits::readings_busy_ms};
    if (!who.bucket.take(callers.rate(), now))
        return {reading_verdict::too_fast, who.bucket.wait_ms(callers.rate(), now)};
    ++who.held;
    ++count_;
    if (kind == reading_kind::own_transcript) ++own_count_;
    return {};
}

// The caller is remembered until their rate has recovered: coming back resets nothing.
void reading_places::give_back(reading_kind kind, const std::string& caller) {
    auto* who = callers_of(kind).find(caller);
    assert(who != nullptr && who->held > 0);
    --who->held;
    --count_;
    if (kind == reading_kind::own_transcript) --own_count_;
}

} // namespace kefu::gateway::api
