#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "routing/instant.hpp"

namespace kefu::gateway::api {

// How often somebody may try to sign in (security checklist RD7): each account has a few free
// failures, then every try must wait, longer each time; each address has a number of tries in a
// window. An account is delayed, never locked for good, so nobody can lock out somebody else.
// Pure; one thread. Unknown accounts are treated like known ones.
class sign_in_guard {
public:
    // Milliseconds to wait; 0: try now. A try that may go on is counted against the address.
    [[nodiscard]] std::int64_t wait_ms(
        std::string_view account, std::string_view address, routing::instant now
    );
    void failed(std::string_view account, routing::instant now);
    void succeeded(std::string_view account);

private:
    struct failures {
        unsigned count = 0;
        routing::instant next_try;
    };
    struct tries {
        unsigned count = 0;
        routing::instant window_began;
    };
    std::map<std::string, failures, std::less<>> accounts_;
    std::map<std::string, tries, std::less<>> addresses_;
};

} // namespace kefu::gateway::api
