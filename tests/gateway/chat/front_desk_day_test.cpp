#include "gateway/chat/day_begin.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/desk_bench.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>
#include <random>
#include <string_view>

// The wall's figures of the day: the same with a restart as without.
namespace kefu::tests {

using gateway::chat::day_begin;
using gateway::chat::desk_answer;
using storage::conversation_state;

namespace {

constexpr std::int64_t day_ms = 24LL * 3'600'000;

class day_bench : public desk_bench {
public:
    day_bench() {
        // In the morning, so that the day is long enough.
        clock.jump_wall(day_begin(clock.wall(), {}).ms + 3'600'000 - clock.wall().ms);
        start();
        come_online(ann);
        come_online(ben);
    }

    // What the wall says of today, in the order in which it says it.
    [[nodiscard]] std::string figures() {
        settle();
        desk->wall_watched();
        pass(1'000);
        const auto walls = floor.walls();
        desk->wall_unwatched();
        if (walls.empty()) return {};
        std::string all;
        const std::string_view text = walls.back();
        for (std::size_t at = text.find('"'); at != text.npos; at = text.find('"', at + 1)) {
            for (const std::string_view name : {"closed", "abandoned", "service_level", "score"}) {
                if (!text.substr(at + 1).starts_with(name)) continue;
                all += text.substr(at, text.find_first_of(",}", at) - at);
                all += ' ';
            }
        }
        return all;
    }
    void finish(routing::conversation_id id, std::uint8_t key_number) {
        const auto row = *store.row(id);
        const auto staff = *row.assignee;
        desk->end(staff, {1, key(key_number), id, row.generation}, [](const desk_answer&) {});
        settle();
    }
    void wrap_up(routing::conversation_id id, std::uint8_t key_number) {
        const auto row = *store.row(id);
        const auto staff = *row.assignee;
        gateway::protocol::wrap_up_save form;
        form.key = key(key_number);
        form.conversation = id;
        form.generation = row.generation;
        form.topic = "return";
        form.need_type = "functional";
        desk->wrap_up(staff, form, [](const desk_answer&) {});
        settle();
    }
    // Stored, and told to the desk as the customer's session does.
    void rate(routing::conversation_id id, int score, bool answered = true) {
        storage::log_write write;
        write.organisation = our_shop;
        write.conversation = id;
        write.change = storage::conversation_change{};
        write.change->rated = true;
        write.rating = storage::rating_draft{score, ""};
        storage::event_draft draft;
        draft.id = routing::event_id{ids.next()};
        draft.kind = storage::event_kind::rated;
        draft.at = clock.wall();
        draft.body =
            gateway::protocol::encode_body(gateway::protocol::body::rated{score, {}, {}, {}});
        write.events.push_back(draft);
        store.append(write, [this](storage::result<storage::log_outcome> outcome) {
            boost::asio::post(loop, [this, outcome] {
                if (outcome) desk->message_committed(outcome->conversation, outcome->events);
            });
        });
        if (answered) settle();
    }
};

TEST(FrontDeskDay, ARestartInTheMiddleOfTheDayChangesNoFigure) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.rate(chat_1, 4);
    bench.wrap_up(chat_1, 2);
    bench.open(chat_2, chen);
    bench.desk->leave(chen, chat_2, [](const desk_answer&) {});
    bench.pass(1'000);
    const auto before = bench.figures();
    EXPECT_EQ(
        before,
        "\"closed_today\":1 \"abandoned_today\":1 \"service_level\":1 "
        "\"closed_today\":1 \"score\":4 \"closed_today\":0 "
    );
    bench.restart();
    EXPECT_EQ(bench.figures(), before);
}

TEST(FrontDeskDay, TheScoreFollowsRatingsAsTheyCome) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    bench.rate(chat_1, 2);
    EXPECT_NE(bench.figures().find("\"score\":2 "), std::string::npos) << bench.figures();
    bench.rate(chat_1, 5);
    EXPECT_NE(bench.figures().find("\"score\":5 "), std::string::npos) << bench.figures();
}

TEST(FrontDeskDay, ARatingGivenWhileTheDeskIsRebuiltIsCountedOnce) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ben);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    bench.rate(chat_1, 5);
    bench.break_record();
    bench.finish(chat_2, 3);
    EXPECT_FALSE(bench.desk->is_ready());
    bench.rate(chat_1, 3, false);
    bench.pass(2'000);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_NE(bench.figures().find("\"score\":3 "), std::string::npos) << bench.figures();
}

TEST(FrontDeskDay, AWallClockThatIsSetBackOverMidnightFindsItsDayAgain) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    const auto before = bench.figures();
    bench.clock.jump_wall(day_ms);
    bench.pass(1'000);
    EXPECT_NE(bench.figures(), before);
    bench.clock.jump_wall(-day_ms);
    bench.pass(2'000);
    EXPECT_EQ(bench.figures(), before);
}

// The clock of the shop, told by the hours of its storefront.
void tell_hours(day_bench& bench, const std::string& hours) {
    bench.names.storefronts.front().hours = hours;
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(bench.names));
}

TEST(FrontDeskDay, TodayIsTheShopsDayWhereverTheServerIs) {
    day_bench bench;
    const auto one_in_the_morning = day_begin(bench.clock.wall(), 0).ms + day_ms + 3'600'000;
    bench.clock.jump_wall(one_in_the_morning - bench.clock.wall().ms);
    tell_hours(bench, "0;1:540-1080");
    bench.pass(2'000);
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    const auto today = bench.figures();
    EXPECT_NE(today.find("\"closed_today\":1 "), std::string::npos) << today;
    // East of there the same day is older. West, midnight is to come in half an hour, and then
    // nothing of it is today.
    tell_hours(bench, "480;1:540-1080");
    bench.pass(2'000);
    EXPECT_EQ(bench.figures(), today);
    tell_hours(bench, "-90;1:540-1080");
    bench.pass(2'000);
    EXPECT_EQ(bench.figures(), today);
    bench.pass(1'800'000);
    EXPECT_EQ(bench.figures().find("\"closed_today\":1 "), std::string::npos);
    tell_hours(bench, "0;1:540-1080");
    bench.pass(2'000);
    EXPECT_EQ(bench.figures(), today);
}

// One decision is on its way to the record when it is asked, and one comes before its answer.
TEST(FrontDeskDay, ABusyDeskFindsItsDayAgainAtOnce) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    bench.serve(chat_2, chen, ann);
    bench.finish(chat_2, 3);
    bench.serve(chat_3, wang, ben);
    bench.finish(chat_3, 4);
    bench.clock.jump_wall(day_ms);
    bench.pass(1'000);
    bench.clock.jump_wall(-day_ms);
    bench.store.hold_writes(true);
    bench.wrap_up(chat_2, 5);
    bench.clock.pass(1'000);
    bench.desk->check_deadlines();
    bench.wrap_up(chat_3, 6);
    bench.store.hold_writes(false);
    bench.settle();
    const auto today = bench.figures();
    EXPECT_NE(today.find("\"closed_today\":3 "), std::string::npos) << today;
    bench.restart();
    EXPECT_EQ(bench.figures(), today);
}

TEST(FrontDeskDay, AnAgentIsToldWhatTheWallSaysOfTheirDay) {
    day_bench bench;
    bench.serve(chat_1, wang, ann);
    bench.finish(chat_1, 1);
    bench.wrap_up(chat_1, 2);
    EXPECT_NE(
        bench.floor.to_staff_of(ann, "me").back().find("\"closed_today\":1"), std::string::npos
    );
    bench.floor.forget();
    bench.clock.jump_wall(day_ms); // nothing is done; midnight alone changes it
    bench.pass(1'000);
    ASSERT_EQ(bench.floor.to_staff_of(ann, "me").size(), 1u);
    EXPECT_NE(
        bench.floor.to_staff_of(ann, "me").back().find("\"closed_today\":0"), std::string::npos
    );
    bench.pass(3'000);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "me").size(), 1u);
}

// Customers come, are served or leave, rate and rate again; the record fails now and then; days
// pass. Whenever the process begins anew, the wall says what it said before.
class random_day {
public:
    explicit random_day(std::uint32_t seed) : random_(seed) {}

    void run() {
        for (int step = 0; step < 120; ++step) {
            act();
            if (below(8) != 0 || !bench_.desk->is_ready()) continue;
            const auto before = bench_.figures();
            bench_.restart();
            ASSERT_EQ(bench_.figures(), before) << "at step " << step;
            bench_.come_online(ann);
            bench_.come_online(ben);
        }
        EXPECT_GT(last_, 10);
    }

private:
    std::uint32_t below(std::uint32_t bound) {
        return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random_);
    }
    routing::conversation_id any_of_them() {
        return make_id<routing::conversation_id>(
            static_cast<std::uint8_t>(100 + below(static_cast<std::uint32_t>(last_) + 1))
        );
    }
    void act() {
        static constexpr std::int64_t jumps[] = {500, 30'000, 70'000, 3'600'000};
        const auto id = any_of_them();
        const auto row = bench_.store.row(id);
        const auto key_number = static_cast<std::uint8_t>(++keys_);
        switch (below(8)) {
        case 0:
        case 1:
            if (last_ < 120 && bench_.desk->is_ready()) {
                const auto n = static_cast<std::uint8_t>(100 + ++last_);
                bench_.open(make_id<routing::conversation_id>(n), make_id<routing::customer_id>(n));
            }
            break;
        case 2:
        case 3:
            for (const auto staff : {ann, ben})
                bench_.desk->accept(staff, bench_.offer_of(staff), [](const desk_answer&) {});
            break;
        case 4:
            if (!row || row->state != conversation_state::active) break;
            if (below(4) == 0) bench_.break_record();
            bench_.finish(id, key_number);
            break;
        case 5:
            if (row && row->state == conversation_state::wrap_up) bench_.wrap_up(id, key_number);
            break;
        case 6:
            if (row && !accepts_messages(row->state) &&
                row->state != conversation_state::abandoned) {
                bench_.rate(id, static_cast<int>(1 + below(5)), below(2) == 0);
            } else if (row && bench_.desk->is_ready()) {
                bench_.desk->leave(row->customer, id, [](const desk_answer&) {});
            }
            break;
        default:
            bench_.clock.pass(jumps[below(4)]);
            bench_.desk->check_deadlines();
        }
        bench_.settle();
    }

    std::mt19937 random_;
    day_bench bench_;
    int last_ = 0;
    unsigned keys_ = 0;
};

TEST(FrontDeskDay, ARestartAtAnyMomentOfAnyDayChangesNoFigure) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        random_day(seed).run();
        if (testing::Test::HasFailure()) return;
    }
}

} // namespace
} // namespace kefu::tests
