#include "gateway/app/own_process.hpp"

#include <cstdint>
#include <ctime>
#include <stdexcept>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gateway/app/gateway_app.hpp"
#include "gateway/app/limits.hpp"

namespace kefu::gateway::app {

// What it writes would be root's, and the gateway could not open it again.
void refuse_root(const std::string& command) {
    if (geteuid() != 0) return;
    throw std::runtime_error(command + " does not run as root: use an unprivileged user");
}

void harden_process() {
    prctl(PR_SET_DUMPABLE, 0);
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

// A hang-up, as log rotation or a closed terminal sends it, drains too; stray ones end nothing.
sigset_t block_signals() {
    for (const int stray : {SIGPIPE, SIGUSR2})
        std::signal(stray, SIG_IGN);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGHUP);
    sigaddset(&stop, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    return stop;
}

// Whoever has renewed a certificate need not tell, but may.
void wait_for_stop(gateway_app& gateway, const sigset_t& awaited) {
    const timespec look{limits::readiness_look_ms / 1000, 0};
    constexpr auto looks_a_certificate = limits::certificate_look_ms / limits::readiness_look_ms;
    for (std::int64_t looks = 1;; ++looks) {
        const int which = sigtimedwait(&awaited, nullptr, &look);
        if (which > 0 && which != SIGUSR1) return;
        gateway.look_at_readiness();
        const bool asked = which == SIGUSR1;
        if (asked || looks % looks_a_certificate == 0) gateway.look_at_certificate(asked);
    }
}

} // namespace kefu::gateway::app
