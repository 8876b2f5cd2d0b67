#pragma once

#include <functional>
#include <memory>

#include "gateway/chat/session.hpp"
#include "storage/live/live_store.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"

namespace kefu::gateway::app {

// What is put around parts of the gateway as they are made; by itself nothing. Lets a test compose
// a gateway of which one part is broken on purpose.
struct part_wraps {
    template <class Part>
    using wrap = std::function<std::unique_ptr<Part>(std::unique_ptr<Part>)>;

    wrap<storage::sqlite_store> records;
    wrap<storage::live::live_store> live;
    chat::stream_rule streams = chat::step_of;
};

} // namespace kefu::gateway::app
