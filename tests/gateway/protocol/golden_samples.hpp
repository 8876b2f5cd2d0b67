#pragma once

#include <string>
#include <vector>

#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/frames.hpp"

// One value of every envelope the server sends, as our writers make it. tests/golden holds what it
// must look like.
namespace kefu::gateway::protocol::test {

struct golden {
    std::string name; // "server.ev.message.staff": the file's name without .json
    std::string text;
};

[[nodiscard]] std::vector<golden> server_samples();

// A body of each kind with every field filled.
[[nodiscard]] std::vector<body::any> full_bodies();
[[nodiscard]] storage::event event_with(const body::any& what, storage::author_role by);

} // namespace kefu::gateway::protocol::test
