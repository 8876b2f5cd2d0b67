#include "storage/records/staff_error.hpp"
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

template <class Row>
Row at_version(std::uint64_t version, Row row) {
    row.version = version;
    return row;
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
    ASSERT_TRUE(save(store(), at_version(1, bare)));
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
    const auto save_skill = [&](std::uint64_t n, std::string name, std::uint64_t version = 0) {
        const skill_row row{id<routing::skill_id>(n), shop, std::move(name), "return", version};
        ASSERT_TRUE(ask<void>([&](auto done) {
            store().save_skill(row, audited("skill.save"), done);
        }));
    };
    save_skill(31, "退換貨");
    save_skill(32, "物流");
    save_skill(31, "退貨", 1);
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
    ASSERT_TRUE(save(store(), at_version(1, changed)));
    const auto after = all_staff(store()).at(0);
    ASSERT_EQ(after.skills.size(), 1U);
    EXPECT_EQ(after.skills[0].skill, id<routing::skill_id>(40));
    EXPECT_FALSE(after.active);
}

// Two who read the same row: the second one's save would undo the first one's.
TEST_P(RecordStore, SavesARowOnlyOverTheVersionItWasReadAt) {
    ASSERT_TRUE(save(store(), staff(amy, "amy")));
    const auto read = all_staff(store()).at(0);
    EXPECT_EQ(read.version, 1U);
    auto deactivated = read;
    deactivated.active = false;
    deactivated.skills.clear();
    ASSERT_TRUE(save(store(), deactivated));
    auto renamed = read;
    renamed.display_name = "Amy";
    EXPECT_EQ(save(store(), renamed).error(), store_error::changed);
    EXPECT_EQ(save(store(), at_version(0, renamed)).error(), store_error::changed);
    EXPECT_EQ(save(store(), at_version(3, renamed)).error(), store_error::changed);
    const auto kept = all_staff(store()).at(0);
    EXPECT_FALSE(kept.active);
    EXPECT_TRUE(kept.skills.empty()) << "nothing of the refused row was stored";
    EXPECT_EQ(kept.display_name, read.display_name);
    ASSERT_TRUE(save(store(), at_version(kept.version, renamed)));
    EXPECT_EQ(all_staff(store()).at(0).version, 3U);
}

