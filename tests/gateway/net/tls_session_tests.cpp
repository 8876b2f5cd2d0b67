#include "gateway/net/tls_session.hpp"

#include "gateway/net/limits.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using net::tls_state;

routing::wall_time today() { return {std::int64_t{std::time(nullptr)} * 1000}; }

const test_certificate& certificate() {
    static const auto made = make_test_certificate();
    return made;
}

const net::tls_context& terms() {
    static const auto made =
        net::tls_context::make(certificate().certificate_pem, certificate().key_pem, today()).made;
    return *made;
}

// OpenSSL as the client, with two memories for a socket.
class tls_client {
public:
    explicit tls_client(int version = TLS1_3_VERSION, const char* suites = nullptr) {
        auto* const context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_min_proto_version(context, version);
        SSL_CTX_set_max_proto_version(context, version);
        if (suites != nullptr) SSL_CTX_set_cipher_list(context, suites);
        native_ = SSL_new(context);
        SSL_CTX_free(context);
        from_server_ = BIO_new(BIO_s_mem());
        to_server_ = BIO_new(BIO_s_mem());
        SSL_set_bio(native_, from_server_, to_server_);
        SSL_set_connect_state(native_);
    }
    ~tls_client() { SSL_free(native_); }
    tls_client(const tls_client&) = delete;
    tls_client& operator=(const tls_client&) = delete;

