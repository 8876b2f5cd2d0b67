#include "storage/records/event.hpp"

#include <array>

namespace kefu::storage {

namespace {

struct kind_entry {
    event_kind kind;
    std::string_view name;
    visibility who;
};

// The one table of event kinds: its order is the numbering, which is stored.
constexpr std::array kinds{
    kind_entry{event_kind::opened, "opened", visibility::everyone},
    kind_entry{event_kind::queued, "queued", visibility::everyone},
    kind_entry{event_kind::offered, "offered", visibility::staff},
    kind_entry{event_kind::accepted, "accepted", visibility::everyone},
    kind_entry{event_kind::declined, "declined", visibility::staff},
    kind_entry{event_kind::missed, "missed", visibility::staff},
    kind_entry{event_kind::message, "message", visibility::everyone},
    kind_entry{event_kind::note, "note", visibility::staff},
    kind_entry{event_kind::transferred, "transferred", visibility::everyone},
    kind_entry{event_kind::requeued, "requeued", visibility::everyone},
    kind_entry{event_kind::ended, "ended", visibility::everyone},
    kind_entry{event_kind::wrapped_up, "wrapped_up", visibility::staff},
    kind_entry{event_kind::closed, "closed", visibility::staff},
    kind_entry{event_kind::abandoned, "abandoned", visibility::everyone},
    kind_entry{event_kind::rated, "rated", visibility::everyone},
    kind_entry{event_kind::parked, "parked", visibility::everyone},
    kind_entry{event_kind::withdrawn, "withdrawn", visibility::staff},
};

constexpr bool is_numbered_in_order() {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (static_cast<std::size_t>(kinds[i].kind) != i + 1) return false;
    }
    return true;
}
static_assert(is_numbered_in_order());

const kind_entry& entry_of(event_kind kind) { return kinds[static_cast<std::size_t>(kind) - 1]; }

} // namespace

visibility visibility_of(event_kind kind) { return entry_of(kind).who; }

std::string_view name_of(event_kind kind) { return entry_of(kind).name; }

std::optional<event_kind> event_kind_from(std::int64_t stored) {
    if (stored < 1 || stored > static_cast<std::int64_t>(kinds.size())) return std::nullopt;
    return static_cast<event_kind>(stored);
}

std::string_view name_of(author_role role) {
    switch (role) {
    case author_role::system:
        return "system";
    case author_role::customer:
        return "customer";
    case author_role::agent:
        return "agent";
    case author_role::supervisor:
        return "supervisor";
    }
    return "unknown";
}

} // namespace kefu::storage
