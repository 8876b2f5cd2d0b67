#include "gateway/api/whole_readings.hpp"

namespace kefu::gateway::api {

reading_place::~reading_place() { of_.give_back(kind_, caller_); }

whole_readings::answer whole_readings::take(
    reading_kind kind, const std::string& caller, routing::instant now
) {
    const std::lock_guard lock(mutex_);
    const auto outcome = places_.take(kind, caller, now);
    if (outcome.verdict != reading_verdict::taken) {
        ++refused_;
        return {outcome, nullptr};
    }
    return {outcome, std::make_shared<const reading_place>(*this, kind, caller)};
}

void whole_readings::give_back(reading_kind kind, const std::string& caller) {
    const std::lock_guard lock(mutex_);
    places_.give_back(kind, caller);
}

} // namespace kefu::gateway::api
