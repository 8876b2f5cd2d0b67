#include "storage/records/rows.hpp"

namespace kefu::storage {

std::string_view name_of(conversation_state state) {
    switch (state) {
    case conversation_state::queued:
        return "queued";
    case conversation_state::offered:
        return "offered";
    case conversation_state::active:
        return "active";
    case conversation_state::wrap_up:
        return "wrap_up";
    case conversation_state::closed:
        return "closed";
    case conversation_state::parked:
        return "parked";
    case conversation_state::abandoned:
        return "abandoned";
    }
    return "unknown";
}

} // namespace kefu::storage
