#include "gateway/net/transport.hpp"

#include "gateway/net/accept_backoff.hpp"
#include "gateway/net/connection.hpp"
#include "gateway/net/listener.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/shared_admission.hpp"

#include <algorithm>
#include <cassert>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <sys/resource.h>
#include <thread>
#include <utility>

namespace kefu::gateway::net {

namespace {

// No more connections than there are descriptors for, whatever the configuration says.
admission_limits bounded_by_descriptors(admission_limits limits) {
    rlimit descriptors{};
    if (getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return limits;
    const auto fit = std::max<std::size_t>(connections_under(descriptors.rlim_cur), 1);
    const bool unset = limits.connections_max == 0;
    limits.connections_max = unset ? fit : std::min(limits.connections_max, fit);
    return limits;
}

// The caller of drain() waits here for all shards; they report from their own threads.
class drain_reports {
public:
    explicit drain_reports(std::size_t expected) : expected_(expected) {}

    void add(const drain_counts& counts) {
        const std::lock_guard lock(mutex_);
        sum_.closed += counts.closed;
        sum_.cut += counts.cut;
        --expected_;
        // Under the lock: the waiter destroys this as soon as it can.
        all_.notify_one();
    }
    drain_counts wait() {
        std::unique_lock lock(mutex_);
        all_.wait(lock, [this] { return expected_ == 0; });
        return sum_;
    }

private:
    std::mutex mutex_;
    std::condition_variable all_;
    std::size_t expected_;
    drain_counts sum_;
};

} // namespace

struct transport::parts {
    parts(const transport_options& from, const transport_clock& time)
        : http(from.http), clock(time), admission(bounded_by_descriptors(from.admission)) {}

    http_limits http;
    const transport_clock& clock;
    shared_admission admission;
    std::vector<std::pair<shard*, std::unique_ptr<listener>>> listeners;
    std::vector<std::thread> threads;
};

transport::transport(const transport_options& options, const transport_clock& clock)
    : parts_(std::make_unique<parts>(options, clock)) {
    for (unsigned i = 0; i < std::max(options.shards, 1U); ++i)
        shards_.push_back(std::make_unique<shard>(
            static_cast<std::uint16_t>(i), parts_->http, clock, parts_->admission
        ));
    parts_->admission.on_drop([this](const waiting_connection& one) {
        auto& home = *shards_[one.who.shard];
        static_cast<void>(home.post([&home, who = one.who, listing = one.listing] {
            home.drop_unproven(who, listing);
        }));
    });
}

transport::~transport() {
    stop();
    parts_->listeners.clear();
    shards_.clear();
}

namespace {

// Shards share their port by SO_REUSEPORT, which would let a second process in as well: a bind
// without it notices whoever listens there already.
boost::system::error_code why_taken(const std::string& address, std::uint16_t port) {
    boost::system::error_code failed;
    if (port == 0) return failed;
    const auto host = boost::asio::ip::make_address(address, failed);
    if (failed) return failed;
    const boost::asio::ip::tcp::endpoint place(host, port);
    boost::asio::io_context none;
    boost::asio::ip::tcp::acceptor probe(none);
    probe.open(place.protocol(), failed);
    if (!failed) probe.set_option(boost::asio::socket_base::reuse_address(true), failed);
    if (!failed) probe.bind(place, failed);
    return failed;
}

} // namespace

boost::system::result<std::uint16_t> transport::listen(
    const std::string& address, std::uint16_t port, const std::vector<const site*>& sites
) {
    assert(sites.size() == shards_.size() && parts_->threads.empty());
    if (const auto taken = why_taken(address, port)) return taken;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        auto made = std::make_unique<listener>(*shards_[i], *sites[i], parts_->admission);
        const auto bound = made->open(address, port);
        if (!bound) return bound.error();
        port = *bound;
        parts_->listeners.emplace_back(shards_[i].get(), std::move(made));
    }
    return port;
}

void transport::use_tls(const tls_context_ptr& terms) {
    for (auto& each : shards_)
        static_cast<void>(each->post([home = each.get(), terms] { home->use_tls(terms); }));
}

void transport::start() {
    for (auto& [home, socket] : parts_->listeners)
        static_cast<void>(home->post([accepting = socket.get()] { accepting->start(); }));
    for (auto& each : shards_)
        parts_->threads.emplace_back([running = each.get()] { running->run(); });
}

void transport::stop_accepting() {
    if (parts_->threads.empty()) return;
    std::latch stopped(static_cast<std::ptrdiff_t>(parts_->listeners.size()));
    for (auto& [home, socket] : parts_->listeners) {
        const bool posted = home->post([accepting = socket.get(), &stopped] {
            accepting->stop();
            stopped.count_down();
        });
        if (!posted) stopped.count_down();
    }
    stopped.wait();
}

drain_counts transport::drain(const drain_plan& plan) {
    if (parts_->threads.empty()) return {};
    drain_reports reports(shards_.size());
    for (auto& each : shards_) {
        const bool begun =
            each->begin_drain(plan, [&reports](drain_counts counts) { reports.add(counts); });
        if (!begun) reports.add({});
    }
    return reports.wait();
}

void transport::stop() {
    for (auto& each : shards_)
        each->stop();
    for (auto& thread : parts_->threads)
        thread.join();
    parts_->threads.clear();
}

} // namespace kefu::gateway::net
