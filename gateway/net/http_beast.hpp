#pragma once

#include "gateway/net/http.hpp"
#include "gateway/net/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kefu::gateway::net {

// Beast's parser and serialiser behind plain types; the only place that includes Beast.

class request_parser {
public:
    struct progress {
        enum class state : std::uint8_t { need_more, complete, refused };
        state now = state::need_more;
        std::size_t consumed = 0;
        unsigned refuse_status = 0;
    };

    explicit request_parser(const http_limits& limits);
    ~request_parser();

    // Bytes from the first of a head that check_head let pass. What is not consumed is to be fed
    // again with what follows.
    [[nodiscard]] progress feed(std::string_view bytes);
    // Once a head has been fed whole: the request without its body.
    [[nodiscard]] http_request head() const;
    // After complete.
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] http_request take(); // the last call

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

struct response_frame {
    int version_minor = 1;
    bool keep_alive = true;
    std::string_view date;
};

// Status line and fields with the empty line; the body is sent behind it as it is. Empty when a
// field holds CR, LF or NUL.
[[nodiscard]] std::string serialise_head(
    const http_response& response, const response_frame& frame
);
// "HTTP/1.1 101 Switching Protocols" for a handshake.
[[nodiscard]] std::string serialise_upgrade(
    std::string_view accept, std::string_view subprotocol, std::string_view date
);

} // namespace kefu::gateway::net
