#include <gtest/gtest.h>

#include "gateway/service/masking.hpp"

namespace kefu::gateway::service::test {

TEST(MaskName, ShowsTheEndsOfAName) {
    EXPECT_EQ(mask_name("王小明"), "王*明");
    EXPECT_EQ(mask_name("王明"), "王*");
    EXPECT_EQ(mask_name("歐陽小明"), "歐*明");
    EXPECT_EQ(mask_name("王"), "*");
    EXPECT_EQ(mask_name("John Smith"), "J*n S*h");
    EXPECT_EQ(mask_name("Bo Li"), "B* L*");
    EXPECT_EQ(mask_name("  王 小明 "), "* 小*");
    EXPECT_EQ(mask_name(""), "");
}

TEST(MaskName, DoesNotTellTheLengthOfWhatItHides) {
    EXPECT_EQ(mask_name("Alexandra"), "A*a");
    EXPECT_EQ(mask_name("Ana"), "A*a");
}

TEST(MaskName, DropsCharactersThatHideOrControl) {
    EXPECT_EQ(mask_name("王\u200b小\u202e明"), "王*明");
    EXPECT_EQ(mask_name("\xFF\xFE"), "***");
    for (const auto* nothing : {"\u2800", "\u3164", "\u115F\u1160", "\uFFA0\u2800"})
        EXPECT_EQ(mask_name(nothing), "");
}

TEST(MaskPhone, HidesTheMiddle) {
    EXPECT_EQ(mask_phone("0912345678"), "0912***678");
    EXPECT_EQ(mask_phone("0912-345-678"), "0912***678");
    EXPECT_EQ(mask_phone("+886 912 345 678"), "+886******678");
    EXPECT_EQ(mask_phone("13812345678"), "1381****678");
    EXPECT_EQ(mask_phone("02-2345-6789"), "0223***789");
    EXPECT_EQ(mask_phone("0912345678"), "0912***678");
}

TEST(MaskPhone, ShowsLessOfAShortNumberAndNothingOfAnotherText) {
    EXPECT_EQ(mask_phone("23456789"), "23****89");
    EXPECT_EQ(mask_phone("123456"), "***");
    EXPECT_EQ(mask_phone("call me"), "***");
    EXPECT_EQ(mask_phone("\xFF"), "***");
    EXPECT_EQ(mask_phone(""), "");
}

TEST(MaskEmail, ShowsTheFirstLetterAndTheDomain) {
    EXPECT_EQ(mask_email("mei.lin@mail.example"), "m***@mail.example");
    EXPECT_EQ(mask_email("a@b@mail.example"), "a***@mail.example");
    EXPECT_EQ(mask_email("not an address"), "***");
    EXPECT_EQ(mask_email("@mail.example"), "***");
    EXPECT_EQ(mask_email("mei@"), "***");
    EXPECT_EQ(mask_email(""), "");
}

TEST(MaskAddress, ShowsTheDistrictAndNoNumber) {
    EXPECT_EQ(mask_address("臺北市大安區和平東路一段1號5樓"), "臺北市大安區***");
    EXPECT_EQ(mask_address("106臺北市大安區"), "***");
    EXPECT_EQ(mask_address("5 Long Street, Town"), "***");
    EXPECT_EQ(mask_address("臺北市"), "臺***");
    EXPECT_EQ(mask_address(""), "");
}

} // namespace kefu::gateway::service::test
