#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <ostream>

#include "storage/records/record_store.hpp"
#include "tests/storage/records/ask.hpp"
#include "tests/storage/records/sample_rows.hpp"

// What every record store promises. An engine takes part by instantiating RecordStore with itself.
namespace kefu::storage::testing {

class store_under_test {
public:
    virtual ~store_under_test() = default;
    [[nodiscard]] virtual record_store& store() = 0;
    // Stops, closes and opens again what was written.
    virtual void reopen() = 0;
};

struct engine {
    const char* name;
    std::unique_ptr<store_under_test> (*make)();
};

inline void PrintTo(const engine& tested, std::ostream* out) { *out << tested.name; }

class RecordStore : public ::testing::TestWithParam<engine> {
protected:
    [[nodiscard]] record_store& store() { return tested_->store(); }
    void reopen() { tested_->reopen(); }

    // An append that must be stored.
    log_outcome stored(log_write write) {
        const auto outcome = append_to(store(), std::move(write));
        if (!outcome) {
            ADD_FAILURE() << outcome.error().message();
            return {};
        }
        EXPECT_EQ(outcome->refusal, log_refusal::none) << name_of(outcome->refusal);
        return *outcome;
    }
    log_refusal refusal_of(log_write write) {
        const auto outcome = append_to(store(), std::move(write));
        if (!outcome) {
            ADD_FAILURE() << outcome.error().message();
            return log_refusal::none;
        }
        EXPECT_TRUE(outcome->events.empty() || outcome->refusal == log_refusal::none);
        return outcome->refusal;
    }
    event_page page(
        std::uint64_t conversation,
        numbering by = numbering::all,
        std::uint64_t after = 0,
        std::size_t count_max = 1'000
    ) {
        return ask<event_page>([&](auto done) {
                   store().events_after(
                       shop, conversation_id(conversation), by, after, count_max, done
                   );
               }
        ).value();
    }
    std::optional<conversation_row> row(std::uint64_t n) {
        return ask<std::optional<conversation_row>>(
                   [&](auto done) { store().conversation(shop, conversation_id(n), done); }
        ).value();
    }
    void close(std::uint64_t n) {
        conversation_change change;
        change.state = conversation_state::closed;
        stored(change_of(n, change));
    }

private:
    std::unique_ptr<store_under_test> tested_ = GetParam().make();
};

} // namespace kefu::storage::testing
