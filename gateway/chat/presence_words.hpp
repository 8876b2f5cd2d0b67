#pragma once

#include "gateway/protocol/words.hpp"
#include "routing/roster.hpp"

namespace kefu::gateway::chat {

// The wire's word for what an agent wants to be. Pure.
[[nodiscard]] constexpr protocol::presence presence_of(routing::presence state) {
    switch (state) {
    case routing::presence::online:
        return protocol::presence::online;
    case routing::presence::away:
        return protocol::presence::away;
    case routing::presence::offline:
        return protocol::presence::offline;
    }
    return protocol::presence::offline;
}

} // namespace kefu::gateway::chat
