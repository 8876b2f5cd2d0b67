#include <array>
#include <gtest/gtest.h>

#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// RG1, RG5: nothing personal is readable in any file of the store, in any usual encoding.
namespace kefu::storage::testing {
namespace {

std::string as_utf16(const std::string& ascii) {
    std::string out;
    for (const char c : ascii) {
        out.push_back(c);
        out.push_back('\0');
    }
    return out;
}

std::string as_hex(const std::string& bytes, const char* digits) {
    std::string out;
    for (const char c : bytes) {
        out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
        out.push_back(digits[c & 15]);
    }
    return out;
}

// The part of the base64 form that does not depend on what stands before or after.
std::string as_base64_core(const std::string& bytes, std::size_t skip) {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = skip; i + 2 < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(bytes[i + k]); };
        const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (const int shift : {18, 12, 6, 0})
            out.push_back(digits[three >> shift & 63]);
    }
    return out;
}

std::vector<std::string> encodings_of(const std::string& canary) {
    return {
        canary,
        as_utf16(canary),
        as_hex(canary, "0123456789abcdef"),
        as_hex(canary, "0123456789ABCDEF"),
        as_base64_core(canary, 0),
        as_base64_core(canary, 1),
        as_base64_core(canary, 2)};
}

class Canary : public ::testing::Test {
protected:
    std::string canary(const std::string& field) {
        canaries_.push_back("canary7391" + field);
        return canaries_.back();
    }
    void store_everything() {
        auto& store = place_.open();
        auto person = customer(1);
        person.external_id = canary("externalid");
        person.name = canary("name");
        canaries_.push_back("886977391739");
        person.phone = "0977-391-739";
        person.email = canary("mail") + "@example.tw";
        person.address = canary("address");
        ASSERT_TRUE(ask<void>([&](auto done) { store.save_customer(person, done); }));
        auto bought = order(1, 1);
        bought.number = canary("ordernumber");
        bought.lines[0].title = canary("linetitle");
        bought.lines[0].variant = canary("linevariant");
        bought.timeline[0].second = canary("timeline");
        ASSERT_TRUE(ask<void>([&](auto done) { store.save_order(bought, done); }));
        auto front_row = storefront(1);
        front_row.identity_secret = canary("identitysecret");
        ASSERT_TRUE(ask<void>([&](auto done) {
            store.save_storefront(front_row, audited("storefront.save"), done);
        }));
        auto write = start(1, 1);
        write.create->order_number = canary("conversationorder");
        write.events.push_back(with_key(message(by_customer(1), canary("body"), 5), 9));
        write.record = record_of(1, 1);
        write.record->solution = canary("solution");
        write.rating = rating_draft{1, canary("ratingcomment")};
        ASSERT_TRUE(append_to(store, write));
        // A replaced value must not stay behind in a free page either.
        person.name = canary("secondname");
        ASSERT_TRUE(ask<void>([&](auto done) { store.save_customer(person, done); }));
    }
    void expect_nothing_found(const std::string& when) {
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(place_.directory().path())) {
            ++files;
            const auto content = content_of(entry.path());
            for (const auto& word : canaries_) {
                for (const auto& form : encodings_of(word)) {
                    EXPECT_EQ(content.find(form), std::string::npos)
                        << when << ": " << word << " in " << entry.path();
                }
            }
        }
        EXPECT_GE(files, 4U);
    }

    sqlite_place place_;
    std::vector<std::string> canaries_;
};

TEST_F(Canary, IsInNoFileWhileTheStoreRunsNorAfterwards) {
    store_everything();
    ASSERT_TRUE(std::filesystem::exists(place_.store_path() + "-wal"));
    expect_nothing_found("running");
    place_.close();
    expect_nothing_found("closed");
}

TEST_F(Canary, WouldBeFoundInEveryEncoding) {
    const std::string word = "canary7391name";
    const auto forms = encodings_of(word);
    EXPECT_EQ(forms[1].size(), 2 * word.size());
    EXPECT_EQ(forms[2].substr(0, 12), "63616e617279");
    EXPECT_EQ(forms[4].substr(0, 8), "Y2FuYXJ5");
    for (const auto& form : forms)
        EXPECT_GE(form.size(), 12U);
}

TEST_F(Canary, IsReadBackByTheStoreItself) {
    store_everything();
    const auto found = ask<std::optional<customer_row>>([&](auto done) {
        place_.store().customer_by_external_id(shop, "canary7391externalid", done);
    });
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->name, "canary7391secondname");
}

} // namespace
} // namespace kefu::storage::testing
