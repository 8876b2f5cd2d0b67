#pragma once

#include "gateway/net/connection_admission.hpp"

#include <mutex>

namespace kefu::gateway::net {

// The process's connection_admission behind a lock. A lock, because a client's connections are
// spread over all shards by the kernel and limits hold for their sum; it is taken when a
// connection opens, proves itself or closes, never per message.
class shared_admission {
public:
    explicit shared_admission(const admission_limits& limits) : admission_(limits) {}

    [[nodiscard]] admission_verdict open(
        const peer_address& from, bool exempt, routing::instant now
    ) {
        const std::lock_guard lock(mutex_);
        return admission_.open(from, exempt, now);
    }
    void prove(const peer_address& from) {
        const std::lock_guard lock(mutex_);
        admission_.prove(from);
    }
    [[nodiscard]] bool unprove(const peer_address& from) {
        const std::lock_guard lock(mutex_);
        return admission_.unprove(from);
    }
    void close(const peer_address& from, bool exempt, bool unproven, routing::instant now) {
        const std::lock_guard lock(mutex_);
        admission_.close(from, exempt, unproven, now);
    }
    [[nodiscard]] bool room() const {
        const std::lock_guard lock(mutex_);
        return admission_.room();
    }

private:
    mutable std::mutex mutex_;
    connection_admission admission_;
};

} // namespace kefu::gateway::net
