#include "gateway/api/arrivals.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kefu::tests {
namespace {

using gateway::api::arrival_of;
using kind = gateway::net::arrival_kind;
using fields = std::vector<gateway::net::http_field>;

const std::vector<std::string> own{"https://chat.example"};

kind of(std::string_view target, fields sent, bool device_known = false) {
    gateway::chat::catalog names;
    names.storefronts.emplace_back().origins = {"https://shop.example"};
    gateway::net::http_request request;
    request.method = "GET";
    request.target = target;
    request.fields = std::move(sent);
    return arrival_of(request, {own, &names, device_known});
}

fields cross_site(std::string mode, std::string dest, fields more = {}) {
    fields all{
        {"Sec-Fetch-Site", "cross-site"},
        {"Sec-Fetch-Mode", std::move(mode)},
        {"Sec-Fetch-Dest", std::move(dest)}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(Arrivals, OurOwnPagesAndOpenedAddressesAreOurs) {
    EXPECT_EQ(of("/", {{"Sec-Fetch-Site", "none"}}), kind::own_page);
    EXPECT_EQ(of("/api/me", {{"Sec-Fetch-Site", "same-origin"}}), kind::own_page);
    EXPECT_EQ(of("/api/me", {{"Sec-Fetch-Site", "same-origin"}}, true), kind::known);
}

TEST(Arrivals, ABrowserThatDoesNotSayWhereItComesFromIsKnownByItsOrigin) {
    EXPECT_EQ(of("/api/sign-in", {{"Origin", "https://chat.example"}}), kind::own_page);
    EXPECT_EQ(of("/api/sign-in", {{"Origin", "https://evil.example"}}), kind::unknown);
    EXPECT_EQ(of("/", {}), kind::unknown);
    EXPECT_EQ(of("/", {}, true), kind::unknown) << "a cookie alone says nothing of the page";
}

TEST(Arrivals, WhatAForeignPageFetchesIsForeign) {
    for (const auto* target : {"/", "/api/me", "/w/config", "/console/app.js", "/w/transcript"}) {
        EXPECT_EQ(of(target, cross_site("no-cors", "image")), kind::foreign) << target;
        EXPECT_EQ(of(target, cross_site("cors", "empty"), true), kind::foreign) << target;
        EXPECT_EQ(of(target, cross_site("navigate", "iframe")), kind::foreign) << target;
    }
    EXPECT_EQ(
        of("/", {{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "no-cors"}}), kind::foreign
    ) << "neither may a neighbour's page be shown it";
}

TEST(Arrivals, ALinkThatAPersonFollowsIsOursAndOneThatNobodyClickedIsAnybodys) {
    EXPECT_EQ(
        of("/", cross_site("navigate", "document", {{"Sec-Fetch-User", "?1"}})), kind::own_page
    );
    EXPECT_EQ(of("/", cross_site("navigate", "document")), kind::unknown);
}

TEST(Arrivals, PagesOfTheShopMayEmbedUs) {
    const fields page{{"Referer", "https://shop.example/cart?x=1"}};
    EXPECT_EQ(of("/w/v1.js", cross_site("no-cors", "script", page)), kind::guest);
    EXPECT_EQ(of("/w/frame?site=pk_1", cross_site("navigate", "iframe", page)), kind::guest);
    EXPECT_EQ(of("/w/frame", cross_site("navigate", "iframe")), kind::unknown);
    EXPECT_EQ(
        of("/w/v1.js",
           cross_site("no-cors", "script", {{"Referer", "https://shop.example.evil/"}})),
        kind::unknown
    );
}

TEST(Arrivals, AWebSocketIsOursByItsOriginAndRefusedElsewhere) {
    const fields foreign{
        {"Upgrade", "websocket"},
        {"Sec-Fetch-Site", "cross-site"},
        {"Origin", "https://evil.example"}};
    EXPECT_EQ(of("/ws", foreign), kind::unknown);
    EXPECT_EQ(
        of("/ws", {{"Upgrade", "websocket"}, {"Origin", "https://chat.example"}}), kind::own_page
    );
}

} // namespace
} // namespace kefu::tests
