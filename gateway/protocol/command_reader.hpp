#pragma once

#include "gateway/protocol/fields.hpp"
#include "gateway/protocol/frame_codec.hpp"

namespace kefu::gateway::protocol {

// A parsed envelope to a command, or what is wrong with it. Pure and total.
[[nodiscard]] decoded read_envelope(const field_source& envelope);

} // namespace kefu::gateway::protocol
