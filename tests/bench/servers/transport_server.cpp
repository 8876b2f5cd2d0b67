// Kefu's own transport without a gateway behind it: one shard, an echo and rooms.
//   bench_transport PORT
#include "gateway/net/echo_port.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/net/ws_codec.hpp"
#include "tests/bench/servers/rooms.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace kefu::bench {

namespace {

namespace net = gateway::net;

// What a member says goes to the others of its room, encoded once.
class room_port final : public net::ws_port {
public:
    explicit room_port(net::ws_outlet& outlet) : outlet_(outlet) {}

    net::upgrade_verdict on_upgrade(const net::upgrade_request&) override {
        return net::upgrade_verdict::accept();
    }
    void on_open(net::connection_ref from, const net::upgrade_request& request) override {
        if (refs_.size() <= from.slot) refs_.resize(from.slot + 1);
        refs_[from.slot] = from;
        rooms_.enter(from.slot, room_of(request.http.query()));
    }
    void on_message(net::connection_ref from, std::string_view text) override {
        const auto frame = net::text_frame(text);
        rooms_.others(from.slot, [&](std::size_t slot) {
            static_cast<void>(outlet_.send(refs_[slot], frame, net::entry_kind::durable));
        });
    }
    void on_drained(net::connection_ref) override {}
    void on_closed(net::connection_ref from, const net::close_info&) override {
        rooms_.leave(from.slot);
    }

private:
    net::ws_outlet& outlet_;
    std::vector<net::connection_ref> refs_;
    rooms rooms_;
};

net::transport_options options() {
    net::transport_options made;
    auto& limits = made.admission;
    limits.per_network_max = limits.unproven_per_network_max = 1'000'000;
    limits.per_site_max = limits.unproven_per_site_max = limits.per_network_in_crowd_max = 1'000'000;
    limits.new_per_network_burst = limits.new_per_site_burst = 1'000'000;
    limits.new_per_network_per_min = limits.new_per_site_per_min = 60'000'000;
    return made;
}

int run(std::uint16_t port) {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    const net::system_clock clock;
    net::transport transport(options(), clock);
    auto& shard = transport.shard_at(0);
    net::echo_port echo(shard);
    room_port room(shard);
    net::site site;
    site.routes.push_back(net::echo_port::route("/echo", echo, 65'536));
    site.routes.push_back(net::echo_port::route("/room", echo, 65'536));
    site.routes.back().port = &room;
    if (!transport.listen("127.0.0.1", port, {&site})) return 1;
    transport.start();
    std::puts("ready");
    std::fflush(stdout);
    int which = 0;
    sigwait(&stop, &which);
    transport.stop();
    return 0;
}

} // namespace

} // namespace kefu::bench

int main(int argc, char** argv) {
    return argc == 2 ? kefu::bench::run(static_cast<std::uint16_t>(std::atoi(argv[1]))) : 2;
}
