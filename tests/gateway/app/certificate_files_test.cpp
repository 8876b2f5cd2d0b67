#include "gateway/app/certificate_files.hpp"

#include "gateway/app/limits.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace kefu::tests {
namespace {

namespace fs = std::filesystem;
using gateway::app::certificate_files;
using gateway::app::warning_about_names;

class CertificateFiles : public testing::Test {
protected:
    CertificateFiles() {
        fs::create_directories(folder);
        write(make_test_certificate());
    }
    ~CertificateFiles() override { fs::remove_all(folder); }

    // As those do who renew: a new file takes the old one's name.
    static void replace(const fs::path& path, const std::string& text) {
        const auto fresh = path.string() + ".new";
        std::ofstream(fresh) << text;
        fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
        fs::rename(fresh, path);
    }
    void write(const test_certificate& pair) {
        replace(folder / "chain.pem", pair.certificate_pem);
        replace(folder / "key.pem", pair.key_pem);
    }
    [[nodiscard]] std::string refusal() {
        try {
            static_cast<void>(files.load(now));
        } catch (const std::runtime_error& wrong) {
            return wrong.what();
        }
        return {};
    }

    fs::path folder = fs::temp_directory_path() / ("kefu-certificate-" + std::to_string(getpid()));
    routing::wall_time now{std::int64_t{std::time(nullptr)} * 1000};
    certificate_files files{(folder / "chain.pem").string(), (folder / "key.pem").string()};
};

TEST_F(CertificateFiles, AreReadAgainWhenTheyHaveChangedAndNotBefore) {
    const auto first = files.load(now);
    EXPECT_EQ(files.look_again(now, false), nullptr);
    write(make_test_certificate(-60, 48 * 3'600));
    const auto second = files.look_again(now, false);
    ASSERT_TRUE(second);
    EXPECT_GT(second->ends_at(), first->ends_at());
    EXPECT_EQ(files.ends_at_s(), static_cast<std::uint64_t>(second->ends_at().ms / 1000));
    EXPECT_EQ(files.look_again(now, false), nullptr);
}

TEST_F(CertificateFiles, AreReadAgainWhenSomebodyAsksAndWhenTheTicketsKeyIsOld) {
    static_cast<void>(files.load(now));
    EXPECT_TRUE(files.look_again(now, true));
    const routing::wall_time later{now.ms + gateway::app::limits::ticket_key_ms_max};
    EXPECT_EQ(files.look_again({later.ms - 1}, false), nullptr);
    EXPECT_TRUE(files.look_again(later, false));
    EXPECT_EQ(files.look_again(later, false), nullptr);
}

TEST_F(CertificateFiles, ThatAreWrongLeaveTheOldOnesInUseUntilTheyAreRight) {
    static_cast<void>(files.load(now));
    const auto fresh = make_test_certificate();
    replace(folder / "chain.pem", fresh.certificate_pem); // and the key is not there yet
    EXPECT_EQ(files.look_again(now, false), nullptr);
    EXPECT_EQ(files.failures(), 1U);
    EXPECT_EQ(files.look_again(now, false), nullptr);
    EXPECT_EQ(files.failures(), 2U) << "as often as they are looked at";
    replace(folder / "key.pem", fresh.key_pem);
    EXPECT_TRUE(files.look_again(now, false));
    EXPECT_EQ(files.look_again(now, false), nullptr);
    EXPECT_EQ(files.failures(), 2U);
}

TEST_F(CertificateFiles, ThatAreNotForThePublicHostAreWarnedAbout) {
    write(make_test_certificate(-60, 3'600, "DNS:*.shop.example,DNS:localhost,IP:127.0.0.1,IP:::1")
    );
    const auto made = files.load(now);
    for (const auto* covered :
         {"https://chat.shop.example",
          "https://localhost:8443",
          "https://127.0.0.1",
          "https://[::1]:8443"})
        EXPECT_EQ(warning_about_names(*made, covered), "") << covered;
    for (const auto* other :
         {"https://shop.example",
          "https://a.chat.shop.example",
          "https://127.0.0.2",
          "https://[::2]"})
        EXPECT_NE(warning_about_names(*made, other), "") << other;
    EXPECT_EQ(
        warning_about_names(*made, "https://chat.shop:8443"),
        "listen.tls.certificate_file: none of its alternative names is chat.shop of public.url: "
        "browsers will refuse it"
    );
}

TEST_F(CertificateFiles, WithoutAlternativeNamesAreForNoHostWhateverTheirCommonName) {
    write(make_test_certificate(-60, 3'600, nullptr));
    EXPECT_NE(warning_about_names(*files.load(now), "https://localhost"), "");
}

// As when their owner gives the right to read them, which touches nothing that is in them.
TEST_F(CertificateFiles, ThatWereWrongAreTakenUpThoughNoChangeShows) {
    const auto key = folder / "key.pem";
    const auto good = make_test_certificate();
    write(good);
    static_cast<void>(files.load(now));
    std::ofstream(key) << "nothing";
    const auto mark = fs::last_write_time(key);
    EXPECT_EQ(files.look_again(now, false), nullptr);
    std::ofstream(key) << good.key_pem;
    fs::last_write_time(key, mark);
    EXPECT_TRUE(files.look_again(now, false));
}

// As a renewal leaves it that forgets whose the key is.
TEST_F(CertificateFiles, WithAKeyThatEverybodyCanReadAreNotTakenUp) {
    static_cast<void>(files.load(now));
    const auto key = folder / "key.pem";
    write(make_test_certificate());
    fs::permissions(key, fs::perms::others_read, fs::perm_options::add);
    EXPECT_EQ(files.look_again(now, false), nullptr);
    EXPECT_EQ(files.failures(), 1U);
    EXPECT_EQ(
        refusal(), "listen.tls.key_file: everybody can read " + key.string() + "; chmod o-rwx it"
    );
    fs::permissions(key, fs::perms::others_read, fs::perm_options::remove);
    EXPECT_TRUE(files.look_again(now, false)) << "as soon as it is right";
    EXPECT_EQ(files.failures(), 1U);
}

// Nobody writes into it, and whoever opened it as a file would wait for that.
TEST_F(CertificateFiles, ThatArePipesAreNotWaitedFor) {
    static_cast<void>(files.load(now));
    for (const auto* name : {"chain.pem", "key.pem"}) {
        write(make_test_certificate());
        fs::remove(folder / name);
        ASSERT_EQ(mkfifo((folder / name).c_str(), 0600), 0);
        EXPECT_EQ(files.look_again(now, true), nullptr) << name;
        EXPECT_TRUE(refusal().ends_with(std::string(name) + ": cannot be read")) << refusal();
    }
}

TEST_F(CertificateFiles, ThatNobodyCanStartWithAreNamedInOneLine) {
    EXPECT_EQ(refusal(), "");
    const auto chain = (folder / "chain.pem").string();
    const auto key = (folder / "key.pem").string();
    write(make_test_certificate(-7'200, -3'600));
    EXPECT_EQ(refusal(), "listen.tls.certificate_file: " + chain + " has expired");
    const auto good = make_test_certificate();
    write({good.certificate_pem, make_test_certificate().key_pem});
    EXPECT_EQ(refusal(), "listen.tls.key_file: " + key + " is not the key of the certificate");
    write({"nothing", good.key_pem});
    EXPECT_EQ(refusal(), "listen.tls.certificate_file: " + chain + " holds no certificate");
    auto torn = make_test_certificate().certificate_pem;
    torn.replace(torn.size() / 2, 1, "!");
    write({good.certificate_pem + torn, good.key_pem});
    EXPECT_EQ(
        refusal(),
        "listen.tls.certificate_file: " + chain + " holds a certificate that cannot be read"
    );
    std::string many;
    for (int i = 0; i < 17; ++i)
        many += good.certificate_pem;
    write({many, good.key_pem});
    EXPECT_EQ(refusal(), "listen.tls.certificate_file: " + chain + " holds too many certificates");
    write({std::string(300'000, '\n') + good.certificate_pem, good.key_pem});
    EXPECT_EQ(refusal(), "listen.tls.certificate_file: " + chain + ": cannot be read");
    write(good);
    EXPECT_EQ(refusal(), "");
    fs::remove(key);
    EXPECT_EQ(refusal(), "listen.tls.key_file: " + key + ": cannot be read");
}

} // namespace
} // namespace kefu::tests
