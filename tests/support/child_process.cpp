#include "tests/support/child_process.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace kefu::tests {

namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::abort();
}

// In the child: only calls that are safe after fork.
[[noreturn]] void become(char* const* words, const owner& who, int output) {
    if (who.changes) {
        if (::setgroups(0, nullptr) != 0) ::_exit(126);
        if (::setgid(who.group) != 0 || ::setuid(who.user) != 0) ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execv(words[0], words);
    ::_exit(127);
}

} // namespace

launched launch(
    const std::string& binary, const std::vector<std::string>& arguments, const owner& who
) {
    std::vector<std::string> words{binary};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> raw;
    for (auto& word : words)
        raw.push_back(word.data());
    raw.push_back(nullptr);
    std::array<int, 2> output{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0) give_up("pipe2");
    const pid_t pid = ::fork();
    if (pid < 0) give_up("fork");
    if (pid == 0) become(raw.data(), who, output[1]);
    ::close(output[1]);
    return {pid, output[0]};
}

std::optional<int> wait_for(pid_t pid, int within_ms) {
    // By number: the C library's header does not declare it for C++.
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (handle < 0) give_up("pidfd_open");
    pollfd ended{handle, POLLIN, 0};
    const int ready = ::poll(&ended, 1, within_ms);
    ::close(handle);
    if (ready <= 0) return std::nullopt;
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid) give_up("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string until_end(int descriptor) {
    std::string text;
    std::array<char, 4096> chunk{};
    for (;;) {
        const auto n = ::read(descriptor, chunk.data(), chunk.size());
        if (n <= 0) break;
        text.append(chunk.data(), static_cast<std::size_t>(n));
    }
    ::close(descriptor);
    return text;
}

} // namespace kefu::tests
