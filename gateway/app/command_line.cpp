#include "gateway/app/command_line.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <sodium.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "gateway/api/json_object.hpp"
#include "gateway/app/certificate_files.hpp"
#include "gateway/app/config.hpp"
#include "gateway/app/demo_seed.hpp"
#include "gateway/app/demo_traffic.hpp"
#include "gateway/app/gateway_app.hpp"
#include "gateway/app/limits.hpp"
#include "gateway/app/log_format.hpp"
#include "gateway/app/own_process.hpp"
#include "gateway/app/place_check.hpp"
#include "gateway/app/places.hpp"
#include "gateway/app/records_report.hpp"
#include "gateway/app/records_verify.hpp"
#include "gateway/service/sop_file.hpp"

namespace kefu::gateway::app {

namespace {

std::string whole_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string joined(const std::vector<std::string>& errors) {
    std::string text;
    for (const auto& error : errors)
        text += (text.empty() ? "" : "\n") + error;
    return text;
}

config load_config(const std::string& path) {
    auto read = read_config(whole_file(path), path);
    if (!read.errors.empty()) throw std::runtime_error(joined(read.errors));
    return std::move(read.value);
}

service::sop load_sop(const std::string& path) {
    auto read = service::read_sop(whole_file(path), path);
    if (!read.manual) throw std::runtime_error(joined(read.errors));
    return std::move(*read.manual);
}

void start_log(const config& from) {
    auto log = from.log.file.empty() ? spdlog::stderr_logger_mt("kefu")
                                     : spdlog::basic_logger_mt("kefu", from.log.file);
    log->set_level(spdlog::level::from_str(from.log.level));
    log->set_formatter(std::make_unique<log_format>());
    log->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(log));
}

// Throws what the start would, and says what it would warn of.
void check_certificate(const config& from) {
    const auto& tls = from.listen.tls;
    if (tls.key_file.empty()) return;
    certificate_files files(tls.certificate_file, tls.key_file);
    const auto made = files.load(net::system_clock().wall());
    const auto warning = warning_about_names(*made, from.site.url);
    if (!warning.empty()) std::printf("warning: %s\n", warning.c_str());
}

int serve(
    const std::string& config_path,
    const echo_options& echo,
    bool check_only,
    const part_wraps& wraps
) {
    auto settings = load_config(config_path);
    const auto found = check_places(places_of(settings));
    if (!found.errors.empty()) throw std::runtime_error(joined(found.errors));
    auto manual = load_sop(settings.sop.file);
    if (check_only) {
        check_certificate(settings);
        for (const auto& warning : found.warnings)
            std::printf("warning: %s\n", warning.c_str());
        std::puts("configuration and manual are good");
        return 0;
    }
    refuse_root("kefu serve");
    start_log(settings);
    for (const auto& warning : found.warnings)
        spdlog::warn("{}", warning);
    harden_process();
    const auto awaited = block_signals();
    gateway_app gateway(std::move(settings), std::move(manual), echo, wraps);
    gateway.start();
    wait_for_stop(gateway, awaited);
    gateway.shut_down();
    return 0;
}

int seed(const std::string& config_path, demo_seed_options options) {
    const auto settings = load_config(config_path);
    refuse_root("kefu demo seed");
    start_log(settings);
    const net::system_clock clock;
    system_ids ids(clock);
    auto opened = open_stores(settings);
    if (options.shop_file.empty()) {
        const auto beside = std::filesystem::path(options.sign_ins_file).parent_path();
        options.shop_file = (beside / "demo-shop.json").string();
    }
    seed_demo(*opened.records, ids, clock, options);
    opened.records->stop();
    return 0;
}

int verify(const std::string& config_path, const std::string& last_entry) {
    const auto settings = load_config(config_path);
    refuse_root("kefu records verify");
    const auto outside = anchor_from(last_entry);
    if (!last_entry.empty() && !outside) {
        throw std::runtime_error("--last-entry: not like node-1:42:00ff, as verify prints it");
    }
    const auto found = verify_records(settings, outside);
    for (const auto& line : report_of(found))
        std::puts(line.c_str());
    return is_sound(found) ? 0 : 1;
}

// Beside the configuration when not named: where `./dev run` lets the seed write them.
int play(const std::string& config_path, demo_traffic_options options, std::string shop_file) {
    const auto settings = load_config(config_path);
    const auto beside = std::filesystem::path(config_path).parent_path();
    if (options.sign_ins_file.empty()) {
        options.sign_ins_file = (beside / "demo-sign-ins.txt").string();
    }
    if (shop_file.empty()) shop_file = (beside / "demo-shop.json").string();
    auto parsed = api::parse_object(whole_file(shop_file));
    if (!parsed) throw std::runtime_error(shop_file + ": not a JSON object");
    options.widget_key = api::json_object(std::move(*parsed)).required_text("widget_key", 128);
    if (!settings.listen.tls.key_file.empty())
        throw std::runtime_error("kefu demo speaks no TLS: use a gateway without listen.tls");
    options.gateway = {settings.listen.address, settings.listen.port};
    play_demo(options);
    return 0;
}

} // namespace

