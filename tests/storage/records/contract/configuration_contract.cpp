#include "tests/storage/records/contract/record_store_contract.hpp"

// Organisations, storefronts, skills, staff, sessions, fold cursors.
namespace kefu::storage::testing {
namespace {

result<void> save(record_store& store, staff_row row) {
    return ask<void>([&](auto done) { store.save_staff(row, audited("staff.save"), done); });
}

result<void> save(record_store& store, storefront_row row) {
    return ask<void>([&](auto done) {
        store.save_storefront(row, audited("storefront.save"), done);
    });
}

std::vector<staff_row> all_staff(record_store& store) {
    return ask<std::vector<staff_row>>([&](auto done) { store.staff(done); }).value();
}

std::vector<storefront_row> all_storefronts(record_store& store) {
    return ask<std::vector<storefront_row>>([&](auto done) { store.storefronts(done); }).value();
}

TEST_P(RecordStore, KeepsOrganisations) {
    const auto save_named = [&](std::uint64_t n, std::string name) {
        const organisation_row row{id<routing::organisation_id>(n), std::move(name)};
        ASSERT_TRUE(ask<void>([&](auto done) { store().save_organisation(row, done); }));
    };
    save_named(2, "乙");
    save_named(1, "甲");
    save_named(2, "丙");
    const auto rows =
        ask<std::vector<organisation_row>>([&](auto done) { store().organisations(done); });
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0).name, "甲");
    EXPECT_EQ(rows->at(1).id, other_shop);
    EXPECT_EQ(rows->at(1).name, "丙");
}

TEST_P(RecordStore, KeepsEveryFieldOfAStorefront) {
    ASSERT_TRUE(save(store(), storefront(1)));
    reopen();
    const auto found = all_storefronts(store()).at(0);
    const auto asked = storefront(1);
    EXPECT_EQ(found.id, asked.id);
    EXPECT_EQ(found.organisation, shop);
    EXPECT_EQ(found.name, asked.name);
    EXPECT_EQ(found.widget_key, asked.widget_key);
    EXPECT_EQ(found.origins, asked.origins);
    EXPECT_EQ(found.accent_color, asked.accent_color);
    EXPECT_EQ(found.locale, asked.locale);
    EXPECT_EQ(found.hours, asked.hours);
    EXPECT_EQ(found.greeting, asked.greeting);
    EXPECT_EQ(found.identity_secret, asked.identity_secret);
    EXPECT_TRUE(found.identity_required);
    auto bare = storefront(1);
    bare.identity_secret.clear();
    bare.origins.clear();
    ASSERT_TRUE(save(store(), bare));
    EXPECT_EQ(all_storefronts(store()).at(0).identity_secret, "");
    EXPECT_TRUE(all_storefronts(store()).at(0).origins.empty());
}

TEST_P(RecordStore, RefusesAWidgetKeyThatIsTaken) {
    ASSERT_TRUE(save(store(), storefront(1)));
    auto second = storefront(2);
    second.widget_key = storefront(1).widget_key;
    EXPECT_EQ(save(store(), second).error(), store_error::conflict);
    EXPECT_EQ(all_storefronts(store()).size(), 1U);
    ASSERT_TRUE(save(store(), storefront(2)));
}

TEST_P(RecordStore, KeepsSkills) {
    const auto save_skill = [&](std::uint64_t n, std::string name) {
        const skill_row row{id<routing::skill_id>(n), shop, std::move(name), "return"};
        ASSERT_TRUE(ask<void>([&](auto done) {
            store().save_skill(row, audited("skill.save"), done);
        }));
    };
    save_skill(31, "退換貨");
    save_skill(32, "物流");
    save_skill(31, "退貨");
    const auto rows = ask<std::vector<skill_row>>([&](auto done) { store().skills(done); });
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0).name, "退貨");
    EXPECT_EQ(rows->at(0).topic, "return");
    EXPECT_EQ(rows->at(1).organisation, shop);
}

