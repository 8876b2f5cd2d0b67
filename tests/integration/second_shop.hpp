#pragma once

#include <string>

#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// Another organisation in the same store: the demo's topics, a storefront of its own, and
// `other-zhou` and `other-admin`, who sign in with the passwords of zhou and admin. Call it before
// the gateway starts. Aborts the test program when the store cannot be written.
struct second_shop {
    std::string widget_key;
};

[[nodiscard]] second_shop add_second_shop(gateway_process& gateway);

} // namespace kefu::tests
