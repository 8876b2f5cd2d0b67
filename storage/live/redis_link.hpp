#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "storage/live/alarm.hpp"
#include "storage/live/breaker.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/redis_pipeline.hpp"
#include "storage/live/redis_scripts.hpp"
#include "storage/live/redis_wire.hpp"

namespace kefu::storage::live {

// The command connection: pipelined, every command with a deadline, behind a breaker. A command is
// refused at once while there is no connection; one that was accepted completes exactly once, and
// an error reply of Redis is errc::server_error.
//
// Owned by redis_live; io_context thread only. Callbacks never run inside submit or call.
class redis_link {
public:
    redis_link(
        boost::asio::io_context& io,
        const redis_settings& settings,
        const now_source& now,
        const jitter_source& jitter,
        operation_count& operations,
        live_counters& counters,
        std::function<void(bool up)> on_status
    );

    void start() { wire_.start(); }
    // Everything pending completes with errc::stopped before this returns.
    void stop();

    void submit(command words, done<reply> on_done);
    // EVALSHA, and once more as EVAL if Redis has forgotten the script: it may run after what was
    // sent behind it. `script` outlives the link.
    void call(
        const redis_script& script,
        std::vector<std::string> keys,
        std::vector<std::string> arguments,
        done<reply> on_done
    );
    // EVAL: with its text, it is never sent again, so commands run in the order of these calls.
    void call_in_order(
        const redis_script& script,
        std::vector<std::string> keys,
        std::vector<std::string> arguments,
        done<reply> on_done
    );

    [[nodiscard]] bool up() const { return wire_.ready(); }
    [[nodiscard]] bool breaker_open() const;

private:
    struct pending {
        done<reply> on_done;
        const redis_script* script = nullptr; // null: not to be sent again
        command words;                        // of a script call only
    };

    void accept(command words, pending added);
    void refuse(done<reply> on_done, error_code why);
    void on_up();
    void on_down(error_code why);
    void on_bytes(std::string_view bytes);
    void on_alarm();
    void complete(std::vector<completion> completions);
    void complete(completion one);
    bool send_again(std::uint64_t token);
    void note_failure();

    boost::asio::io_context& io_;
    const now_source& now_;
    operation_count& operations_;
    live_counters& counters_;
    const std::function<void(bool)> on_status_;
    redis_pipeline pipeline_;
    breaker breaker_;
    std::unordered_map<std::uint64_t, pending> pending_;
    std::uint64_t last_token_ = 0;
    bool stopped_ = false;
    std::string output_; // scratch of one submit
    alarm alarm_;
    redis_wire wire_;
};

} // namespace kefu::storage::live
