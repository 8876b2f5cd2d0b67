#include "gateway/app/bootstrap.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include "gateway/api/password.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace kefu::tests {
namespace {

namespace app = gateway::app;
namespace fs = std::filesystem;

class Bootstrap : public testing::Test {
protected:
    Bootstrap() {
        std::string pattern = (fs::temp_directory_path() / "kefu-test-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~Bootstrap() override { fs::remove_all(folder); }
    std::string path() const { return (folder / "secret").string(); }
    static std::string text_of(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    fs::path folder;
};

TEST_F(Bootstrap, ASecretFileIsForItsOwnerOnly) {
    const auto before = ::umask(0);
    app::write_secret_file(path(), "the secret\n");
    ::umask(before);
    struct stat about {};
    ASSERT_EQ(::stat(path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    EXPECT_EQ(text_of(path()), "the secret\n");
}

TEST_F(Bootstrap, AnExistingFileIsNeverWrittenOver) {
    app::write_secret_file(path(), "first");
    EXPECT_THROW(app::write_secret_file(path(), "second"), std::system_error);
    EXPECT_EQ(text_of(path()), "first");
    fs::create_symlink(folder / "elsewhere", folder / "link");
    EXPECT_THROW(app::write_secret_file((folder / "link").string(), "x"), std::system_error);
    EXPECT_FALSE(fs::exists(folder / "elsewhere"));
    EXPECT_THROW(
        app::write_secret_file((folder / "no" / "where").string(), "x"), std::system_error
    );
}

// The store answers on a thread of its own, as a real one does.
class FirstSignIn : public Bootstrap {
protected:
    FirstSignIn() {
        store.answer_through([this](std::function<void()> run) {
            boost::asio::post(store_loop, std::move(run));
        });
    }
    ~FirstSignIn() override {
        guard.reset();
        store_thread.join();
    }
    app::first_sign_in start() { return app::make_first_sign_in(store, ids, clock, path()); }
    std::vector<storage::staff_row> staff() {
        std::promise<std::vector<storage::staff_row>> read;
        store.staff([&](const auto& rows) { read.set_value(*rows); });
        return read.get_future().get();
    }
    std::string password_in_file() const {
        const auto file = text_of(path());
        const auto at = file.find("one-time password: ");
        return at == std::string::npos ? "" : file.substr(at + 19, file.find('\n', at) - at - 19);
    }

    boost::asio::io_context store_loop;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard =
        boost::asio::make_work_guard(store_loop);
    std::thread store_thread{[this] { store_loop.run(); }};
    fake_record_store store;
    hand_clock clock;
    counted_ids ids;
};

TEST_F(FirstSignIn, AnEmptyStoreGetsOneAdminWithAOneTimePassword) {
    EXPECT_EQ(start(), app::first_sign_in::made);
    const auto password = password_in_file();
    EXPECT_EQ(start(), app::first_sign_in::not_needed); // there is somebody now
    EXPECT_EQ(password_in_file(), password);
    const auto rows = staff();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].role, storage::staff_role::admin);
    EXPECT_TRUE(rows[0].must_change_password);
    EXPECT_EQ(rows[0].password_until->ms, clock.wall().ms + app::first_sign_in_ms);
    EXPECT_EQ(password.size(), 20U);
    EXPECT_TRUE(gateway::api::password_matches(rows[0].password_hash, password));
}

class AfterACut : public FirstSignIn, public testing::WithParamInterface<const char*> {};
TEST_P(AfterACut, WhatTheFirstStartLeftIsReplaced) {
    std::ofstream(path()) << GetParam();
    EXPECT_EQ(start(), app::first_sign_in::made);
    ASSERT_EQ(staff().size(), 1U);
    EXPECT_TRUE(gateway::api::password_matches(staff()[0].password_hash, password_in_file()));
}
INSTANTIATE_TEST_SUITE_P(
    AtAnyByte, AfterACut, testing::Values("", "nam", "name: admin\none-time password: of nobody\n")
);

TEST_F(FirstSignIn, AFileOfSomebodyElseInItsPlaceStaysAndIsNamed) {
    std::ofstream(path()) << "notes of the operator";
    try {
        start();
        FAIL() << "wrote over it";
    } catch (const std::system_error& why) {
        EXPECT_NE(std::string(why.what()).find(path()), std::string::npos);
    }
    EXPECT_EQ(text_of(path()), "notes of the operator");
    EXPECT_TRUE(staff().empty());
}

TEST_F(FirstSignIn, OneThatRanOutIsReplacedAtTheNextStart) {
    EXPECT_EQ(start(), app::first_sign_in::made);
    const auto first_hash = staff().at(0).password_hash;
    clock.pass(app::first_sign_in_ms);
    EXPECT_EQ(start(), app::first_sign_in::not_needed) << "still good";
    clock.pass(1);
    EXPECT_EQ(start(), app::first_sign_in::renewed);
    const auto second = password_in_file();
    const auto rows = staff();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_NE(rows[0].password_hash, first_hash);
    EXPECT_TRUE(gateway::api::password_matches(rows[0].password_hash, second));
    EXPECT_EQ(rows[0].password_until->ms, clock.wall().ms + app::first_sign_in_ms);
}

TEST_F(FirstSignIn, OneThatWasChangedOrHasAnotherAdminBesideItStays) {
    EXPECT_EQ(start(), app::first_sign_in::made);
    clock.pass(app::first_sign_in_ms + 1);
    auto second = staff().at(0);
    second.id = ann;
    second.sign_in_name = "second";
    second.must_change_password = false;
    second.password_until.reset();
    store.put(second);
    EXPECT_EQ(start(), app::first_sign_in::not_needed);
    second.active = false;
    store.put(second);
    EXPECT_EQ(start(), app::first_sign_in::renewed);
    clock.pass(app::first_sign_in_ms + 1);
    for (auto row : staff()) { // the admin has chosen a password of their own
        row.must_change_password = false;
        row.password_until.reset();
        store.put(row);
    }
    EXPECT_EQ(start(), app::first_sign_in::not_needed);
}

TEST_F(FirstSignIn, AStoreWhoseAdminsAreAllDeactivatedGetsANewOne) {
    EXPECT_EQ(start(), app::first_sign_in::made);
    auto former = staff().at(0);
    former.active = false;
    former.must_change_password = false;
    former.password_until.reset();
    store.put(former);
    auto agent = former;
    agent.id = ann;
    agent.sign_in_name = "admin-2";
    agent.role = storage::staff_role::agent;
    agent.active = true;
    store.put(agent);
    EXPECT_EQ(start(), app::first_sign_in::admin_again);
    const auto password = password_in_file();
    struct stat about {};
    ASSERT_EQ(::stat(path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    ASSERT_EQ(staff().size(), 3U);
    for (const auto& row : staff()) {
        EXPECT_EQ(row.active, row.id != former.id) << "nobody is let in again";
        if (row.id == former.id || row.id == ann) continue;
        EXPECT_EQ(row.sign_in_name, "admin-3");
        EXPECT_EQ(row.role, storage::staff_role::admin);
        EXPECT_EQ(row.organisation, former.organisation);
        EXPECT_TRUE(row.must_change_password);
        EXPECT_TRUE(gateway::api::password_matches(row.password_hash, password));
    }
    EXPECT_EQ(start(), app::first_sign_in::not_needed);
}

TEST_F(FirstSignIn, NoFileIsLeftWhenTheAdminWasNotStored) {
    store.put_organisation({our_shop, "Lamps"});
    store.fail_saves(storage::store_error::unavailable);
    EXPECT_THROW(start(), std::runtime_error);
    EXPECT_FALSE(fs::exists(path()));
    store.fail_saves(std::nullopt);
    EXPECT_EQ(start(), app::first_sign_in::made);
}

} // namespace
} // namespace kefu::tests
