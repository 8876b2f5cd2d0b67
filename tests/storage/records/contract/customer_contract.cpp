#include "tests/storage/records/contract/record_store_contract.hpp"

#include <algorithm>

#include "storage/records/limits.hpp"

// Customers, visitor tokens, orders.
namespace kefu::storage::testing {
namespace {

using found_customer = std::optional<customer_row>;

result<void> save(record_store& store, customer_row row) {
    return ask<void>([&](auto done) { store.save_customer(std::move(row), done); });
}

found_customer find(record_store& store, std::uint64_t n) {
    return ask<found_customer>([&](auto done) { store.customer(shop, customer_id(n), done); }
    ).value();
}

found_customer by_external(
    record_store& store,
    const std::string& external_id,
    routing::organisation_id organisation = shop
) {
    return ask<found_customer>(
               [&](auto done) { store.customer_by_external_id(organisation, external_id, done); }
    ).value();
}

void expect_equal(const customer_row& found, const customer_row& asked) {
    EXPECT_EQ(found.id, asked.id);
    EXPECT_EQ(found.organisation, asked.organisation);
    EXPECT_EQ(found.storefront, asked.storefront);
    EXPECT_EQ(found.identified, asked.identified);
    EXPECT_EQ(found.vip, asked.vip);
    EXPECT_EQ(found.external_id, asked.external_id);
    EXPECT_EQ(found.name, asked.name);
    EXPECT_EQ(found.phone, asked.phone);
    EXPECT_EQ(found.email, asked.email);
    EXPECT_EQ(found.address, asked.address);
    EXPECT_EQ(found.locale, asked.locale);
    EXPECT_EQ(found.created_at, asked.created_at);
}

TEST_P(RecordStore, KeepsEveryFieldOfACustomer) {
    EXPECT_FALSE(find(store(), 1));
    ASSERT_TRUE(save(store(), customer(1)));
    expect_equal(*find(store(), 1), customer(1));
    reopen();
    expect_equal(*find(store(), 1), customer(1));
}

TEST_P(RecordStore, KeepsAnAnonymousCustomerEmpty) {
    customer_row visitor;
    visitor.id = customer_id(1);
    visitor.organisation = shop;
    visitor.storefront = front;
    ASSERT_TRUE(save(store(), visitor));
    expect_equal(*find(store(), 1), visitor);
    EXPECT_FALSE(by_external(store(), ""));
}

TEST_P(RecordStore, ReplacesACustomerWhole) {
    ASSERT_TRUE(save(store(), customer(1)));
    auto changed = customer(1);
    changed.external_id = "renamed";
    changed.name = "李四";
    changed.phone.clear();
    changed.vip = false;
    changed.storefront = id<routing::storefront_id>(12);
    ASSERT_TRUE(save(store(), changed));
    expect_equal(*find(store(), 1), changed);
    EXPECT_FALSE(by_external(store(), "shop-user-1"));
    EXPECT_TRUE(by_external(store(), "renamed"));
}

TEST_P(RecordStore, FindsACustomerByTheShopsOwnIdExactly) {
    for (std::uint64_t n = 1; n <= 3; ++n)
        ASSERT_TRUE(save(store(), customer(n)));
    expect_equal(*by_external(store(), "shop-user-2"), customer(2));
    EXPECT_FALSE(by_external(store(), "shop-user-"));
    EXPECT_FALSE(by_external(store(), "SHOP-USER-2"));
    EXPECT_FALSE(by_external(store(), "shop-user-2", other_shop));
}

TEST_P(RecordStore, RefusesASecondCustomerOfTheSameShopId) {
    ASSERT_TRUE(save(store(), customer(2)));
    auto second = customer(1);
    second.external_id = customer(2).external_id;
    EXPECT_EQ(save(store(), second).error(), store_error::conflict);
    EXPECT_FALSE(find(store(), 1));
    EXPECT_EQ(by_external(store(), second.external_id)->id, customer_id(2));
    ASSERT_TRUE(save(store(), customer(2))) << "saving the same one again is no conflict";
    second.organisation = other_shop;
    EXPECT_TRUE(save(store(), second)) << "another organisation has its own";
    for (const std::uint64_t n : {7, 8}) { // visitors have no shop's id
        auto visitor = customer(n);
        visitor.external_id.clear();
        EXPECT_TRUE(save(store(), visitor));
    }
}

customer_row visitor_of(std::uint64_t n, std::int64_t made) {
    customer_row row;
    row.id = customer_id(n);
    row.organisation = n % 2 == 0 ? shop : other_shop;
    row.storefront = front;
    row.created_at = {made};
    return row;
}

visitor_token_row token_of(std::string hash, std::uint64_t n) {
    visitor_token_row row;
    row.token_hash = std::move(hash);
    row.customer = customer_id(n);
    row.storefront = front;
    row.identity_generation = 3;
    row.bound_at = {5};
    row.used_at = {6};
    return row;
}

result<void> bind(record_store& store, visitor_token_row row, std::size_t kept_max = 20) {
    return ask<void>([&](auto done) { store.save_visitor_token(shop, row, kept_max, done); });
}

std::optional<known_visitor> holder(
    record_store& store, const std::string& hash, routing::organisation_id organisation = shop
) {
    return ask<std::optional<known_visitor>>(
               [&](auto done) { store.visitor(organisation, hash, done); }
    ).value();
}

TEST_P(RecordStore, BindsAVisitorTokenToOneCustomer) {
    const auto token = std::string("\0hash\xff", 6);
    ASSERT_TRUE(save(store(), customer(1)));
    ASSERT_TRUE(save(store(), customer(2)));
    EXPECT_FALSE(holder(store(), token));
    ASSERT_TRUE(bind(store(), token_of(token, 1)));
    const auto found = holder(store(), token);
    ASSERT_TRUE(found);
    expect_equal(found->customer, customer(1));
    EXPECT_EQ(found->token.token_hash, token);
    EXPECT_EQ(found->token.customer, customer_id(1));
    EXPECT_EQ(found->token.storefront, front);
    EXPECT_EQ(found->token.identity_generation, 3U);
    EXPECT_EQ(found->token.bound_at.ms, 5);
    EXPECT_EQ(found->token.used_at.ms, 6);
    EXPECT_FALSE(holder(store(), token, other_shop));
    ASSERT_TRUE(bind(store(), token_of(token, 2)));
    expect_equal(holder(store(), token)->customer, customer(2));
    ASSERT_TRUE(bind(store(), token_of(token, 9)));
    EXPECT_FALSE(holder(store(), token)) << "bound to a customer who is not stored";
}

TEST_P(RecordStore, NotesTheUseOfAVisitorTokenAndEndsIt) {
    ASSERT_TRUE(save(store(), customer(1)));
    ASSERT_TRUE(bind(store(), token_of("one", 1)));
    ASSERT_TRUE(bind(store(), token_of("two", 1)));
    const auto touch = [&](const char* hash) {
        return ask<void>([&](auto done) { store().touch_visitor_token(shop, hash, {77}, done); });
    };
    ASSERT_TRUE(touch("one"));
    ASSERT_TRUE(touch("unknown"));
    EXPECT_EQ(holder(store(), "one")->token.used_at.ms, 77);
    EXPECT_EQ(holder(store(), "one")->token.bound_at.ms, 5);
    EXPECT_EQ(holder(store(), "two")->token.used_at.ms, 6);
    const auto drop = [&](routing::organisation_id of, const char* hash) {
        return ask<void>([&](auto done) { store().drop_visitor_token(of, hash, done); });
    };
    ASSERT_TRUE(drop(other_shop, "one"));
    EXPECT_TRUE(holder(store(), "one")) << "another organisation's token of the same hash";
    ASSERT_TRUE(drop(shop, "one"));
    ASSERT_TRUE(drop(shop, "one"));
    reopen();
    EXPECT_FALSE(holder(store(), "one"));
    EXPECT_TRUE(holder(store(), "two"));
}

TEST_P(RecordStore, KeepsABoundedNumberOfTokensOfACustomer) {
    ASSERT_TRUE(save(store(), customer(1)));
    ASSERT_TRUE(save(store(), customer(2)));
    ASSERT_TRUE(bind(store(), token_of("theirs", 2), 3));
    const auto bind_used = [&](const char* hash, std::int64_t used_ms) {
        auto row = token_of(hash, 1);
        row.used_at = {used_ms};
        return bind(store(), row, 3);
    };
    ASSERT_TRUE(bind_used("a", 30));
    ASSERT_TRUE(bind_used("b", 20));
    ASSERT_TRUE(bind_used("c", 40));
    ASSERT_TRUE(bind_used("d", 1)); // a clock that was set back does not end the new one
    EXPECT_TRUE(holder(store(), "d"));
    EXPECT_FALSE(holder(store(), "b")) << "the one unused for longest";
    EXPECT_TRUE(holder(store(), "a"));
    EXPECT_TRUE(holder(store(), "c"));
    EXPECT_TRUE(holder(store(), "theirs"));
}

TEST_P(RecordStore, TellsWhichSecretOfTheStorefrontCountsNow) {
    ASSERT_TRUE(save(store(), customer(1)));
    ASSERT_TRUE(bind(store(), token_of("one", 1)));
    EXPECT_EQ(holder(store(), "one")->storefront_generation, 0U) << "no such storefront";
    auto row = storefront(11);
    for (const std::uint64_t generation : {1U, 2U}) {
        row.identity_generation = generation;
        row.version = generation - 1;
        ASSERT_TRUE(ask<void>([&](auto done) {
            store().save_storefront(row, audited("storefront.change"), done);
        }));
        EXPECT_EQ(holder(store(), "one")->storefront_generation, generation);
    }
}

TEST_P(RecordStore, KeepsEveryFieldOfAnOrder) {
    const auto asked = order(1, 1);
    ASSERT_TRUE(ask<void>([&](auto done) { store().save_order(asked, done); }));
    const auto orders = ask<std::vector<order_row>>([&](auto done) {
        store().orders_of(shop, customer_id(1), 10, done);
    });
    ASSERT_EQ(orders->size(), 1U);
    const auto& found = orders->at(0);
    EXPECT_EQ(found.id, asked.id);
    EXPECT_EQ(found.customer, asked.customer);
    EXPECT_EQ(found.number, asked.number);
    EXPECT_EQ(found.status, asked.status);
    EXPECT_EQ(found.currency, asked.currency);
    EXPECT_EQ(found.total_minor, asked.total_minor);
    EXPECT_EQ(found.placed_at, asked.placed_at);
    ASSERT_EQ(found.lines.size(), 2U);
    EXPECT_EQ(found.lines[1].title, "圍巾");
    EXPECT_EQ(found.lines[1].quantity, 2);
    EXPECT_EQ(found.lines[1].price_minor, 15'000);
    EXPECT_EQ(found.timeline, asked.timeline);
}

TEST_P(RecordStore, ListsACustomersOrdersNewestFirst) {
    for (const std::uint64_t n : {2, 5, 1, 4, 3}) {
        ASSERT_TRUE(ask<void>([&](auto done) { store().save_order(order(n, 1), done); }));
    }
    ASSERT_TRUE(ask<void>([&](auto done) { store().save_order(order(6, 2), done); }));
    auto changed = order(5, 1);
    changed.status = "delivered";
    changed.timeline.clear();
    ASSERT_TRUE(ask<void>([&](auto done) { store().save_order(changed, done); }));
    const auto orders = ask<std::vector<order_row>>([&](auto done) {
        store().orders_of(shop, customer_id(1), 3, done);
    });
    ASSERT_EQ(orders->size(), 3U);
    EXPECT_EQ(orders->at(0).number, "TW-5");
    EXPECT_EQ(orders->at(0).status, "delivered");
    EXPECT_TRUE(orders->at(0).timeline.empty());
    EXPECT_EQ(orders->at(2).number, "TW-3");
    const auto foreign = ask<std::vector<order_row>>([&](auto done) {
        store().orders_of(other_shop, customer_id(1), 3, done);
    });
    EXPECT_TRUE(foreign->empty());
}

TEST_P(RecordStore, RefusesARowOverItsBound) {
    auto heavy = customer(1);
    heavy.address = std::string(limits::row_bytes_max + 1, 'x');
    EXPECT_EQ(save(store(), heavy).error(), store_error::too_large);
    EXPECT_FALSE(find(store(), 1));
}

TEST_P(RecordStore, ForgetsVisitorsWhoCameAndNeverWrote) {
    ASSERT_TRUE(save(store(), customer(2))); // the shop knows them
    for (const std::uint64_t n : {4, 6, 8, 10, 12})
        ASSERT_TRUE(save(store(), visitor_of(n, static_cast<std::int64_t>(100 * n))));
    ASSERT_TRUE(save(store(), visitor_of(3, 500)));
    stored(start(1, 6)); // wrote
    order_row bought;
    bought.id = id<routing::order_id>(1);
    bought.organisation = shop;
    bought.customer = customer_id(8);
    ASSERT_TRUE(ask<void>([&](auto done) { store().save_order(bought, done); }));
    auto seen = token_of("seen", 10);
    seen.used_at = {2'000};
    ASSERT_TRUE(bind(store(), seen));
    ASSERT_TRUE(bind(store(), token_of("old", 4)));
    const auto sweep = [&](visitor_cursor after, std::int64_t seen_before, std::size_t look_max) {
        auto swept = ask<visitor_sweep>([&](auto done) {
                         store().sweep_visitors(after, {seen_before}, look_max, done);
                     }).value();
        std::ranges::sort(swept.gone);
        return swept;
    };
    using gone = std::vector<routing::customer_id>;
    const auto first = sweep({}, 1'200, 2);
    EXPECT_EQ(first.gone, (gone{customer_id(3), customer_id(4)}));
    EXPECT_EQ(first.last, (visitor_cursor{{500}, customer_id(3)}));
    EXPECT_FALSE(first.is_at_end);
    const auto rest = sweep(first.last, 1'200, 10);
    EXPECT_TRUE(rest.gone.empty()) << "who wrote, bought, came again or has just come";
    EXPECT_TRUE(rest.is_at_end);
    EXPECT_FALSE(find(store(), 4));
    EXPECT_FALSE(holder(store(), "old")) << "a stranger's from now on";
    EXPECT_TRUE(find(store(), 2));
    EXPECT_EQ(sweep({}, 3'000, 10).gone, (gone{customer_id(10), customer_id(12)}));
    ASSERT_TRUE(save(store(), customer(4))) << "the same id may be used again";
    expect_equal(*find(store(), 4), customer(4));
}

TEST_P(RecordStore, StartsNothingOfACustomerWhoIsNotStored) {
    const auto refused = [&](log_write write) {
        return ask<log_outcome>([&](auto done) { store().append(write, done); })->refusal;
    };
    ASSERT_TRUE(save(store(), customer(1)));
    EXPECT_EQ(refused(start(2, 2)), log_refusal::unknown_customer);
    EXPECT_FALSE(row(2));
    auto elsewhere = start(3, 1);
    elsewhere.organisation = other_shop;
    EXPECT_EQ(refused(elsewhere), log_refusal::unknown_customer) << "another organisation's";
    EXPECT_EQ(refused(start(1, 1)), log_refusal::none);
}

} // namespace
} // namespace kefu::storage::testing
