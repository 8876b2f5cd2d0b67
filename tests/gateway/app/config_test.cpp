#include "gateway/app/config.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::app::read_config;

constexpr std::string_view least = "[vault]\nkey_file = \"/etc/kefu/key\"\n";

std::vector<std::string> errors_of(std::string_view more) {
    return read_config(std::string(least) + std::string(more), "kefu.toml").errors;
}

TEST(Config, TheLeastIsAKeyFile) {
    const auto read = read_config(least, "kefu.toml");
    EXPECT_TRUE(read.errors.empty());
    EXPECT_EQ(read.value.vault.key_file, "/etc/kefu/key");
    EXPECT_EQ(read.value.listen.address, "127.0.0.1"); // not reachable unless it is said
    EXPECT_EQ(read.value.ops.address, "127.0.0.1");
    EXPECT_EQ(read.value.limits.profile, "production");

    const auto none = read_config("", "kefu.toml");
    ASSERT_EQ(none.errors.size(), 1U);
    EXPECT_EQ(none.errors[0], "kefu.toml: vault.key_file: must be set");
}

TEST(Config, EveryKeyIsRead) {
    const auto read = read_config(
        R"(
[listen]
address = "0.0.0.0"
port = 9000
threads = 3
[ops]
address = "::1"
port = 9001
allow_remote = true
[public]
url = "https://chat.example"
trusted_proxies = ["10.0.0.1", "10.0.0.2"]
[records]
path = "/var/lib/kefu/r.db"
keys_path = "/var/lib/kefu/k.db"
[vault]
key_file = "/etc/kefu/key"
[redis]
socket = "/run/redis.sock"
host = "redis"
port = 6380
username = "kefu"
password_file = "/etc/kefu/redis"
[web]
dist = "/usr/share/kefu"
[sop]
file = "/etc/kefu/sop.toml"
[log]
file = "/var/log/kefu.log"
level = "warn"
[limits]
profile = "bench"
[node]
name = "node-7"
[bootstrap]
file = "/etc/kefu/first"
)",
        "kefu.toml"
    );
    EXPECT_TRUE(read.errors.empty()) << read.errors.front();
    const auto& c = read.value;
    EXPECT_EQ(c.listen.address, "0.0.0.0");
    EXPECT_EQ(c.listen.port, 9000);
    EXPECT_EQ(c.listen.threads, 3U);
    EXPECT_EQ(c.ops.address, "::1");
    EXPECT_EQ(c.ops.port, 9001);
    EXPECT_EQ(c.site.url, "https://chat.example");
    EXPECT_EQ(c.site.trusted_proxies, (std::vector<std::string>{"10.0.0.1", "10.0.0.2"}));
    EXPECT_EQ(c.records.path, "/var/lib/kefu/r.db");
    EXPECT_EQ(c.records.keys_path, "/var/lib/kefu/k.db");
    EXPECT_EQ(c.redis.socket, "/run/redis.sock");
    EXPECT_EQ(c.redis.host, "redis");
    EXPECT_EQ(c.redis.port, 6380);
    EXPECT_EQ(c.redis.username, "kefu");
    EXPECT_EQ(c.redis.password_file, "/etc/kefu/redis");
    EXPECT_EQ(c.web.dist, "/usr/share/kefu");
    EXPECT_EQ(c.sop.file, "/etc/kefu/sop.toml");
    EXPECT_EQ(c.log.file, "/var/log/kefu.log");
    EXPECT_EQ(c.log.level, "warn");
    EXPECT_EQ(c.limits.profile, "bench");
    EXPECT_EQ(c.node, "node-7");
    EXPECT_EQ(c.bootstrap_file, "/etc/kefu/first");
}

TEST(Config, AllErrorsComeAtOnceWithTheirLines) {
    const auto errors = read_config(
                            "[listen]\n"         // 1
                            "port = 70000\n"     // 2
                            "prot = 1\n"         // 3
                            "[lisen]\n"          // 4
                            "port = 1\n"         // 5
                            "[log]\n"            // 6
                            "level = \"loud\"\n" // 7
                            "[public]\n"         // 8
                            "url = \"https://chat.example/path\"\n",
                            "kefu.toml"
    )
                            .errors;
    const auto has = [&](std::string_view start) {
        return std::any_of(errors.begin(), errors.end(), [&](const auto& error) {
            return error.starts_with(start);
        });
    };
    EXPECT_EQ(errors.size(), 6U);
    EXPECT_TRUE(has("kefu.toml:2: listen.port: must be a port"));
    EXPECT_TRUE(has("kefu.toml:3: listen.prot: unknown key"));
    EXPECT_TRUE(has("kefu.toml:4: lisen: unknown section"));
    EXPECT_TRUE(has("kefu.toml:7: log.level: must be"));
    EXPECT_TRUE(has("kefu.toml: vault.key_file: must be set"));
    EXPECT_TRUE(has("kefu.toml: public.url: must be like"));
}

