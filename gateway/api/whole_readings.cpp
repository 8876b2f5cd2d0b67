#include "gateway/api/whole_readings.hpp"

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

whole_readings::whole_readings() : networks_(limits::own_transcripts) {}

void reading_place::give_back() const {
    if (!is_given_back_.exchange(true)) of_.give_back(kind_, caller_);
}

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
    switch (kind) {
    case reading_kind::file:
    case reading_kind::records:
        return files_unsent_ >= limits::files_unsent_max;
    case reading_kind::transcript:
        return unsent_ >= limits::transcripts_unsent_max;
    case reading_kind::own_transcript:
        break;
    }
    return own_unsent_ >= limits::own_transcripts_unsent_max ||
           own_unsent_bytes_ >= limits::own_transcripts_unsent_bytes_max;
}

// A text that its reader has not taken, until this ends. Any thread.
struct whole_readings::unsent {
    unsent(whole_readings& all, reading_kind what, unsent_holder reader, std::string written)
        : of(all), kind(what), who(std::move(reader)), text(std::move(written)) {}
    ~unsent() { of.sent(kind, who, text.size()); }
    unsent(const unsent&) = delete;
    unsent& operator=(const unsent&) = delete;

    whole_readings& of;
    reading_kind kind;
    unsent_holder who;
    std::string text;
};

std::atomic<std::size_t>& whole_readings::unsent_of(reading_kind kind) {
    switch (kind) {
    case reading_kind::file:
    case reading_kind::records:
        return files_unsent_;
    case reading_kind::transcript:
        return unsent_;
    case reading_kind::own_transcript:
        break;
    }
    return own_unsent_;
}

bool whole_readings::has_enough_unsent(const unsent_holder& who) {
    const std::lock_guard lock(mutex_);
    const bool full = shares_.is_full(who);
    if (full) ++refused_;
    return full;
}

net::payload whole_readings::unsent_text(
    reading_kind kind, const unsent_holder& who, std::string text
) {
    {
        const std::lock_guard lock(mutex_);
        shares_.add(who);
    }
    ++unsent_of(kind);
    if (kind == reading_kind::own_transcript) own_unsent_bytes_ += text.size();
    const auto held = std::make_shared<const unsent>(*this, kind, who, std::move(text));
    return {held, &held->text};
}

void whole_readings::sent(reading_kind kind, const unsent_holder& who, std::size_t bytes) {
    --unsent_of(kind);
    if (kind == reading_kind::own_transcript) own_unsent_bytes_ -= bytes;
    const std::lock_guard lock(mutex_);
    shares_.remove(who);
}

void whole_readings::give_back(reading_kind kind, const std::string& caller) {
    const std::lock_guard lock(mutex_);
    places_.give_back(kind, caller);
}

} // namespace kefu::gateway::api
