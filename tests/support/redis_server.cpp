#include "tests/support/redis_server.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kefu::tests {

namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::abort();
}

// In the child: only calls that are safe after fork.
[[noreturn]] void become_redis(const char* directory, const char* socket_path, int log) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(log, STDOUT_FILENO);
    ::execlp(
        "redis-server",
        "redis-server",
        "--port",
        "0",
        "--unixsocket",
        socket_path,
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        directory,
        "--enable-debug-command",
        "yes",
        static_cast<char*>(nullptr)
    );
    ::_exit(127);
}

// Redis says on its log when it serves; waiting for that line needs no sleep.
void wait_until_ready(int log) {
    std::string text;
    std::array<char, 4096> chunk{};
    while (text.find("eady to accept connections") == std::string::npos) {
        const ssize_t length = ::read(log, chunk.data(), chunk.size());
        if (length <= 0) {
            std::fputs(text.c_str(), stderr);
            give_up("redis-server ended before it was ready");
        }
        text.append(chunk.data(), static_cast<std::size_t>(length));
    }
}

int connect_to(const std::string& socket_path) {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(descriptor, generic, sizeof address) != 0) give_up("connect to redis-server");
    return descriptor;
}

int send_command(const std::string& socket_path, const storage::live::command& words) {
    std::string bytes;
    if (storage::live::encode(words, bytes)) give_up("encode");
    const int descriptor = connect_to(socket_path);
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor, rest.data(), rest.size());
        if (written <= 0) give_up("write to redis-server");
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    return descriptor;
}

} // namespace

redis_server::redis_server() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kefu-redis-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) give_up("mkdtemp");
    directory_ = pattern;
    socket_path_ = directory_ + "/redis.sock";
    start();
}

redis_server::~redis_server() {
    if (pid_ > 0) kill();
    std::error_code left_behind;
    std::filesystem::remove_all(directory_, left_behind);
}

void redis_server::start() {
    std::array<int, 2> log{};
    if (::pipe2(log.data(), O_CLOEXEC) != 0) give_up("pipe2");
    pid_ = ::fork();
    if (pid_ < 0) give_up("fork");
    if (pid_ == 0) become_redis(directory_.c_str(), socket_path_.c_str(), log[1]);
    ::close(log[1]);
    wait_until_ready(log[0]);
    ::close(log[0]);
}

void redis_server::shut_down() { end(SIGTERM); }
void redis_server::kill() { end(SIGKILL); }
void redis_server::freeze() { ::kill(pid_, SIGSTOP); }
void redis_server::thaw() { ::kill(pid_, SIGCONT); }

void redis_server::end(int signal) {
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

storage::live::reply redis_server::ask(const storage::live::command& words) const {
    const int descriptor = send_command(socket_path_, words);
    storage::live::resp_decoder decoder;
    std::array<char, 4096> chunk{};
    while (true) {
        auto next = decoder.next();
        if (next.has_error()) give_up("redis-server sent garbage");
        if (next->has_value()) {
            ::close(descriptor);
            return std::move(**next);
        }
        const ssize_t length = ::read(descriptor, chunk.data(), chunk.size());
        if (length <= 0) give_up("read from redis-server");
        decoder.feed({chunk.data(), static_cast<std::size_t>(length)});
    }
}

void redis_server::tell(const storage::live::command& words) const {
    ::close(send_command(socket_path_, words));
}

} // namespace kefu::tests
