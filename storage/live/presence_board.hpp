#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/live/live_store.hpp"

namespace kefu::storage::live {

// Pure. The presence leases of one organisation, in memory.
class presence_board {
public:
    // False, and nothing of this row is kept: limits::presence_rows_max other rows are alive.
    [[nodiscard]] bool put(const presence_row& row, std::int64_t lease_ms, routing::instant now);
    void drop(routing::staff_id staff, const std::string& node);
    // Ordered by staff, then node; what has expired is removed.
    [[nodiscard]] std::vector<presence_row> list(routing::instant now);

private:
    struct lease {
        presence_state state;
        std::string reason;
        std::int64_t ends_ms;
    };

    void drop_expired(routing::instant now);

    std::map<std::pair<routing::staff_id, std::string>, lease> leases_;
};

} // namespace kefu::storage::live
