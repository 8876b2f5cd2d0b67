#include "gateway/api/origin.hpp"

namespace kefu::gateway::api {

bool is_origin(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!text.starts_with(scheme)) continue;
        auto host = text.substr(scheme.size());
        const auto colon = host.rfind(':');
        if (colon != std::string_view::npos && host.back() != ']') {
            const auto port = host.substr(colon + 1);
            const bool digits = !port.empty() && port.size() <= 5 && port.front() != '0' &&
                                port.find_first_not_of("0123456789") == std::string_view::npos;
            if (!digits) return false;
            host = host.substr(0, colon);
        }
        if (host.starts_with('[') && host.ends_with(']')) {
            const auto address = host.substr(1, host.size() - 2);
            return address.size() >= 2 && address.size() <= 45 &&
                   address.find_first_not_of("0123456789abcdef.:") == std::string_view::npos;
        }
        return !host.empty() && host.size() <= 253 &&
               host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") ==
                   std::string_view::npos;
    }
    return false;
}

} // namespace kefu::gateway::api
