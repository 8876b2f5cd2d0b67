#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_store.hpp"
#include "tests/storage/live/loop.hpp"

// What every live_store promises. A rig makes a started store and can empty it:
//   struct rig { loop turning; live_store& store(); live_events events wired to `heard`;
//                void empty_store(); std::vector<epoch_state> epochs; bool bus_alive; };
namespace kefu::tests {

using namespace storage::live;

template <class Tag>
routing::strong_id<Tag> numbered(std::uint8_t number) {
    routing::strong_id<Tag> id;
    id.bits.bytes[0] = 1;
    id.bits.bytes[15] = number;
    return id;
}
inline routing::organisation_id org(std::uint8_t n) {
    return numbered<routing::organisation_tag>(n);
}
inline routing::staff_id staff(std::uint8_t n) { return numbered<routing::staff_tag>(n); }
inline routing::skill_id skill(std::uint8_t n) { return numbered<routing::skill_tag>(n); }
inline routing::conversation_id conversation(std::uint8_t n) {
    return numbered<routing::conversation_tag>(n);
}

template <class T>
struct outcome {
    std::optional<storage::result<T>> value;
    int calls = 0;

    done<T> take() {
        return [this](storage::result<T> arrived) {
            value = std::move(arrived);
            ++calls;
        };
    }
};

template <class Rig>
class live_contract : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(rig.turning.until([this] {
            return rig.store().health().up && rig.bus_alive && !rig.epochs.empty();
        }));
        outcome<std::string> set;
        rig.store().set_epoch("e1", set.take());
        ASSERT_TRUE(rig.turning.until([&] { return set.calls == 1; }));
        ASSERT_EQ(set.value->value(), "e1");
    }

    // Runs one operation to its end: `start` is given the callback.
    template <class T, class Start>
    storage::result<T> run(Start start) {
        outcome<T> got;
        start(got.take());
        EXPECT_EQ(got.calls, 0) << "called inside the call that started it";
        EXPECT_TRUE(rig.turning.until([&] { return got.calls > 0; }));
        rig.turning.settle();
        EXPECT_EQ(got.calls, 1);
        return *got.value;
    }

    storage::result<void> put(const std::vector<presence_row>& rows, std::int64_t lease_ms) {
        return run<void>([&](done<void> cb) {
            rig.store().put_presence(org(1), rows, lease_ms, std::move(cb));
        });
    }
    storage::result<std::vector<presence_row>> present(routing::organisation_id of = org(1)) {
        const auto listed =
            run<presence_listing>([&](auto cb) { rig.store().list_presence(of, std::move(cb)); });
        if (listed.has_error()) return listed.error();
        EXPECT_EQ(listed->unreadable, 0u);
        return listed->rows;
    }
    storage::result<void> wait(const std::vector<waiting_row>& rows) {
        return run<void>([&](done<void> cb) {
            rig.store().put_waiting(org(1), rows, std::move(cb));
        });
    }
    storage::result<std::vector<waiting_row>> waiting(
        std::size_t limit = 1'000, routing::organisation_id of = org(1)
    ) {
        return run<std::vector<waiting_row>>([&](auto cb) {
            rig.store().list_waiting(of, limit, std::move(cb));
        });
    }
    storage::result<void> publish(const std::string& channel, const std::string& bytes) {
        return run<void>([&](done<void> cb) { rig.store().publish(channel, bytes, std::move(cb)); }
        );
    }
    storage::result<ticket_use> use(
        const std::string& ticket,
        std::int64_t ttl_ms = 60'000,
        routing::organisation_id of = org(1)
    ) {
        return run<ticket_use>([&](done<ticket_use> cb) {
            rig.store().use_ticket(of, ticket, ttl_ms, std::move(cb));
        });
    }
    storage::result<std::int64_t> bump(const std::string& key, std::int64_t window_ms = 60'000) {
        return run<std::int64_t>([&](done<std::int64_t> cb) {
            rig.store().bump(org(1), key, window_ms, std::move(cb));
        });
    }
    storage::result<epoch_state> check() {
        return run<epoch_state>([&](done<epoch_state> cb) {
            rig.store().check_epoch(std::move(cb));
        });
    }
    // Publishes until the handler has heard `bytes`: the bus may lose what comes too early.
    bool heard_on(const std::string& channel, const std::string& bytes, std::string& heard) {
        for (int attempt = 0; attempt < 200; ++attempt) {
            if (publish(channel, bytes).has_error()) return false;
            if (rig.turning.until([&] { return heard == bytes; }, 20)) return true;
        }
        return false;
    }

    Rig rig;
};

} // namespace kefu::tests
