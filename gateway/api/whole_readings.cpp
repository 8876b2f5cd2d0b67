#include "gateway/api/whole_readings.hpp"

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

whole_readings::whole_readings() : networks_(limits::own_transcripts) {}

reading_place::~reading_place() { of_.give_back(kind_, caller_); }

whole_readings::answer whole_readings::take(
    reading_kind kind, const std::string& caller, routing::instant now
) {
    if (too_many_unsent(kind)) {
        ++refused_;
        return {{reading_verdict::all_taken, limits::readings_busy_ms}, nullptr};
    }
    const std::lock_guard lock(mutex_);
    const auto outcome = places_.take(kind, caller, now);
    if (outcome.verdict != reading_verdict::taken) {
        ++refused_;
        return {outcome, nullptr};
    }
    return {outcome, std::make_shared<const reading_place>(*this, kind, caller)};
}

bool whole_readings::too_many_unsent(reading_kind kind) const {
    if (kind == reading_kind::transcript) return unsent_ >= limits::transcripts_unsent_max;
    return kind == reading_kind::own_transcript &&
           own_unsent_ >= limits::own_transcripts_unsent_max;
}

net::payload whole_readings::unsent_text(reading_kind kind, std::string text) {
    struct counted {
        counted(std::atomic<std::size_t>& in, std::string of) : count(in), text(std::move(of)) {
            ++count;
        }
        ~counted() { --count; }
        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;
        std::atomic<std::size_t>& count;
        std::string text;
    };
    auto& count = kind == reading_kind::own_transcript ? own_unsent_ : unsent_;
    const auto held = std::make_shared<const counted>(count, std::move(text));
    return {held, &held->text};
}

void whole_readings::give_back(reading_kind kind, const std::string& caller) {
    const std::lock_guard lock(mutex_);
    places_.give_back(kind, caller);
}

} // namespace kefu::gateway::api
