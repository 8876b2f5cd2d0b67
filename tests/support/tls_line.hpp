#pragma once

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;

namespace kefu::tests {

// What a client of ours offers; nothing said: what OpenSSL offers by itself. The server's
// certificate is not checked.
struct tls_terms {
    int version_min = 0; // TLS1_2_VERSION …
    int version_max = 0;
    std::string suites;   // of TLS 1.2 and older, in OpenSSL's words
    std::string protocol; // ALPN
};

// TLS by OpenSSL over a connected, blocking socket, which stays the caller's.
class tls_line {
public:
    // Null: no handshake.
    [[nodiscard]] static std::unique_ptr<tls_line> open(int socket, const tls_terms& terms);
    ~tls_line();
    tls_line(const tls_line&) = delete;
    tls_line& operator=(const tls_line&) = delete;

    [[nodiscard]] bool send(std::string_view bytes);
    // The records that send() would have written; and bytes of any kind, as they are.
    [[nodiscard]] std::string sealed(std::string_view plain);
    [[nodiscard]] bool send_as_is(std::string_view bytes);
    // Bytes are here already, whatever the socket says.
    [[nodiscard]] bool has_more() const;
    // Appends; false: the end, or nothing in time.
    [[nodiscard]] bool receive(std::string& into);
    void say_farewell();
    [[nodiscard]] bool peer_said_farewell() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string protocol() const;
    [[nodiscard]] std::string suite() const;
    [[nodiscard]] std::string certificate_pem() const; // the server's
    [[nodiscard]] ssl_st* native() const { return native_; }

private:
    explicit tls_line(ssl_st* native) : native_(native) {}

    ssl_st* native_;
};

} // namespace kefu::tests
