// Sessions, desks and record together, by any sequence of acts: people of every role come, ask
// anything, say it again and go; bytes that are none of the protocol; the record is late, in
// another order or away; Redis is away or emptied; the process dies. What must hold at all times is
// told in session_ledger (the record) and session_seat (what each connection hears). At the end all
// is well again, and then: every command is answered, everybody connected has everything, and
// nobody who waits is forgotten (G1-G6, G9 of the architecture).

#include "tests/fuzz/session_seat.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <spdlog/spdlog.h>

namespace kefu::fuzz {

namespace {

constexpr unsigned acts_max = 160;
constexpr std::size_t seats_max = 8;
constexpr unsigned turns_to_rest_max = 400;
constexpr unsigned rounds_to_serve_max = 90;

class play {
public:
    explicit play(input bytes);

    void run();

private:
    void act();
    void come();
    void ask();
    void let_time_pass();
    void trouble_record();
    void trouble_redis();
    void send_nonsense();
    void die();
    void turn();
    void settle();
    void pass(std::int64_t ms);
    [[nodiscard]] session_seat* any_seat();
    [[nodiscard]] bool is_being_made(const person& who) const;
    session_seat* seat_for(person& who);

    void heal();
    void all_come_back();
    void serve_all();
    void serve_round(unsigned round);
    [[nodiscard]] bool anybody_open() const;
    void all_are_known() const;

