#include "gateway/app/system_ids.hpp"

#include <sodium.h>

namespace kefu::gateway::app {

routing::id_bits system_ids::next() {
    auto id = secret();
    auto ms = static_cast<std::uint64_t>(clock_.wall().ms);
    for (std::size_t i = 6; i > 0; --i) {
        id.bytes[i - 1] = static_cast<std::uint8_t>(ms & 0xFF);
        ms >>= 8;
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x70);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

routing::id_bits system_ids::secret() {
    routing::id_bits id;
    randombytes_buf(id.bytes.data(), id.bytes.size());
    return id;
}

double system_ids::jitter() {
    const auto bits = secret();
    return static_cast<double>(bits.bytes[0] * 256 + bits.bytes[1]) / 65'536.0;
}

} // namespace kefu::gateway::app
