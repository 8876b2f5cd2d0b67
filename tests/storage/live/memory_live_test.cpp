#include "storage/live/memory_live.hpp"

#include "tests/storage/live/live_contract.hpp"

namespace kefu::tests {

namespace {

struct memory_rig {
    loop turning;
    memory_live memory{turning.io, steady_now};
    std::vector<epoch_state> epochs;
    bool bus_alive = false;
    bool was_stopped = false;

    memory_rig() {
        live_events events;
        events.bus = [this](bool alive) { bus_alive = alive; };
        events.epoch = [this](epoch_state state) { epochs.push_back(state); };
        memory.start(std::move(events));
    }
    ~memory_rig() {
        if (was_stopped) return;
        bool stopped = false;
        memory.stop([&] { stopped = true; });
        EXPECT_TRUE(turning.until([&] { return stopped; }));
    }

    live_store& store() { return memory; }
    void empty_store() { memory.forget_everything(); }
};

} // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, live_contract, memory_rig);

} // namespace kefu::tests
