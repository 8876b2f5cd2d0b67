#include "gateway/api/routes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using storage::staff_role;

constexpr std::string_view some_id = "0192a000-0000-7000-8000-00000000c001";

std::string path_of(const route& one) {
    std::string path(one.pattern);
    const auto hole = path.find("{id}");
    if (hole != std::string::npos) path.replace(hole, 4, some_id);
    return path;
}

TEST(Routes, EveryOneMatchesItself) {
    for (const auto& one : routes()) {
        const auto found = match(one.method, path_of(one));
        EXPECT_EQ(found.found, &one) << one.method << " " << one.pattern;
        ASSERT_NE(one.handle, nullptr);
        const bool has_id = one.pattern.find("{id}") != std::string_view::npos;
        EXPECT_EQ(found.id, has_id ? some_id : "");
    }
}

TEST(Routes, NoTwoAreTheSame) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& one : routes())
        EXPECT_TRUE(seen.insert({one.method, one.pattern}).second) << one.pattern;
}

TEST(Routes, AnotherMethodOnAKnownPathIsToldApart) {
    for (const auto& one : routes()) {
        const auto found = match("DELETE", path_of(one));
        EXPECT_EQ(found.found, nullptr);
        EXPECT_TRUE(found.path_known) << one.pattern;
    }
    EXPECT_EQ(match("get", "/api/me").found, nullptr); // methods are case-sensitive
}

TEST(Routes, WhatIsNoIdMatchesNothing) {
    for (const std::string id :
         {"",
          "1",
          "0192a000-0000-7000-8000-00000000c00",
          "0192a000-0000-7000-8000-00000000c0011",
          "0192a000000070008000000000000000c001",
          "0192a000-0000-7000-8000-00000000c00g",
          "0192a000-0000-7000-8000-00000000c001/",
          "../../etc/passwd-0000-8000-000000001",
          "0192a000-0000-7000-8000-00000000c001%2Ftranscript"}) {
        const auto found = match("GET", "/api/conversations/" + id);
        EXPECT_EQ(found.found, nullptr) << id;
        EXPECT_FALSE(found.path_known) << id;
    }
}

TEST(Routes, PathsMatchWhole) {
    for (const auto* path :
         {"", "/", "/api", "/api/", "/api/me/", "/api/mes", "/API/me", "//api/me", "/api/./me"}) {
        EXPECT_FALSE(match("GET", path).path_known) << path;
    }
}

// The table of roles × operations, as PROTOCOL.md says it. A new route must be put here too.
TEST(Routes, TheTableOfRolesIsAsWritten) {
    struct row {
        std::string_view method, pattern;
        bool stranger, agent, supervisor, admin;
    };
    constexpr row table[] = {
        {"POST", "/api/sign-in", true, true, true, true},
        {"POST", "/api/sign-out", false, true, true, true},
        {"POST", "/api/password", false, true, true, true},
        {"GET", "/api/me", false, true, true, true},
        {"POST", "/api/ticket", false, true, true, true},
        {"GET", "/api/sop", false, true, true, true},
        {"GET", "/api/colleagues", false, true, true, true},
        {"GET", "/api/customers/{id}", false, true, true, true},
        {"GET", "/api/conversations/{id}", false, true, true, true},
        {"GET", "/api/conversations/{id}/transcript", false, true, true, true},
        {"GET", "/api/records", false, true, true, true},
        {"GET", "/api/staff", false, false, true, true},
        {"POST", "/api/staff", false, false, false, true},
        {"PATCH", "/api/staff/{id}", false, false, false, true},
        {"GET", "/api/skills", false, true, true, true},
        {"POST", "/api/skills", false, false, false, true},
        {"PATCH", "/api/skills/{id}", false, false, false, true},
        {"GET", "/api/storefronts", false, false, false, true},
        {"POST", "/api/storefronts", false, false, false, true},
        {"PATCH", "/api/storefronts/{id}", false, false, false, true},
        {"GET", "/w/frame", true, true, true, true},
        {"GET", "/w/config", true, true, true, true},
        {"POST", "/w/transcript", true, true, true, true}};
    ASSERT_EQ(std::size(table), routes().size());
    for (const auto& one : routes()) {
        const auto* at = std::find_if(std::begin(table), std::end(table), [&](const row& r) {
            return r.method == one.method && r.pattern == one.pattern;
        });
        ASSERT_NE(at, std::end(table)) << one.method << " " << one.pattern;
        EXPECT_EQ(one.who == needs::nobody, at->stranger) << one.pattern;
        EXPECT_EQ(may_call(one.who, staff_role::agent), at->agent) << one.pattern;
        EXPECT_EQ(may_call(one.who, staff_role::supervisor), at->supervisor) << one.pattern;
        EXPECT_EQ(may_call(one.who, staff_role::admin), at->admin) << one.pattern;
    }
}

} // namespace
} // namespace kefu::tests
