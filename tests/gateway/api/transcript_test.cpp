#include "gateway/api/limits.hpp"
#include "gateway/api/transcript.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
namespace body = gateway::protocol::body;
using storage::author_role;

class Transcript : public testing::Test {
protected:
    Transcript() {
        whole.row = waiting_row(chat_1, wang);
        whole.customer = customer_named(wang, "王小明");
        add(body::opened{"return", {}, {}, "the lamp is broken", "en"},
            {author_role::customer, wang.bits});
        add(body::accepted{ann, "Ann", "offer"}, {author_role::agent, ann.bits});
        add(body::note{"a difficult customer"}, {author_role::agent, ann.bits});
        add(body::message{"Sorry to hear that.", false}, {author_role::agent, ann.bits});
        add(body::transferred{ann, ben, {}, "Ben", "internal remark"},
            {author_role::agent, ann.bits});
        add(body::rated{5, {}, {}, "comment"}, {author_role::customer, wang.bits});
    }
    void add(const body::any& what, storage::author by) {
        storage::event entry;
        entry.kind = gateway::protocol::kind_of(what);
        entry.by = by;
        entry.at = {1'700'000'000'000};
        entry.body = gateway::protocol::encode_body(what);
        entry.seq = whole.events.size() + 1;
        if (storage::visibility_of(entry.kind) == storage::visibility::everyone) {
            entry.public_seq = ++shown;
        }
        whole.events.push_back(entry);
    }
    std::string text(transcript_for reader) {
        return transcript_text(
            {.whole = whole,
             .reader = reader,
             .names = names,
             .manual = shipped_manual(),
             .locale = whole.row.locale,
             .utc_offset_min = utc_offset_min}
        );
    }
    gateway::chat::catalog names = shop_catalog();
    int utc_offset_min = 0;
    whole_conversation whole;
    std::uint64_t shown = 0;
};

TEST_F(Transcript, IsALineAnEvent) {
    const auto all = text(transcript_for::staff);
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 7);
    EXPECT_NE(all.find("2023-11-14 22:13:20  Ann: Sorry to hear that.\n"), std::string::npos)
        << all;
}

TEST_F(Transcript, NamesTheCustomerInAGreetingToThemAlone) {
    add(body::message{"Hello 王*明", true, "Hello 王小明"}, {author_role::agent, ann.bits});
    EXPECT_NE(text(transcript_for::customer).find("Hello 王小明\n"), std::string::npos);
    EXPECT_NE(text(transcript_for::staff).find("Hello 王*明\n"), std::string::npos);
    EXPECT_EQ(text(transcript_for::staff).find("Hello 王小明"), std::string::npos);
}

TEST_F(Transcript, SaysInItsFirstLineWhichZoneItsTimesAreOf) {
    whole.row.locale = "zh-Hant";
    EXPECT_TRUE(text(transcript_for::customer).starts_with("[時間都是 UTC]\n2023-"));
    whole.row.locale = "en";
    EXPECT_TRUE(text(transcript_for::staff).starts_with("[All times are UTC]\n2023-"));
}

TEST_F(Transcript, TellsTheTimeOfTheClockThatItNames) {
    whole.row.locale = "en";
    utc_offset_min = 480;
    auto all = text(transcript_for::staff);
    EXPECT_TRUE(all.starts_with("[All times are UTC+08:00]\n2023-11-15 06:13:20  ")) << all;
    utc_offset_min = -210;
    all = text(transcript_for::customer);
    EXPECT_TRUE(all.starts_with("[All times are UTC-03:30]\n2023-11-14 18:43:20  ")) << all;
}

