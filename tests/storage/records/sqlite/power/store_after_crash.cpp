#include <algorithm>
#include <filesystem>

#include "tests/storage/records/sqlite/power/power_script.hpp"

namespace kefu::storage::testing {

namespace {

constexpr std::size_t page_events = 100;

std::string named(const char* what, std::uint64_t of) {
    return std::string(what) + " " + std::to_string(of);
}

bool holds_something(const std::string& path) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(path, none);
    return !none && bytes > 0;
}

} // namespace

store_after_crash::store_after_crash(const sqlite_place& before) {
    std::filesystem::copy_file(before.key_path(), directory_.file("kefu.key"));
}

void store_after_crash::lay_out(const std::map<std::string, std::string>& files) {
    for (const auto& old : std::filesystem::directory_iterator(directory_.path())) {
        if (old.path().filename() != "kefu.key") std::filesystem::remove(old.path());
    }
    for (const auto& [name, bytes] : files) {
        write_file(directory_.file(name), bytes);
        std::filesystem::permissions(
            directory_.file(name),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
        );
    }
    // What the memory that was shared held is anything.
    write_file(directory_.file("records.db-shm"), std::string(32'768, '\x5a'));
}

std::vector<std::string> store_after_crash::problems(
    const std::map<std::string, std::string>& files,
    const power_script& script,
    const std::vector<bool>& holds
) {
    problems_.clear();
    audits_promised_ = 0;
    lay_out(files);
    try {
        sqlite_settings settings;
        settings.path = directory_.file("records.db");
        keys_ = open_vault(
            {directory_.file("kefu.key"),
             directory_.file("keys.db"),
             holds_something(settings.path)}
        );
        store_ = open_sqlite_store(settings, *keys_);
        look(script, holds);
        store_.reset();
        check_whole_file();
    } catch (const std::exception& wrong) {
        say(wrong.what());
    }
    store_.reset();
    read_.reset();
    keys_.reset();
    return std::exchange(problems_, {});
}

void store_after_crash::ask_all(const power_script& script) {
    auto& all = read_.emplace();
    for (const auto& talk : script.sent()) {
        const auto id = conversation_id(talk.first);
        auto& read = all.talks[talk.first];
        all.customers[talk.first];
        store_->conversation(shop, id, read.row.slot());
        store_->events_after(shop, id, numbering::all, 0, page_events, read.page.slot());
        store_->receipts(id, read.receipts.slot());
    }
    for (const auto& one : script.promises()) {
        const bool of_customer =
            one.what == promise::kind::customer || one.what == promise::kind::nobody;
        if (of_customer) all.customers[one.of];
    }
    for (auto& [n, read] : all.customers)
        store_->customer(shop, customer_id(n), read.slot());
    store_->skills(all.skills.slot());
    for (auto& [n, read] : all.talks) {
        static_cast<void>(read.row.wait());
        static_cast<void>(read.page.wait());
        static_cast<void>(read.receipts.wait());
    }
    for (auto& [n, read] : all.customers)
        static_cast<void>(read.wait());
    static_cast<void>(all.skills.wait());
}

void store_after_crash::look(const power_script& script, const std::vector<bool>& holds) {
    ask_all(script);
    for (const auto& [n, sent] : script.sent())
        look_at_talk(n, sent);
    for (std::size_t i = 0; i < holds.size(); ++i) {
        if (holds[i]) check(script.promises()[i]);
    }
}

// One page ends by its bytes, too.
void store_after_crash::read_on(std::uint64_t n) {
    auto& read = read_->talks.at(n);
    auto page = read.page.wait();
    while (page && !page->events.empty()) {
        read.events.insert(read.events.end(), page->events.begin(), page->events.end());
        if (read.events.size() >= page->top) return;
        page = ask<event_page>([&](auto done) {
            const auto after = read.events.size();
            store_->events_after(
                shop, conversation_id(n), numbering::all, after, page_events, done
            );
        });
    }
    say(named(page ? "events missing of" : "unreadable events of", n));
}

void store_after_crash::look_at_talk(std::uint64_t n, const std::vector<std::string>& sent) {
    auto& read = read_->talks.at(n);
    const auto row = read.row.wait();
    if (!row) return say(named("row of conversation", n) + ": " + row.error().message());
    if (!*row) return;
    read_on(n);
    // A write of several events is there whole or not at all: a start has two.
    if (read.events.size() < 2) say(named("half of", n));
    for (std::size_t i = 0; i < read.events.size(); ++i) {
        if (read.events[i].seq != i + 1) say(named("a gap in", n));
        if (i >= sent.size() || read.events[i].body != sent[i]) say(named("another text in", n));
    }
    const auto whose = read_->customers.at(n).wait();
    if ((*row)->customer != customer_id(n) || !whose || !*whose) {
        say(named("nobody to whom belongs", n));
    }
}

void store_after_crash::check_customer(std::uint64_t n, bool wanted) {
    const auto found = read_->customers.at(n).wait();
    if (!found) return say(named("unreadable customer", n));
    if (found->has_value() != wanted) say(named("lost, or back again: customer", n));
    if (wanted && *found && (*found)->name != customer(n).name) say("another's name");
}

void store_after_crash::check(const promise& what) {
    switch (what.what) {
    case promise::kind::event: {
        const auto& events = read_->talks.at(what.of).events;
        const bool there = what.number >= 1 && what.number <= events.size();
        if (!there || events[what.number - 1].body != what.text) say(named("lost of", what.of));
        return;
    }
    case promise::kind::receipt: {
        const auto rows = read_->talks.at(what.of).receipts.wait();
        const bool there =
            rows && std::any_of(rows->begin(), rows->end(), [&](const receipt_row& row) {
                return row.by == party::customer && row.delivered >= what.number;
            });
        if (!there) say(named("lost receipt of", what.of));
        return;
    }
    case promise::kind::customer:
        return check_customer(what.of, true);
    case promise::kind::nobody:
        return check_customer(what.of, false);
    case promise::kind::skill: {
        const auto found = read_->skills.wait();
        if (!found || found->size() != 1) say("lost skill");
        return;
    }
    case promise::kind::audits:
        audits_promised_ = std::max(audits_promised_, what.of);
        return;
    }
}

void store_after_crash::check_whole_file() {
    sqlite_settings settings;
    settings.path = directory_.file("records.db");
    const auto found = check_store(settings, *keys_, std::nullopt);
    if (!found.damage.empty()) say("damaged: " + found.damage);
    if (found.audit.fault != audit_fault::none) {
        say("audit trail: " + std::string(name_of(found.audit.fault)));
    }
    if (found.audit.entries < audits_promised_) say("lost audit entries");
}

} // namespace kefu::storage::testing
