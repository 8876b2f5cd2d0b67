#include "gateway/api/hours_json.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

struct hours_read {
    std::optional<std::string> kept;
    std::string wrong;
};

hours_read read(const std::string& hours) {
    json_object body(*parse_object("{\"hours\":" + hours + "}"));
    hours_read outcome;
    outcome.kept = read_hours(body);
    outcome.wrong = body.error();
    return outcome;
}

std::string week(const std::string& windows) {
    return read(R"({"utc_offset_min":480,"week":[)" + windows + "]}").wrong;
}

TEST(HoursJson, AreKeptAsTheyWereWrittenAndComeBackTheSame) {
    const std::string body =
        R"({"utc_offset_min":-300,"week":[{"day":5,"from_min":1320,"to_min":1800}]})";
    const auto outcome = read(body);
    EXPECT_EQ(outcome.wrong, "");
    ASSERT_TRUE(outcome.kept);
    EXPECT_EQ(boost::json::serialize(hours_json(*outcome.kept)), body);
    const auto closed = read(R"({"utc_offset_min":0,"week":[]})");
    ASSERT_TRUE(closed.kept);
    EXPECT_EQ(
        boost::json::serialize(hours_json(*closed.kept)), R"({"utc_offset_min":0,"week":[]})"
    );
}

TEST(HoursJson, AreTakenAwayByNullAndLeftAloneByAbsence) {
    EXPECT_EQ(read("null").kept, "");
    EXPECT_EQ(hours_json(""), nullptr);
    json_object other(*parse_object("{}"));
    EXPECT_FALSE(read_hours(other));
    EXPECT_EQ(other.error(), "");
}

TEST(HoursJson, ThatAreWrongSayWhichFieldAndWhy) {
    EXPECT_EQ(read("[]").wrong, "hours: wrong type");
    EXPECT_EQ(read("{}").wrong, "hours: utc_offset_min: missing");
    EXPECT_EQ(read(R"({"utc_offset_min":480})").wrong, "hours: week: missing");
    EXPECT_EQ(
        read(R"({"utc_offset_min":900,"week":[]})").wrong,
        "hours: utc_offset_min: must be -720 to 840"
    );
    EXPECT_EQ(
        read(R"({"utc_offset_min":0,"week":[],"zone":"Asia/Taipei"})").wrong, "hours: unknown field"
    );
    EXPECT_EQ(week(R"({"day":1,"from_min":540})"), "hours: week: to_min: missing");
    EXPECT_EQ(
        week(R"({"day":8,"from_min":540,"to_min":600})"),
        "hours: week: day must be 1 (Monday) to 7 (Sunday)"
    );
    EXPECT_EQ(
        week(R"({"day":1,"from_min":1440,"to_min":1500})"),
        "hours: week: from_min must be 0 to 1439"
    );
    EXPECT_EQ(
        week(R"({"day":1,"from_min":540,"to_min":540})"),
        "hours: week: to_min must be after from_min, by 1440 at most"
    );
    EXPECT_EQ(
        week(R"({"day":1,"from_min":0,"to_min":60},{"day":1,"from_min":90,"to_min":99})"),
        "hours: week: a day stands there twice"
    );
    EXPECT_EQ(
        week(R"({"day":1,"from_min":0,"to_min":60,"open":true})"), "hours: week: unknown field"
    );
}

TEST(HoursJson, OfMoreWindowsThanDaysAreRefused) {
    std::string eight = R"({"day":1,"from_min":0,"to_min":60})";
    for (int more = 0; more < 7; ++more)
        eight += R"(,{"day":1,"from_min":0,"to_min":60})";
    EXPECT_EQ(week(eight), "hours: week: not a list of objects");
}

TEST(HoursJson, TellTheWidgetWhetherItIsOpenAndWhenItOpens) {
    const auto told = [](std::string_view stored, std::int64_t ms) {
        const auto facts = hours_now_json(stored, {ms});
        return facts ? boost::json::serialize(*facts) : "none";
    };
    EXPECT_EQ(told("", 0), "none");
    EXPECT_EQ(told("of a newer version", 0), "none");
    EXPECT_EQ(told("0", 0), R"({"open":false})") << "it never opens";
    EXPECT_EQ(told("0;4:0-60", 0), R"({"open":true})") << "1970 began on a Thursday";
    EXPECT_EQ(told("0;4:60-120", 0), R"({"open":false,"opens_at":3600000})");
}

} // namespace
} // namespace kefu::tests
