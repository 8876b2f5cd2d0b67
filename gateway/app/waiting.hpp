#pragma once

#include <future>
#include <stdexcept>
#include <string>
#include <utility>

#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

// Blocks until the store has answered: for start-up and command-line tools, never on a thread that
// serves. Throws what went wrong.
template <class Value, class Ask>
Value wait_for(Ask ask, const char* what) {
    std::promise<storage::result<Value>> answered;
    auto answer = answered.get_future();
    ask(storage::reply<Value>([&answered](storage::result<Value> got) {
        answered.set_value(std::move(got));
    }));
    auto got = answer.get();
    if (!got) throw std::runtime_error(std::string(what) + ": " + got.error().message());
    if constexpr (!std::is_void_v<Value>) return std::move(*got);
}

} // namespace kefu::gateway::app
