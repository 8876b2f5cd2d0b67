#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::app {

// Everything the operator sets, from one TOML file. Values are defaults for a single node.
struct config {
    struct {
        std::string address = "127.0.0.1";
        std::uint16_t port = 8080;
        unsigned threads = 0; // 0: one per core
        // Where others could read along: no TLS here, no trusted proxy, and not this machine alone.
        bool allow_plaintext = false;
        struct {
            std::string certificate_file; // PEM, the chain behind it; "" = no TLS here
            std::string key_file;
        } tls;
    } listen;
    struct {
        std::string address = "127.0.0.1";
        std::uint16_t port = 8090; // health and metrics; a loopback address, unless …
        bool allow_remote = false; // … this says that the network around it is to be trusted
    } ops;
    struct {
        std::string url = "http://localhost:8080"; // how browsers reach console and widget
        std::vector<std::string> trusted_proxies;
    } site;
    struct {
        std::string path = "records.db";
        std::string keys_path = "data-keys.db";
    } records;
    struct {
        std::string key_file; // must be set; outside the directory of the records
    } vault;
    struct {
        std::string socket; // unix socket; "" with host "" = no Redis, this node alone
        std::string host;
        std::uint16_t port = 6379;
        std::string username;
        std::string password_file;
    } redis;
    struct {
        std::string dist = "web/dist";
    } web;
    struct {
        std::string file = "gateway/service/sop/ecommerce.toml";
    } sop;
    struct {
        std::string file; // "" = standard error
        std::string level = "info";
    } log;
    struct {
        std::string profile = "production"; // bench: limits per address and per session are lifted
    } limits;
    std::string node = "node-1";
    std::string
        bootstrap_file; // where the first admin's sign-in is written; "" = beside the records
};

struct config_outcome {
    config value;
    std::vector<std::string> errors; // "kefu.toml:12: listen.port: …", all at once
};

// TOML text to a checked config. Unknown keys are errors. Reads no file itself.
[[nodiscard]] config_outcome read_config(std::string_view text, std::string_view file_name);

// Of "https://chat.example:8443"; of an IPv6 address without its brackets.
[[nodiscard]] std::string_view host_of(std::string_view origin);

} // namespace kefu::gateway::app
