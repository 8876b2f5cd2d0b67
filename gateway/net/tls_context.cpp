#include "gateway/net/tls_context.hpp"

#include <ctime>
#include <new>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <utility>
#include <vector>

namespace kefu::gateway::net {

namespace {

template <auto Free>
struct freed_by {
    template <typename T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;

constexpr const char* suites_of_tls_1_3 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* suites_of_tls_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256";
constexpr std::string_view spoken = "\x08http/1.1"; // ALPN: length, name
constexpr std::size_t certificates_max = 16;

bio_ptr reading(std::string_view text) {
    return bio_ptr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Without it OpenSSL would ask for the passphrase on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered, unsigned offered_size, void*) {
    unsigned char* found = nullptr;
    const auto how = SSL_select_next_proto(
        &found,
        chosen_size,
        reinterpret_cast<const unsigned char*>(spoken.data()),
        static_cast<unsigned>(spoken.size()),
        offered,
        offered_size
    );
    *chosen = found;
    return how == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_terms(SSL_CTX* context) {
    const bool set = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                     SSL_CTX_set_cipher_list(context, suites_of_tls_1_2) == 1 &&
                     SSL_CTX_set_ciphersuites(context, suites_of_tls_1_3) == 1 &&
                     SSL_CTX_set1_groups_list(context, groups) == 1;
    if (!set) throw std::bad_alloc(); // the names are constants that this library knows
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
            SSL_OP_PRIORITIZE_CHACHA
    );
    // An idle session holds no record buffers; a partly taken write is called again with more.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); // tickets only
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

struct certificates {
    std::vector<certificate_ptr> all; // the first is the server's own
    const char* wrong = nullptr;
};

certificates certificates_in(std::string_view pem) {
    const auto text = reading(pem);
    certificates found;
    for (;;) {
        certificate_ptr next(PEM_read_bio_X509(text.get(), nullptr, no_passphrase, nullptr));
        if (!next) break;
        found.all.push_back(std::move(next));
        if (found.all.size() <= certificates_max) continue;
        found.wrong = "holds too many certificates";
        return found;
    }
    // The end of the text is an error to OpenSSL. Any other is a certificate that nobody can read,
    // and a chain without it is one that browsers refuse.
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (found.all.empty() && at_end) found.wrong = "holds no certificate";
    if (!at_end) found.wrong = "holds a certificate that cannot be read";
    return found;
}

routing::wall_time end_of(const X509* certificate) {
    std::tm at{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &at) != 1) return {};
    return {static_cast<std::int64_t>(timegm(&at)) * 1000};
}

const char* why_not_today(const X509* certificate, routing::wall_time now) {
    auto today = static_cast<std::time_t>(now.ms / 1000);
    if (X509_cmp_time(X509_get0_notBefore(certificate), &today) > 0) return "is not valid yet";
    if (X509_cmp_time(X509_get0_notAfter(certificate), &today) <= 0) return "has expired";
    return nullptr;
}

} // namespace

tls_context::~tls_context() { SSL_CTX_free(native_); }

bool tls_context::covers(const std::string& host) const {
    // Browsers go by the alternative names alone, and by a star only for a whole label.
    constexpr unsigned how =
        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    auto* const own = SSL_CTX_get0_certificate(native_);
    return X509_check_ip_asc(own, host.c_str(), how) == 1 ||
           X509_check_host(own, host.data(), host.size(), how, nullptr) == 1;
}

tls_context::outcome tls_context::make(
    std::string_view certificate_pem, std::string_view key_pem, routing::wall_time now
) {
    ERR_clear_error();
    const auto refused = [](bool of_the_key, std::string why) {
        ERR_clear_error();
        return outcome{nullptr, of_the_key, std::move(why)};
    };
    const auto found = certificates_in(certificate_pem);
    if (found.wrong != nullptr) return refused(false, found.wrong);
    const auto& chain = found.all;
    if (const auto* why = why_not_today(chain.front().get(), now)) return refused(false, why);
    const auto text = reading(key_pem);
    const key_ptr key(PEM_read_bio_PrivateKey(text.get(), nullptr, no_passphrase, nullptr));
    if (!key) return refused(true, "holds no unencrypted private key");
    if (X509_check_private_key(chain.front().get(), key.get()) != 1)
        return refused(true, "is not the key of the certificate");

    auto* const native = SSL_CTX_new(TLS_server_method());
    if (native == nullptr) throw std::bad_alloc();
    std::unique_ptr<tls_context> made(new tls_context(native));
    made->ends_at_ = end_of(chain.front().get());
    set_terms(native);
    if (SSL_CTX_use_certificate(native, chain.front().get()) != 1)
        return refused(false, "holds a certificate that is too weak or of an unknown kind");
    if (SSL_CTX_use_PrivateKey(native, key.get()) != 1)
        return refused(true, "holds a key that is too weak or of an unknown kind");
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (SSL_CTX_add1_chain_cert(native, chain[i].get()) != 1)
            return refused(false, "holds a certificate that is too weak or of an unknown kind");
    return {std::move(made), false, {}};
}

} // namespace kefu::gateway::net