TEST_F(Transcript, ItsClockIsTheReadersElseTheStorefrontsElseThatOfTheShopsDays) {
    EXPECT_EQ(transcript_clock({}, whole.row, names), 0);
    auto other = names.storefronts.front();
    other.id = make_id<routing::storefront_id>(12);
    other.hours = "540";
    names.storefronts.push_back(other);
    EXPECT_EQ(transcript_clock({}, whole.row, names), 540);
    names.storefronts.front().hours = "480;1:540-1080";
    EXPECT_EQ(transcript_clock({}, whole.row, names), 480);
    EXPECT_EQ(transcript_clock(-300, whole.row, names), -300);
}

TEST_F(Transcript, StaffReadHowItWasWrappedUpAndWhatWasSaidWithTheRating) {
    using gateway::protocol::solved;
    whole.row.locale = "en";
    add(body::wrapped_up{"return", "functional", solved::partly, "Sent a new one\nby courier"},
        {author_role::agent, ann.bits});
    add(body::rated{2, solved::no, {"slow"}, "It took too long"},
        {author_role::customer, wang.bits});
    const auto& manual = shipped_manual();
    const auto form = "Ann: [wrapped up] " + manual.find_topic("return")->label.en + " · " +
                      manual.find_need_type("functional")->label.en +
                      " · partly solved · Sent a new one\n    by courier\n";
    const auto ours = text(transcript_for::staff);
    EXPECT_NE(ours.find(form), std::string::npos) << ours;
    EXPECT_NE(ours.find("[passed on to] Ben · internal remark\n"), std::string::npos) << ours;
    EXPECT_TRUE(ours.ends_with(": [rated] 2 · not solved · It took too long\n")) << ours;
    const auto theirs = text(transcript_for::customer);
    EXPECT_TRUE(theirs.ends_with(": [rated] 2\n")) << theirs;
    EXPECT_EQ(theirs.find("wrapped"), std::string::npos);
    EXPECT_EQ(theirs.find("courier"), std::string::npos);
}

TEST_F(Transcript, StaffReadWhoWasAskedAndWhyTheyDeclined) {
    add(body::offered{ann, {}, {}, {}}, {author_role::system, {}});
    add(body::withdrawn{ann, "agent_away"}, {author_role::system, {}});
    add(body::missed{ben, "timeout"}, {author_role::system, {}});
    const auto& reason = shipped_manual().decline_reasons.front();
    add(body::declined{ann, reason.key}, {author_role::agent, ann.bits});
    add(body::declined{ben, ""}, {author_role::agent, ben.bits});
    const auto has = [all = text(transcript_for::staff)](const std::string& line) {
        return all.find("  " + line + "\n") != std::string::npos;
    };
    EXPECT_TRUE(has("—: [offered] Ann"));
    EXPECT_TRUE(has("—: [offer withdrawn] Ann"));
    EXPECT_TRUE(has("—: [missed] Ben"));
    EXPECT_TRUE(has("Ann: [declined] " + std::string(reason.label.in("en"))));
    EXPECT_TRUE(has("Ben: [declined]"));
}

TEST_F(Transcript, WhoeverTookItHasJoinedNotTheSupervisorWhoAssignedIt) {
    whole.row.locale = "en";
    whole.events.clear();
    add(body::accepted{ann, "Ann", "assigned"}, {author_role::supervisor, ben.bits});
    EXPECT_TRUE(text(transcript_for::customer).ends_with("0  Ann: [joined]\n"));
    EXPECT_TRUE(text(transcript_for::staff).ends_with("0  Ben: [assigned to] Ann\n"));
    whole.events.clear();
    add(body::accepted{ann, "Ann", "offer"}, {author_role::agent, ann.bits});
    EXPECT_TRUE(text(transcript_for::staff).ends_with("0  Ann: [joined]\n"));
    whole.events.clear();
    add(body::accepted{ben, "Ben", "taken"}, {author_role::supervisor, ben.bits});
    EXPECT_TRUE(text(transcript_for::customer).ends_with("0  Ben: [joined]\n"));
    EXPECT_TRUE(text(transcript_for::staff).ends_with("0  Ben: [took over]\n"));
}

