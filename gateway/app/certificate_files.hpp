#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/net/tls_context.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::app {

// The certificate and key that listen.tls names. Whoever renews a certificate writes the files
// anew, so they are looked at again and again; sessions there are keep what they were made with.
// The main thread's, but for the figures.
class certificate_files {
public:
    certificate_files(std::string certificate_file, std::string key_file)
        : certificate_file_(std::move(certificate_file)), key_file_(std::move(key_file)) {}

    // At start-up. Throws std::runtime_error with one line that names the file.
    [[nodiscard]] net::tls_context_ptr load(routing::wall_time now);
    // What new connections are to use from now on. Null: nothing has changed, or what is there now
    // is wrong; then the old one is kept. That is counted each time (no stamp shows that a file
    // may be read now) and logged when it is news.
    [[nodiscard]] net::tls_context_ptr look_again(routing::wall_time now, bool asked);

    // Any thread.
    [[nodiscard]] std::uint64_t failures() const { return failures_; }
    [[nodiscard]] std::uint64_t ends_at_s() const { return ends_at_s_; }

private:
    // Of both files: whichever of these changes when one is replaced or written.
    struct stamp {
        std::int64_t certificate_ns = 0;
        std::int64_t key_ns = 0;
        std::uint64_t certificate_node = 0;
        std::uint64_t key_node = 0;

        bool operator==(const stamp&) const = default;
    };

    [[nodiscard]] stamp stamp_now() const;
    [[nodiscard]] net::tls_context_ptr read(routing::wall_time now, std::string& why) const;
    void keep(const net::tls_context& made, routing::wall_time now);

    std::string certificate_file_;
    std::string key_file_;
    stamp seen_;
    std::string wrong_; // with what is there now; empty: nothing
    routing::wall_time made_at_{};
    std::atomic<std::uint64_t> failures_ = 0;
    std::atomic<std::uint64_t> ends_at_s_ = 0;
};

// Names which host of `public_url` browsers will refuse this certificate for; empty: none.
[[nodiscard]] std::string warning_about_names(
    const net::tls_context& made, std::string_view public_url
);

} // namespace kefu::gateway::app
