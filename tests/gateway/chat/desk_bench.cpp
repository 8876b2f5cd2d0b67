#include "tests/gateway/chat/desk_bench.hpp"

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace kefu::tests {

namespace chat = gateway::chat;
namespace body = gateway::protocol::body;

desk_bench::desk_bench() {
    make_live();
    make_desk();
}

desk_bench::~desk_bench() {
    desk->stop();
    live->stop([] {});
    settle();
}

void desk_bench::make_live() {
    live = std::make_unique<storage::live::memory_live>(loop, [this] { return clock.now(); });
    storage::live::live_events events;
    events.epoch = [this](storage::live::epoch_state) {
        live->set_epoch("an epoch", [this](const storage::result<std::string>& set) {
            if (set && desk) desk->live_lost();
        });
    };
    live->start(std::move(events));
}

void desk_bench::make_desk() {
    chat::front_desk_parts parts{loop, store, *live, floor, clock, ids, shipped_manual(), "node-1"};
    parts.show_staffing = [this](routing::organisation_id organisation, chat::skill_levels levels) {
        staffed = staffed.with(organisation, std::move(levels));
        ++staffing_shown;
    };
    desk = std::make_unique<chat::front_desk>(
        std::move(parts), our_shop, std::make_shared<const chat::catalog>(names)
    );
}

void desk_bench::start() {
    desk->start([this] { ready = true; });
    settle();
}

void desk_bench::settle() {
    for (;;) {
        loop.restart();
        const auto done = loop.poll() + store.answer_all();
        if (done == 0) return;
    }
}

void desk_bench::pass(std::int64_t ms) {
    constexpr std::int64_t step_ms = 500;
    for (std::int64_t left = ms; left > 0; left -= step_ms) {
        clock.pass(std::min(left, step_ms));
        desk->check_deadlines();
        settle();
    }
}

void desk_bench::restart() {
    desk->stop();
    settle();
    desk.reset();
    ready = false;
    floor.forget();
    make_desk();
    start();
}

void desk_bench::break_record() { store.fail_appends(1, storage::store_error::unavailable); }

void desk_bench::open(routing::conversation_id id, routing::customer_id customer, bool connected) {
    auto row = waiting_row(id, customer);
    row.opened_at = row.queued_at = row.waiting_from = row.state_since = clock.wall();
    row.waiting_since = clock.wall();
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = id;
    write.create = row;
    const std::vector<body::any> bodies{
        body::opened{"return", std::nullopt, std::nullopt, "hello", "en"},
        body::queued{returns, 1}};
    for (const auto& what : bodies) {
        storage::event_draft draft;
        draft.id = routing::event_id{ids.next()};
        draft.kind = gateway::protocol::kind_of(what);
        draft.by = {storage::author_role::customer, customer.bits};
        draft.at = clock.wall();
        draft.body = gateway::protocol::encode_body(what);
        write.events.push_back(draft);
    }
    const auto who = customer_named(customer, "王小明");
    store.put(who);
    std::optional<storage::conversation_row> stored;
    store.append(write, [&](storage::result<storage::log_outcome> outcome) {
        ASSERT_TRUE(outcome.has_value());
        ASSERT_EQ(outcome->refusal, storage::log_refusal::none);
        stored = outcome->conversation;
    });
    store.answer_all();
    ASSERT_TRUE(stored);
    desk->opened(*stored, who, {});
    if (connected) desk->customer_connected(id);
    settle();
}

void desk_bench::come_online(routing::staff_id staff) {
    desk->staff_connected(staff);
    desk->set_presence(staff, routing::presence::online, "", [](const chat::desk_answer& answer) {
        EXPECT_FALSE(answer.error);
    });
    settle();
}

routing::offer_id desk_bench::offer_of(routing::staff_id staff) const {
    const auto offers = floor.to_staff_of(staff, "offer");
    if (offers.empty()) return {};
    const auto& text = offers.back();
    const auto at = text.find("\"id\":\"") + 6;
    return routing::offer_id::parse(text.substr(at, 36)).value_or(routing::offer_id{});
}

void desk_bench::serve(
    routing::conversation_id id, routing::customer_id customer, routing::staff_id by
) {
    open(id, customer);
    std::optional<chat::desk_answer> answer;
    desk->accept(by, offer_of(by), note(answer));
    settle();
    ASSERT_TRUE(answer);
    ASSERT_FALSE(answer->error);
    ASSERT_EQ(state_of(id), storage::conversation_state::active);
}

void desk_bench::say(routing::conversation_id id, routing::customer_id by, std::string text) {
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = id;
    write.change = storage::conversation_change{};
    write.change->waiting_since = std::optional{clock.wall()};
    write.change->waiting_since_only_if_empty = true;
    storage::event_draft draft;
    draft.id = routing::event_id{ids.next()};
    draft.kind = storage::event_kind::message;
    draft.by = {storage::author_role::customer, by.bits};
    draft.at = clock.wall();
    draft.body = gateway::protocol::encode_body(body::message{std::move(text), false});
    write.events.push_back(draft);
    store.append(write, [this](storage::result<storage::log_outcome> outcome) {
        ASSERT_TRUE(outcome.has_value());
        boost::asio::post(loop, [this, outcome] {
            desk->message_committed(outcome->conversation, outcome->events);
        });
    });
    settle();
}

chat::desk_reply desk_bench::note(std::optional<chat::desk_answer>& into) {
    return [&into](chat::desk_answer answer) {
        EXPECT_FALSE(into) << "answered twice";
        into = std::move(answer);
    };
}

storage::conversation_state desk_bench::state_of(routing::conversation_id id) const {
    const auto row = store.row(id);
    return row ? row->state : storage::conversation_state::closed;
}

std::vector<storage::event_kind> desk_bench::kinds_of(routing::conversation_id id) const {
    std::vector<storage::event_kind> kinds;
    for (const auto& entry : store.log_of(id))
        kinds.push_back(entry.kind);
    return kinds;
}

std::vector<storage::live::waiting_row> desk_bench::mirror() {
    std::vector<storage::live::waiting_row> rows;
    live->list_waiting(our_shop, 100, [&](const auto& listed) { rows = *listed; });
    settle();
    return rows;
}

std::vector<storage::live::presence_row> desk_bench::presence() {
    std::vector<storage::live::presence_row> rows;
    live->list_presence(our_shop, [&](const auto& listed) { rows = listed->rows; });
    settle();
    return rows;
}

routing::tallies desk_bench::counts() const {
    chat::desk_counters sums;
    routing::tallies counts;
    desk->add_to(sums, counts);
    return counts;
}

chat::desk_counters desk_bench::counters() const {
    chat::desk_counters sums;
    routing::tallies counts;
    desk->add_to(sums, counts);
    return sums;
}

} // namespace kefu::tests