// The TOML library has asserted that no file does this.
TEST(Config, AnOpenBracketIsAnErrorWithItsLine) {
    for (const std::string_view text : {"\n[\n", "\n[\n'a#", "\n[}--  ", "\n[,[\n{\n"}) {
        const auto errors = read_config(text, "kefu.toml").errors;
        ASSERT_EQ(errors.size(), 1u) << text;
        EXPECT_TRUE(errors[0].starts_with("kefu.toml:2: ")) << errors[0];
    }
}

TEST(Config, AForeignLetterBesideAKeyIsAnErrorWithItsLine) {
    for (const std::string_view text : {"\ncl\xc3\xa9 = 1", "\na = \xd1\x8f", "\n\xc3\xa9"}) {
        const auto errors = read_config(text, "kefu.toml").errors;
        ASSERT_FALSE(errors.empty()) << text;
        EXPECT_TRUE(errors[0].starts_with("kefu.toml:2: ")) << errors[0];
    }
}

TEST(Config, TypesAndRangesAreChecked) {
    for (const auto* wrong :
         {"[listen]\nport = \"80\"",
          "[listen]\nport = -1",
          "[listen]\nport = 80.0",
          "[listen]\nport = true",
          "[listen]\nthreads = 65",
          "[listen]\naddress = 1",
          "[redis]\nport = 65536",
          "[public]\ntrusted_proxies = \"10.0.0.1\"",
          "[public]\ntrusted_proxies = [1]",
          "[limits]\nprofile = \"off\"",
          "[web]\ndist = []",
          "loose = 1",
          "node = \"x\"",
          "[listen.more]\nport = 1"}) {
        EXPECT_EQ(errors_of(wrong).size(), 1U) << wrong;
    }
    EXPECT_TRUE(errors_of("[listen]\nport = 0\nthreads = 64").empty());
}

TEST(Config, WithoutTlsTheSiteIsThisMachineOnly) {
    for (const auto* good :
         {"https://chat.example",
          "http://localhost:8080",
          "http://shop.localhost",
          "http://127.0.0.1:9000",
          "http://[::1]:8080"})
        EXPECT_TRUE(errors_of("[public]\nurl = \"" + std::string(good) + "\"\n").empty()) << good;
    for (const auto* open :
         {"http://chat.example", "http://10.0.0.5:8080", "http://localhost.example"}) {
        const auto errors = errors_of("[public]\nurl = \"" + std::string(open) + "\"\n");
        ASSERT_EQ(errors.size(), 1U) << open;
        EXPECT_NE(errors[0].find("public.url: must be https://"), std::string::npos) << errors[0];
    }
}

TEST(Config, AProxyIsAnAddressOrASmallEnoughNetwork) {
    EXPECT_TRUE(errors_of("[public]\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\n").empty());
    EXPECT_TRUE(errors_of("[public]\ntrusted_proxies = [\"10.0.0.0/8\", \"fd00::/8\"]\n").empty());
    for (const auto* all :
         {"0.0.0.0/0",
          "10.0.0.1/8",
          "8.0.0.0/7",
          "2000::/7",
          "2000::/15",
          "0.0.0.0",
          "::",
          "proxy.example"}) {
        const auto errors =
            errors_of("[public]\ntrusted_proxies = [\"" + std::string(all) + "\"]\n");
        ASSERT_EQ(errors.size(), 1U) << all;
        EXPECT_NE(errors[0].find("public.trusted_proxies: "), std::string::npos) << errors[0];
    }
}

