#include "storage/live/names.hpp"

#include <algorithm>
#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::storage::live {

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

std::string key_of(routing::organisation_id org, std::string_view rest) {
    return "kefu:{" + org.text() + "}:" + std::string(rest);
}

std::string digest_of(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        digest.data(),
        &length
    );
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string hex;
    for (std::size_t i = 0; i < 16; ++i) {
        hex.push_back(hex_digits[digest[i] >> 4]);
        hex.push_back(hex_digits[digest[i] & 15]);
    }
    return hex;
}

} // namespace

error_code check_node(std::string_view node) {
    if (node.empty() || node.size() > limits::node_bytes_max) return errc::too_large;
    if (!std::ranges::all_of(node, is_name_character)) return errc::too_large;
    return {};
}

error_code check_channel(std::string_view channel) {
    if (channel.empty() || channel.size() > limits::channel_bytes_max) return errc::too_large;
    const auto allowed = [](char c) { return is_name_character(c) || c == ':'; };
    if (!std::ranges::all_of(channel, allowed)) return errc::too_large;
    return {};
}

error_code check_name(std::string_view name) {
    if (name.empty() || name.size() > limits::name_bytes_max) return errc::too_large;
    return {};
}

error_code check_presence(const std::vector<presence_row>& rows) {
    if (rows.size() > limits::presence_rows_max) return errc::too_large;
    for (const presence_row& row : rows) {
        if (const error_code error = check_node(row.node)) return error;
        if (row.reason.size() > limits::reason_bytes_max) return errc::too_large;
    }
    return {};
}

std::string redis_names::ticket(routing::organisation_id org, std::string_view ticket) const {
    return key_of(org, "ticket:" + digest_of(name_key, ticket));
}

std::string redis_names::rate(routing::organisation_id org, std::string_view key) const {
    return key_of(org, "rate:" + digest_of(name_key, key));
}

std::string redis_names::presence_ends(routing::organisation_id org) {
    return key_of(org, "presence:ends");
}

std::string redis_names::presence_states(routing::organisation_id org) {
    return key_of(org, "presence:states");
}

std::string redis_names::waiting_order(routing::organisation_id org) {
    return key_of(org, "waiting:order");
}

std::string redis_names::waiting_rows(routing::organisation_id org) {
    return key_of(org, "waiting:rows");
}

std::string redis_names::next_order(routing::organisation_id org) {
    return key_of(org, "waiting:next-order");
}

std::string redis_names::next_rows(routing::organisation_id org) {
    return key_of(org, "waiting:next-rows");
}

std::string redis_names::epoch() { return "kefu:{epoch}:epoch"; }

std::string redis_names::bus_channel(std::string_view channel) {
    return "kefu:bus:" + std::string(channel);
}

std::string redis_names::probe_channel(std::string_view node) {
    return "kefu:probe:" + std::string(node);
}

} // namespace kefu::storage::live
