#include "gateway/api/limits.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/chat/token_hash.hpp"
#include "tests/gateway/api/api_bench.hpp"

#include <gtest/gtest.h>

// What changes of the configuration end.
namespace kefu::tests {
namespace {

using namespace gateway::api;

class AdminHandlers : public testing::Test {
protected:
    AdminHandlers() {
        for (auto& row : bench.names.staff) {
            if (row.id == sue) row.role = storage::staff_role::admin;
            bench.store.put(row);
        }
        begin_session("anns");
    }
    void begin_session(const std::string& token) {
        const auto at = bench.clock.wall();
        bench.store.save_staff_session(
            {gateway::chat::token_hash(token), ann, at, at},
            bench.names.member(ann)->password_hash,
            10,
            {},
            [](const auto&) {}
        );
        bench.store.answer_all();
    }
    unsigned patch(std::string body) {
        const auto answer = bench.call(patch_staff, ann.text(), std::move(body));
        bench.reread();
        return answer.status;
    }
    bool sockets_closed() {
        const bool closed =
            std::any_of(bench.floor.log.begin(), bench.floor.log.end(), [](const said& one) {
                return one.what == said::sort::revoked && one.staff == ann;
            });
        bench.floor.forget();
        return closed;
    }
    api_bench bench;
};

TEST_F(AdminHandlers, DeactivatingEndsSignInsForGood) {
    EXPECT_EQ(bench.who("anns"), ann);
    EXPECT_EQ(patch(R"({"active":false})"), 200U);
    EXPECT_TRUE(sockets_closed());
    EXPECT_EQ(bench.store.session_count(ann), 0U);
    EXPECT_EQ(bench.audits_of("staff.change"), 1);
    EXPECT_EQ(bench.audits_of("staff.sign_ins_ended"), 1);
    EXPECT_EQ(patch(R"({"active":true})"), 200U);
    EXPECT_FALSE(bench.who("anns")) << "an old cookie does not come back to life";
}

TEST_F(AdminHandlers, ANewPasswordEndsSignIns) {
    const auto answer = bench.call(patch_staff, ann.text(), R"({"reset_password":true})");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_NE(answer.body->find("\"password\":"), std::string::npos);
    EXPECT_TRUE(sockets_closed());
    EXPECT_FALSE(bench.who("anns"));
}

// The role is looked up at each request and at each hello: the sign-in may stand.
TEST_F(AdminHandlers, AChangedRoleClosesSocketsAndLeavesTheSignIn) {
    EXPECT_EQ(patch(R"({"role":"supervisor"})"), 200U);
    EXPECT_TRUE(sockets_closed());
    EXPECT_EQ(bench.who("anns"), ann);
    EXPECT_EQ(patch(R"({"capacity":3})"), 200U);
    EXPECT_FALSE(sockets_closed());
    EXPECT_EQ(bench.who("anns"), ann);
    EXPECT_EQ(bench.audits_of("staff.sign_ins_ended"), 0);
}

TEST_F(AdminHandlers, ARecordThatDoesNotAnswerEndsNothing) {
    bench.store.fail_saves(storage::store_error::unavailable);
    EXPECT_EQ(patch(R"({"active":false})"), 503U);
    bench.store.fail_saves(std::nullopt);
    EXPECT_EQ(bench.who("anns"), ann);
    EXPECT_FALSE(sockets_closed());
}

// Nobody else ever learns them: a 503 would lock out whom the password is for, and every customer
// whose token the shop's backend signs with the secret of before.
TEST_F(AdminHandlers, WhatIsShownOnceIsShownThoughTheConfigurationCannotBeReadAgain) {
    bench.shared.reload_catalog = [](std::function<void(bool)> done) { done(false); };
    const auto reset = bench.call(patch_staff, ann.text(), R"({"reset_password":true})");
    EXPECT_EQ(reset.status, 200U);
    EXPECT_NE(reset.body->find("\"password\":"), std::string::npos);
    EXPECT_TRUE(sockets_closed());
    const auto secret =
        bench.call(patch_storefront, lamp_store.text(), R"({"new_identity_secret":true})");
    EXPECT_EQ(secret.status, 200U);
    EXPECT_NE(secret.body->find("\"identity_secret\":"), std::string::npos);
    const auto skill = bench.call(post_skill, {}, R"({"name":"退款","topic":"refund"})");
    EXPECT_EQ(skill.status, 201U);
}

TEST_F(AdminHandlers, ANewIdentitySecretRaisesItsGeneration) {
    const auto before = bench.names.storefront(lamp_store)->identity_generation;
    const auto read = [&] {
        std::vector<storage::storefront_row> rows;
        bench.store.storefronts([&](const auto& got) { rows = got.value(); });
        bench.store.answer_all();
        return rows.at(0);
    };
    EXPECT_EQ(bench.call(patch_storefront, lamp_store.text(), R"({"name":"x"})").status, 200U);
    EXPECT_EQ(read().identity_generation, before);
    bench.reread();
    const auto answer =
        bench.call(patch_storefront, lamp_store.text(), R"({"new_identity_secret":true})");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(read().identity_generation, before + 1);
    EXPECT_NE(read().identity_secret, std::string(32, 's'));
}

// Two admins at once: the second one's request still knows the row of before.
TEST_F(AdminHandlers, WhatAnotherAdminHasChangedMeanwhileIsNotUndone) {
    int rereads = 0;
    bench.shared.reload_catalog = [&](std::function<void(bool)> done) {
        ++rereads;
        done(true);
    };
    EXPECT_EQ(bench.call(patch_staff, ann.text(), R"({"active":false})").status, 200U);
    EXPECT_EQ(rereads, 1);
    for (const auto* change : {R"({"reset_password":true})", R"({"capacity":3})"}) {
        const auto late = bench.call(patch_staff, ann.text(), change);
        EXPECT_EQ(late.status, 409U);
        EXPECT_NE(late.body->find("\"changed_meanwhile\""), std::string::npos) << *late.body;
        EXPECT_EQ(late.body->find("\"password\":"), std::string::npos);
    }
    EXPECT_EQ(rereads, 3) << "the next try meets the newest row";
    bench.reread();
    EXPECT_FALSE(bench.names.member(ann)->active);
    EXPECT_EQ(patch(R"({"capacity":3})"), 200U);
    EXPECT_FALSE(bench.names.member(ann)->active);
    EXPECT_EQ(bench.names.member(ann)->capacity, 3);
}

// The two minutes between opening a form and saving it, whatever has been read again meanwhile.
TEST_F(AdminHandlers, AFormThatWasOpenedBeforeAnothersChangeDoesNotUndoIt) {
    EXPECT_EQ(patch(R"({"capacity":3})"), 200U);
    const auto opened = bench.names.member(ann)->version;
    EXPECT_EQ(patch(R"({"capacity":4})"), 200U);
    const auto with = [](std::uint64_t version) {
        return R"({"capacity":5,"version":)" + std::to_string(version) + "}";
    };
    EXPECT_EQ(patch(with(opened)), 409U);
    EXPECT_EQ(bench.names.member(ann)->capacity, 4);
    const auto saved = bench.call(patch_staff, ann.text(), with(opened + 1));
    EXPECT_EQ(saved.status, 200U);
    const auto told = "\"version\":" + std::to_string(opened + 2);
    EXPECT_NE(saved.body->find(told), std::string::npos) << *saved.body;
    EXPECT_EQ(patch(R"({"capacity":5,"version":-1})"), 400U);
}

// The form shows what another shard answered; this one has not read that change yet.
TEST_F(AdminHandlers, AShardThatIsBehindNeverPutsItsOlderRowUnderANewerVersion) {
    int rereads = 0;
    bench.shared.reload_catalog = [&](std::function<void(bool)> done) {
        ++rereads;
        done(true);
    };
    const auto behind = bench.names;
    const auto version_of = [](std::uint64_t held) {
        return R"(,"version":)" + std::to_string(held + 1) + "}";
    };
    const auto refused = [&](void (*change)(api_call), const std::string& id, std::string body) {
        rereads = 0;
        const auto late = bench.call(change, id, std::move(body));
        EXPECT_EQ(late.status, 409U);
        EXPECT_NE(late.body->find("\"changed_meanwhile\""), std::string::npos) << *late.body;
        EXPECT_EQ(rereads, 1) << "the next try meets the newest row";
    };
    EXPECT_EQ(patch(R"({"role":"supervisor"})"), 200U);
    bench.names = behind;
    const auto staff_form = R"({"capacity":3)" + version_of(behind.member(ann)->version);
    refused(patch_staff, ann.text(), staff_form);
    EXPECT_EQ(bench.call(patch_storefront, lamp_store.text(), R"({"name":"x"})").status, 200U);
    const auto shop_form =
        R"({"accent_color":"#111111")" + version_of(behind.storefront(lamp_store)->version);
    refused(patch_storefront, lamp_store.text(), shop_form);
    EXPECT_EQ(bench.call(patch_skill, returns.text(), R"({"name":"x"})").status, 200U);
    refused(
        patch_skill,
        returns.text(),
        R"({"topic":"refund")" + version_of(behind.skill(returns)->version)
    );
    bench.reread();
    EXPECT_EQ(bench.names.member(ann)->role, storage::staff_role::supervisor);
    EXPECT_EQ(bench.names.storefront(lamp_store)->name, "x");
    EXPECT_EQ(bench.names.skill(returns)->name, "x");
    EXPECT_EQ(patch(staff_form), 200U) << "the same form, where its row is known";
    EXPECT_EQ(bench.names.member(ann)->role, storage::staff_role::supervisor);
}

TEST_F(AdminHandlers, AnOlderStorefrontNeverBringsAnOldSecretBack) {
    const auto renew = R"({"new_identity_secret":true})";
    EXPECT_EQ(bench.call(patch_storefront, lamp_store.text(), renew).status, 200U);
    EXPECT_EQ(bench.call(patch_storefront, lamp_store.text(), R"({"name":"x"})").status, 409U);
    bench.reread();
    EXPECT_NE(bench.names.storefront(lamp_store)->identity_secret, std::string(32, 's'));
    EXPECT_EQ(bench.call(patch_storefront, lamp_store.text(), R"({"name":"x"})").status, 200U);
}

TEST_F(AdminHandlers, OpeningHoursAreSetKeptAndTakenAway) {
    const auto change = [&](std::string body) {
        const auto answer = bench.call(patch_storefront, lamp_store.text(), std::move(body));
        bench.reread();
        return std::pair{answer.status, answer.body ? *answer.body : std::string{}};
    };
    const auto kept = [&] { return bench.names.storefront(lamp_store)->hours; };
    const std::string hours = R"("hours":{"utc_offset_min":480,"week":)"
                              R"([{"day":1,"from_min":540,"to_min":1080}]})";
    const auto set = change("{" + hours + "}");
    EXPECT_EQ(set.first, 200U);
    EXPECT_NE(set.second.find(hours), std::string::npos) << set.second;
    EXPECT_EQ(kept(), "480;1:540-1080");
    EXPECT_EQ(change(R"({"name":"x"})").first, 200U);
    EXPECT_EQ(kept(), "480;1:540-1080") << "what is not given stays";
    EXPECT_EQ(change(R"({"hours":{"utc_offset_min":480}})").first, 400U);
    EXPECT_EQ(kept(), "480;1:540-1080");
    const auto none = change(R"({"hours":null})");
    EXPECT_EQ(none.first, 200U);
    EXPECT_NE(none.second.find(R"("hours":null)"), std::string::npos) << none.second;
    EXPECT_EQ(kept(), "");
}

TEST_F(AdminHandlers, AFieldThatIsTooLongIsRefusedByName) {
    const auto change = [&](auto handle, const std::string& id, const char* field, std::string is) {
        const auto answer = bench.call(handle, id, "{\"" + std::string(field) + "\":" + is + "}");
        bench.reread();
        const bool names_it = answer.body->find(field) != std::string::npos;
        EXPECT_TRUE(answer.status == 200U || names_it) << *answer.body;
        return answer.status;
    };
    const auto letters = [](std::size_t count) { return "\"" + std::string(count, 'x') + "\""; };
    const auto origin = [](std::size_t bytes) {
        const std::string scheme = "https://";
        const std::string host(bytes - scheme.size(), 'x');
        return "[\"" + scheme + host + "\"]";
    };
    const auto lamp = lamp_store.text();
    EXPECT_EQ(change(patch_skill, returns.text(), "topic", letters(limits::topic_bytes_max)), 200U);
    const auto topic = letters(limits::topic_bytes_max + 1);
    EXPECT_EQ(change(patch_skill, returns.text(), "topic", topic), 400U);
    const auto greeting = letters(limits::greeting_bytes_max);
    EXPECT_EQ(change(patch_storefront, lamp, "greeting", greeting), 200U);
    const auto long_greeting = letters(limits::greeting_bytes_max + 1);
    EXPECT_EQ(change(patch_storefront, lamp, "greeting", long_greeting), 400U);
    const auto long_origin = origin(limits::origin_bytes_max + 1);
    EXPECT_EQ(change(patch_storefront, lamp, "origins", long_origin), 400U);
    const auto word = letters(limits::word_bytes_max + 1);
    EXPECT_EQ(change(patch_storefront, lamp, "locale", word), 400U);
    EXPECT_EQ(change(patch_staff, ann.text(), "locale", word), 400U);
    EXPECT_EQ(change(patch_staff, ann.text(), "role", word), 400U);
}

TEST_F(AdminHandlers, ANameIsOneLineThatTurnsNoOtherText) {
    const auto change = [&](auto handle, const std::string& id, const char* field, std::string is) {
        const auto body = "{\"" + std::string(field) + "\":\"" + is + "\"}";
        const auto answer = bench.call(handle, id, body);
        bench.reread();
        const bool names_it = answer.body->find(field) != std::string::npos;
        EXPECT_TRUE(answer.status == 200U || names_it) << *answer.body;
        return answer.status;
    };
    const auto lamp = lamp_store.text();
    for (const auto* name : {"a\\nb", "\\u202eba", "   ", "\\u3000", "\\u200b"}) {
        EXPECT_EQ(change(patch_staff, ann.text(), "display_name", name), 400U) << name;
        EXPECT_EQ(change(patch_staff, ann.text(), "sign_in_name", name), 400U) << name;
        EXPECT_EQ(change(patch_storefront, lamp, "name", name), 400U) << name;
        EXPECT_EQ(change(patch_skill, returns.text(), "name", name), 400U) << name;
    }
    EXPECT_EQ(change(patch_skill, returns.text(), "topic", "a\\nb"), 400U);
    EXPECT_EQ(change(patch_storefront, lamp, "greeting", "\\u202eba"), 400U);
    EXPECT_EQ(change(patch_storefront, lamp, "greeting", "a\\nb"), 200U) << "it has lines";
    EXPECT_EQ(change(patch_storefront, lamp, "greeting", " "), 200U);
    EXPECT_EQ(bench.names.storefront(lamp_store)->greeting, "");
    EXPECT_EQ(change(patch_staff, ann.text(), "display_name", " 吳 佩珊\\u3000"), 200U);
    EXPECT_EQ(bench.names.member(ann)->display_name, "吳 佩珊");
}

TEST_F(AdminHandlers, AnOlderSkillIsNotSavedOverANewerOne) {
    EXPECT_EQ(bench.call(patch_skill, returns.text(), R"({"name":"x"})").status, 200U);
    EXPECT_EQ(bench.call(patch_skill, returns.text(), R"({"name":"y"})").status, 409U);
    bench.reread();
    EXPECT_EQ(bench.names.skill(returns)->name, "x");
}

TEST_F(AdminHandlers, ASignInNameIsStoredInSmallLettersAndTakenHoweverItIsSpelled) {
    EXPECT_EQ(bench.call(patch_staff, ann.text(), R"({"sign_in_name":"BEN"})").status, 400U);
    const auto answer = bench.call(patch_staff, ann.text(), R"({"sign_in_name":"Ann.Lee"})");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_NE(answer.body->find(R"("sign_in_name":"ann.lee")"), std::string::npos) << *answer.body;
}

TEST_F(AdminHandlers, ANameThatSomebodyElseTookMeanwhileIsAConflict) {
    bench.store.fail_saves(storage::store_error::conflict);
    const auto answer = bench.call(patch_staff, ann.text(), R"({"sign_in_name":"new"})");
    EXPECT_EQ(answer.status, 409U);
    EXPECT_NE(answer.body->find("\"conflict\""), std::string::npos);
}

} // namespace
} // namespace kefu::tests
