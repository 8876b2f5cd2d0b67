#include "tests/gateway/net/net_fixture.hpp"

#include <chrono>
#include <cstdlib>
#include <future>
#include <utility>

namespace kefu::tests {

namespace net = gateway::net;

namespace {
constexpr auto patience = std::chrono::seconds(5);
} // namespace

net::upgrade_verdict noting_port::on_upgrade(const net::upgrade_request& request) {
    if (request.origin == "https://evil.example") return net::upgrade_verdict::refuse(403);
    for (const auto protocol : request.protocols)
        if (protocol == "kefu.v1") return net::upgrade_verdict::accept(protocol);
    return net::upgrade_verdict::accept();
}

void noting_port::on_open(refs from, const net::upgrade_request&) {
    if (when_opened) when_opened(outlet_, from);
    const std::lock_guard lock(mutex_);
    opened_.push_back(from);
    changed_.notify_all();
}

void noting_port::on_message(refs from, std::string_view text) {
    {
        const std::lock_guard lock(mutex_);
        messages_.emplace_back(text);
    }
    if (on_text) on_text(outlet_, from, text);
}

void noting_port::on_drained(refs from) {
    if (when_drained) when_drained(outlet_, from);
    const std::lock_guard lock(mutex_);
    ++drained_;
    changed_.notify_all();
}

void noting_port::on_closed(refs, const net::close_info& why) {
    const std::lock_guard lock(mutex_);
    closed_.push_back(why);
    changed_.notify_all();
}

std::optional<noting_port::refs> noting_port::opened(std::size_t n) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return opened_.size() > n; })) return {};
    return opened_[n];
}

std::optional<net::close_info> noting_port::closed(std::size_t n) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return closed_.size() > n; })) return {};
    return closed_[n];
}

bool noting_port::wait_drained(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return drained_ >= count; });
}

std::size_t noting_port::drained_count() {
    const std::lock_guard lock(mutex_);
    return drained_;
}

std::vector<std::string> noting_port::messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
}

std::size_t noting_port::opened_count() {
    const std::lock_guard lock(mutex_);
    return opened_.size();
}

std::size_t noting_port::closed_count() {
    const std::lock_guard lock(mutex_);
    return closed_.size();
}

void small_site::on_request(net::http_request request, net::responder answer) {
    const std::lock_guard lock(mutex_);
    seen_.push_back(request.method + " " + request.target);
    const auto path = request.path();
    if (path == "/hello") return answer(net::http_response::text(200, "hello\n"));
    if (path == "/big") return answer(net::http_response::text(200, std::string(3'000'000, 'b')));
    if (path == "/echo") return answer(net::http_response::text(200, request.body));
    if (path == "/peer") return answer(net::http_response::text(200, request.peer.text()));
    if (path == "/split") {
        auto bad = net::http_response::text(200, "x");
        bad.set("Location", "/a\r\nSet-Cookie: stolen=1");
        return answer(std::move(bad));
    }
    if (path == "/later") {
        later_.push_back(std::move(answer));
        changed_.notify_all();
        return;
    }
    if (path != "/dropped") answer(net::http_response::text(404, "not found\n"));
}

net::arrival_kind small_site::arrival_of(const net::http_request& request) const {
    const auto kind = request.field("Kind");
    if (kind == "foreign") return net::arrival_kind::foreign;
    if (kind == "own_page") return net::arrival_kind::own_page;
    return kind == "known" ? net::arrival_kind::known : net::arrival_kind::unknown;
}

std::optional<net::responder> small_site::take_later() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return !later_.empty(); })) return {};
    auto first = std::move(later_.front());
    later_.erase(later_.begin());
    return first;
}

void small_site::forget_later() {
    const std::lock_guard lock(mutex_);
    later_.clear();
}

std::vector<std::string> small_site::seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
}

net::transport_options roomy(unsigned shards) {
    net::transport_options options;
    options.shards = shards;
    options.admission.per_network_max = 100'000;
    options.admission.unproven_per_network_max = 100'000;
    options.admission.new_per_network_burst = 1'000'000;
    options.admission.per_site_max = 100'000;
    options.admission.unproven_per_site_max = 100'000;
    options.admission.new_per_site_burst = 1'000'000;
    return options;
}

net_fixture::net_fixture(const options& from) {
    const net::transport_clock& clock =
        from.hand_clock ? static_cast<const net::transport_clock&>(hand_) : system_;
    transport_ = std::make_unique<net::transport>(from.transport, clock);
    std::vector<const net::site*> sites;
    for (std::size_t i = 0; i < transport_->shards(); ++i) {
        auto made = std::make_unique<per_shard>();
        made->ws = std::make_unique<noting_port>(transport_->shard_at(i));
        made->echo = std::make_unique<net::echo_port>(transport_->shard_at(i));
        made->served.http = &http_;
        made->served.trusted_proxies = from.proxies;
        made->served.tls = made->served.is_https = from.tls != nullptr;
        made->served.routes.push_back({"/ws", made->ws.get(), from.ws, false, true});
        made->served.routes.push_back({"/open", made->ws.get(), from.ws, false, false});
        made->served.routes.push_back(net::echo_port::route("/echo-ws", *made->echo, 16 << 20));
        sites.push_back(&made->served);
        parts_.push_back(std::move(made));
    }
    if (from.tls) transport_->use_tls(from.tls);
    const auto bound = transport_->listen("127.0.0.1", 0, sites);
    if (!bound) std::abort(); // nothing to test on this machine
    port_ = *bound;
}

net_fixture::~net_fixture() {
    transport_->stop();
    http_.forget_later(); // while the shards they answer to still exist
}

void net_fixture::start() { transport_->start(); }

void net_fixture::on_shard(const std::function<void()>& work, std::size_t index) {
    std::promise<void> done;
    const bool posted = home(index).post([&] {
        work();
        done.set_value();
    });
    if (posted) done.get_future().wait();
}

void net_fixture::pass(std::int64_t ms) {
    hand_.advance(ms);
    // Twice: the first turn may still be the one that began before the clock moved.
    on_shard([] {});
    on_shard([this] { home().check_deadlines(); });
    on_shard([] {});
}

bool net_fixture::eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        bool holds = false;
        on_shard([&] { holds = condition(); });
        if (holds) return true;
    }
    return false;
}

ws_client net_fixture::connect(int receive_buffer_bytes) const {
    return ws_client(port_, receive_buffer_bytes);
}

ws_client net_fixture::connect_tls(const tls_terms& terms) const { return {port_, terms}; }

ws_client net_fixture::open_ws(std::string_view path, int receive_buffer_bytes) {
    auto client = connect(receive_buffer_bytes);
    if (!client.ok() || client.upgrade(path).status != 101) return {};
    return client;
}

} // namespace kefu::tests
