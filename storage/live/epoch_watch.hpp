#pragma once

#include <optional>
#include <string>

#include "storage/live/live_store.hpp"

namespace kefu::storage::live {

// Pure. Compares the epoch that Redis holds with the one this node last accepted. FLUSHALL leaves
// Redis's run_id as it is, so only a key of our own shows it (anchors/security.md, finding 2).
class epoch_watch {
public:
    struct verdict {
        epoch_state state = epoch_state::same;
        bool report = false; // a loss not reported before, or of which set_epoch failed
        bool is_new = false; // of those reported: not one of which set_epoch failed
    };

    // What a look at the key gave; empty: no such key.
    [[nodiscard]] verdict on_seen(const std::optional<std::string>& seen);
    // The epoch in force after this node's set_epoch.
    void on_set(std::string in_force);
    // Nothing is in force as far as this node knows: the next look reports.
    void on_set_failed();

private:
    std::optional<std::string> accepted_;
    bool is_lost_ = false; // since accepted_: any epoch that is found next is a new one
    bool is_reported_ = false;
    bool has_failed_ = false; // what was reported; told with the next report
};

} // namespace kefu::storage::live
