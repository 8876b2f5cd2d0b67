#include "tests/gateway/protocol/golden_samples.hpp"

#include <utility>

namespace kefu::gateway::protocol::test {
namespace {

using storage::author_role;
using storage::event_kind;

template <class Id>
Id id(std::string_view text) {
    return Id::parse(text).value();
}

const auto conversation = id<routing::conversation_id>("0192a000-0000-7000-8000-00000000c001");
const auto other = id<routing::conversation_id>("0192a000-0000-7000-8000-00000000c002");
const auto agent = id<routing::staff_id>("0192a000-0000-7000-8000-00000000a001");
const auto colleague_id = id<routing::staff_id>("0192a000-0000-7000-8000-00000000a002");
const auto skill = id<routing::skill_id>("0192a000-0000-7000-8000-00000000b001");
const auto customer = id<routing::customer_id>("0192a000-0000-7000-8000-00000000d001");
const auto customer_two = id<routing::customer_id>("0192a000-0000-7000-8000-00000000d002");
const auto storefront = id<routing::storefront_id>("0192a000-0000-7000-8000-00000000e001");
const auto session = id<routing::session_id>("0192a000-0000-7000-8000-00000000f001");
const auto offer_one = id<routing::offer_id>("0192a000-0000-7000-8000-000000000f01");
const auto event_one = id<routing::event_id>("0192a000-0000-7000-8000-000000000e01");
const auto key = routing::parse_id("0192a000-0000-7000-8000-0000000000f1").value();

constexpr routing::wall_time at{1'732'435'200'000};

routing::wall_time later(std::int64_t ms) { return {at.ms + ms}; }

own_conversation waiting_conversation() {
    own_conversation shown;
    shown.id = conversation;
    shown.state = customer_state::waiting;
    shown.topic = "return";
    shown.top = 2;
    shown.status = stream_status::reset;
    shown.place = place{2, 5, true};
    shown.waiting_from = later(1'500);
    shown.opened = at;
    return shown;
}

own_conversation active_conversation() {
    auto shown = waiting_conversation();
    shown.state = customer_state::active;
    shown.status = stream_status::ok;
    shown.top = 17;
    shown.place.reset();
    shown.waiting_from.reset();
    shown.agent_name = "林小美";
    shown.read = 16;
    shown.delivered = 17;
    return shown;
}

card full_card() {
    card shown;
    shown.id = conversation;
    shown.state = storage::conversation_state::active;
    shown.generation = 3;
    shown.customer = {customer, "王*明", true, true, "zh-Hant"};
    shown.topic = "return";
    shown.need_type = "functional";
    shown.order_number = "KF2024112400";
    shown.skill = skill;
    shown.assignee = agent;
    shown.storefront = storefront;
    shown.top = 21;
    shown.opened = at;
    shown.since = later(30'000);
    shown.waiting_since = later(45'000);
    shown.preview = card_preview{"請問可以退貨嗎?", author_role::customer, later(45'000)};
    shown.customer_read = 11;
    shown.customer_delivered = 12;
    shown.staff_read = 13;
    return shown;
}

card least_card() {
    auto shown = full_card();
    shown.state = storage::conversation_state::offered;
    shown.customer = {customer, "訪客", false, false, "en"};
    shown.need_type.clear();
    shown.order_number.clear();
    shown.assignee.reset();
    shown.waiting_since.reset();
    shown.waiting_from = later(17'500);
    shown.preview.reset();
    return shown;
}

offer one_offer() {
    return {offer_one, conversation, 20'000, least_card(), 12'500, {"退換貨", 4, 0.5, true}, {}};
}
offer handed_over() {
    auto made = one_offer();
    made.why.returning = false;
    made.handover = offer_handover{"陳大文", "需要主管確認"};
    return made;
}

me online() { return {presence::online, "", at, 2.5, 6, 0}; }
me away() { return {presence::away, "meal", at, 1, 6, 14}; }

names shop_names() { return {{{skill, "退換貨", "return"}}, {{storefront, "暖屋選物"}}}; }

template <class Write>
void add(std::vector<golden>& to, std::string name, Write write) {
    std::string text;
    write(text);
    to.push_back({"server." + std::move(name), std::move(text)});
}

void add_answers(std::vector<golden>& to) {
    add(to, "ack", [](auto& out) {
        write_ack(out, conversation, {{7, 12, false}, {8, 13, true}});
    });
    add(to, "ok", [](auto& out) { write_ok(out, 9); });
    add(to, "ok.conversation", [](auto& out) { write_ok(out, 10, waiting_conversation()); });
    add(to, "ok.me", [](auto& out) { write_ok(out, 11, away()); });
    add(to, "ok.card", [](auto& out) { write_ok(out, 12, full_card()); });
    add(to, "ok.cards", [](auto& out) {
        write_ok(out, 27, card_list{{full_card(), least_card()}, 41});
    });
    add(to, "ok.sync", [](auto& out) {
        std::string event;
        auto entry = event_with(body::message{"您好", false}, author_role::agent);
        write_ev_staff(event, entry, "林小美");
        write_ok_sync(out, 13, {event}, 20, true);
    });
    add(to, "err", [](auto& out) {
        write_err(out, {14, error::bad_request, {}, "c: must be an id", {}});
    });
    add(to, "err.no_r", [](auto& out) {
        write_err(out, {{}, error::bad_request, {}, "not JSON", {}});
    });
    add(to, "err.rate_limited", [](auto& out) {
        write_err(out, {15, error::rate_limited, 1'000, "", {}});
    });
    add(to, "err.already_open", [](auto& out) {
        write_err(out, {16, error::already_open, {}, "", conversation});
    });
    add(to, "err.forbidden_word", [](auto& out) {
        write_err(out, {8, error::forbidden_word, {}, "絕對", {}, true});
    });
    add(to, "conversation", [](auto& out) { write_conversation(out, waiting_conversation()); });
}

void add_welcomes(std::vector<golden>& to) {
    add(to, "welcome.customer.new", [](auto& out) {
        welcome_customer frame;
        frame.session = session;
        frame.now = at;
        frame.token = "dG9rZW4tb2YtYS1uZXctdmlzaXRvcg";
        write_welcome(out, frame);
    });
    add(to, "welcome.customer.resumed", [](auto& out) {
        write_welcome(
            out, welcome_customer{session, at, {}, true, "王小明", active_conversation()}
        );
    });
    welcome_staff staff;
    staff.role = role::supervisor;
    staff.session = session;
    staff.now = at;
    staff.staff = agent;
    staff.name = "林小美";
    staff.locale = "zh-Hant";
    staff.me = online();
    add(to, "welcome.staff.empty", [&](auto& out) { write_welcome(out, staff); });
    staff.chosen = true;
    staff.names = shop_names();
    staff.colleagues = {{colleague_id, "陳大文", presence::away, 0.1, 4, {{skill, 3}}}};
    staff.cards = {full_card(), least_card()};
    staff.offers = {one_offer()};
    staff.gone = {other};
    add(to, "welcome.staff", [&](auto& out) { write_welcome(out, staff); });
}

void add_live(std::vector<golden>& to) {
    add(to, "place", [](auto& out) { write_place(out, conversation, {2, 5, true}); });
    add(to, "place.ringing", [](auto& out) { write_place(out, conversation, {1, 3, true, true}); });
    add(to, "place.unstaffed", [](auto& out) { write_place(out, conversation, {2, 5, false}); });
    add(to, "state.active", [](auto& out) {
        write_state(out, conversation, customer_state::active, "林小美", {});
    });
    add(to, "state.ended", [](auto& out) {
        write_state(out, conversation, customer_state::ended, {}, {});
    });
    add(to, "state.waiting", [](auto& out) {
        write_state(out, conversation, customer_state::waiting, {}, later(1'500));
    });
    add(to, "typing", [](auto& out) { write_typing(out, conversation, side::agent, true); });
    add(to, "receipt", [](auto& out) { write_receipt(out, conversation, side::customer, 12, 11); });
    add(to, "drain", [](auto& out) { write_drain(out, 20'000); });
    add(to, "card", [](auto& out) { write_card(out, full_card()); });
    add(to, "card.gone", [](auto& out) { write_card_gone(out, conversation, "transferred"); });
    add(to, "offer", [](auto& out) { write_offer(out, one_offer()); });
    add(to, "offer.handover", [](auto& out) { write_offer(out, handed_over()); });
    add(to, "offer.gone", [](auto& out) { write_offer_gone(out, offer_one, "missed"); });
    add(to, "me", [](auto& out) { write_me(out, away()); });
    add(to, "names", [](auto& out) { write_names(out, shop_names()); });
}

void add_walls(std::vector<golden>& to) {
    wall frame;
    frame.version = 4;
    frame.full = true;
    frame.tiles = {5, 1, 95'000, 3, 2, 4.5, 7, 21, 1, 0.875, 2};
    frame.queues = {
        {skill,
         "退換貨",
         2,
         at,
         3,
         queue_reason::all_full,
         {{other, customer_two, "陳*文", "return", at, 0, later(4'000), agent},
          {conversation, customer, "王*明", "return", at, 180, at, {}}}},
        {{}, "", 1, at, 1, queue_reason::excluded, {}}};
    frame.agents = {
        {agent, "林小美", presence::online, "", at, true, 3.1, 6, later(9'000), 12, 4.75}};
    add(to, "wall.full", [&](auto& out) { write_wall(out, frame); });
    wall change;
    change.version = 5;
    change.queues = {{skill, "退換貨", 0, {}, 0, queue_reason::no_agent, {}}};
    change.agents = {{colleague_id, "陳大文", presence::away, "meal", at, false, 0, 4, {}, 0, {}}};
    change.gone = {skill.text(), name_of_line({})};
    add(to, "wall.change", [&](auto& out) { write_wall(out, change); });
}

void add_events(std::vector<golden>& to) {
    for (const auto& what : full_bodies()) {
        const auto kind = kind_of(what);
        const auto by_customer = kind == event_kind::opened || kind == event_kind::rated ||
                                 kind == event_kind::abandoned;
        const auto entry =
            event_with(what, by_customer ? author_role::customer : author_role::agent);
        const auto name = "ev." + std::string(storage::name_of(kind));
        const auto* author = by_customer ? "王*明" : "林小美";
        add(to, name + ".staff", [&](auto& out) { write_ev_staff(out, entry, author); });
        if (entry.public_seq == 0) continue;
        add(to, name + ".customer", [&](auto& out) { write_ev_customer(out, entry, author); });
    }
    const auto given =
        event_with(body::accepted{agent, "林小美", "assigned"}, author_role::supervisor);
    add(to, "ev.accepted.assigned.customer", [&](auto& out) {
        write_ev_customer(out, given, "周主任");
    });
    const auto greeting = event_with(body::message{"您好,歡迎光臨!", true}, author_role::system);
    add(to, "ev.message.system.customer", [&](auto& out) { write_ev_customer(out, greeting, ""); });
    const auto said = event_with(body::message{"請問可以退貨嗎?", false}, author_role::customer);
    add(to, "ev.message.own.customer", [&](auto& out) { write_ev_customer(out, said, "王小明"); });
}

} // namespace

std::vector<body::any> full_bodies() {
    const offer_reason why{"退換貨", 4, 0.5, true};
    return {
        body::opened{"return", "functional", "KF2024112400", "想退貨", "zh-Hant"},
        body::queued{skill, 2},
        body::offered{agent, offer_one, later(20'000), why},
        body::accepted{agent, "林小美", "offer"},
        body::declined{agent, "busy"},
        body::missed{agent, "timeout"},
        body::withdrawn{agent, "customer_left"},
        body::message{"可以的,\"七天\"內都能退。\n請保持包裝完整。", true},
        body::note{"客戶很急"},
        body::transferred{agent, colleague_id, skill, "陳大文", "需要主管確認"},
        body::requeued{"agent_gone"},
        body::ended{author_role::agent},
        body::wrapped_up{"return", "functional", solved::partly, "安排換貨"},
        body::closed{},
        body::abandoned{"left"},
        body::rated{5, solved::yes, {"fast", "friendly"}, "謝謝"},
        body::parked{later(3'600'000)},
    };
}

storage::event event_with(const body::any& what, author_role by) {
    storage::event entry;
    entry.id = event_one;
    entry.conversation = conversation;
    entry.seq = 12;
    entry.kind = kind_of(what);
    const auto shown = storage::visibility_of(entry.kind) == storage::visibility::everyone;
    entry.public_seq = shown ? 9 : 0;
    entry.by.role = by;
    if (by == author_role::customer)
        entry.by.id = customer.bits;
    else if (by != author_role::system)
        entry.by.id = agent.bits;
    entry.at = at;
    entry.body = encode_body(what);
    if (by != author_role::system) entry.client_key = key;
    return entry;
}

std::vector<golden> server_samples() {
    std::vector<golden> samples;
    add_answers(samples);
    add_welcomes(samples);
    add_live(samples);
    add_walls(samples);
    add_events(samples);
    return samples;
}

} // namespace kefu::gateway::protocol::test
