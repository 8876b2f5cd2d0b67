#pragma once

#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// New ids (UUIDv7) and unguessable tokens; injected so that tests get known ones. Any thread.
class ids_source {
public:
    virtual ~ids_source() = default;
    [[nodiscard]] virtual routing::id_bits next() = 0;
    // 128 random bits and no time in them: for tokens.
    [[nodiscard]] virtual routing::id_bits secret() = 0;
};

template <class Id>
[[nodiscard]] Id next_id(ids_source& from) {
    return Id{from.next()};
}

} // namespace kefu::gateway::chat
