#pragma once

#include "routing/desk.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kefu::tests {

// What a record that knows only the effects would say, kept the way the gateway keeps it: proves
// that the effects are enough, that generations only rise, and that one agent at most has it (I2).
class record_fold {
public:
    // The first contradiction, if there is one.
    std::optional<std::string> read(const std::vector<routing::any_effect>& effects);
    // A restored conversation is in the record before the desk knows it.
    void restore(const routing::command::restore_conversation& c);
    // The same owners, generations and states as the desk.
    [[nodiscard]] std::optional<std::string> differs_from(const routing::desk& d) const;

private:
    struct row {
        routing::phase state = routing::phase::queued;
        std::uint64_t generation = 0;
        std::optional<routing::staff_id> owner;
    };
    std::optional<std::string> rise(routing::conversation_id id, std::uint64_t generation);

    std::map<routing::conversation_id, row> rows_;
};

} // namespace kefu::tests
