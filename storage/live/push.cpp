#include "storage/live/push.hpp"

#include <utility>

namespace kefu::storage::live {

std::optional<push> read_push(reply&& arrived) {
    auto* cells = std::get_if<reply::array>(&arrived.value);
    if (cells == nullptr || cells->size() != 3) return std::nullopt;
    const std::string* what = (*cells)[0].bulk();
    auto* channel = std::get_if<std::string>(&(*cells)[1].value);
    if (what == nullptr || channel == nullptr) return std::nullopt;
    if (*what == "message") {
        auto* payload = std::get_if<std::string>(&(*cells)[2].value);
        if (payload == nullptr) return std::nullopt;
        return push{push::kind::message, std::move(*channel), std::move(*payload)};
    }
    if ((*cells)[2].integer() == nullptr) return std::nullopt;
    if (*what == "subscribe") return push{push::kind::subscribed, std::move(*channel), {}};
    if (*what == "unsubscribe") return push{push::kind::unsubscribed, std::move(*channel), {}};
    return std::nullopt;
}

} // namespace kefu::storage::live
