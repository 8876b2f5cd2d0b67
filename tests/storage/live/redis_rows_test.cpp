#include "storage/live/redis_rows.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/names.hpp"
#include "storage/live/redis_scripts.hpp"
#include "storage/live/server_error.hpp"

namespace kefu::tests {

using namespace storage::live;

namespace {

template <class Id>
Id id_of(std::uint8_t number) {
    Id id;
    id.bits.bytes[15] = number;
    return id;
}

reply cells(std::vector<std::string> texts) {
    reply::array all;
    for (std::string& text : texts)
        all.push_back({std::move(text)});
    return {std::move(all)};
}

const std::string staff_text = "00000000-0000-0000-0000-000000000001";

reply presence_of(std::string member, std::string value) {
    return {reply::array{{std::move(member)}, {std::move(value)}, {std::int64_t{5}}}};
}

} // namespace

TEST(RedisRows, ReadsThePresenceItWrote) {
    const presence_row row{id_of<routing::staff_id>(1), "node-1", presence_state::away, "茶|@:", 5};
    const auto read =
        read_presence(presence_of(presence_member(row.staff, row.node), presence_value(row)));
    EXPECT_EQ(read.value(), (presence_listing{{row}, 0}));
}

TEST(RedisRows, RefusesPresenceThatIsNotInRows) {
    EXPECT_EQ(read_presence(reply{}).error(), errc::bad_reply);
    EXPECT_EQ(read_presence(cells({"a"})).error(), errc::bad_reply);
    EXPECT_EQ(read_presence({std::string("a")}).error(), errc::bad_reply);
}

TEST(RedisRows, LeavesOutAndCountsPresenceThatNobodyOfOursHasWritten) {
    const presence_listing left_out{{}, 1};
    EXPECT_EQ(read_presence(cells({staff_text + "@n", "o", "5"})).value(), left_out);
    for (const std::string& member :
         {std::string(),
          staff_text,
          staff_text + "@",
          staff_text + "#n",
          staff_text + "@n n",
          "x" + staff_text.substr(1) + "@n",
          staff_text + "@" + std::string(65, 'n')}) {
        EXPECT_EQ(read_presence(presence_of(member, "o")).value(), left_out) << member;
    }
    const std::string longest(limits::reason_bytes_max, 'x');
    for (const std::string& value : {std::string(), std::string("x"), "o" + longest + "x"}) {
        EXPECT_EQ(read_presence(presence_of(staff_text + "@n", value)).value(), left_out) << value;
    }
    EXPECT_EQ(read_presence(presence_of(staff_text + "@n", "o" + longest))->rows.size(), 1u);
}

TEST(RedisRows, KeepsThePresenceAroundARowThatCannotBeRead) {
    const std::int64_t left_ms = 5;
    const reply answer{reply::array{
        {staff_text + "@b"},
        {std::string("o")},
        {left_ms},
        {std::string("junk")},
        {std::string("junk")},
        {left_ms},
        {staff_text + "@a"},
        {std::string("a")},
        {left_ms}}};
    const auto listed = read_presence(answer).value();
    EXPECT_EQ(listed.unreadable, 1u);
    ASSERT_EQ(listed.rows.size(), 2u);
    EXPECT_EQ(listed.rows[0].node, "a");
    EXPECT_EQ(listed.rows[1].node, "b");
}

TEST(RedisRows, MembersOfTheQueueSortLikeTheirKeys) {
    std::string before;
    for (const std::int64_t key :
         {std::numeric_limits<std::int64_t>::min(),
          std::int64_t{-2},
          std::int64_t{-1},
          std::int64_t{0},
          std::int64_t{1},
          std::int64_t{1} << 53,
          (std::int64_t{1} << 53) + 1,
          std::numeric_limits<std::int64_t>::max()}) {
        const waiting_row row{id_of<routing::conversation_id>(7), id_of<routing::skill_id>(8), key};
        const std::string member = waiting_member(row);
        EXPECT_LT(before, member);
        EXPECT_EQ(read_waiting(cells({member})).value(), (std::vector{row}));
        before = member;
    }
}

TEST(RedisRows, RefusesQueueMembersChangedAnywhere) {
    const waiting_row row{id_of<routing::conversation_id>(7), {}, 42};
    const std::string member = waiting_member(row);
    EXPECT_EQ(read_waiting(reply{}).error(), errc::bad_reply);
    EXPECT_EQ(read_waiting(cells({member, ""})).error(), errc::bad_reply);
    EXPECT_EQ(read_waiting({reply::array{{std::int64_t{1}}}}).error(), errc::bad_reply);
    for (std::size_t i = 0; i < member.size(); ++i) {
        std::string changed = member;
        changed[i] = 'z';
        EXPECT_EQ(read_waiting(cells({changed})).error(), errc::bad_reply) << i;
        EXPECT_EQ(read_waiting(cells({member.substr(0, i)})).error(), errc::bad_reply) << i;
    }
}

TEST(RedisRows, ReadsPlainAnswers) {
    EXPECT_EQ(read_integer({std::int64_t{7}}).value(), 7);
    EXPECT_EQ(read_integer({std::string("7")}).error(), errc::bad_reply);
    EXPECT_FALSE(read_done_or_full({std::int64_t{1}}).has_error());
    EXPECT_EQ(read_done_or_full({std::int64_t{0}}).error(), errc::full);
    EXPECT_EQ(read_done_or_full({std::int64_t{2}}).error(), errc::bad_reply);
    EXPECT_EQ(read_done_or_full(reply{}).error(), errc::bad_reply);
}

TEST(RedisRows, ReadsAnEpochOrNone) {
    EXPECT_EQ(read_epoch({std::string("e1")}).value(), "e1");
    EXPECT_EQ(read_epoch(reply{}).value(), std::nullopt);
    EXPECT_EQ(read_epoch({std::int64_t{1}}).error(), errc::bad_reply);
    EXPECT_EQ(read_epoch({reply::array{{std::string("e1")}}}).error(), errc::bad_reply);
}

TEST(RedisNames, KeepsAnOrganisationInOneSlotAndHidesNames) {
    const redis_names names{"0123456789abcdef"};
    const auto org = id_of<routing::organisation_id>(1);
    const std::string prefix = "kefu:{" + org.text() + "}:";
    for (const std::string& key :
         {names.ticket(org, "t"),
          names.rate(org, "t"),
          names.presence_ends(org),
          names.presence_states(org),
          names.waiting_order(org),
          names.waiting_rows(org),
          names.next_order(org),
          names.next_rows(org)}) {
        EXPECT_EQ(key.rfind(prefix, 0), 0u) << key;
    }
    EXPECT_EQ(names.ticket(org, "secret").find("secret"), std::string::npos);
    EXPECT_NE(names.ticket(org, "a"), names.ticket(org, "b"));
    EXPECT_NE(names.ticket(org, "a"), redis_names{"another key, 16+"}.ticket(org, "a"));
    // RFC 4231 §4.3 (test case 2), cut to 16 bytes.
    const std::string key = redis_names{"Jefe"}.rate(org, "what do ya want for nothing?");
    EXPECT_EQ(key, prefix + "rate:5bdcc146bf60754e6a042426089575c7");
}

TEST(RedisNames, TakesWellFormedNamesOnly) {
    EXPECT_FALSE(check_node("node-1.eu_A"));
    EXPECT_FALSE(check_node(std::string(limits::node_bytes_max, 'n')));
    for (const std::string& node :
         {std::string(),
          std::string("a b"),
          std::string("a:b"),
          std::string("a\0b", 3),
          std::string("é"),
          std::string(limits::node_bytes_max + 1, 'n')}) {
        EXPECT_EQ(check_node(node), errc::too_large) << node;
    }
    EXPECT_FALSE(check_channel("node:a"));
    EXPECT_EQ(check_channel("node a"), errc::too_large);
    EXPECT_EQ(check_channel(""), errc::too_large);
    EXPECT_EQ(check_name(""), errc::too_large);
    EXPECT_FALSE(check_name(std::string(limits::name_bytes_max, '\0')));
    EXPECT_EQ(check_name(std::string(limits::name_bytes_max + 1, 'x')), errc::too_large);
    EXPECT_EQ(
        check_presence(std::vector<presence_row>(limits::presence_rows_max + 1)), errc::too_large
    );
}

TEST(RedisScripts, AreNamedByTheirSha1) {
    EXPECT_EQ(make_script("abc").sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(make_script("return 1").text, "return 1");
}

TEST(ServerError, ReadsTheFirstWord) {
    EXPECT_EQ(classify("NOSCRIPT No matching script."), server_trouble::no_script);
    EXPECT_EQ(classify("READONLY You can't write"), server_trouble::wrong_server);
    EXPECT_EQ(classify("MASTERDOWN Link is down"), server_trouble::wrong_server);
    for (const auto* text :
         {"LOADING Redis is loading",
          "BUSY Redis is busy",
          "OOM command",
          "MISCONF Redis",
          "CLUSTERDOWN",
          "NOREPLICAS Not enough"}) {
        EXPECT_EQ(classify(text), server_trouble::overloaded) << text;
    }
    EXPECT_EQ(classify("ERR NOSCRIPT"), server_trouble::none);
    EXPECT_EQ(classify("WRONGTYPE Operation"), server_trouble::none);
    EXPECT_EQ(classify(""), server_trouble::none);
}

TEST(LiveErrc, TellsWhatBecameOfAWrite) {
    for (const auto code : {errc::not_connected, errc::pipeline_full})
        EXPECT_EQ(setback_of(code), setback::unsent) << "it drains in no time";
    for (const auto code : {errc::lost, errc::timed_out, errc::protocol})
        EXPECT_EQ(setback_of(code), setback::unknown);
    for (const auto code : {errc::breaker_open, errc::server_error, errc::bad_reply})
        EXPECT_EQ(setback_of(code), setback::refused);
    for (const auto code : {errc::full, errc::too_large})
        EXPECT_EQ(setback_of(code), setback::too_much);
}

TEST(LiveErrc, HasWordsForEachCode) {
    for (int code = 1; code <= static_cast<int>(errc::protocol); ++code) {
        const auto error = make_error_code(static_cast<errc>(code));
        EXPECT_NE(error.message(), "unknown error of the live store") << code;
    }
    EXPECT_STREQ(live_category().name(), "kefu.live");
    EXPECT_EQ(live_category().message(999), "unknown error of the live store");
}

} // namespace kefu::tests
