#pragma once

#include <cstdint>
#include <optional>

#include "routing/instant.hpp"

namespace kefu::storage::live {

// Pure. Proves that what is published reaches this node's subscriber: a numbered probe goes out
// over the command link and must be heard on the subscriber link. "Connected" proves nothing.
class probe_watch {
public:
    probe_watch(std::int64_t confirm_ms, std::int64_t every_ms, std::int64_t missing_ms);

    // A SUBSCRIBE was written: without on_confirmed within `confirm_ms` the link is missing.
    void on_asked(routing::instant now);
    // Every channel is confirmed. The first time on a link, the first probe is due at once.
    void on_confirmed(routing::instant now);
    void on_lost();

    // The number to publish now, at most one per `every_ms`.
    [[nodiscard]] std::optional<std::uint64_t> take_due(routing::instant now);
    // Redis took the probe. Without this the subscriber is not to blame for silence.
    void on_accepted(std::uint64_t number, routing::instant now);
    void on_heard(std::uint64_t number, routing::instant now);

    // Heard within the last `missing_ms`, on this link.
    [[nodiscard]] bool healthy(routing::instant now) const;
    // A SUBSCRIBE was not confirmed, or nothing was heard for `missing_ms` although Redis took a
    // probe at least `every_ms` ago: redial.
    [[nodiscard]] bool missing(routing::instant now) const;
    [[nodiscard]] std::optional<routing::instant> next_deadline() const;

private:
    const std::int64_t confirm_ms_;
    const std::int64_t every_ms_;
    const std::int64_t missing_ms_;
    std::optional<routing::instant> confirm_due_;
    bool subscribed_ = false;
    bool heard_any_ = false;
    std::uint64_t last_number_ = 0;
    std::uint64_t last_heard_ = 0;
    std::uint64_t first_of_link_ = 0; // a late echo of the last link's probe proves nothing
    routing::instant due_;
    routing::instant quiet_since_;
    std::optional<routing::instant> unheard_since_;
};

} // namespace kefu::storage::live