TEST(Config, InTheClearItListensForThisMachineOrAProxyOnlyUnlessItIsSaid) {
    const std::string everywhere = "[listen]\naddress = \"0.0.0.0\"\n";
    const std::string https = "[public]\nurl = \"https://chat.example\"\n";
    EXPECT_TRUE(errors_of("[listen]\naddress = \"::1\"\n").empty());
    const auto errors = errors_of(everywhere);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_NE(errors[0].find("listen.address: others could read along"), std::string::npos);
    EXPECT_TRUE(errors_of(everywhere + "allow_plaintext = true\n").empty());
    EXPECT_TRUE(errors_of(everywhere + https + "trusted_proxies = [\"10.0.0.0/8\"]\n").empty());
    const std::string tls = "[listen.tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\n";
    EXPECT_TRUE(errors_of(everywhere + tls + https).empty());
    EXPECT_EQ(errors_of("[listen]\naddress = \"localhost\"\n").size(), 1U);
}

TEST(Config, TlsNeedsBothFilesAndASiteThatIsReachedByIt) {
    const std::string https = "[public]\nurl = \"https://chat.example\"\n";
    EXPECT_EQ(errors_of("[listen.tls]\nkey_file = \"k\"\n" + https).size(), 1U);
    EXPECT_EQ(errors_of("[listen.tls]\ncertificate_file = \"c\"\n" + https).size(), 1U);
    EXPECT_EQ(errors_of("[listen.tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\n").size(), 1U);
    EXPECT_EQ(errors_of("[listen]\ntls = 1\n").size(), 1U);
    EXPECT_EQ(errors_of("[listen.tls]\ncertificate = \"c\"\n").size(), 1U);
}

TEST(Config, TheKeyFileLiesOutsideTheFolderOfTheRecords) {
    const auto errors = [](const std::string& key, const std::string& records) {
        return read_config(
                   "[vault]\nkey_file = \"" + key + "\"\n[records]\npath = \"" + records +
                       "\"\nkeys_path = \"/var/lib/data-keys/k.db\"\n",
                   "kefu.toml"
        )
            .errors;
    };
    EXPECT_TRUE(errors("/etc/kefu/key", "/var/lib/kefu/r.db").empty());
    EXPECT_TRUE(errors("/var/lib/key", "/var/lib/kefu/r.db").empty()) << "above it";
    EXPECT_TRUE(errors("/var/lib/kefu-keys/key", "/var/lib/kefu/r.db").empty());
    EXPECT_TRUE(errors("keys/kek", "records/r.db").empty());
    for (const auto& [key, records] :
         {std::pair{"/var/lib/kefu/key", "/var/lib/kefu/r.db"},
          {"/var/lib/kefu/keys/key", "/var/lib/kefu/r.db"},
          {"/var/lib/kefu/../kefu/key", "/var/lib/kefu/./r.db"},
          {"/var/lib/data-keys/key", "/var/lib/kefu/r.db"},
          {"key", "r.db"}}) {
        const auto found = errors(key, records);
        ASSERT_EQ(found.size(), 1U) << key;
        EXPECT_NE(found[0].find("vault.key_file: must be outside"), std::string::npos);
    }
}

TEST(Config, HealthAndMetricsStayOnThisMachineUnlessItIsSaid) {
    for (const auto* here : {"127.0.0.1", "127.8.9.1", "::1"}) {
        EXPECT_TRUE(errors_of("[ops]\naddress = \"" + std::string(here) + "\"").empty()) << here;
    }
    for (const auto* open : {"0.0.0.0", "::", "10.0.0.5", "2001:db8::1"}) {
        const auto wanted = "[ops]\naddress = \"" + std::string(open) + "\"";
        const auto errors = errors_of(wanted);
        ASSERT_EQ(errors.size(), 1U) << open;
        EXPECT_TRUE(errors[0].starts_with("kefu.toml: ops.address: must be a loopback address"));
        EXPECT_TRUE(errors_of(wanted + "\nallow_remote = true").empty()) << open;
        EXPECT_EQ(errors_of(wanted + "\nallow_remote = false").size(), 1U) << open;
    }
    const auto errors = errors_of("[ops]\naddress = \"localhost\"");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0], "kefu.toml: ops.address: must be an IP address");
    EXPECT_EQ(errors_of("[ops]\nallow_remote = 1").size(), 1U);
}

TEST(Config, TextThatIsNoTomlIsOneErrorWithItsLine) {
    const auto errors = read_config("[vault]\nkey_file = \n", "kefu.toml").errors;
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_TRUE(errors[0].starts_with("kefu.toml:2: ")) << errors[0];
    EXPECT_EQ(read_config("[a]\n[a]\n", "kefu.toml").errors.size(), 1U);
}

} // namespace
} // namespace kefu::tests
