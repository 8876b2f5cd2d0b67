#include "gateway/app/config.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <map>

#include "gateway/api/origin.hpp"
#include "gateway/net/peer_network.hpp"
#include "gateway/service/toml_parser.hpp"

namespace kefu::gateway::app {

namespace {

// Reads one file's tables against what may stand in them, and collects every error with its line.
class reader {
public:
    explicit reader(std::string_view file_name) : file_name_(file_name) {}

    using setter = std::function<bool(const toml::node&)>; // false: wrong type or range
    struct key {
        const char* name;
        const char* wanted;
        setter set;
    };

    void read(const toml::table& table, const std::string& prefix, const std::vector<key>& keys) {
        for (const auto& [name, node] : table) {
            const auto full = prefix + std::string(name.str());
            if (prefix.empty() && node.is_table()) continue; // a section, read by itself
            const auto* found = find(keys, name.str());
            if (found == nullptr) {
                error(node, full + ": unknown key");
            } else if (!found->set(node)) {
                error(node, full + ": must be " + found->wanted);
            }
        }
    }

    void error(const toml::node& at, const std::string& what) {
        errors_.push_back(
            std::string(file_name_) + ":" + std::to_string(at.source().begin.line) + ": " + what
        );
    }
    void error(const std::string& what) {
        errors_.push_back(std::string(file_name_) + ": " + what);
    }
    [[nodiscard]] std::vector<std::string> errors() && { return std::move(errors_); }

private:
    static const key* find(const std::vector<key>& keys, std::string_view name) {
        for (const auto& one : keys) {
            if (name == one.name) return &one;
        }
        return nullptr;
    }