int run_command_line(int argc, char** argv, const part_wraps& wraps) {
    CLI::App cli{"Kefu: chat gateway for e-commerce customer service"};
    cli.set_version_flag("--version", std::string("kefu ") + KEFU_VERSION);
    cli.require_subcommand(1);
    std::string config_path = "kefu.toml";

    auto* serve_command = cli.add_subcommand("serve", "run the gateway");
    echo_options echo;
    echo.bytes_max = 65'536;
    bool check_only = false;
    serve_command->add_option("--config", config_path, "TOML file")->required();
    serve_command->add_flag("--check", check_only, "read configuration and manual, then end");
    serve_command->add_option(
        "--echo-path", echo.path, "WebSocket path that echoes; off by default"
    );
    serve_command->add_option("--echo-bytes-max", echo.bytes_max, "largest echoed message");

    auto* demo_command = cli.add_subcommand("demo", "demo shop");
    demo_command->require_subcommand(0, 1);
    demo_traffic_options traffic;
    std::string demo_shop_file;
    demo_command->add_option("--config", config_path, "TOML file");
    demo_command->add_option("--customers", traffic.customers, "customers to play")
        ->check(CLI::Range(1U, limits::demo_customers_max));
    demo_command->add_option("--colleagues", traffic.colleagues, "demo agents to play")
        ->check(CLI::Range(0U, limits::demo_colleagues_max));
    demo_command->add_option("--sign-ins", traffic.sign_ins_file, "the seed's file");
    demo_command->add_option("--shop-file", demo_shop_file, "the seed's file for the shop");
    auto* seed_command = demo_command->add_subcommand("seed", "fill an empty store with a shop");
    demo_seed_options options;
    options.customers_file = "web/storefront/demo-customers.json";
    options.shop_origin = "http://127.0.0.1:8081";
    seed_command->add_option("--config", config_path, "TOML file")->required();
    seed_command->add_option("--sign-ins", options.sign_ins_file, "file to write")->required();
    seed_command->add_option("--shop-file", options.shop_file, "file to write for the shop");
    seed_command->add_option("--shop-origin", options.shop_origin, "origin of the shop's pages");
    seed_command->add_option("--customers-file", options.customers_file, "JSON list");

    auto* records_command = cli.add_subcommand("records", "record store");
    records_command->require_subcommand(1);
    auto* verify_command = records_command->add_subcommand(
        "verify", "check the store of a stopped gateway: file, settings and audit trail"
    );
    std::string last_entry;
    verify_command->add_option("--config", config_path, "TOML file")->required();
    verify_command->add_option(
        "--last-entry", last_entry, "an audit entry as printed by an earlier verify: must be there"
    );

    CLI11_PARSE(cli, argc, argv);
    if (sodium_init() < 0) {
        std::fputs("kefu: libsodium cannot start\n", stderr);
        return 1;
    }
    try {
        if (serve_command->parsed()) return serve(config_path, echo, check_only, wraps);
        if (seed_command->parsed()) return seed(config_path, options);
        if (verify_command->parsed()) return verify(config_path, last_entry);
        return play(config_path, traffic, demo_shop_file);
    } catch (const std::exception& wrong) {
        std::fprintf(stderr, "kefu: %s\n", wrong.what());
        return 1;
    }
}

} // namespace kefu::gateway::app
