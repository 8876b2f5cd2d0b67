#include "gateway/app/certificate_files.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/app/config.hpp"
#include "gateway/app/limits.hpp"
#include "gateway/app/place_check.hpp"

namespace kefu::gateway::app {

namespace {

struct file_text {
    std::string text;
    unsigned rights = 0;
};

std::optional<file_text> text_of_open(int file) {
    struct stat about {};
    if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
    std::string text(limits::certificate_bytes_max + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto n = ::read(file, text.data() + size, text.size() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return std::nullopt;
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size > limits::certificate_bytes_max) return std::nullopt;
    text.resize(size);
    return file_text{std::move(text), about.st_mode & 07777U};
}

// The main thread reads, which takes the signals: what may never answer, as a pipe, is not opened
// to be waited for.
std::optional<file_text> text_of(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return std::nullopt;
    auto found = text_of_open(file);
    ::close(file);
    return found;
}

// What everybody can read is no secret any more: refused as at the start.
std::optional<std::string> key_of(const std::string& path, std::string& why) {
    auto found = text_of(path);
    if (!found) {
        why = "listen.tls.key_file: " + path + ": cannot be read";
        return std::nullopt;
    }
    why = wrong_with_tls_key({path, found->rights});
    if (!why.empty()) return std::nullopt;
    return std::move(found->text);
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
    auto outcome = net::tls_context::make(certificate->text, *key, now);
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

// Not refused: whatever stands in front, or a name server of the shop's own, may show it to others.
std::string warning_about_names(const net::tls_context& made, std::string_view public_url) {
    const std::string host(host_of(public_url));
    if (made.covers(host)) return {};
    return "listen.tls.certificate_file: none of its alternative names is " + host +
           " of public.url: browsers will refuse it";
}

} // namespace kefu::gateway::app
