#include "routing/ids.hpp"

#include <gtest/gtest.h>
#include <string>

using namespace kefu::routing;

namespace {

const std::string sample = "0190163d-8694-739b-aea5-966c26f8ad91";

TEST(Ids, ReadWhatTheyWrite) {
    const auto id = staff_id::parse(sample);
    ASSERT_TRUE(id);
    EXPECT_EQ(id->text(), sample);
    EXPECT_FALSE(id->is_nil());
    EXPECT_TRUE(staff_id{}.is_nil());
}

TEST(Ids, ReadEitherCase) {
    EXPECT_EQ(staff_id::parse("0190163D-8694-739B-AEA5-966C26F8AD91"), staff_id::parse(sample));
}

TEST(Ids, RefuseEverythingThatIsNotExactlyAnId) {
    EXPECT_FALSE(parse_id(""));
    for (std::size_t i = 0; i < sample.size(); ++i) {
        EXPECT_FALSE(parse_id(sample.substr(0, i)));
        auto broken = sample;
        broken[i] = sample[i] == '-' ? '0' : 'g';
        EXPECT_FALSE(parse_id(broken)) << broken;
        broken[i] = '\0';
        EXPECT_FALSE(parse_id(broken));
    }
    EXPECT_FALSE(parse_id(sample + "0"));
    EXPECT_FALSE(parse_id("{" + sample + "}"));
}

TEST(Ids, CompareByTheirBytesFromTheLeft) {
    EXPECT_LT(
        *parse_id("00000000-0000-0000-0000-0000000000ff"),
        *parse_id("00000000-0000-0000-0000-000000000100")
    );
}

} // namespace