    // What it wants to send; reads what has come on the way.
    std::string turn(std::string_view came = {}) {
        if (!came.empty()) BIO_write(from_server_, came.data(), static_cast<int>(came.size()));
        std::string into(32'768, '\0');
        std::size_t n = 0;
        while (SSL_read_ex(native_, into.data(), into.size(), &n) == 1)
            read.append(into, 0, n);
        return sent();
    }
    std::string seal(std::string_view plain) {
        std::size_t n = 0;
        EXPECT_EQ(SSL_write_ex(native_, plain.data(), plain.size(), &n), 1);
        return sent();
    }
    std::string sent() {
        char* bytes = nullptr;
        const auto size = BIO_get_mem_data(to_server_, &bytes);
        std::string all(bytes, static_cast<std::size_t>(size));
        BIO_reset(to_server_);
        return all;
    }
    [[nodiscard]] SSL* native() const { return native_; }
    [[nodiscard]] bool heard_farewell() const {
        return (SSL_get_shutdown(native_) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

    std::string read;

private:
    SSL* native_;
    BIO* from_server_;
    BIO* to_server_;
};

class TlsSession : public testing::Test {
protected:
    // In pieces of so many bytes; 0: as it comes.
    void give(std::string_view sealed, std::size_t piece = 0) {
        while (!sealed.empty()) {
            const auto part = sealed.substr(0, piece == 0 ? sealed.size() : piece);
            sealed.remove_prefix(part.size());
            std::vector<char> plain(net::tls_session::plain_room(part.size()));
            const auto n = server.receive(part, plain, out);
            read.append(plain.data(), n);
        }
    }
    void shake_hands(tls_client& client, std::size_t piece = 0) {
        auto hello = client.turn();
        for (int i = 0; i < 4 && server.state() == tls_state::handshaking; ++i) {
            give(hello, piece);
            hello = client.turn(std::exchange(out, {}));
        }
        if (!hello.empty()) give(hello, piece);
    }

    net::tls_wire wire;
    net::tls_session server{terms(), wire};
    std::string out;
    std::string read;
};

TEST_F(TlsSession, CarriesBytesBothWays) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        net::tls_session one(terms(), wire);
        tls_client client(version);
        auto hello = client.turn();
        std::string sealed;
        std::vector<char> plain(net::tls_session::plain_room(65'536));
        for (int i = 0; i < 4 && one.state() == tls_state::handshaking; ++i) {
            static_cast<void>(one.receive(hello, plain, sealed));
            hello = client.turn(std::exchange(sealed, {}));
        }
        ASSERT_EQ(one.state(), tls_state::open) << version;
        const auto n = one.receive(client.seal("ping"), plain, sealed);
        EXPECT_EQ(std::string_view(plain.data(), n), "ping");
        ASSERT_TRUE(one.seal("pong", sealed));
        static_cast<void>(client.turn(sealed));
        EXPECT_EQ(client.read, "pong");
    }
}

TEST_F(TlsSession, IsTheSameHoweverTheBytesAreCut) {
    tls_client client;
    shake_hands(client, 1);
    ASSERT_EQ(server.state(), tls_state::open);
    const std::string text(40'000, 'x');
    auto sealed = client.seal("first");
    sealed += client.seal(text);
    give(sealed, 1);
    EXPECT_EQ(read, "first" + text);
    for (std::size_t piece : {2U, 5U, 1000U, 16'384U, 20'000U}) {
        read.clear();
        give(client.seal(text), piece);
        EXPECT_EQ(read, text) << piece;
    }
}

TEST_F(TlsSession, TakesInManyRecordsAtOnce) {
    tls_client client;
    shake_hands(client);
    std::string sealed;
    std::string plain;
    while (sealed.size() < 30'000) {
        sealed += client.seal("message ");
        plain += "message ";
    }
    give(sealed);
    EXPECT_EQ(read, plain);
}

TEST_F(TlsSession, NothingButAHandshakeIsNone) {
    give("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(server.state(), tls_state::failed);
    give("more");
    EXPECT_EQ(read, "");
}

TEST_F(TlsSession, GarbageInARecordEndsItWithAnAlert) {
    tls_client client;
    shake_hands(client);
    auto sealed = client.seal("hello");
    sealed[sealed.size() - 1] = static_cast<char>(sealed.back() ^ 1);
    give(sealed);
    EXPECT_EQ(server.state(), tls_state::failed);
    EXPECT_FALSE(out.empty());
    EXPECT_EQ(read, "");
}

TEST_F(TlsSession, ARecordThatIsTooLongEndsIt) {
    tls_client client;
    shake_hands(client);
    give(std::string("\x17\x03\x03\x50\x00", 5) + std::string(0x5000, 'x'));
    EXPECT_EQ(server.state(), tls_state::failed);
}

TEST_F(TlsSession, ARecordIsWaitedForFromItsFirstByteToItsLast) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        net::tls_session one(terms(), wire);
        tls_client client(version);
        std::vector<char> plain(net::tls_session::plain_room(65'536));
        auto hello = client.turn();
        for (int i = 0; i < 4 && !hello.empty(); ++i) {
            static_cast<void>(one.receive(hello, plain, out));
            hello = client.turn(std::exchange(out, {}));
        }
        ASSERT_EQ(one.state(), tls_state::open) << version;
        const auto sealed = client.seal("hello");
        std::size_t n = 0;
        EXPECT_FALSE(one.mid_record()) << version;
        for (std::size_t given = 1; given < sealed.size(); ++given) {
            n = one.receive(std::string_view(sealed).substr(given - 1, 1), plain, out);
            EXPECT_EQ(n, 0U) << given;
            EXPECT_TRUE(one.mid_record()) << version << " after " << given << " bytes";
        }
        n = one.receive(std::string_view(sealed).substr(sealed.size() - 1), plain, out);
        EXPECT_EQ(std::string_view(plain.data(), n), "hello");
        EXPECT_FALSE(one.mid_record()) << version;
    }
}

TEST_F(TlsSession, OlderVersionsAndSuitesWithoutForwardSecrecyAreRefused) {
    const std::pair<int, const char*> refused[] = {
        {TLS1_VERSION, "ALL"},
        {TLS1_1_VERSION, "ALL"},
        {TLS1_2_VERSION, "AES256-GCM-SHA384:AES128-SHA"},
        {TLS1_2_VERSION, "DHE-RSA-AES256-GCM-SHA384"},
        {TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA"}};
    for (const auto& [version, suites] : refused) {
        net::tls_session one(terms(), wire);
        tls_client client(version, suites);
        std::vector<char> plain(net::tls_session::plain_room(65'536));
        static_cast<void>(one.receive(client.turn(), plain, out));
        EXPECT_EQ(one.state(), tls_state::failed) << version << " " << suites;
    }
}

TEST_F(TlsSession, WhoAsksForRenegotiationIsDone) {
    tls_client client(TLS1_2_VERSION);
    shake_hands(client);
    ASSERT_EQ(server.state(), tls_state::open);
    SSL_set_options(client.native(), SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
    ASSERT_EQ(SSL_renegotiate(client.native()), 1);
    give(client.turn());
    EXPECT_EQ(server.state(), tls_state::failed);
}

TEST_F(TlsSession, KeyUpdatesWithoutEndAreNotAnswered) {
    tls_client client;
    shake_hands(client);
    for (int i = 0; i < net::key_updates_max; ++i) {
        ASSERT_EQ(SSL_key_update(client.native(), SSL_KEY_UPDATE_NOT_REQUESTED), 1);
        give(client.seal("x"));
    }
    EXPECT_EQ(server.state(), tls_state::open);
    ASSERT_EQ(SSL_key_update(client.native(), SSL_KEY_UPDATE_NOT_REQUESTED), 1);
    give(client.seal("x"));
    EXPECT_EQ(server.state(), tls_state::failed);
}

TEST_F(TlsSession, AFarewellIsHeardAndSaidOnce) {
    tls_client client;
    shake_hands(client);
    SSL_shutdown(client.native());
    give(client.sent());
    EXPECT_EQ(server.state(), tls_state::peer_done);
    out.clear();
    ASSERT_TRUE(server.seal("last words", out)) << "the other direction is still open";
    server.say_farewell(out);
    const auto size = out.size();
    server.say_farewell(out);
    EXPECT_EQ(out.size(), size);
    static_cast<void>(client.turn(out));
    EXPECT_EQ(client.read, "last words");
    EXPECT_TRUE(client.heard_farewell());
}

TEST(TlsTerms, RefuseWhatABrowserWould) {
    const auto refusal = [](const test_certificate& pair) {
        auto outcome = net::tls_context::make(pair.certificate_pem, pair.key_pem, today());
        EXPECT_EQ(outcome.made == nullptr, !outcome.why.empty());
        return std::pair(outcome.of_the_key, outcome.why);
    };
    const auto& good = certificate();
    const auto other = make_test_certificate();
    using text = std::string;
    EXPECT_EQ(refusal(good), std::pair(false, text()));
    EXPECT_EQ(refusal({"", good.key_pem}), std::pair(false, text("holds no certificate")));
    EXPECT_EQ(
        refusal({good.certificate_pem, good.certificate_pem}),
        std::pair(true, text("holds no unencrypted private key"))
    );
    EXPECT_EQ(
        refusal({good.certificate_pem, other.key_pem}),
        std::pair(true, text("is not the key of the certificate"))
    );
    EXPECT_EQ(
        refusal(make_test_certificate(-7'200, -3'600)), std::pair(false, text("has expired"))
    );
    EXPECT_EQ(
        refusal(make_test_certificate(3'600, 7'200)), std::pair(false, text("is not valid yet"))
    );
}

TEST(TlsTerms, TellWhenTheCertificateEnds) {
    EXPECT_NEAR(
        static_cast<double>(terms().ends_at().ms),
        static_cast<double>(today().ms + 24 * 3'600'000),
        600'000
    );
}

} // namespace
} // namespace kefu::tests
