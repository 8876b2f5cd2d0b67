#include <csignal>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/gateway_process.hpp"

// A gateway that cannot be right does not start, and says why.
namespace kefu::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Start : public ::testing::Test {
protected:
    finished_process serve() { return gateway.run({"serve", "--config", gateway.config_path()}); }
    gateway_process gateway{{}, false};
};

TEST_F(Start, IsRefusedWhenTheKeyFileIsMissingBesideAStore) {
    fs::remove(gateway.key_file());
    const auto done = serve();
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.output, HasSubstr(gateway.key_file()));
    EXPECT_FALSE(fs::exists(gateway.key_file())) << "a new key would orphan the store";
}

TEST_F(Start, IsRefusedWhenOthersCanReadTheKeyFile) {
    ::chmod(gateway.key_file().c_str(), 0644);
    const auto done = serve();
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.output, HasSubstr(gateway.key_file()));
}

TEST_F(Start, IsRefusedWithTheKeyOfAnotherStore) {
    gateway_process other({.seeded = false}); // has made a key of its own
    fs::copy_file(other.key_file(), gateway.key_file(), fs::copy_options::overwrite_existing);
    ::chmod(gateway.key_file().c_str(), 0600);
    gateway.give_away(gateway.key_file());
    const auto done = serve();
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.output, HasSubstr("key")) << done.output;
}

TEST_F(Start, IsRefusedWhenTheKeyFileIsCutShort) {
    fs::resize_file(gateway.key_file(), 5);
    EXPECT_EQ(serve().status, 1);
}

TEST_F(Start, IsRefusedWhenTheDataKeysAreMissingOrEmptyBesideAStore) {
    for (const bool emptied : {false, true}) {
        for (const auto* suffix : {"", "-wal", "-shm"})
            fs::remove(gateway.data_keys_path() + suffix);
        if (emptied) std::ofstream(gateway.data_keys_path()).flush();
        const auto done = serve();
        EXPECT_EQ(done.status, 1);
        EXPECT_THAT(done.output, AllOf(HasSubstr(gateway.data_keys_path()), HasSubstr("backup")));
        EXPECT_EQ(fs::exists(gateway.data_keys_path()), emptied) << "new keys would open nothing";
    }
}

TEST_F(Start, IsRefusedWhenTheRecordIsMissingOrEmptyBesideItsDataKeys) {
    for (const bool emptied : {false, true}) {
        for (const auto* suffix : {"", "-wal", "-shm"})
            fs::remove(gateway.records_path() + suffix);
        if (emptied) std::ofstream(gateway.records_path()).flush();
        const auto done = serve();
        EXPECT_EQ(done.status, 1);
        EXPECT_THAT(
            done.output, AllOf(HasSubstr(gateway.data_keys_path()), HasSubstr("record store"))
        );
        EXPECT_EQ(fs::exists(gateway.records_path()), emptied);
    }
}

TEST_F(Start, IsRefusedBesideAnotherProcessOnTheSameStore) {
    gateway.start();
    const auto second = gateway.directory() + "/second.toml";
    std::ifstream in(gateway.config_path());
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto zero = [&](const std::string& port) {
        const auto at = text.find("port = " + port);
        ASSERT_NE(at, std::string::npos);
        text.replace(at, 7 + port.size(), "port = 0");
    };
    zero(std::to_string(gateway.port()));
    zero(std::to_string(gateway.ops_port()));
    std::ofstream(second) << text;
    const auto done = gateway.run({"serve", "--config", second}, false, 20'000);
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.output, HasSubstr("records.db")) << done.output;
    EXPECT_EQ(
        gateway.run({"demo", "seed", "--config", second, "--sign-ins", "/dev/null"}).status, 1
    );
}

TEST_F(Start, IsRefusedOnAPortThatIsTaken) {
    gateway.start();
    gateway_process other({}, false);
    std::ifstream in(other.config_path());
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto own = "port = " + std::to_string(other.port());
    text.replace(text.find(own), own.size(), "port = " + std::to_string(gateway.port()));
    std::ofstream(other.config_path()) << text;
    const auto done = other.run({"serve", "--config", other.config_path()}, false, 20'000);
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(done.output, HasSubstr(std::to_string(gateway.port())));
}

TEST_F(Start, ListsEveryMistakeOfTheConfigurationWithItsLine) {
    const auto path = gateway.directory() + "/bad.toml";
    std::ofstream(path) << "[listen]\nport = 70000\nadress = \"x\"\n[nothing]\n[log]\n"
                           "level = \"loud\"\n[public]\nurl = \"ftp://x/y\"\n";
    const auto done = gateway.run({"serve", "--check", "--config", path});
    EXPECT_EQ(done.status, 1);
    EXPECT_THAT(
        done.output,
        AllOf(
            HasSubstr("bad.toml:2: listen.port"),
            HasSubstr("bad.toml:3: listen.adress: unknown key"),
            HasSubstr("bad.toml:4: nothing: unknown section"),
            HasSubstr("bad.toml:6: log.level"),
            HasSubstr("public.url"),
            HasSubstr("vault.key_file")
        )
    );
    std::ofstream(path) << "[listen\n";
    EXPECT_THAT(
        gateway.run({"serve", "--check", "--config", path}).output, HasSubstr("bad.toml:1: ")
    );
    EXPECT_EQ(gateway.run({"serve", "--check", "--config", gateway.config_path()}).status, 0);
    EXPECT_EQ(gateway.run({"serve", "--config", "/nowhere.toml"}).status, 1);
}

TEST_F(Start, AHangUpDrainsAndStraySignalsEndNothing) {
    gateway.start();
    gateway.send_signal(SIGUSR1);
    gateway.send_signal(SIGUSR2);
    gateway.send_signal(SIGHUP);
    EXPECT_EQ(gateway.wait_for_end(40'000).status, 0);
}

TEST_F(Start, NeedsAGatewayThatIsStoppedToVerifyItsRecord) {
    const auto verify = [&](std::vector<std::string> more = {}) {
        std::vector<std::string> words{"records", "verify", "--config", gateway.config_path()};
        words.insert(words.end(), more.begin(), more.end());
        return gateway.run(words);
    };
    const auto sound = verify();
    EXPECT_EQ(sound.status, 0) << sound.output;
    EXPECT_THAT(sound.output, AllOf(HasSubstr("file: sound"), HasSubstr("all is well")));
    EXPECT_EQ(verify({"--last-entry", "nothing"}).status, 1);
    gateway.start();
    const auto beside = verify();
    EXPECT_EQ(beside.status, 1);
    EXPECT_THAT(beside.output, HasSubstr(gateway.records_path()));
}

TEST_F(Start, AsRootIsRefused) {
    ASSERT_TRUE(::geteuid() == 0 || ::getuid() != 0);
    if (::geteuid() != 0) return; // who is not root cannot become it
    using args = std::vector<std::string>;
    for (const auto& command :
         {args{"serve"},
          args{"records", "verify"},
          args{"demo", "seed", "--sign-ins", "/dev/null"}}) {
        auto said = command;
        said.insert(said.end(), {"--config", gateway.config_path()});
        const auto done = gateway.run(said, true);
        EXPECT_EQ(done.status, 1) << command.back();
        EXPECT_THAT(done.output, HasSubstr("does not run as root")) << command.back();
    }
}

} // namespace
} // namespace kefu::tests
