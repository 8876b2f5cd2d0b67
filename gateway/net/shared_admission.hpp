#pragma once

#include "gateway/net/connection_admission.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace kefu::gateway::net {

// The process's connection_admission behind a lock. A lock, because a client's connections are
// spread over all shards by the kernel and limits hold for their sum; it is taken when a
// connection opens, proves itself or closes, never per message. Any shard's thread.
class shared_admission {
public:
    explicit shared_admission(const admission_limits& limits) : admission_(limits) {}

    // Called, outside of the lock, with a connection that has to go for a newer one; it may be on
    // any shard. Set before the shards run.
    void on_drop(std::function<void(const waiting_connection&)> drop) { drop_ = std::move(drop); }

    [[nodiscard]] admission_verdict open(
        const peer_address& from, bool exempt, routing::instant now
    ) {
        const std::lock_guard lock(mutex_);
        return admission_.open(from, exempt, now);
    }
    [[nodiscard]] admission_verdict reveal(const peer_address& client, routing::instant now) {
        const std::lock_guard lock(mutex_);
        return admission_.reveal(client, now);
    }
    void unproven(const peer_address& from, connection_ref self, std::uint8_t listing) {
        std::optional<waiting_connection> oldest;
        {
            const std::lock_guard lock(mutex_);
            oldest = admission_.unproven(from, self, listing);
        }
        if (oldest) drop_(*oldest);
    }
    void prove(const peer_address& from, connection_ref self) {
        const std::lock_guard lock(mutex_);
        admission_.prove(from, self);
    }
    void forgive(const peer_address& from, routing::instant now) {
        const std::lock_guard lock(mutex_);
        static_cast<void>(admission_.forgive(from, now)); // beyond the rate it counts, as told
    }
    [[nodiscard]] bool decide(const peer_address& from, arrival_kind kind, routing::instant now) {
        const std::lock_guard lock(mutex_);
        return admission_.decide(from, kind, now);
    }
    [[nodiscard]] bool undecide(const peer_address& from, routing::instant now) {
        const std::lock_guard lock(mutex_);
        return admission_.undecide(from, now);
    }
    void vouch(const peer_address& from) {
        const std::lock_guard lock(mutex_);
        admission_.vouch(from);
    }
    void close(
        const peer_address& from,
        bool exempt,
        connection_ref self,
        connection_admission::standing at_end
    ) {
        const std::lock_guard lock(mutex_);
        admission_.close(from, exempt, self, at_end);
    }
    [[nodiscard]] bool room() const {
        const std::lock_guard lock(mutex_);
        return admission_.room();
    }

private:
    mutable std::mutex mutex_;
    connection_admission admission_;
    std::function<void(const waiting_connection&)> drop_;
};

} // namespace kefu::gateway::net
