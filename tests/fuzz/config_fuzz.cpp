// The gateway's own configuration. Without an error it is one that the gateway may start with;
// every error names the file; and the same text always reads the same.

#include "gateway/api/origin.hpp"
#include "gateway/app/config.hpp"
#include "gateway/net/peer_address.hpp"
#include "gateway/net/peer_network.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <filesystem>

namespace kefu::fuzz {

namespace {

namespace app = gateway::app;
namespace fs = std::filesystem;

constexpr std::size_t config_bytes_max = 8'192;

bool is_inside(const fs::path& file, const fs::path& folder) {
    const auto at = (fs::path("/a") / file).lexically_normal().parent_path();
    const auto in = (fs::path("/a") / folder).lexically_normal().parent_path();
    return std::mismatch(in.begin(), in.end(), at.begin(), at.end()).first == in.end();
}

void may_start(const app::config& c) {
    holds(!c.vault.key_file.empty(), "the key file is set");
    for (const auto& records : {c.records.path, c.records.keys_path})
        holds(!is_inside(c.vault.key_file, records), "no backup of the records holds their key");
    holds(gateway::api::is_origin(c.site.url), "public.url is an origin", c.site.url);
    for (const auto& proxy : c.site.trusted_proxies)
        holds(gateway::net::peer_network::parse(proxy).has_value(), "a proxy's network", proxy);
    const auto ops = gateway::net::peer_address::parse(c.ops.address);
    holds(ops && (ops->is_loopback() || c.ops.allow_remote), "operations stay on this machine");
    holds(c.listen.threads <= 64, "not too many threads");
}

} // namespace

void config(input bytes) {
    const auto text = text_of(bytes.first(std::min(bytes.size(), config_bytes_max)));
    const auto outcome = app::read_config(text, "kefu.toml");
    holds(app::read_config(text, "kefu.toml").errors == outcome.errors, "a text reads as one");
    for (const auto& error : outcome.errors)
        holds(error.starts_with("kefu.toml:"), "an error names the file", error);
    if (outcome.errors.empty()) may_start(outcome.value);
}

} // namespace kefu::fuzz
