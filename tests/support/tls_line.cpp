#include "tests/support/tls_line.hpp"

#include <array>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace kefu::tests {

std::unique_ptr<tls_line> tls_line::open(int socket, const tls_terms& terms) {
    const timeval patience{5, 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ERR_clear_error();
    auto* const context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0); // it may offer what a server has to refuse
    SSL_CTX_set_min_proto_version(context, terms.version_min);
    SSL_CTX_set_max_proto_version(context, terms.version_max);
    if (!terms.suites.empty()) SSL_CTX_set_cipher_list(context, terms.suites.c_str());
    auto* const native = SSL_new(context);
    SSL_CTX_free(context);
    std::unique_ptr<tls_line> made(new tls_line(native));
    if (!terms.protocol.empty()) {
        const auto offered = static_cast<char>(terms.protocol.size()) + terms.protocol;
        SSL_set_alpn_protos(
            native,
            reinterpret_cast<const unsigned char*>(offered.data()),
            static_cast<unsigned>(offered.size())
        );
    }
    SSL_set_fd(native, socket);
    if (SSL_connect(native) != 1) return nullptr;
    return made;
}

tls_line::~tls_line() { SSL_free(native_); }

bool tls_line::send(std::string_view bytes) {
    std::size_t n = 0;
    ERR_clear_error();
    return bytes.empty() || SSL_write_ex(native_, bytes.data(), bytes.size(), &n) == 1;
}

std::string tls_line::sealed(std::string_view plain) {
    auto* const socket = SSL_get_wbio(native_);
    BIO_up_ref(socket);
    SSL_set0_wbio(native_, BIO_new(BIO_s_mem()));
    static_cast<void>(send(plain)); // into memory
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(SSL_get_wbio(native_), &bytes);
    std::string made(bytes, static_cast<std::size_t>(size));
    SSL_set0_wbio(native_, socket);
    return made;
}

bool tls_line::send_as_is(std::string_view bytes) {
    const auto n = ::send(SSL_get_fd(native_), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return n == static_cast<ssize_t>(bytes.size());
}

bool tls_line::has_more() const { return SSL_pending(native_) > 0; }

bool tls_line::receive(std::string& into) {
    std::array<char, 65'536> buffer;
    std::size_t n = 0;
    ERR_clear_error();
    if (SSL_read_ex(native_, buffer.data(), buffer.size(), &n) != 1) return false;
    into.append(buffer.data(), n);
    return true;
}

void tls_line::say_farewell() { SSL_shutdown(native_); }

bool tls_line::peer_said_farewell() const {
    return (SSL_get_shutdown(native_) & SSL_RECEIVED_SHUTDOWN) != 0;
}

std::string tls_line::version() const { return SSL_get_version(native_); }

std::string tls_line::suite() const { return SSL_get_cipher_name(native_); }

std::string tls_line::protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(native_, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string tls_line::certificate_pem() const {
    auto* const bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, SSL_get0_peer_certificate(native_));
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    std::string pem(bytes, static_cast<std::size_t>(size));
    BIO_free(bio);
    return pem;
}

} // namespace kefu::tests