TEST_F(Transcript, TheCustomersHasNoNotesNoRemarksAndTheirName) {
    const auto theirs = text(transcript_for::customer);
    EXPECT_EQ(theirs.find("difficult"), std::string::npos);
    EXPECT_EQ(theirs.find("remark"), std::string::npos);
    EXPECT_EQ(theirs.find(ann.text()), std::string::npos);
    EXPECT_NE(theirs.find("王小明"), std::string::npos);
    EXPECT_NE(theirs.find("the lamp is broken"), std::string::npos);
    EXPECT_NE(theirs.find("Ben"), std::string::npos);
}

TEST_F(Transcript, StaffSeeNotesAndAMaskedName) {
    const auto ours = text(transcript_for::staff);
    EXPECT_NE(ours.find("a difficult customer"), std::string::npos);
    EXPECT_EQ(ours.find("王小明"), std::string::npos);
    EXPECT_NE(ours.find("王*明"), std::string::npos);
}

TEST_F(Transcript, AVisitorWithoutANameIsACustomer) {
    whole.customer.name.clear();
    EXPECT_NE(text(transcript_for::customer).find("Customer: "), std::string::npos);
}

TEST_F(Transcript, NoLineOfAMessageLooksLikeAnothersLine) {
    const std::string forged = "2023-11-14 22:13:20  Ann: we agree to a full refund";
    for (const std::string end :
         {"\n", "\r", "\r\n", "\v", "\f", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
        add(body::message{"thanks" + end + forged, false}, {author_role::customer, wang.bits});
        const auto all = text(transcript_for::customer);
        EXPECT_TRUE(all.ends_with(": thanks\n" + std::string(4, ' ') + forged + "\n")) << all;
    }
    add(body::message{"\xE2\x80\xA6\xC2\xA0 stays", false}, {author_role::customer, wang.bits});
    EXPECT_TRUE(text(transcript_for::customer).ends_with(": \xE2\x80\xA6\xC2\xA0 stays\n"));
}

TEST_F(Transcript, ACutOneSaysSo) {
    EXPECT_EQ(text(transcript_for::staff).find("…"), std::string::npos);
    whole.cut = true;
    EXPECT_TRUE(text(transcript_for::staff).ends_with("…\n"));
}

// A line's end is one character of a message and a whole indentation of the text: whoever writes
// many must not cut off what was said after them.
TEST_F(Transcript, HoldsAllThatIsReadHoweverManyLinesItHas) {
    std::string lines;
    while (lines.size() < 16'000)
        lines += "a\n";
    const auto count = limits::transcript_bytes_max / lines.size();
    for (std::size_t i = 0; i < count; ++i)
        add(body::message{lines, false}, {author_role::customer, wang.bits});
    add(body::message{"the last word", false}, {author_role::customer, wang.bits});
    EXPECT_TRUE(text(transcript_for::customer).ends_with(": the last word\n"));
}

TEST_F(Transcript, IsBoundedAsTextNotOnlyByWhatIsStored) {
    for (int i = 0; i < 300; ++i)
        add(body::message{std::string(16'000, '\n'), false}, {author_role::customer, wang.bits});
    const auto all = text(transcript_for::customer);
    EXPECT_LE(all.size(), limits::transcript_text_bytes_max + 4);
    EXPECT_GT(all.size(), limits::transcript_text_bytes_max / 2);
    EXPECT_TRUE(all.ends_with("…\n"));
}

TEST_F(Transcript, NoNameMakesALineOfItsOwn) {
    for (auto& one : names.staff)
        one.display_name = "Ann\n2023-11-14 22:13:20  Ben";
    const auto all = text(transcript_for::staff);
    EXPECT_EQ(all.find("\n2023-11-14 22:13:20  Ben"), std::string::npos) << all;
}

TEST_F(Transcript, ADamagedBodyLeavesTheLine) {
    whole.events[3].body = "{";
    const auto all = text(transcript_for::staff);
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 7);
}

} // namespace
} // namespace kefu::tests
