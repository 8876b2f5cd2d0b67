#include "gateway/net/static_loader.hpp"

#include "tests/gateway/net/net_fixture.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
namespace fs = std::filesystem;

class StaticFiles : public testing::Test, public net::http_port {
protected:
    StaticFiles() {
        auto pattern = (fs::temp_directory_path() / "kefu-static-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) std::abort();
        directory_ = pattern;
    }
    ~StaticFiles() override { fs::remove_all(directory_); }

    void write(const std::string& name, const std::string& bytes) {
        fs::create_directories((directory_ / name).parent_path());
        std::ofstream(directory_ / name, std::ios::binary) << bytes;
    }
    void on_request(net::http_request request, net::responder answer) override {
        answer(assets_.answer(request));
    }

    fs::path directory_;
    net::static_assets assets_;
};

TEST_F(StaticFiles, AreReadWithTheirPreparedForms) {
    write("index.html", "<p>");
    write("assets/app-1a2b.js", "let a");
    write("assets/app-1a2b.js.br", "BR");
    write("assets/app-1a2b.js.gz", "GZ");
    write(".secret", "no");
    fs::create_symlink("/etc/passwd", directory_ / "passwd");
    const auto fields = [](std::string_view path) {
        return std::vector<net::http_field>{{"X-Path", std::string(path)}};
    };
    const auto count = net::load_assets(directory_, "/console/", fields, assets_);
    ASSERT_TRUE(count);
    EXPECT_EQ(*count, 2U);
    const auto* app = assets_.find("/console/assets/app-1a2b.js");
    ASSERT_NE(app, nullptr);
    EXPECT_TRUE(app->immutable);
    EXPECT_EQ(app->content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(*app->brotli, "BR");
    EXPECT_EQ(*app->gzip, "GZ");
    EXPECT_EQ(app->fields.at(0).value, "/console/assets/app-1a2b.js");
    const auto* page = assets_.find("/console/");
    ASSERT_NE(page, nullptr);
    EXPECT_FALSE(page->immutable);
    EXPECT_EQ(page->brotli, nullptr);
    EXPECT_EQ(assets_.find("/console/.secret"), nullptr);
    EXPECT_EQ(assets_.find("/console/passwd"), nullptr);
}

TEST_F(StaticFiles, ThatDoNotExistAreAnError) {
    EXPECT_FALSE(net::load_assets(directory_ / "absent", "/", {}, assets_));
}

TEST_F(StaticFiles, AreServedCompressedAndRevalidated) {
    write("index.html", "<p>plain</p>");
    write("index.html.br", "brotli bytes");
    write("index.html.gz", "gzip bytes");
    ASSERT_TRUE(net::load_assets(directory_, "/", {}, assets_));
    net::system_clock clock;
    net::transport transport(roomy(), clock);
    net::site served{this, {}, {}};
    const auto port = transport.listen("127.0.0.1", 0, {&served});
    ASSERT_TRUE(port);
    transport.start();
    ws_client client(*port);

    const auto br = client.get("/", {{"Accept-Encoding", "gzip, deflate, br"}});
    EXPECT_EQ(br.body, "brotli bytes");
    EXPECT_EQ(br.field("Content-Encoding"), "br");
    EXPECT_EQ(br.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(br.field("Vary"), "Accept-Encoding");
    const auto gz = client.get("/", {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(gz.body, "gzip bytes");
    const auto plain = client.get("/");
    EXPECT_EQ(plain.body, "<p>plain</p>");
    EXPECT_EQ(plain.field("Content-Encoding"), "");
    EXPECT_NE(plain.field("ETag"), br.field("ETag"));
    const auto same = client.get("/", {{"If-None-Match", plain.field("ETag")}});
    EXPECT_EQ(same.status, 304U);
    EXPECT_EQ(same.body, "");
    EXPECT_EQ(client.get("/absent").status, 404U);
    EXPECT_EQ(client.get("/../etc/passwd").status, 404U);
    transport.stop();
}

} // namespace
} // namespace kefu::tests
