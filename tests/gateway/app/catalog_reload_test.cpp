#include "gateway/app/catalog_reload.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/storage/live/loop.hpp"
#include "tests/support/fake_record_store.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace kefu::tests {
namespace {

using namespace gateway::app;

class CatalogReload : public testing::Test {
protected:
    CatalogReload() {
        store.answer_through([this](std::function<void()> call) {
            boost::asio::post(loop.io, std::move(call));
        });
        store.put(member(storage::staff_role::admin));
    }
    ~CatalogReload() override {
        reload.stop();
        loop.settle();
    }
    static storage::staff_row member(storage::staff_role role) {
        auto row = *shop_catalog().member(ann);
        row.role = role;
        return row;
    }
    // What the asker is told.
    std::optional<bool> ask() {
        std::optional<bool> told;
        reload.ask([&](bool read) { told = read; });
        EXPECT_TRUE(loop.until([&] { return told.has_value(); }));
        return told;
    }
    struct showing {
        storage::staff_role role_of_ann;
        bool late;
        bool operator==(const showing&) const = default;
    };

    struct loop loop;
    fake_record_store store;
    std::vector<showing> shown;
    catalog_reload reload{
        {store,
         loop.io,
         [] { return 0.5; },
         [this](const gateway::chat::catalog_ptr& fresh, bool late) {
             shown.push_back({fresh->member(ann)->role, late});
         },
         1,
         2}};
};

// An admin is demoted, the record takes it and then does not answer: without another try they would
// stay one for everybody who asks the catalog.
TEST_F(CatalogReload, GoesOnUntilTheRecordAnswersThoughNobodyAsksAgain) {
    store.put(member(storage::staff_role::agent));
    store.fail_reads(storage::store_error::overloaded);
    EXPECT_EQ(ask(), false);
    EXPECT_TRUE(reload.is_behind());
    EXPECT_TRUE(loop.until([&] { return reload.failures() >= 3; }));
    EXPECT_TRUE(shown.empty());
    store.fail_reads(std::nullopt);
    ASSERT_TRUE(loop.until([&] { return !shown.empty(); }));
    EXPECT_EQ(shown, (std::vector<showing>{{storage::staff_role::agent, true}}));
    EXPECT_FALSE(reload.is_behind());
}

TEST_F(CatalogReload, IsReadOnceWhenTheRecordAnswers) {
    EXPECT_EQ(ask(), true);
    EXPECT_EQ(shown, (std::vector<showing>{{storage::staff_role::admin, false}}));
    EXPECT_EQ(reload.failures(), 0U);
    const auto reads = store.read_count();
    loop.settle();
    EXPECT_EQ(store.read_count(), reads);
}

TEST_F(CatalogReload, TheNextChangeMakesAFailedReadingGood) {
    store.fail_reads(storage::store_error::unavailable);
    EXPECT_EQ(ask(), false);
    store.fail_reads(std::nullopt);
    EXPECT_EQ(ask(), true);
    EXPECT_TRUE(shown.front().late);
    EXPECT_FALSE(reload.is_behind());
}

TEST_F(CatalogReload, TriesNoMoreOnceItIsStopped) {
    store.fail_reads(storage::store_error::stopped);
    EXPECT_EQ(ask(), false);
    reload.stop();
    const auto reads = store.read_count();
    // Nothing is left but the guard of the loop: a timer that still ran would be work of its own.
    loop.work.reset();
    EXPECT_TRUE(loop.until([&] { return loop.io.stopped(); }));
    EXPECT_EQ(store.read_count(), reads);
}

} // namespace
} // namespace kefu::tests