TEST_P(RecordStore, KeepsEveryFieldOfStaffAndTheirSkills) {
    ASSERT_TRUE(save(store(), staff(amy, "amy")));
    auto plain = staff(ben, "ben");
    plain.skills.clear();
    plain.role = staff_role::agent;
    ASSERT_TRUE(save(store(), plain));
    reopen();
    const auto rows = all_staff(store());
    ASSERT_EQ(rows.size(), 2U);
    const auto asked = staff(amy, "amy");
    EXPECT_EQ(rows[0].id, amy);
    EXPECT_EQ(rows[0].organisation, shop);
    EXPECT_EQ(rows[0].sign_in_name, "amy");
    EXPECT_EQ(rows[0].display_name, asked.display_name);
    EXPECT_EQ(rows[0].role, staff_role::supervisor);
    EXPECT_EQ(rows[0].password_hash, asked.password_hash);
    EXPECT_TRUE(rows[0].must_change_password);
    EXPECT_TRUE(rows[0].active);
    EXPECT_EQ(rows[0].capacity, 4);
    EXPECT_TRUE(rows[0].auto_accept);
    EXPECT_EQ(rows[0].locale, "en");
    ASSERT_EQ(rows[0].skills.size(), 2U);
    EXPECT_EQ(rows[0].skills[1].level, 5);
    EXPECT_TRUE(rows[1].skills.empty());

    auto changed = asked;
    changed.skills = {{id<routing::skill_id>(40), 1}};
    changed.active = false;
    ASSERT_TRUE(save(store(), changed));
    const auto after = all_staff(store()).at(0);
    ASSERT_EQ(after.skills.size(), 1U);
    EXPECT_EQ(after.skills[0].skill, id<routing::skill_id>(40));
    EXPECT_FALSE(after.active);
}

TEST_P(RecordStore, RefusesASignInNameThatIsTaken) {
    ASSERT_TRUE(save(store(), staff(amy, "amy")));
    auto second = staff(ben, "amy");
    second.organisation = other_shop;
    EXPECT_EQ(save(store(), second).error(), store_error::conflict);
    const auto rows = all_staff(store());
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].skills.size(), 2U) << "nothing of the refused row was stored";
}

TEST_P(RecordStore, KeepsStaffSessionsUntilTheyAreDropped) {
    const auto open = [&](std::string token, routing::staff_id who) {
        const staff_session_row row{std::move(token), who, {10}, {11}};
        ASSERT_TRUE(ask<void>([&](auto done) {
            store().save_staff_session(row, audited("staff.sign_in"), done);
        }));
    };
    const auto find = [&](const std::string& token) {
        return ask<std::optional<staff_session_row>>(
                   [&](auto done) { store().staff_session(token, done); }
        ).value();
    };
    open("one", amy);
    open("two", amy);
    open("three", ben);
    EXPECT_EQ(find("one")->staff, amy);
    EXPECT_EQ(find("one")->token_hash, "one");
    EXPECT_EQ(find("one")->created_at.ms, 10);
    EXPECT_EQ(find("one")->seen_at.ms, 11);
    EXPECT_FALSE(find("four"));

    ASSERT_TRUE(ask<void>([&](auto done) { store().touch_staff_session("one", {99}, done); }));
    EXPECT_EQ(find("one")->seen_at.ms, 99);
    EXPECT_EQ(find("one")->created_at.ms, 10);
    ASSERT_TRUE(ask<void>([&](auto done) { store().touch_staff_session("four", {99}, done); }));
    EXPECT_FALSE(find("four"));

    ASSERT_TRUE(ask<void>([&](auto done) {
        store().drop_staff_session("one", audited("staff.sign_out"), done);
    }));
    EXPECT_FALSE(find("one"));
    EXPECT_TRUE(find("two"));
    ASSERT_TRUE(ask<void>([&](auto done) {
        store().drop_staff_sessions_of(amy, audited("staff.sign_out_all"), done);
    }));
    EXPECT_FALSE(find("two"));
    EXPECT_TRUE(find("three"));
}

TEST_P(RecordStore, KeepsTheCursorOfEachFold) {
    const auto cursor = [&](const std::string& fold) {
        return ask<std::uint64_t>([&](auto done) { store().fold_cursor(fold, done); }).value();
    };
    EXPECT_EQ(cursor("search"), 0U);
    for (const std::uint64_t position : {5U, 9U}) {
        ASSERT_TRUE(ask<void>([&](auto done) { store().save_fold_cursor("search", position, done); }
        ));
    }
    EXPECT_EQ(cursor("search"), 9U);
    EXPECT_EQ(cursor("reports"), 0U);
}

} // namespace
} // namespace kefu::storage::testing
