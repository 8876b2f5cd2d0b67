#include "gateway/app/certificate_files.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include "gateway/app/limits.hpp"
#include "gateway/app/place_check.hpp"

namespace kefu::gateway::app {

namespace {

std::optional<std::string> text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text(limits::certificate_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || text.size() > limits::certificate_bytes_max) return std::nullopt;
    return text;
}

// What everybody can read is no secret any more: refused as at the start.
std::optional<std::string> key_of(const std::string& path, std::string& why) {
    const auto text = text_of(path);
    struct stat about {};
    if (!text || ::stat(path.c_str(), &about) != 0) {
        why = "listen.tls.key_file: " + path + ": cannot be read";
        return std::nullopt;
    }
    why = wrong_with_tls_key({path, about.st_mode & 07777U});
    return why.empty() ? text : std::nullopt;
}

std::pair<std::int64_t, std::uint64_t> stamp_of(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return {};
    return {
        about.st_mtim.tv_sec * std::int64_t{1'000'000'000} + about.st_mtim.tv_nsec, about.st_ino};
}

} // namespace

certificate_files::stamp certificate_files::stamp_now() const {
    const auto [certificate_ns, certificate_node] = stamp_of(certificate_file_);
    const auto [key_ns, key_node] = stamp_of(key_file_);
    return {certificate_ns, key_ns, certificate_node, key_node};
}

net::tls_context_ptr certificate_files::read(routing::wall_time now, std::string& why) const {
    const auto certificate = text_of(certificate_file_);
    if (!certificate) {
        why = "listen.tls.certificate_file: " + certificate_file_ + ": cannot be read";
        return nullptr;
    }
    const auto key = key_of(key_file_, why);
    if (!key) return nullptr;
    auto outcome = net::tls_context::make(*certificate, *key, now);
    const auto& file = outcome.of_the_key ? key_file_ : certificate_file_;
    const auto* const name = outcome.of_the_key ? "key_file: " : "certificate_file: ";
    if (!outcome.made) why = "listen.tls." + (name + file) + " " + outcome.why;
    return std::move(outcome.made);
}

void certificate_files::keep(const net::tls_context& made, routing::wall_time now) {
    made_at_ = now;
    ends_at_s_ = static_cast<std::uint64_t>(std::max<std::int64_t>(made.ends_at().ms, 0)) / 1000;
}

net::tls_context_ptr certificate_files::load(routing::wall_time now) {
    seen_ = stamp_now();
    std::string why;
    auto made = read(now, why);
    if (!made) throw std::runtime_error(why);
    keep(*made, now);
    return made;
}

// The stamp is taken before the files are read: what is written meanwhile shows as a change.
net::tls_context_ptr certificate_files::look_again(routing::wall_time now, bool asked) {
    const auto fresh = stamp_now();
    const bool changed = fresh != seen_;
    const bool is_old = now.ms - made_at_.ms >= limits::ticket_key_ms_max;
    const bool was_wrong = !wrong_.empty();
    if (!changed && !is_old && !asked && !was_wrong) return nullptr;
    seen_ = fresh;
    std::string why;
    auto made = read(now, why);
    if (!made) {
        ++failures_;
        if (changed || asked || why != wrong_)
            spdlog::error("certificate not read again, the old one is kept: {}", why);
        wrong_ = why;
        return nullptr;
    }
    wrong_.clear();
    keep(*made, now);
    if (changed || asked || was_wrong)
        spdlog::info("certificate read again, good until {}", ends_at_s_.load());
    return made;
}

} // namespace kefu::gateway::app