TEST_P(RecordStore, SavesStorefrontsAndSkillsOnlyOverTheVersionTheyWereReadAt) {
    ASSERT_TRUE(save(store(), storefront(1)));
    ASSERT_TRUE(save(store(), at_version(1, storefront(1))));
    EXPECT_EQ(save(store(), at_version(1, storefront(1))).error(), store_error::changed);
    EXPECT_EQ(all_storefronts(store()).at(0).version, 2U);
    skill_row skill{id<routing::skill_id>(31), shop, "退換貨", "return"};
    const auto save_skill = [&](std::uint64_t version) {
        skill.version = version;
        return ask<void>([&](auto done) { store().save_skill(skill, audited("skill.save"), done); }
        );
    };
    ASSERT_TRUE(save_skill(0));
    EXPECT_EQ(save_skill(0).error(), store_error::changed);
    ASSERT_TRUE(save_skill(1));
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

bool begin_session(
    record_store& store, staff_session_row row, const staff_row& who, std::size_t kept_max = 10
) {
    const auto written = ask<sign_in_write>([&](auto done) {
        store.save_staff_session(row, who.password_hash, kept_max, audited("staff.sign_in"), done);
    });
    return written.value() == sign_in_write::stored;
}

std::optional<staff_session_row> session_of(record_store& store, const std::string& token) {
    return ask<std::optional<staff_session_row>>(
               [&](auto done) { store.staff_session(token, done); }
    ).value();
}

TEST_P(RecordStore, KeepsStaffSessionsUntilTheyAreDropped) {
    for (const auto& [who, name] : {std::pair{amy, "amy"}, {ben, "ben"}})
        ASSERT_TRUE(save(store(), staff(who, name)));
    for (const auto& [token, who] : {std::pair{"one", amy}, {"two", amy}, {"three", ben}})
        EXPECT_TRUE(begin_session(store(), {token, who, {10}, {11}}, staff(who, "")));
    EXPECT_EQ(session_of(store(), "one")->staff, amy);
    EXPECT_EQ(session_of(store(), "one")->token_hash, "one");
    EXPECT_EQ(session_of(store(), "one")->created_at.ms, 10);
    EXPECT_EQ(session_of(store(), "one")->seen_at.ms, 11);
    EXPECT_FALSE(session_of(store(), "four"));

    const auto touch = [&](const char* token) {
        return ask<sign_in_touch>([&](auto done) { store().touch_staff_session(token, {99}, done); }
        );
    };
    EXPECT_EQ(touch("one").value(), sign_in_touch::noted);
    EXPECT_EQ(session_of(store(), "one")->seen_at.ms, 99);
    EXPECT_EQ(session_of(store(), "one")->created_at.ms, 10);
    EXPECT_EQ(session_of(store(), "two")->seen_at.ms, 11);
    EXPECT_EQ(touch("four").value(), sign_in_touch::gone);
    EXPECT_FALSE(session_of(store(), "four"));

    ASSERT_TRUE(ask<void>([&](auto done) {
        store().drop_staff_session("one", audited("staff.sign_out"), done);
    }));
    EXPECT_FALSE(session_of(store(), "one"));
    EXPECT_EQ(touch("one").value(), sign_in_touch::gone);
    EXPECT_TRUE(session_of(store(), "two"));
    EXPECT_TRUE(session_of(store(), "three"));
}

// A sign-in that was checked before its account changed must not be stored after.
TEST_P(RecordStore, BeginsNoSignInOfWhoIsInactiveOrHasAnotherPasswordByNow) {
    auto row = staff(amy, "amy");
    EXPECT_FALSE(begin_session(store(), {"nobody", amy, {1}, {1}}, row));
    ASSERT_TRUE(save(store(), row));
    auto other_password = row;
    other_password.password_hash = "$argon2id$older";
    EXPECT_FALSE(begin_session(store(), {"old", amy, {1}, {1}}, other_password));
    EXPECT_TRUE(begin_session(store(), {"good", amy, {1}, {1}}, row));
    row.active = false;
    ASSERT_TRUE(save(store(), at_version(1, row)));
    EXPECT_FALSE(begin_session(store(), {"late", amy, {1}, {1}}, row));
    for (const auto* token : {"nobody", "old", "late"})
        EXPECT_FALSE(session_of(store(), token)) << token;
}

TEST_P(RecordStore, EndsTheSignInUnusedForLongestBeyondTheBound) {
    const auto row = staff(amy, "amy");
    ASSERT_TRUE(save(store(), row));
    ASSERT_TRUE(save(store(), staff(ben, "ben")));
    EXPECT_TRUE(begin_session(store(), {"his", ben, {1}, {1}}, staff(ben, "")));
    for (const auto& [token, seen] : {std::pair{"a", 30}, {"b", 20}, {"c", 40}})
        EXPECT_TRUE(begin_session(store(), {token, amy, {10}, {seen}}, row, 3));
    // Even if the clock was set back: the new one stays.
    EXPECT_TRUE(begin_session(store(), {"d", amy, {5}, {5}}, row, 3));
    EXPECT_TRUE(session_of(store(), "d"));
    EXPECT_TRUE(session_of(store(), "a"));
    EXPECT_FALSE(session_of(store(), "b"));
    EXPECT_TRUE(session_of(store(), "c"));
    EXPECT_TRUE(session_of(store(), "his"));
}

TEST_P(RecordStore, SavesAStaffMemberAndEndsTheirSignInsInOneAct) {
    auto row = staff(amy, "amy");
    ASSERT_TRUE(save(store(), row));
    ASSERT_TRUE(save(store(), staff(ben, "ben")));
    for (const auto& [token, who] : {std::pair{"one", amy}, {"two", amy}, {"three", ben}})
        EXPECT_TRUE(begin_session(store(), {token, who, {1}, {1}}, staff(who, "")));
    const auto end_with = [&](std::optional<staff_session_row> fresh) {
        return ask<void>([&](auto done) {
            store().save_staff_and_end_sign_ins(row, fresh, {audited("a"), audited("b")}, done);
        });
    };
    row.active = false;
    EXPECT_EQ(end_with(std::nullopt).error(), store_error::changed);
    EXPECT_TRUE(session_of(store(), "one"));
    row.version = 1;
    ASSERT_TRUE(end_with(std::nullopt));
    EXPECT_FALSE(all_staff(store()).at(0).active);
    EXPECT_FALSE(session_of(store(), "one"));
    EXPECT_FALSE(session_of(store(), "two"));
    EXPECT_TRUE(session_of(store(), "three"));

    row.active = true;
    row.version = 2;
    ASSERT_TRUE(end_with(staff_session_row{"fresh", amy, {2}, {2}}));
    EXPECT_TRUE(session_of(store(), "fresh"));

    row.version = 3;
    row.sign_in_name = "ben"; // taken: nothing happens, neither to the row nor to the sign-ins
    row.active = false;
    EXPECT_EQ(end_with(std::nullopt).error(), store_error::conflict);
    EXPECT_TRUE(session_of(store(), "fresh"));
    EXPECT_TRUE(all_staff(store()).at(0).active);
}

TEST_P(RecordStore, NeverLosesTheLastActiveAdmin) {
    auto first = staff(amy, "amy");
    auto second = staff(ben, "ben");
    first.role = second.role = staff_role::admin;
    ASSERT_TRUE(save(store(), first));
    ASSERT_TRUE(save(store(), second));
    first.role = second.role = staff_role::agent; // both at the same moment, as both were read
    ASSERT_TRUE(save(store(), at_version(1, first)));
    EXPECT_EQ(save(store(), at_version(1, second)).error(), staff_error::last_admin);
    second.role = staff_role::admin;
    second.active = false;
    second.version = 1;
    const auto ended = ask<void>([&](auto done) {
        store().save_staff_and_end_sign_ins(second, std::nullopt, {audited("a")}, done);
    });
    EXPECT_EQ(ended.error(), staff_error::last_admin);
    EXPECT_TRUE(all_staff(store()).at(1).active);
    EXPECT_EQ(all_staff(store()).at(1).role, staff_role::admin);
}

TEST_P(RecordStore, KeepsUntilWhenAOneTimePasswordIsGood) {
    auto row = staff(amy, "amy");
    row.password_until = routing::wall_time{12'345};
    ASSERT_TRUE(save(store(), row));
    EXPECT_EQ(all_staff(store()).at(0).password_until, routing::wall_time{12'345});
    row.password_until.reset();
    ASSERT_TRUE(save(store(), at_version(1, row)));
    EXPECT_FALSE(all_staff(store()).at(0).password_until);
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
