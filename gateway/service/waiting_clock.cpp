#include "gateway/service/waiting_clock.hpp"

namespace kefu::gateway::service {

using storage::author_role;
using storage::event_kind;

std::optional<routing::wall_time> waiting_after(
    event_kind kind,
    author_role by,
    routing::wall_time at,
    std::optional<routing::wall_time> current
) {
    switch (kind) {
    case event_kind::opened:
        return current ? current : at;
    case event_kind::message:
        if (by == author_role::customer) return current ? current : at;
        return by == author_role::system ? current : std::nullopt;
    case event_kind::ended:
    case event_kind::closed:
    case event_kind::abandoned:
        return std::nullopt;
    default:
        return current;
    }
}

} // namespace kefu::gateway::service