    choices from_;
    session_stage stage_;
    session_ledger ledger_{stage_.store};
    std::array<person, 7> people_;
    std::list<session_seat> seats_;
    std::uint64_t asked_ = 100;
};

play::play(input bytes) : from_(bytes) {
    static constexpr std::array names{"ann", "ben", "sue", "eve", "first", "second", "third"};
    const std::array staff{tests::ann, tests::ben, tests::sue, tests::eve};
    for (std::size_t i = 0; i < people_.size(); ++i) {
        people_[i].name = names[i];
        if (i < staff.size()) people_[i].staff = staff[i];
    }
    people_[2].is_supervisor = true;
    people_[3].is_foreign = true;
}

void play::turn() {
    stage_.turn();
    ledger_.look();
    for (auto& seat : seats_)
        seat.listen();
}

void play::settle() {
    unsigned still = 0;
    for (unsigned n = 0; still < 3; ++n) {
        holds(n < turns_to_rest_max, "all comes to rest");
        const bool busy = stage_.turn();
        ledger_.look();
        for (auto& seat : seats_)
            seat.listen();
        still = busy ? 0 : still + 1;
    }
    seats_.remove_if([](const session_seat& seat) { return !seat.is_open(); });
}

void play::pass(std::int64_t ms) {
    note(std::to_string(ms) + " ms pass");
    stage_.pass(ms, [this] {
        settle();
        for (const auto& seat : seats_)
            seat.check_deadlines();
    });
}

session_seat* play::any_seat() {
    if (seats_.empty()) return nullptr;
    auto at = seats_.begin();
    std::advance(at, static_cast<long>(from_.below(seats_.size())));
    return &*at;
}

// A browser whose first visit is under way opens no second.
bool play::is_being_made(const person& who) const {
    return !who.staff && who.token.empty() &&
           std::any_of(seats_.begin(), seats_.end(), [&](const session_seat& seat) {
               return &seat.who() == &who;
           });
}

session_seat* play::seat_for(person& who) {
    const int descriptor = stage_.connect();
    if (descriptor < 0) return nullptr;
    return &seats_.emplace_back(stage_, ledger_, who, descriptor);
}

// ---- acts

void play::run() {
    for (unsigned n = 0; n < acts_max && !from_.used_up(); ++n)
        act();
    heal();
    all_come_back();
    all_are_known();
    serve_all();
}

void play::act() {
    const auto what = from_.byte();
    switch (what & 31) {
    case 0:
    case 1:
    case 2:
        come();
        break;
    case 3:
        if (auto* seat = any_seat()) seat->hang_up();
        break;
    case 4:
    case 5:
        let_time_pass();
        break;
    case 6:
    case 7:
        trouble_record();
        break;
    case 8:
        trouble_redis();
        break;
    case 9:
        if (auto* seat = any_seat()) seat->rest(!seat->rests());
        break;
    case 10:
        send_nonsense();
        break;
    case 11:
        if (from_.one_in(4)) die();
        break;
    default:
        ask();
    }
    const auto then = what >> 5;
    if (then == 1 || then == 2) turn();
    if (then > 2) settle();
}

void play::come() {
    auto& who = people_[from_.below(people_.size())];
    if (seats_.size() >= seats_max || is_being_made(who)) return;
    auto* seat = seat_for(who);
    if (seat != nullptr) seat->say_hello(from_);
}

void play::ask() {
    auto* seat = any_seat();
    if (seat == nullptr) return come();
    seat->ask(ask_something(from_, seat->who(), ledger_.conversations(), asked_++));
}

void play::let_time_pass() {
    static constexpr std::array<std::int64_t, 8> ms{
        100, 500, 1'000, 2'500, 5'000, 15'000, 31'000, 61'000};
    pass(ms[from_.below(ms.size())]);
}

void play::trouble_record() {
    auto& store = stage_.store;
    const auto why =
        from_.one_in(2) ? storage::store_error::overloaded : storage::store_error::unavailable;
    switch (from_.below(12)) {
    case 0:
    case 1:
        stage_.record_held = !stage_.record_held;
        break;
    case 2:
        store.fail_appends(1 + from_.below(3), why);
        break;
    case 3:
        store.fail_reads(why);
        break;
    case 4:
        store.fail_saves(why);
        break;
    case 5:
        store.fail_reads(std::nullopt);
        store.fail_saves(std::nullopt);
        break;
    case 6:
        store.fail_appends(1, why);
        break;
    case 7:
    case 8:
        for (auto n = 1 + from_.below(4); n > 0 && store.answer_write(); --n) {
        }
        break;
    default:
        for (auto n = 1 + from_.below(4); n > 0 && store.answer_read(from_.below(4)); --n) {
        }
    }
}

void play::trouble_redis() {
    if (from_.one_in(2))
        stage_.empty_redis();
    else
        stage_.redis_down = !stage_.redis_down;
}

void play::send_nonsense() {
    auto* seat = any_seat();
    if (seat == nullptr) return;
    if (from_.one_in(4)) return seat->send_raw(from_.take(from_.below(64)));
    if (from_.one_in(4)) return seat->send_wild(from_.take(from_.below(64)));
    auto text =
        envelope_of(ask_something(from_, seat->who(), ledger_.conversations(), asked_++), 9'000);
    text[from_.byte() % text.size()] = static_cast<char>(0x20 + from_.below(0x5F));
    seat->send_wild(text);
}

void play::die() {
    note("the process dies");
    stage_.kill();
    for (auto& seat : seats_) {
        seat.listen();
        seat.hang_up();
    }
    seats_.clear();
}

// ---- when all is well again

void play::heal() {
    stage_.record_held = false;
    stage_.redis_down = false;
    stage_.store.fail_appends(0, storage::store_error::unavailable);
    stage_.store.fail_reads(std::nullopt);
    stage_.store.fail_saves(std::nullopt);
    for (auto& seat : seats_) {
        seat.rest(false);
        if (seat.is_wild()) seat.hang_up();
    }
    settle();
    pass(6'000);
    for (const auto& seat : seats_)
        seat.check_complete();
}

void play::all_come_back() {
    seats_.remove_if([](session_seat& seat) { return !seat.is_welcome() || seat.who().is_foreign; }
    );
    settle();
    for (auto& who : people_) {
        const bool here = std::any_of(seats_.begin(), seats_.end(), [&](const session_seat& seat) {
            return &seat.who() == &who;
        });
        if (here || who.is_foreign || (!who.staff && who.token.empty())) continue;
        if (auto* seat = seat_for(who)) seat->say_hello(from_);
    }
    pass(1'000);
    for (auto& seat : seats_) {
        holds(seat.is_welcome(), "who comes when all is well is welcome", seat.who().name);
        seat.check_complete();
    }
}

void play::all_are_known() const {
    for (const auto id : ledger_.conversations()) {
        const auto* row = ledger_.row(id);
        if (is_open(row->state) && !stage_.knows(id))
            broken("the desk knows of everybody (G6)", id.text());
    }
}

bool play::anybody_open() const {
    const auto& ids = ledger_.conversations();
    return std::any_of(ids.begin(), ids.end(), [this](auto id) {
        return is_open(ledger_.row(id)->state);
    });
}

// Who is online, takes what rings, ends and wraps up: then nobody may be left.
void play::serve_all() {
    for (unsigned round = 0; anybody_open(); ++round) {
        if (round == rounds_to_serve_max) break;
        serve_round(round);
        pass(2'000);
    }
    for (const auto id : ledger_.conversations()) {
        const auto* row = ledger_.row(id);
        if (is_open(row->state))
            broken("nobody is forgotten (G6)", std::string(name_of(row->state)) + " " + id.text());
    }
    for (const auto& seat : seats_)
        seat.check_complete();
}

void play::serve_round(unsigned round) {
    const auto say = [this](session_seat& seat, std::string word, std::string rest) {
        asked made;
        made.word = std::move(word);
        made.rest = std::move(rest);
        seat.ask(std::move(made));
    };
    for (auto& seat : seats_) {
        const auto& who = seat.who();
        if (!who.staff) continue;
        if (round % 15 == 0 && !who.is_supervisor)
            say(seat, "presence.set", R"(,"presence":"online")");
        if (!who.offers.empty())
            say(seat, "offer.accept", ",\"offer\":\"" + who.offers.back() + "\"");
        for (const auto id : ledger_.conversations()) {
            const auto* row = ledger_.row(id);
            if (row->assignee != who.staff) continue;
            const auto about = ",\"key\":\"" + key_text(asked_++) + "\",\"c\":\"" + id.text() +
                               "\",\"gen\":" + std::to_string(row->generation);
            if (row->state == storage::conversation_state::active)
                say(seat, "conversation.end", about);
            if (row->state == storage::conversation_state::wrap_up)
                say(seat,
                    "wrap_up.save",
                    about + R"(,"topic":"return","need_type":"functional","solved":"yes")" +
                        R"(,"solution":"done")");
        }
    }
}

} // namespace

void desk_session(input bytes) {
    spdlog::set_level(spdlog::level::off);
    forget_notes();
    play(bytes).run();
}

} // namespace kefu::fuzz
