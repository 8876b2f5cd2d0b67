#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::bench {

using steady = std::chrono::steady_clock;

// What a server speaks on top of WebSocket.
enum class dialect : std::uint8_t {
    plain,
    socket_io, // Engine.IO 4 and Socket.IO 5 packets, event "m" with one string
};

struct target {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string path;
    std::string subprotocol;
    dialect speaks = dialect::plain;
};

// One client connection; its slot number names it.
struct link {
    enum class stage : std::uint8_t { unused, connecting, upgrading, greeting, ready, closed };
    int fd = -1;
    stage at = stage::unused;
    bool waits_to_write = false;
    std::string in;  // a frame that is not whole yet
    std::string out; // what the kernel did not take yet
    std::string query;
};

// What a scenario does when something comes. Throws when what comes is wrong: a server that
// answers rubbish is not fast.
class scenario {
public:
    virtual ~scenario() = default;
    virtual void on_ready(std::size_t slot) = 0;
    virtual void on_text(std::size_t slot, std::string_view text) = 0;
};

// All connections of a run on one epoll, one thread. Reads each ready socket once, answers with
// one send per socket and turn.
class loop {
public:
    loop(target where, scenario& plays);
    ~loop();
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;

    // Slots 0 … count-1, of which at most `in_flight` are under way at a time. `query` ("?…" or
    // nothing) is appended to the path.
    void add(std::string query);
    void connect_all(std::size_t in_flight, std::chrono::seconds within);
    void send(std::size_t slot, std::string_view text); // leaves at the end of the turn
    // One turn; waits at most so long for something to happen.
    void turn(std::chrono::microseconds wait);
    void turns_until(steady::time_point until);
    void reset_all(); // with a reset each, so that no port waits for its old peer

    [[nodiscard]] std::size_t size() const { return links_.size(); }
    [[nodiscard]] std::size_t ready() const { return ready_; }

private:
    void begin(std::size_t slot);
    void connected(std::size_t slot);
    void readable(std::size_t slot);
    void take(std::size_t slot, std::string_view bytes);
    void text_came(std::size_t slot, std::string_view text);
    void greeted(std::size_t slot, std::string_view text);
    void flush(std::size_t slot);
    void flush_dirty();
    void watch(std::size_t slot, bool add);
    [[noreturn]] static void lost(std::size_t slot, const char* why);

    target where_;
    scenario& plays_;
    int epoll_ = -1;
    std::vector<link> links_;
    std::vector<std::size_t> dirty_;
    std::vector<char> buffer_;
    std::size_t begun_ = 0;
    std::size_t ready_ = 0;
};

} // namespace kefu::bench
