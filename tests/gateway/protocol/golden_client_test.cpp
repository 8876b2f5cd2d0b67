#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gateway/protocol/limits.hpp"
#include "tests/gateway/protocol/decoding.hpp"
#include "tests/gateway/protocol/golden_files.hpp"

namespace kefu::gateway::protocol::test {
namespace {

// Golden files are indented; on the wire an envelope is one line.
std::string on_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

template <class Command>
Command golden(const std::string& name) {
    return decode_as<Command>(on_one_line(golden_files("client.").at("client." + name)));
}

routing::id_bits bits(std::string_view last) {
    std::string text = "0192a000-0000-7000-8000-000000000000";
    text.replace(text.size() - last.size(), last.size(), last);
    return routing::parse_id(text).value();
}

const routing::conversation_id conversation{bits("c001")};

} // namespace

TEST(ClientEnvelopes, EveryGoldenFileDecodesToTheCommandOfItsName) {
    const auto files = golden_files("client.");
    std::set<std::size_t> seen;
    for (const auto& [name, text] : files) {
        const auto one = decode_one(on_one_line(text));
        const auto* what = std::get_if<command>(&one.what);
        ASSERT_NE(what, nullptr) << name << ": " << std::get<decode_error>(one.what).text;
        EXPECT_TRUE(name.starts_with("client." + std::string(row_of(*what).word))) << name;
        EXPECT_EQ(one.r, request_of(*what)) << name;
        seen.insert(what->index());
    }
    EXPECT_EQ(seen.size(), command_count) << "a command has no golden file";
}

TEST(ClientEnvelopes, HelloOfACustomer) {
    const auto visitor = golden<hello_customer>("hello.customer.visitor");
    EXPECT_EQ(visitor.version, 1U);
    EXPECT_EQ(visitor.storefront, "pk_demo");
    EXPECT_EQ(visitor.token, "dG9rZW4tb2YtYS12aXNpdG9y");
    EXPECT_EQ(visitor.locale, "zh-Hant");
    EXPECT_EQ(visitor.resume, (resume_cursor{conversation, 17}));
    EXPECT_FALSE(visitor.jwt);
    EXPECT_EQ(
        golden<hello_customer>("hello.customer.identified").jwt, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"
    );
    EXPECT_FALSE(golden<hello_customer>("hello.customer").resume);
}

TEST(ClientEnvelopes, HelloOfStaff) {
    const auto hello = golden<hello_staff>("hello.staff.resume");
    EXPECT_EQ(hello.ticket, "dGlja2V0");
    const std::vector<resume_cursor> cursors{{conversation, 17}, {{bits("c002")}, 4}};
    EXPECT_EQ(hello.resume, cursors);
    EXPECT_TRUE(golden<hello_staff>("hello.staff").resume.empty());
}

TEST(ClientEnvelopes, ByeWithAndWithoutForgetting) {
    EXPECT_FALSE(golden<bye>("bye").forget);
    EXPECT_TRUE(golden<bye>("bye.forget").forget);
    EXPECT_FALSE(decode_as<bye>(R"({"t":"bye","forget":false})").forget);
    for (const auto* wrong : {"1", "null", "\"true\"", "[true]"}) {
        const auto one = decode_one(R"({"t":"bye","forget":)" + std::string(wrong) + "}");
        EXPECT_TRUE(std::holds_alternative<decode_error>(one.what)) << wrong;
    }
}

TEST(ClientEnvelopes, Messages) {
    const auto said = golden<message_send>("message.send.staff");
    EXPECT_EQ(said.r, 8U);
    EXPECT_EQ(said.key, bits("f1"));
    EXPECT_EQ(said.conversation, conversation);
    EXPECT_EQ(said.text, "可以的,\"七天\"內都能退。\n請保持包裝完整。");
    EXPECT_EQ(said.generation, 3U);
    EXPECT_FALSE(said.confirmed);
    EXPECT_TRUE(golden<message_send>("message.send.confirmed").confirmed);
    EXPECT_FALSE(golden<message_send>("message.send.customer").generation);
    const auto noted = golden<note_add>("note.add");
    EXPECT_EQ(noted.text, "客戶很急");
    EXPECT_EQ(noted.generation, 3U);
}

TEST(ClientEnvelopes, SyncReceiptAndTyping) {
    const auto asked = golden<sync>("sync");
    EXPECT_EQ(asked.after, 12U);
    EXPECT_EQ(asked.limit, 50U);
    EXPECT_EQ(golden<sync>("sync.no_limit").limit, limits::sync_events_default);
    const auto got = golden<receipt>("receipt");
    EXPECT_EQ(got.delivered, 12U);
    EXPECT_EQ(got.read, 11U);
    EXPECT_TRUE(golden<typing>("typing").on);
}

TEST(ClientEnvelopes, StartAndRating) {
    const auto started = golden<conversation_start>("conversation.start");
    EXPECT_EQ(started.topic, "return");
    EXPECT_EQ(started.need_type, "functional");
    EXPECT_EQ(started.order, "KF2024112400");
    EXPECT_EQ(started.text, "想退貨");
    EXPECT_FALSE(golden<conversation_start>("conversation.start.least").text);
    const auto rated = golden<survey_rate>("survey.rate");
    EXPECT_EQ(rated.score, 5);
    EXPECT_EQ(rated.solved, solved::yes);
    EXPECT_EQ(rated.tags, (std::vector<std::string>{"fast", "friendly"}));
    EXPECT_EQ(rated.comment, "謝謝");
    EXPECT_TRUE(golden<survey_rate>("survey.rate.least").tags.empty());
}

TEST(ClientEnvelopes, StaffCommands) {
    const auto away = golden<presence_set>("presence.set.away");
    EXPECT_EQ(away.presence, presence::away);
    EXPECT_EQ(away.reason, "meal");
    EXPECT_EQ(golden<offer_decline>("offer.decline").reason, "busy");
    EXPECT_EQ(golden<offer_accept>("offer.accept").offer.bits, bits("f01"));
    const auto to_staff = golden<conversation_transfer>("conversation.transfer.staff");
    EXPECT_EQ(to_staff.to_staff, routing::staff_id{bits("a001")});
    EXPECT_FALSE(to_staff.to_skill);
    EXPECT_EQ(to_staff.generation, 3U);
    const auto to_skill = golden<conversation_transfer>("conversation.transfer.skill");
    EXPECT_EQ(to_skill.to_skill, routing::skill_id{bits("b001")});
    EXPECT_EQ(to_skill.note, "");
    const auto saved = golden<wrap_up_save>("wrap_up.save");
    EXPECT_EQ(saved.solved, solved::partly);
    EXPECT_EQ(saved.solution, "安排換貨");
    EXPECT_EQ(golden<wall_cards>("wall.cards").staff, routing::staff_id{bits("a001")});
    EXPECT_FALSE(golden<wall_cards>("wall.cards.late").staff);
    EXPECT_EQ(golden<conversation_assign>("conversation.assign").staff.bits, bits("a001"));
    const auto taken = golden<conversation_take>("conversation.take");
    EXPECT_EQ(taken.conversation.bits, bits("c001"));
    EXPECT_EQ(taken.generation, 3U);
    EXPECT_FALSE(golden<conversation_take>("conversation.take.least").generation);
}

} // namespace kefu::gateway::protocol::test
