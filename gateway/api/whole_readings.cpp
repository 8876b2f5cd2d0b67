#include "gateway/api/whole_readings.hpp"

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

whole_readings::whole_readings()
    : networks_(
          {.network = limits::own_transcripts_per_network,
           .site = limits::own_transcripts_per_site,
           .networks_max = limits::readers_remembered_max,
           .full_wait_ms = limits::readings_busy_ms}
      ) {}

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

std::int64_t whole_readings::take_from_network(
    const net::peer_address& from, routing::instant now
) {
    const std::lock_guard lock(mutex_);
    const auto wait_ms = networks_.take(from, now);
    if (wait_ms > 0) ++refused_;
    return wait_ms;
}

void whole_readings::give_back(reading_kind kind, const std::string& caller) {
    const std::lock_guard lock(mutex_);
    places_.give_back(kind, caller);
}

} // namespace kefu::gateway::api
