#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <thread>
#include <vector>

#include "tests/support/redis_server.hpp"

namespace kefu::tests {

struct gateway_options {
    std::string profile = "bench"; // "production": with the limits of every day
    unsigned threads = 2;
    bool seeded = true; // false: an empty store, as at the very first start
    bool with_redis = true;
    bool tls = false;                     // https and wss, with a certificate of its own
    std::vector<std::string> arguments{}; // of `kefu serve`, behind --config
};

struct demo_sign_in {
    std::string name;
    std::string password;
    std::string role;
    std::string display_name;
};

struct finished_process {
    int status = -1; // exit code; 128 + n after signal n; -1: still running at the deadline
    std::string output;
};

// A real `kefu serve` with a directory, a Redis and ports of its own. The binary is KEFU_BINARY of
// the environment, else the build's own; the web files are KEFU_WEB_DIST, else a tiny set made
// here. Started as root, the gateway runs as the user "kefu". Everything goes with the object.
// Aborts the test program when the gateway cannot be started. Blocking; for one thread, and the
// child dies with the thread that started it.
class gateway_process {
public:
    static constexpr int ready_ms_max = 60'000;

    explicit gateway_process(gateway_options options = {}, bool start_now = true);
    ~gateway_process();
    gateway_process(const gateway_process&) = delete;
    gateway_process& operator=(const gateway_process&) = delete;

    void start();                                                     // returns when it is ready
    void kill();                                                      // SIGKILL
    [[nodiscard]] finished_process terminate(int within_ms = 40'000); // SIGTERM
    void begin_to_stop();                                             // SIGTERM, without waiting
    void send_signal(int number);
    [[nodiscard]] finished_process wait_for_end(int within_ms);
    void freeze(); // SIGSTOP
    void thaw();

    // Another `kefu` with these arguments and the same user, until it ends.
    [[nodiscard]] finished_process run(
        const std::vector<std::string>& arguments, bool keep_root = false, int within_ms = 60'000
    ) const;

    // Redis; the gateway may be running. Each returns when it is done.
    [[nodiscard]] redis_server& redis() { return *redis_; }
    void start_redis();

    void write_config() const { write_config({}); }
    void write_config(const std::string& more) const;
    void give_away(const std::string& path) const; // to the gateway's user

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::uint16_t ops_port() const { return ops_port_; }
    [[nodiscard]] std::string own_origin() const {
        return (options_.tls ? "https://localhost:" : "http://localhost:") + std::to_string(port_);
    }
    [[nodiscard]] bool tls() const { return options_.tls; }
    void write_certificate() const; // a new one; the gateway may be running
    [[nodiscard]] const std::string& directory() const { return directory_; }
    [[nodiscard]] std::string config_path() const { return directory_ + "/kefu.toml"; }
    [[nodiscard]] std::string records_path() const { return directory_ + "/records/records.db"; }
    [[nodiscard]] std::string data_keys_path() const {
        return directory_ + "/records/data-keys.db";
    }
    [[nodiscard]] std::string key_file() const { return directory_ + "/keys/kek"; }

    // Of the seeded shop.
    [[nodiscard]] const std::vector<demo_sign_in>& sign_ins() const { return sign_ins_; }
    [[nodiscard]] const demo_sign_in& sign_in_of(std::string_view name) const;
    void add_sign_in(demo_sign_in more) { sign_ins_.push_back(std::move(more)); }
    [[nodiscard]] const std::string& widget_key() const { return widget_key_; }
    [[nodiscard]] const std::string& identity_secret() const { return identity_secret_; }
    [[nodiscard]] static std::string shop_origin() { return "http://127.0.0.1:8081"; }

    // What it has written to its log since the object was made.
    [[nodiscard]] std::string log() const;
    // True when the log holds `text` behind the first `from` bytes, now or within the time.
    [[nodiscard]] bool await_log(std::string_view text, int within_ms, std::size_t from = 0);

private:
    void lay_out();
    void read_seed();
    bool try_start();
    void read_log(int descriptor);
    [[nodiscard]] bool is_ready() const;
    void end_log();

    gateway_options options_;
    std::string directory_;
    std::unique_ptr<redis_server> redis_;
    std::uint16_t port_ = 0;
    std::uint16_t ops_port_ = 0;
    pid_t pid_ = -1;
    std::vector<demo_sign_in> sign_ins_;
    std::string widget_key_;
    std::string identity_secret_;
    std::thread log_thread_;
    mutable std::mutex log_mutex_;
    std::condition_variable log_grew_;
    std::string log_;       // guarded by log_mutex_
    bool log_open_ = false; // guarded by log_mutex_
};

} // namespace kefu::tests
