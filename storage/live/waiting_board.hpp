#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "storage/live/live_store.hpp"

namespace kefu::storage::live {

// Pure. The queue mirror of one organisation, in memory.
class waiting_board {
public:
    // False, and the row is not kept: limits::waiting_rows_max others wait.
    [[nodiscard]] bool put(const waiting_row& row);
    void remove(routing::conversation_id conversation);
    [[nodiscard]] std::vector<waiting_row> list(std::size_t limit) const;

private:
    std::map<std::pair<std::int64_t, routing::conversation_id>, routing::skill_id> order_;
    std::map<routing::conversation_id, std::int64_t> keys_;
};

} // namespace kefu::storage::live
