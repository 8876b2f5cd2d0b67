#include "tests/storage/records/sqlite/power/power_script.hpp"

#include "tests/storage/records/sqlite/held_writer.hpp"

namespace kefu::storage::testing {

namespace {

constexpr std::uint64_t talks = 5;
constexpr std::uint64_t first_visitor = 101;
constexpr std::uint64_t last_visitor = 104;
constexpr std::uint64_t first_of_batch = 50;
constexpr std::uint64_t last_of_batch = 53;

promise of(
    promise::kind what, std::uint64_t whose, std::uint64_t number = 0, std::string text = {}
) {
    return {what, whose, number, std::move(text)};
}

std::string body_of(std::uint64_t number, std::size_t bytes_max) {
    const auto length = 20 + number * 7'919 % bytes_max;
    return std::to_string(number) + std::string(length, static_cast<char>('a' + number % 26));
}

} // namespace

void power_script::keep(promise what) {
    std::int64_t index = 0;
    {
        const std::lock_guard lock(mutex_);
        promises_.push_back(std::move(what));
        index = static_cast<std::int64_t>(promises_.size()) - 1;
    }
    disk_.mark(index);
}

// The promise is given where the store gives it: before anything else happens on its thread.
template <class T>
reply<T> power_script::told(answer<T>& into, promise what) {
    return [this, what = std::move(what), slot = into.slot()](result<T> given) {
        bool stored = static_cast<bool>(given);
        if constexpr (std::is_same_v<T, log_outcome>) {
            stored = stored && given->refusal == log_refusal::none;
            if (stored) {
                for (const auto& event : given->events)
                    keep(of(promise::kind::event, what.of, event.seq, event.body));
            }
        } else if (stored) {
            keep(what);
        }
        slot(std::move(given));
    };
}

template <class T, class Call>
result<T> power_script::ask_told(promise what, Call call) {
    answer<T> given;
    call(told(given, std::move(what)));
    return given.wait();
}

void power_script::play() {
    open();
    begin();
    save_visitors();
    talk(2, 3'000);
    sweep();
    for (std::uint64_t n = 1; n <= talks; ++n)
        read_receipts_of(n);
    close();
    open();
    many_in_one_commit();
    talk(1, 200);
    write_the_log_back();
    talk(2, 9'000);
    static_cast<void>(read_once());
    write_the_log_back();
    talk(1, 100);
    close();
}

void power_script::begin() {
    auto& store = place_.store();
    static_cast<void>(ask<void>([&](auto done) { store.save_organisation({shop, "店"}, done); }));
    skill_row skill;
    skill.id = returns;
    skill.organisation = shop;
    skill.name = "退換貨";
    skill.topic = "return";
    const auto saved = ask_told<void>(of(promise::kind::skill, 1), [&](auto done) {
        store.save_skill(skill, audited("skill saved"), done);
    });
    if (saved) keep(of(promise::kind::audits, ++audits_));
    for (std::uint64_t n = 1; n <= talks; ++n)
        static_cast<void>(start_talk(n));
}

bool power_script::start_talk(std::uint64_t n) {
    auto& store = place_.store();
    const auto saved = ask_told<void>(of(promise::kind::customer, n), [&](auto done) {
        store.save_customer(customer(n), done);
    });
    if (!saved) return false;
    const auto write = start(n, n);
    if (!sent_.contains(n)) {
        for (const auto& draft : write.events)
            sent_[n].push_back(draft.body);
    }
    const auto started = ask_told<log_outcome>(of(promise::kind::event, n), [&](auto done) {
        store.append(write, done);
    });
    if (!started) return false;
    // That it is open already tells that an earlier try was stored, whose answer was `unavailable`.
    return started->refusal == log_refusal::none || started->refusal == log_refusal::already_open;
}

result<log_outcome> power_script::say_as(
    std::uint64_t n, const std::string& text, std::uint64_t key
) {
    auto& sent = sent_[n];
    if (sent.back() != text) sent.push_back(text); // otherwise it is said again
    const auto draft = with_key(message(by_customer(n), text, 100'000 + ++event_number_), key);
    return ask_told<log_outcome>(of(promise::kind::event, n), [&](auto done) {
        place_.store().append(say(n, draft), done);
    });
}

void power_script::talk(std::uint64_t rounds, std::size_t bytes_max) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
        for (std::uint64_t n = 1; n <= talks; ++n) {
            const auto text = body_of(event_number_ + 1, bytes_max);
            static_cast<void>(say_as(n, text, 500'000 + event_number_));
            const auto heard =
                ask<void>([&](auto done) { place_.store().audit(audited("read"), done); });
            if (heard) keep(of(promise::kind::audits, ++audits_));
        }
    }
}

void power_script::save_visitors() {
    for (auto n = first_visitor; n <= last_visitor; ++n) {
        auto visitor = customer(n);
        visitor.identified = false;
        static_cast<void>(ask_told<void>(of(promise::kind::customer, n), [&](auto done) {
            place_.store().save_customer(visitor, done);
        }));
    }
}

void power_script::sweep() {
    for (std::size_t i = 0; i < promises_.size(); ++i) {
        const auto& one = promises_[i];
        if (one.what == promise::kind::customer && one.of >= first_visitor)
            disk_.mark(-static_cast<std::int64_t>(i) - 1);
    }
    answer<visitor_sweep> swept;
    place_.store().sweep_visitors({}, {1'000}, 10, [&](result<visitor_sweep> given) {
        if (given) {
            for (auto n = first_visitor; n <= last_visitor; ++n)
                keep(of(promise::kind::nobody, n));
        }
        swept.slot()(std::move(given));
    });
    static_cast<void>(swept.wait());
}

void power_script::read_receipts_of(std::uint64_t n) {
    const receipt_row row{conversation_id(n), party::customer, 2, 2};
    static_cast<void>(ask_told<void>(of(promise::kind::receipt, n, 2), [&](auto done) {
        place_.store().save_receipts({row}, done);
    }));
}

// New customers, with their keys, and their conversations in one transaction.
void power_script::many_in_one_commit() {
    auto& store = place_.store();
    std::vector<std::unique_ptr<answer<void>>> saved;
    std::vector<std::unique_ptr<answer<log_outcome>>> started;
    {
        held_writer hold(store);
        for (auto n = first_of_batch; n <= last_of_batch; ++n) {
            saved.push_back(std::make_unique<answer<void>>());
            store.save_customer(customer(n), told(*saved.back(), of(promise::kind::customer, n)));
            const auto write = start(n, n);
            for (const auto& draft : write.events)
                sent_[n].push_back(draft.body);
            started.push_back(std::make_unique<answer<log_outcome>>());
            store.append(write, told(*started.back(), of(promise::kind::event, n)));
        }
        hold.release();
        for (auto& one : started)
            static_cast<void>(one->wait());
        for (auto& one : saved)
            static_cast<void>(one->wait());
    }
}

bool power_script::read_once() {
    const auto page = ask<event_page>([&](auto done) {
        place_.store().events_after(shop, conversation_id(1), numbering::all, 0, 10, done);
    });
    return static_cast<bool>(page);
}

// As an idle writer does after a thousand pages; the next commit begins the log anew.
void power_script::write_the_log_back() {
    for (const auto& path : {place_.store_path(), place_.data_keys_path()}) {
        auto file = sqlite::database::open(path, sqlite::access::existing);
        if (file) static_cast<void>(file->pragma("PRAGMA wal_checkpoint(PASSIVE)"));
    }
}

} // namespace kefu::storage::testing