    std::string_view file_name_;
    std::vector<std::string> errors_;
};

reader::key text(const char* name, std::string& into) {
    return {name, "a text", [&into](const toml::node& node) {
                const auto value = node.value<std::string>();
                if (!value || !node.is_string()) return false;
                into = *value;
                return true;
            }};
}

reader::key port(const char* name, std::uint16_t& into) {
    return {name, "a port, 0 to 65535", [&into](const toml::node& node) {
                const auto value = node.value<std::int64_t>();
                if (!node.is_integer() || !value || *value < 0 || *value > 65'535) return false;
                into = static_cast<std::uint16_t>(*value);
                return true;
            }};
}

reader::key count(const char* name, unsigned& into) {
    return {name, "a whole number, 0 to 64", [&into](const toml::node& node) {
                const auto value = node.value<std::int64_t>();
                if (!node.is_integer() || !value || *value < 0 || *value > 64) return false;
                into = static_cast<unsigned>(*value);
                return true;
            }};
}

reader::key truth(const char* name, bool& into) {
    return {name, "true or false", [&into](const toml::node& node) {
                const auto value = node.value<bool>();
                if (!node.is_boolean() || !value) return false;
                into = *value;
                return true;
            }};
}

reader::key one_of(const char* name, std::string& into, std::vector<std::string> words) {
    return {name, "one of the documented words", [&into, words](const toml::node& node) {
                const auto value = node.value<std::string>();
                for (const auto& word : words) {
                    if (!value || *value != word) continue;
                    into = word;
                    return true;
                }
                return false;
            }};
}

reader::key texts(const char* name, std::vector<std::string>& into) {
    return {name, "a list of texts", [&into](const toml::node& node) {
                const auto* list = node.as_array();
                if (list == nullptr) return false;
                for (const auto& item : *list) {
                    const auto value = item.value<std::string>();
                    if (!value || !item.is_string()) return false;
                    into.push_back(*value);
                }
                return true;
            }};
}

reader::key section(
    const char* name, reader& read, std::string prefix, std::vector<reader::key> keys
) {
    return {name, "a section", [&read, prefix, keys](const toml::node& node) {
                if (!node.is_table()) return false;
                read.read(*node.as_table(), prefix, keys);
                return true;
            }};
}

using sections = std::map<std::string, std::vector<reader::key>>;

sections sections_of(config& c, reader& read) {
    sections all;
    all["listen"] = {
        text("address", c.listen.address),
        port("port", c.listen.port),
        count("threads", c.listen.threads),
        truth("allow_plaintext", c.listen.allow_plaintext),
        section(
            "tls",
            read,
            "listen.tls.",
            {text("certificate_file", c.listen.tls.certificate_file),
             text("key_file", c.listen.tls.key_file)}
        )};
    all["ops"] = {
        text("address", c.ops.address),
        port("port", c.ops.port),
        truth("allow_remote", c.ops.allow_remote)};
    all["public"] = {text("url", c.site.url), texts("trusted_proxies", c.site.trusted_proxies)};
    all["records"] = {text("path", c.records.path), text("keys_path", c.records.keys_path)};
    all["vault"] = {text("key_file", c.vault.key_file)};
    all["redis"] = {
        text("socket", c.redis.socket),
        text("host", c.redis.host),
        port("port", c.redis.port),
        text("username", c.redis.username),
        text("password_file", c.redis.password_file)};
    all["web"] = {text("dist", c.web.dist)};
    all["sop"] = {text("file", c.sop.file)};
    all["log"] = {
        text("file", c.log.file), one_of("level", c.log.level, {"debug", "info", "warn", "error"})};
    all["limits"] = {one_of("profile", c.limits.profile, {"production", "bench"})};
    all["node"] = {text("name", c.node)};
    all["bootstrap"] = {text("file", c.bootstrap_file)};
    return all;
}

// The sign-in's cookie is Secure: browsers send it over https, and over http to their own machine.
bool is_own_machine(std::string_view origin) {
    const auto host = host_of(origin);
    const auto address = net::peer_address::parse(host);
    return host == "localhost" || host.ends_with(".localhost") ||
           (address && address->is_loopback());
}

// What customers and staff write must not cross a network that others can read.
void check_listen(const config& c, reader& read) {
    const auto& tls = c.listen.tls;
    const bool has_tls = !tls.certificate_file.empty();
    if (has_tls != !tls.key_file.empty())
        read.error("listen.tls: certificate_file and key_file must both be set, or none");
    if (has_tls && c.site.url.starts_with("http://"))
        read.error("public.url: must be https:// where listen.tls is set");
    const auto address = net::peer_address::parse(c.listen.address);
    if (!address) return read.error("listen.address: must be an IP address");
    const bool is_guarded = has_tls || address->is_loopback() || !c.site.trusted_proxies.empty();
    if (!is_guarded && !c.listen.allow_plaintext)
        read.error("listen.address: others could read along: set listen.tls, list the proxy that "
                   "speaks TLS "
                   "in public.trusted_proxies, or say listen.allow_plaintext = true");
}

void check_site(const config& c, reader& read) {
    if (!api::is_origin(c.site.url)) {
        read.error("public.url: must be like https://chat.example, without a path");
    } else if (c.site.url.starts_with("http://") && !is_own_machine(c.site.url)) {
        read.error(
            "public.url: must be https:// (by listen.tls or a proxy in front), except for localhost"
        );
    }
    for (const auto& proxy : c.site.trusted_proxies) {
        const auto network = net::peer_network::parse(proxy);
        if (!network) {
            read.error(
                "public.trusted_proxies: " + proxy +
                ": must be an IP address or a network like 10.0.0.0/8, without bits behind its "
                "length"
            );
        } else if (network->is_too_wide()) {
            read.error(
                "public.trusted_proxies: " + proxy + ": must hold proxies only, it is too wide"
            );
        }
    }
}

// A copy of the records' folder, as backups make it, must not hold the key to them.
void check_key_file(const config& c, reader& read) {
    if (c.vault.key_file.empty()) return read.error("vault.key_file: must be set");
    namespace fs = std::filesystem;
    const auto folder_of = [](const std::string& path) {
        return (fs::path("/working directory") / path).lexically_normal().parent_path();
    };
    const auto key = folder_of(c.vault.key_file);
    for (const auto& records : {c.records.path, c.records.keys_path}) {
        const auto from_there = key.lexically_relative(folder_of(records));
        if (from_there.empty() || *from_there.begin() == "..") continue;
        return read.error("vault.key_file: must be outside the folder of the records: move it");
    }
}

} // namespace

std::string_view host_of(std::string_view origin) {
    const auto host = origin.substr(origin.find("//") + 2);
    if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

config_outcome read_config(std::string_view content, std::string_view file_name) {
    config_outcome out;
    reader read(file_name);
    const auto parsed = toml::parse(content, file_name);
    if (!parsed) {
        const auto& wrong = parsed.error();
        out.errors.push_back(
            std::string(file_name) + ":" + std::to_string(wrong.source().begin.line) + ": " +
            std::string(wrong.description())
        );
        return out;
    }
    const auto& table = parsed.table();
    const auto known = sections_of(out.value, read);
    for (const auto& [name, node] : table) {
        const auto section = known.find(std::string(name.str()));
        if (section == known.end() || !node.is_table()) {
            read.error(node, std::string(name.str()) + ": unknown section");
            continue;
        }
        read.read(*node.as_table(), section->first + ".", section->second);
    }
    const auto ops = net::peer_address::parse(out.value.ops.address);
    if (!ops) {
        read.error("ops.address: must be an IP address");
    } else if (!ops->is_loopback() && !out.value.ops.allow_remote) {
        read.error("ops.address: must be a loopback address, unless ops.allow_remote = true");
    }
    check_listen(out.value, read);
    check_site(out.value, read);
    check_key_file(out.value, read);
    out.errors = std::move(read).errors();
    return out;
}

} // namespace kefu::gateway::app
