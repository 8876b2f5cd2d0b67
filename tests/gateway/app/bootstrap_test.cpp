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
TEST_F(Bootstrap, AnEmptyStoreGetsOneAdminWithAOneTimePassword) {
    boost::asio::io_context store_loop;
    auto guard = boost::asio::make_work_guard(store_loop);
    std::thread store_thread([&] { store_loop.run(); });
    fake_record_store store;
    store.answer_through([&](std::function<void()> run) {
        boost::asio::post(store_loop, std::move(run));
    });
    hand_clock clock;
    counted_ids ids;
    EXPECT_TRUE(app::make_first_sign_in(store, ids, clock, path()));
    EXPECT_FALSE(app::make_first_sign_in(store, ids, clock, path())); // there is somebody now

    std::promise<std::vector<storage::staff_row>> read;
    store.staff([&](const auto& rows) { read.set_value(*rows); });
    const auto rows = read.get_future().get();
    guard.reset();
    store_thread.join();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].role, storage::staff_role::admin);
    EXPECT_TRUE(rows[0].must_change_password);
    const auto file = text_of(path());
    const auto at = file.find("one-time password: ");
    ASSERT_NE(at, std::string::npos);
    const auto password = file.substr(at + 19, file.find('\n', at) - at - 19);
    EXPECT_EQ(password.size(), 20U);
    EXPECT_TRUE(gateway::api::password_matches(rows[0].password_hash, password));
}

} // namespace
} // namespace kefu::tests
