#include "gateway/api/device_cookie.hpp"

#include <charconv>

#include <sodium.h>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

constexpr std::size_t staff_size = 36;
constexpr std::size_t id_size = 32;
constexpr std::size_t mac_size = 64;

// staff.device.time; the mac follows after another dot.
std::string signed_part(const known_device& device) {
    return device.staff.text() + "." + device.id + "." + std::to_string(device.signed_in_at.ms);
}

std::string mac_of(std::string_view text, const device_key& key) {
    std::array<unsigned char, 32> mac{};
    crypto_generichash(
        mac.data(),
        mac.size(),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        key.data(),
        key.size()
    );
    std::string hex(mac_size + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
    hex.pop_back();
    return hex;
}

} // namespace

device_key device_key_of(const std::array<std::uint8_t, 32>& ticket_key) {
    static constexpr std::string_view purpose = "sign-in device";
    device_key key{};
    crypto_generichash(
        key.data(),
        key.size(),
        reinterpret_cast<const unsigned char*>(purpose.data()),
        purpose.size(),
        ticket_key.data(),
        ticket_key.size()
    );
    return key;
}

std::string device_cookie_text(const known_device& device, const device_key& key) {
    const auto text = signed_part(device);
    return text + "." + mac_of(text, key);
}

std::optional<known_device> read_device_cookie(
    std::string_view text, const device_key& key, routing::wall_time now
) {
    constexpr std::size_t time_at = staff_size + 1 + id_size + 1;
    if (text.size() < time_at + 2 + mac_size || text.size() > time_at + 20 + 1 + mac_size) {
        return std::nullopt;
    }
    const auto told = text.substr(0, text.size() - mac_size - 1);
    const auto mac = text.substr(text.size() - mac_size);
    const auto expected = mac_of(told, key);
    const bool ours = sodium_memcmp(mac.data(), expected.data(), mac_size) == 0;
    if (!ours || text[told.size()] != '.') return std::nullopt;
    const auto staff = routing::staff_id::parse(told.substr(0, staff_size));
    const auto time = told.substr(time_at);
    known_device device;
    const auto [end, failed] =
        std::from_chars(time.data(), time.data() + time.size(), device.signed_in_at.ms);
    if (!staff || failed != std::errc{} || end != time.data() + time.size()) return std::nullopt;
    device.staff = *staff;
    device.id = told.substr(staff_size + 1, id_size);
    // What was signed is exactly this, dots included.
    if (signed_part(device) != told) return std::nullopt;
    if (now.ms - device.signed_in_at.ms > limits::device_ms_max) return std::nullopt;
    return device;
}

} // namespace kefu::gateway::api
