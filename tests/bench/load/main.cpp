// load PLAY --port N --server PID [--path P] … : plays one scenario and prints one line of JSON.
#include "tests/bench/load/options.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <map>
#include <sys/resource.h>

namespace kefu::bench {

namespace {

using play = std::string (*)(const options&);

const std::map<std::string, play>& plays() {
    static const std::map<std::string, play> known{
        {"echo", play_echo},       {"relay", play_relay},       {"fan-out", play_fan_out},
        {"storm", play_storm},     {"idle", play_idle},         {"latency", play_latency},
        {"sessions", play_sessions}, {"talk", play_talk},
    };
    return known;
}

void allow_descriptors() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

int run(int argc, char** argv) {
    options asked;
    bool socket_io = false;
    CLI::App cli{"load of ./dev bench"};
    cli.add_option("play", asked.play)->required()->check(CLI::IsMember(plays()));
    cli.add_option("--port", asked.where.port)->required();
    cli.add_option("--path", asked.where.path)->required();
    cli.add_option("--subprotocol", asked.where.subprotocol);
    cli.add_flag("--socket-io", socket_io);
    cli.add_option("--server", asked.servers, "processes whose cost counts")->required();
    cli.add_option("--store", asked.stores, "processes that are counted apart");
    cli.add_option("--connections", asked.connections);
    cli.add_option("--window", asked.window);
    cli.add_option("--bytes", asked.bytes);
    cli.add_option("--in-flight", asked.in_flight);
    cli.add_option("--rate", asked.rate_per_s);
    cli.add_option("--warm", asked.warm_s);
    cli.add_option("--seconds", asked.seconds);
    cli.add_option("--setup", asked.setup);
    CLI11_PARSE(cli, argc, argv);
    if (socket_io) asked.where.speaks = dialect::socket_io;
    allow_descriptors();
    const auto fields = plays().at(asked.play)(asked);
    std::printf("{\"play\":\"%s\",%s}\n", asked.play.c_str(), fields.c_str());
    return 0;
}

} // namespace

} // namespace kefu::bench

int main(int argc, char** argv) {
    try {
        return kefu::bench::run(argc, argv);
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "load: %s\n", wrong.what());
        return 1;
    }
}
