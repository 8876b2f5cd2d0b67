#include "storage/vault/key_file.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "storage/vault/vault.hpp"
#include "tests/storage/vault/temporary_directory.hpp"

namespace kefu::storage {
namespace {

using testing::content_of;
using testing::temporary_directory;
using testing::write_file;

const std::string good = "kefu key 1\n" + std::string(64, 'a') + "\n";

mode_t mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
}

bool same(const secret& a, const secret& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

// The vault_error that opening throws; a message that does not name the file fails the test.
vault_error error_of_opening(const std::string& path, bool store_exists = false) {
    try {
        static_cast<void>(opened_key_file(path, store_exists));
    } catch (const std::system_error& e) {
        EXPECT_NE(std::string(e.what()).find(path), std::string::npos) << e.what();
        return static_cast<vault_error>(e.code().value());
    }
    ADD_FAILURE() << "opened";
    return {};
}

TEST(KeyFile, IsMadePrivateInAPrivateDirectoryAtTheFirstStart) {
    const temporary_directory directory;
    const auto path = directory.file("etc/keys/kefu.key");
    const auto made = opened_key_file(path, false);
    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(mode_of(directory.file("etc/keys")), 0700U);
    EXPECT_EQ(mode_of(directory.file("etc")), 0700U);
    EXPECT_TRUE(same(made, opened_key_file(path, true)));
    std::filesystem::directory_iterator entries(directory.file("etc/keys"));
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "a draft was left behind";
}

TEST(KeyFile, HoldsAnotherKeyEachTime) {
    const temporary_directory directory;
    const auto one = opened_key_file(directory.file("one"), false);
    const auto two = opened_key_file(directory.file("two"), false);
    EXPECT_FALSE(same(one, two));
}

TEST(KeyFile, IsMadeOverTheDraftOfAKilledStart) {
    const temporary_directory directory;
    const auto path = directory.file("kefu.key");
    write_file(path + ".new." + std::to_string(::getpid()), "half");
    static_cast<void>(opened_key_file(path, false));
    EXPECT_EQ(content_of(path).size(), good.size());
}

TEST(KeyFile, IsNeverMadeBesideAStore) {
    const temporary_directory directory;
    const auto path = directory.file("kefu.key");
    EXPECT_EQ(error_of_opening(path, true), vault_error::key_file_missing_beside_store);
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(KeyFile, IsRefusedWhenOthersMayReadIt) {
    const temporary_directory directory;
    const auto path = directory.file("kefu.key");
    write_file(path, good);
    for (const mode_t mode : {0640, 0604, 0660, 0644, 0610, 0700}) {
        ASSERT_EQ(::chmod(path.c_str(), mode), 0);
        EXPECT_EQ(error_of_opening(path), vault_error::key_file_readable_by_others) << mode;
    }
    for (const mode_t mode : {0600, 0400}) {
        ASSERT_EQ(::chmod(path.c_str(), mode), 0);
        EXPECT_NO_THROW(static_cast<void>(opened_key_file(path, false))) << mode;
    }
}

TEST(KeyFile, IsRefusedWhenItIsNotAFile) {
    const temporary_directory directory;
    EXPECT_EQ(error_of_opening(directory.path()), vault_error::key_file_malformed);
}

TEST(KeyFile, IsRefusedWhenMalformed) {
    const temporary_directory directory;
    const auto path = directory.file("kefu.key");
    auto bad_digit = good;
    bad_digit[20] = 'g';
    for (const auto& content :
         {std::string(),
          good.substr(1),
          good.substr(0, 40),
          good + "\n",
          good + good,
          bad_digit,
          std::string(1000, 'a'),
          "KEFU" + good.substr(4)}) {
        write_file(path, content);
        ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
        EXPECT_EQ(error_of_opening(path), vault_error::key_file_malformed) << content;
    }
}

TEST(KeyFile, IsReadOnlyInItsWholeForm) {
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(parsed_key_file(good.substr(0, size))) << size;
    }
    const auto key = parsed_key_file(good);
    ASSERT_TRUE(key);
    EXPECT_TRUE(std::ranges::all_of(key->bytes(), [](auto byte) { return byte == 0xaa; }));
}

} // namespace
} // namespace kefu::storage
