#include "storage/vault/vault.hpp"

#include <array>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/storage/vault/temporary_directory.hpp"

namespace kefu::storage {
namespace {

using testing::content_of;
using testing::temporary_directory;
using testing::write_file;

routing::id_bits id(std::uint32_t number) {
    routing::id_bits bits;
    for (std::size_t i = 0; i < 4; ++i) {
        bits.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return bits;
}

routing::customer_id customer(std::uint32_t number) { return {id(number)}; }

result<void> made(vault& keys, routing::customer_id customer) {
    return keys.ensure_data_keys({&customer, 1});
}

const cell_place phone{"customer", "phone", id(1)};

class Vault : public ::testing::Test {
protected:
    [[nodiscard]] vault_files files() const {
        return {directory_.file("keys/kefu.key"), directory_.file("keys.db"), std::nullopt};
    }
    [[nodiscard]] std::unique_ptr<vault> open() const { return open_vault(files()); }
    // The message of the start-up error; opening without one fails the test.
    [[nodiscard]] std::string refusal(const vault_files& asked) const {
        try {
            static_cast<void>(open_vault(asked));
        } catch (const std::exception& e) {
            return e.what();
        }
        ADD_FAILURE() << "opened";
        return {};
    }

    temporary_directory directory_;
};

TEST_F(Vault, OpensWhatItSealedAlsoAfterARestart) {
    std::string sealed;
    {
        const auto vault = open();
        ASSERT_TRUE(made(*vault, customer(1)));
        sealed = vault->seal(customer(1), phone, "0912345678").value();
        EXPECT_EQ(vault->open(customer(1), phone, sealed).value(), "0912345678");
    }
    const auto vault = open();
    EXPECT_EQ(vault->open(customer(1), phone, sealed).value(), "0912345678");
    EXPECT_EQ(sealed.size(), 10U + 45U);
}

TEST_F(Vault, MakesTheKeysOfManyNewCustomersWithOneFlush) {
    const auto vault = open();
    const auto wal = directory_.file("keys.db-wal");
    const auto before = std::filesystem::file_size(wal);
    std::vector<routing::customer_id> many;
    for (std::uint32_t i = 1; i <= 100; ++i)
        many.push_back(customer(i));
    many.push_back(customer(1)); // asked for twice
    ASSERT_TRUE(vault->ensure_data_keys(many));
    // One commit writes each page it touched once; a commit for each would write hundreds.
    EXPECT_LT(std::filesystem::file_size(wal) - before, 30U * 4'096U);
    for (std::uint32_t i = 1; i <= 100; ++i) {
        const auto sealed = vault->seal(customer(i), phone, "words").value();
        EXPECT_EQ(vault->open(customer(i), phone, sealed).value(), "words");
    }
}

TEST_F(Vault, SealsTheSameWordsDifferentlyEachTime) {
    const auto vault = open();
    ASSERT_TRUE(made(*vault, customer(1)));
    std::set<std::string> cells;
    for (int i = 0; i < 100; ++i)
        cells.insert(vault->seal(customer(1), phone, "same").value());
    EXPECT_EQ(cells.size(), 100U);
}

TEST_F(Vault, KeepsTheDataKeyThatIsThere) {
    const auto vault = open();
    ASSERT_TRUE(made(*vault, customer(1)));
    const auto sealed = vault->seal(customer(1), phone, "words").value();
    ASSERT_TRUE(made(*vault, customer(1)));
    EXPECT_EQ(vault->open(customer(1), phone, sealed).value(), "words");
}

TEST_F(Vault, OpensNothingOnceTheDataKeyIsDropped) {
    const auto vault = open();
    for (const std::uint32_t n : {1, 2})
        ASSERT_TRUE(made(*vault, customer(n)));
    const auto sealed = vault->seal(customer(1), phone, "words").value();
    const auto others = vault->seal(customer(2), phone, "words").value();
    ASSERT_TRUE(vault->drop_data_keys(std::vector{customer(1), customer(9)}));
    EXPECT_EQ(vault->open(customer(1), phone, sealed).error(), vault_error::no_data_key);
    EXPECT_EQ(vault->open(customer(2), phone, others).value(), "words");
    ASSERT_TRUE(made(*vault, customer(1))) << "a new key";
    EXPECT_EQ(vault->open(customer(1), phone, sealed).error(), vault_error::cell_unreadable);
}

TEST_F(Vault, SealsNothingForACustomerWithoutDataKey) {
    const auto vault = open();
    EXPECT_EQ(vault->seal(customer(9), phone, "x").error(), vault_error::no_data_key);
    ASSERT_TRUE(made(*vault, customer(1)));
    const auto sealed = vault->seal(customer(1), phone, "x").value();
    EXPECT_EQ(vault->open(customer(9), phone, sealed).error(), vault_error::no_data_key);
}

TEST_F(Vault, BindsACellToTableColumnRowAndCustomer) {
    const auto vault = open();
    ASSERT_TRUE(made(*vault, customer(1)));
    ASSERT_TRUE(made(*vault, customer(2)));
    const auto sealed = vault->seal(customer(1), phone, "words").value();
    for (const cell_place& other :
         {cell_place{"event", "phone", id(1)},
          cell_place{"customer", "name", id(1)},
          cell_place{"customer", "phone", id(2)}}) {
        EXPECT_EQ(vault->open(customer(1), other, sealed).error(), vault_error::cell_unreadable);
    }
    EXPECT_EQ(vault->open(customer(2), phone, sealed).error(), vault_error::cell_unreadable);
    EXPECT_EQ(vault->open_own(phone, sealed).error(), vault_error::cell_unreadable);
}

TEST_F(Vault, RefusesCutAndChangedCells) {
    const auto vault = open();
    ASSERT_TRUE(made(*vault, customer(1)));
    const auto sealed = vault->seal(customer(1), phone, "words").value();
    const auto own = vault->seal_own(phone, "words").value();
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        EXPECT_FALSE(vault->open(customer(1), phone, sealed.substr(0, at))) << at;
        EXPECT_FALSE(vault->open_own(phone, own.substr(0, at))) << at;
        auto changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        EXPECT_FALSE(vault->open(customer(1), phone, changed)) << at;
        auto changed_own = own;
        changed_own[at] = static_cast<char>(changed_own[at] ^ 0x40);
        EXPECT_FALSE(vault->open_own(phone, changed_own)) << at;
    }
}

TEST_F(Vault, SealsCellsOfNobodyUnderItsOwnKey) {
    const auto vault = open();
    const cell_place place{"storefront", "identity_secret", id(3)};
    const auto sealed = vault->seal_own(place, "hmac secret").value();
    EXPECT_EQ(vault->open_own(place, sealed).value(), "hmac secret");
    const cell_place other{"storefront", "identity_secret", id(4)};
    EXPECT_FALSE(vault->open_own(other, sealed));
}

TEST_F(Vault, DerivesTheSameIndexesAfterARestartAndOthersUnderAnotherKey) {
    const auto first = open()->blind_index("phone", "+886912345678");
    const auto again = open();
    EXPECT_EQ(first.size(), 16U);
    EXPECT_EQ(again->blind_index("phone", "+886912345678"), first);
    EXPECT_NE(again->blind_index("email", "+886912345678"), first);
    EXPECT_EQ(again->fingerprint("a").size(), 16U);
    EXPECT_NE(again->fingerprint("a"), again->fingerprint("b"));
    EXPECT_EQ(again->purpose_key("ticket").size(), 32U);
    EXPECT_NE(again->purpose_key("ticket"), again->purpose_key("bus"));

    const temporary_directory elsewhere;
    const auto other = open_vault({elsewhere.file("key"), elsewhere.file("keys.db"), std::nullopt});
    EXPECT_NE(other->blind_index("phone", "+886912345678"), first);
    EXPECT_NE(other->purpose_key("ticket"), again->purpose_key("ticket"));
}

TEST_F(Vault, RefusesAnotherKeyThanTheStoreWasWrittenUnder) {
    open().reset();
    std::filesystem::remove(files().key_file);
    const temporary_directory elsewhere;
    open_vault({files().key_file, elsewhere.file("keys.db"), std::nullopt}).reset();
    const auto message = refusal(files());
    EXPECT_NE(message.find("does not open this store"), std::string::npos) << message;
    EXPECT_NE(message.find(files().key_file), std::string::npos) << message;
}

TEST_F(Vault, RefusesToMakeANewKeyBesideDataKeysOrRecords) {
    auto asked = files();
    asked.store_exists = true;
    EXPECT_NE(refusal(asked).find("its key file does not"), std::string::npos);
    open().reset();
    std::filesystem::remove(files().key_file);
    EXPECT_NE(refusal(files()).find("its key file does not"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(files().key_file));
}

TEST_F(Vault, RefusesToMakeNewDataKeysBesideRecords) {
    open().reset();
    auto asked = files();
    asked.store_exists = true;
    EXPECT_NO_THROW(open_vault(asked).reset());
    for (const bool emptied : {false, true}) {
        std::filesystem::remove(asked.data_keys_path);
        if (emptied) write_file(asked.data_keys_path, "");
        const auto message = refusal(asked);
        EXPECT_NE(message.find(asked.data_keys_path), std::string::npos) << message;
        EXPECT_NE(message.find("missing or empty beside"), std::string::npos) << message;
        EXPECT_EQ(std::filesystem::exists(asked.data_keys_path), emptied);
    }
}

TEST_F(Vault, RefusesToGoOnWithDataKeysWhoseRecordsAreGone) {
    auto asked = files();
    asked.store_exists = false;
    // A first start that was cut short before the records were made begins again.
    open_vault(asked).reset();
    ASSERT_TRUE(made(*open_vault(asked), customer(1)));
    const auto message = refusal(asked);
    EXPECT_NE(message.find(asked.data_keys_path), std::string::npos) << message;
    EXPECT_NE(message.find("the record store is missing or empty"), std::string::npos) << message;
}

TEST_F(Vault, RefusesAKeyFileThatOthersCanRead) {
    open().reset();
    ASSERT_EQ(::chmod(files().key_file.c_str(), 0644), 0);
    EXPECT_NE(refusal(files()).find("readable by nobody else"), std::string::npos);
}

TEST_F(Vault, RefusesAFileThatIsNoDataKeyStore) {
    open().reset();
    std::filesystem::remove(files().data_keys_path);
    write_file(files().data_keys_path, std::string(8192, 'x'));
    const auto message = refusal(files());
    EXPECT_NE(message.find(files().data_keys_path), std::string::npos) << message;
}

TEST_F(Vault, ReportsADamagedWrappedKeyAsUnreadable) {
    {
        const auto vault = open();
        ASSERT_TRUE(made(*vault, customer(1)));
    }
    auto content = content_of(files().data_keys_path);
    const auto at = content.find(std::string(12, '\0') + std::string("\0\0\0\1", 4));
    ASSERT_NE(at, std::string::npos);
    content[at + 16 + 60] = static_cast<char>(content[at + 16 + 60] ^ 1);
    write_file(files().data_keys_path, content);
    const auto vault = open();
    EXPECT_EQ(vault->seal(customer(1), phone, "x").error(), vault_error::cell_unreadable);
}

TEST_F(Vault, KeepsNoKeyInClear) {
    auto key_text = std::string();
    {
        const auto vault = open();
        ASSERT_TRUE(made(*vault, customer(1)));
        key_text = content_of(files().key_file).substr(11, 64);
    }
    const auto store = content_of(files().data_keys_path);
    EXPECT_EQ(store.find(key_text), std::string::npos);
    std::string raw;
    for (std::size_t i = 0; i < key_text.size(); i += 2) {
        raw.push_back(static_cast<char>(std::stoi(key_text.substr(i, 2), nullptr, 16)));
    }
    EXPECT_EQ(store.find(raw), std::string::npos);
}

TEST_F(Vault, ReadsEveryCustomersDataKeyFromItsStoreAfterARestart) {
    std::vector<std::string> sealed;
    {
        const auto vault = open();
        for (std::uint32_t i = 0; i < 20; ++i) {
            ASSERT_TRUE(made(*vault, customer(i)));
            sealed.push_back(vault->seal(customer(i), phone, std::to_string(i)).value());
        }
    }
    const auto again = open();
    for (std::uint32_t i = 0; i < 20; ++i) {
        EXPECT_EQ(again->open(customer(i), phone, sealed[i]).value(), std::to_string(i));
    }
}

TEST_F(Vault, ServesSeveralThreadsAtOnce) {
    const auto vault = open();
    constexpr std::uint32_t threads = 4;
    std::array<std::string, threads> failures;
    std::vector<std::thread> running;
    for (std::uint32_t t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            for (std::uint32_t i = 0; i < 200; ++i) {
                const auto who = customer(i % 5 + 1);
                const auto words = std::to_string(t) + ":" + std::to_string(i);
                if (!made(*vault, who)) failures[t] = "no data key";
                const auto sealed = vault->seal(who, phone, words);
                if (!sealed || vault->open(who, phone, *sealed).value() != words) {
                    failures[t] = words;
                }
            }
        });
    }
    for (auto& thread : running)
        thread.join();
    for (const auto& failure : failures)
        EXPECT_EQ(failure, "");
}

TEST(VaultError, SaysWhatIsWrong) {
    std::set<std::string> messages;
    for (int code = 1; code <= 7; ++code) {
        messages.insert(make_error_code(static_cast<vault_error>(code)).message());
    }
    EXPECT_EQ(messages.size(), 7U);
    EXPECT_EQ(messages.count("unknown vault error"), 0U);
}

} // namespace
} // namespace kefu::storage
