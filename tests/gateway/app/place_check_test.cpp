#include "gateway/app/place_check.hpp"
#include "gateway/app/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace kefu::tests {
namespace {

using namespace gateway::app;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PlaceCheck, OwnFoldersAndFilesAreGood) {
    const auto found = check_places(
        {.records_folder = place_facts{"records", 0700},
         .keys_folder = place_facts{"keys", 0750},
         .redis_password = place_facts{"redis", 0600}}
    );
    EXPECT_THAT(found.errors, IsEmpty());
    EXPECT_THAT(found.warnings, IsEmpty());
}

TEST(PlaceCheck, WhatIsNotThereYetIsNotComplainedOf) {
    const auto found = check_places({});
    EXPECT_THAT(found.errors, IsEmpty());
    EXPECT_THAT(found.warnings, IsEmpty());
}

TEST(PlaceCheck, AFolderThatEverybodyWritesToIsAnErrorThatSaysWhatToDo) {
    const auto found = check_places(
        {.records_folder = place_facts{"/srv/records", 0777},
         .keys_folder = place_facts{"/srv/keys", 0702},
         .redis_password = {}}
    );
    EXPECT_THAT(
        found.errors,
        ElementsAre(
            AllOf(HasSubstr("records.path"), HasSubstr("/srv/records"), HasSubstr("chmod o-w")),
            AllOf(HasSubstr("records.keys_path"), HasSubstr("/srv/keys"))
        )
    );
}

TEST(PlaceCheck, ACertificatesKeyThatEverybodyCanReadIsAnError) {
    places found;
    found.tls_key = place_facts{"/etc/kefu/tls.key", 0640};
    EXPECT_THAT(check_places(found).errors, IsEmpty());
    found.tls_key->mode = 0644;
    EXPECT_THAT(
        check_places(found).errors,
        ElementsAre(AllOf(HasSubstr("listen.tls.key_file"), HasSubstr("/etc/kefu/tls.key")))
    );
}

TEST(PlaceCheck, OneFolderForBothIsNamedOnce) {
    const place_facts both{"/srv", 0777};
    const auto found =
        check_places({.records_folder = both, .keys_folder = both, .redis_password = {}});
    EXPECT_EQ(found.errors.size(), 1U);
}

TEST(PlaceCheck, AStickyFolderAndAReadablePasswordAreWarnings) {
    const auto found = check_places(
        {.records_folder = place_facts{"/tmp", 01777},
         .keys_folder = {},
         .redis_password = place_facts{"/run/secrets/redis", 0644}}
    );
    EXPECT_THAT(found.errors, IsEmpty());
    EXPECT_THAT(
        found.warnings,
        ElementsAre(HasSubstr("records.path"), AllOf(HasSubstr("redis"), HasSubstr("chmod 600")))
    );
}

TEST(PlaceCheck, TheMachineIsAskedForWhatTheConfigurationNames) {
    namespace fs = std::filesystem;
    std::string pattern = (fs::temp_directory_path() / "kefu-test-XXXXXX").string();
    const fs::path folder = ::mkdtemp(pattern.data());
    config settings;
    settings.records.path = (folder / "records.db").string();
    settings.records.keys_path = (folder / "none" / "keys.db").string();
    settings.redis.password_file = (folder / "password").string();
    std::ofstream(settings.redis.password_file) << "secret";
    ::chmod(settings.redis.password_file.c_str(), 0640);
    const auto found = places_of(settings);
    ASSERT_TRUE(found.records_folder && found.redis_password);
    EXPECT_EQ(found.records_folder->path, folder.string());
    EXPECT_EQ(found.records_folder->mode, 0700U);
    EXPECT_EQ(found.redis_password->mode, 0640U);
    EXPECT_FALSE(found.keys_folder);
    fs::remove_all(folder);
}

} // namespace
} // namespace kefu::tests
