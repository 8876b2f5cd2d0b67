#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/gateway/protocol/golden_samples.hpp"

namespace kefu::gateway::protocol::test {

TEST(FrameWriter, PutsLineEndsBetweenEnvelopesOnly) {
    std::string frame;
    append_envelope(frame, "{}");
    append_envelope(frame, "{\"a\":1}");
    EXPECT_EQ(frame, "{}\n{\"a\":1}");
}

TEST(FrameWriter, EscapesWhatWouldBreakAFrame) {
    std::string out;
    write_err(out, {1, error::forbidden_word, {}, "a\"b\\c\nd\x01", {}});
    EXPECT_EQ(
        out, R"({"t":"err","r":1,"code":"forbidden_word","retry":false,"text":"a\"b\\c\nd\u0001"})"
    );
}

TEST(FrameWriter, WritesTheLargestNumbersExactly) {
    std::string out;
    write_ack(out, {}, {{9'007'199'254'740'991U, 18'446'744'073'709'551'615U, true}});
    EXPECT_NE(out.find("[9007199254740991,18446744073709551615,true]"), std::string::npos);
}

TEST(FrameWriter, TellsEachSideOnlyItsOwnKeys) {
    using storage::author_role;
    const auto by_customer = event_with(body::message{"a", false}, author_role::customer);
    const auto by_agent = event_with(body::message{"a", false}, author_role::agent);
    std::string shown;
    write_ev_customer(shown, by_agent, "");
    write_ev_staff(shown, by_customer, "");
    EXPECT_EQ(shown.find("\"key\""), std::string::npos);
    write_ev_customer(shown, by_customer, "");
    EXPECT_NE(shown.find("\"key\""), std::string::npos);
}

TEST(FrameWriter, NamesASupervisorToTheCustomerOnlyWhereTheySpeakToThem) {
    const auto named = [](const body::any& what, storage::author_role by) {
        std::string shown;
        write_ev_customer(shown, event_with(what, by), "Sue");
        return shown.find("Sue") != std::string::npos;
    };
    const body::message said{"a", false};
    const body::accepted given{{}, "Ann", "assigned"};
    EXPECT_FALSE(named(given, storage::author_role::supervisor));
    EXPECT_TRUE(named(said, storage::author_role::supervisor));
    EXPECT_TRUE(named(given, storage::author_role::agent));
    std::string staff;
    write_ev_staff(staff, event_with(given, storage::author_role::supervisor), "Sue");
    EXPECT_NE(staff.find("Sue"), std::string::npos);
}

TEST(FrameWriter, ShowsTheCustomersNameInAGreetingToThemAlone) {
    const body::message greeting{"王*明 \"for_customer\":", true, "王小明 hello"};
    std::string staff;
    std::string customer;
    write_ev_staff(staff, event_with(greeting, storage::author_role::agent), "Ann");
    write_ev_customer(customer, event_with(greeting, storage::author_role::agent), "Ann");
    EXPECT_EQ(staff.find("王小明"), std::string::npos) << staff;
    EXPECT_NE(staff.find("王*明"), std::string::npos) << staff;
    EXPECT_NE(staff.find("\"auto\":true"), std::string::npos) << staff;
    EXPECT_NE(customer.find("\"text\":\"王小明 hello\""), std::string::npos) << customer;
    for (const auto& shown : {staff, customer})
        EXPECT_EQ(shown.find("\"for_customer\":\""), std::string::npos) << shown;
}

TEST(FrameWriter, NumbersAnEventForItsReader) {
    const auto entry = event_with(body::message{"a", false}, storage::author_role::agent);
    std::string staff;
    std::string customer;
    write_ev_staff(staff, entry, "");
    write_ev_customer(customer, entry, "");
    EXPECT_NE(staff.find("\"q\":12,\"p\":9"), std::string::npos);
    EXPECT_NE(customer.find("\"q\":9,\"id\""), std::string::npos);
}

TEST(FrameWriter, ShowsTwentyOfALongLine) {
    wall frame;
    frame.queues.resize(1);
    frame.queues[0].waiting = 500;
    frame.queues[0].list.resize(500);
    std::string out;
    write_wall(out, frame);
    const auto parsed = boost::json::parse(out);
    EXPECT_EQ(parsed.at("queues").at(0).at("list").as_array().size(), wall_list_max);
}

TEST(FrameWriter, WritesLoadsInTheirShortestForm) {
    std::string out;
    write_me(out, {presence::online, "", {0}, 0.1 + 0.2, 6, 0});
    EXPECT_DOUBLE_EQ(boost::json::parse(out).at("load").as_double(), 0.1 + 0.2);
    out.clear();
    write_me(out, {presence::online, "", {0}, 3, 6, 0});
    EXPECT_NE(out.find("\"load\":3,"), std::string::npos);
}

} // namespace kefu::gateway::protocol::test
