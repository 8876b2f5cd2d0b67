// Fills a seeded store with conversations for the fault bench's recovery figures:
//   store_filler RECORDS DATA_KEYS KEK COUNT OPEN
// Through the record store's own port, so that cells are sealed and numbers given as always. Of
// COUNT conversations the last OPEN wait in line, the others were abandoned; one customer has five.
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>

#include "gateway/protocol/bodies.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/vault/vault.hpp"
#include "tests/storage/records/ask.hpp"
#include "tests/storage/records/sample_rows.hpp"

namespace kefu::tests {
namespace {

namespace body = gateway::protocol::body;

constexpr std::uint64_t per_customer = 5;
constexpr int outstanding_max = 1'000;
constexpr std::int64_t day_ms = 86'400'000;

// Keeps a bounded number of writes under way; the first that fails ends the program.
class gate {
public:
    void enter() {
        std::unique_lock lock(mutex_);
        left_.wait(lock, [this] { return inside_ < outstanding_max; });
        ++inside_;
    }
    void leave(bool stored) {
        const std::lock_guard lock(mutex_);
        --inside_;
        failed_ = failed_ || !stored;
        left_.notify_all();
    }
    void wait_until_empty() {
        std::unique_lock lock(mutex_);
        left_.wait(lock, [this] { return inside_ == 0; });
        if (failed_) throw std::runtime_error("a write was refused");
    }

private:
    std::mutex mutex_;
    std::condition_variable left_;
    int inside_ = 0;
    bool failed_ = false;
};

struct shop {
    routing::organisation_id organisation{};
    routing::storefront_id storefront{};
    storage::skill_row skill;
};

template <class T>
T only(storage::result<std::vector<T>> rows, const char* what) {
    if (!rows || rows->empty()) throw std::runtime_error(std::string(what) + ": none in the store");
    return rows->front();
}

shop shop_of(storage::record_store& store) {
    using storage::testing::ask;
    shop found;
    found.organisation = only(
                             ask<std::vector<storage::organisation_row>>([&](auto done) {
                                 store.organisations(done);
                             }),
                             "organisations"
    )
                             .id;
    found.storefront =
        only(
            ask<std::vector<storage::storefront_row>>([&](auto done) { store.storefronts(done); }),
            "storefronts"
        )
            .id;
    found.skill = only(
        ask<std::vector<storage::skill_row>>([&](auto done) { store.skills(done); }), "skills"
    );
    return found;
}

storage::event_draft draft(
    std::uint64_t number, storage::author by, routing::wall_time at, const body::any& what
) {
    storage::event_draft made;
    made.id = storage::testing::id<routing::event_id>(number);
    made.kind = gateway::protocol::kind_of(what);
    made.by = by;
    made.at = at;
    made.body = gateway::protocol::encode_body(what);
    return made;
}

storage::log_write write_of(
    const shop& at, std::uint64_t n, bool is_open, routing::wall_time when
) {
    storage::conversation_row row;
    row.id = storage::testing::conversation_id(n);
    row.organisation = at.organisation;
    row.storefront = at.storefront;
    // Those who wait have one conversation each: nobody may have two that are open.
    row.customer = storage::testing::customer_id(is_open ? n : n / per_customer);
    row.skill = at.skill.id;
    row.topic = at.skill.topic;
    row.locale = "zh-Hant";
    row.opened_at = row.queued_at = row.waiting_from = row.state_since = when;
    row.state =
        is_open ? storage::conversation_state::queued : storage::conversation_state::abandoned;
    const storage::author customer{storage::author_role::customer, row.customer.bits};
    const auto first = n * 8;
    storage::log_write write;
    write.organisation = row.organisation;
    write.conversation = row.id;
    write.events = {
        draft(first, customer, when, body::opened{row.topic, {}, {}, {}, row.locale}),
        draft(first + 1, {}, when, body::queued{row.skill, row.min_level}),
        draft(first + 2, customer, when, body::message{"請問這個什麼時候到貨", false}),
        draft(first + 3, customer, when, body::message{"還在嗎", false})};
    if (!is_open) write.events.push_back(draft(first + 4, {}, when, body::abandoned{"left"}));
    write.create = std::move(row);
    return write;
}

void fill(storage::record_store& store, std::uint64_t count, std::uint64_t open) {
    const auto at = shop_of(store);
    const routing::wall_time when{1'764'000'000'000 - 30 * day_ms};
    gate writes;
    for (std::uint64_t n = 0; n < count; ++n) {
        auto write = write_of(at, n, n >= count - open, when);
        storage::customer_row customer;
        customer.id = write.create->customer;
        customer.organisation = at.organisation;
        customer.storefront = at.storefront;
        customer.locale = "zh-Hant";
        customer.created_at = when;
        writes.enter();
        store.save_customer(customer, [&](auto outcome) { writes.leave(outcome.has_value()); });
        writes.enter();
        store.append(std::move(write), [&](storage::result<storage::log_outcome> outcome) {
            writes.leave(outcome && outcome->refusal == storage::log_refusal::none);
        });
    }
    writes.wait_until_empty();
}

} // namespace
} // namespace kefu::tests

int main(int count, char** words) {
    if (count != 6) {
        std::fputs("usage: store_filler RECORDS DATA_KEYS KEK COUNT OPEN\n", stderr);
        return 2;
    }
    try {
        const auto keys = kefu::storage::open_vault({words[3], words[2], true});
        kefu::storage::sqlite_settings settings;
        settings.path = words[1];
        const auto store = kefu::storage::open_sqlite_store(settings, *keys);
        kefu::tests::fill(*store, std::stoull(words[4]), std::stoull(words[5]));
        store->stop();
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "store_filler: %s\n", failed.what());
        return 1;
    }
    return 0;
}
