#include "gateway/net/static_assets.hpp"

#include "gateway/net/static_loader.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using coding = net::content_coding;

std::string_view field(const net::http_response& response, std::string_view name) {
    for (const auto& f : response.fields)
        if (net::same_field_name(f.name, name)) return f.value;
    return {};
}

class StaticAssets : public testing::Test {
protected:
    StaticAssets() {
        net::asset page;
        page.identity = net::make_payload("plain");
        page.brotli = net::make_payload("br");
        page.gzip = net::make_payload("gz");
        page.content_type = "text/html";
        page.etag = "\"1\"";
        page.fields = {{"Content-Security-Policy", "default-src 'self'"}};
        assets.add("/app/index.html", page);
        page.immutable = true;
        assets.add("/app/assets/a-1.js", page);
    }
    net::http_response get(std::string target, std::vector<net::http_field> fields = {}) {
        net::http_request request;
        request.method = "GET";
        request.target = std::move(target);
        request.fields = std::move(fields);
        return assets.answer(request);
    }
    net::static_assets assets;
};

TEST_F(StaticAssets, AnswerWithTheBestCodingTheClientTakes) {
    EXPECT_EQ(*get("/app/index.html").body, "plain");
    EXPECT_EQ(*get("/app/index.html", {{"accept-encoding", "gzip, br"}}).body, "br");
    EXPECT_EQ(*get("/app/index.html", {{"Accept-Encoding", "gzip"}}).body, "gz");
    EXPECT_EQ(get("/app/index.html", {{"Accept-Encoding", "identity;q=0, zz"}}).status, 406U);
}

TEST_F(StaticAssets, KeepHashedNamesForEverAndRevalidateOthers) {
    EXPECT_EQ(
        field(get("/app/assets/a-1.js"), "Cache-Control"), "public, max-age=31536000, immutable"
    );
    EXPECT_EQ(field(get("/app/"), "Cache-Control"), "public, max-age=60, must-revalidate");
    EXPECT_EQ(field(get("/app/"), "Content-Security-Policy"), "default-src 'self'");
}

TEST_F(StaticAssets, SayNotModifiedForTheSameCodingOnly) {
    const std::vector<net::http_field> br{{"Accept-Encoding", "br"}};
    const std::string tag(field(get("/app/", br), "ETag"));
    EXPECT_EQ(tag, "\"1-br\"");
    auto again = br;
    again.push_back({"If-None-Match", "\"0\", W/" + tag});
    const auto unchanged = get("/app/", again);
    EXPECT_EQ(unchanged.status, 304U);
    EXPECT_EQ(unchanged.body, nullptr);
    EXPECT_EQ(field(unchanged, "Content-Security-Policy"), "default-src 'self'");
    EXPECT_EQ(get("/app/", {{"If-None-Match", tag}}).status, 200U);
    EXPECT_EQ(get("/app/", {{"If-None-Match", "*"}}).status, 304U);
}

TEST_F(StaticAssets, KnowDirectories) {
    EXPECT_TRUE(assets.answers("/app"));
    const auto moved = get("/app?x=1");
    EXPECT_EQ(moved.status, 308U);
    EXPECT_EQ(field(moved, "Location"), "/app/?x=1");
    EXPECT_FALSE(assets.answers("/ap"));
    EXPECT_EQ(get("/ap").status, 404U);
    EXPECT_EQ(get("/app/index.html/").status, 404U);
}

TEST_F(StaticAssets, AreOnlyRead) {
    net::http_request request;
    request.method = "POST";
    request.target = "/app/";
    const auto refused = assets.answer(request);
    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(field(refused, "Allow"), "GET, HEAD");
}

TEST(ContentCoding, FollowsQualities) {
    EXPECT_EQ(net::choose_coding("", true, true), coding::identity);
    EXPECT_EQ(net::choose_coding("*", true, true), coding::brotli);
    EXPECT_EQ(net::choose_coding("br;q=0, *", true, true), coding::gzip);
    EXPECT_EQ(net::choose_coding("br;q=0.5, gzip;q=0.8", true, true), coding::gzip);
    EXPECT_EQ(net::choose_coding("br;q=0.123, gzip;q=0.122", true, true), coding::brotli);
    EXPECT_EQ(net::choose_coding("BR", true, true), coding::brotli);
    EXPECT_EQ(net::choose_coding("br, gzip", false, false), coding::identity);
    EXPECT_EQ(net::choose_coding("br;q=0.5, identity", true, false), coding::identity);
    EXPECT_EQ(net::choose_coding("*;q=0", true, true), coding::none_acceptable);
    EXPECT_EQ(net::choose_coding("br;q=nonsense", true, true), coding::identity);
    EXPECT_EQ(net::choose_coding("br ; q=1.0", true, false), coding::brotli);
}

TEST(ContentType, IsKnownByExtension) {
    EXPECT_EQ(net::content_type_of("/a/b.js"), "text/javascript; charset=utf-8");
    EXPECT_EQ(net::content_type_of("/a/b.woff2"), "font/woff2");
    EXPECT_EQ(net::content_type_of("/a.b/c"), "application/octet-stream");
    EXPECT_EQ(net::content_type_of(""), "application/octet-stream");
}

} // namespace
} // namespace kefu::tests
