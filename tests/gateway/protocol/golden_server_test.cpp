#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/gateway/protocol/golden_files.hpp"
#include "tests/gateway/protocol/golden_samples.hpp"

namespace kefu::gateway::protocol::test {

TEST(ServerEnvelopes, AreExactlyTheGoldenFiles) {
    auto files = golden_files("server.");
    for (const auto& sample : server_samples()) {
        ASSERT_TRUE(files.contains(sample.name)) << "no file " << sample.name << ".json";
        EXPECT_EQ(boost::json::parse(sample.text), boost::json::parse(files[sample.name]))
            << sample.name << ": " << sample.text;
        files.erase(sample.name);
    }
    for (const auto& [name, text] : files)
        ADD_FAILURE() << "nothing writes " << name;
}

TEST(ServerEnvelopes, AreOneLineOfJson) {
    for (const auto& sample : server_samples()) {
        EXPECT_EQ(sample.text.find('\n'), std::string::npos) << sample.name;
        EXPECT_TRUE(boost::json::parse(sample.text).is_object()) << sample.name;
    }
}

TEST(ServerEnvelopes, ForACustomerNameNoStaffIdAndNoNote) {
    for (const auto& sample : server_samples()) {
        if (!sample.name.starts_with("server.ev.") || !sample.name.ends_with(".customer")) continue;
        EXPECT_EQ(sample.text.find("00000000a001"), std::string::npos) << sample.text;
        EXPECT_EQ(sample.text.find("00000000a002"), std::string::npos) << sample.text;
        EXPECT_EQ(sample.text.find("需要主管確認"), std::string::npos) << sample.text;
        EXPECT_EQ(sample.text.find("\"p\":"), std::string::npos) << sample.text;
    }
}

} // namespace kefu::gateway::protocol::test
