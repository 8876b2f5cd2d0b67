#include "gateway/app/catalog_reload.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/app/catalog_reader.hpp"

namespace asio = boost::asio;

namespace kefu::gateway::app {

catalog_reload::catalog_reload(catalog_reload_parts parts)
    : parts_(std::move(parts)), timer_(parts_.loop), plan_(parts_.first_ms, parts_.max_ms) {}

void catalog_reload::ask(std::function<void(bool)> done) {
    asio::post(parts_.loop, [this, done = std::move(done)] { read(done); });
}

void catalog_reload::stop() {
    stopped_ = true;
    timer_.cancel();
}

void catalog_reload::read(std::function<void(bool)> done) {
    const auto number = plan_.begin();
    read_catalog(parts_.records, [this, number, done = std::move(done)](chat::catalog_ptr fresh) {
        asio::post(parts_.loop, [this, number, fresh, done] {
            on_read(number, fresh);
            done(fresh != nullptr);
        });
    });
}

void catalog_reload::on_read(std::uint64_t number, const chat::catalog_ptr& fresh) {
    if (fresh == nullptr) {
        ++failures_;
        return try_again_after(plan_.failed(number, parts_.jitter()));
    }
    const bool late = plan_.is_behind();
    if (!plan_.succeeded(number)) return;
    if (!plan_.is_behind()) timer_.cancel();
    if (late) spdlog::info("configuration read again after it could not be");
    parts_.show(fresh, late);
}

void catalog_reload::try_again_after(std::int64_t ms) {
    if (ms == 0 || stopped_) return;
    spdlog::error("configuration not read again: the record does not answer; again in {} ms", ms);
    timer_.expires_after(std::chrono::milliseconds(ms));
    timer_.async_wait([this](const storage::error_code& cancelled) {
        if (cancelled || stopped_) return;
        read([](bool) {}); // whoever asked has their answer
    });
}

} // namespace kefu::gateway::app
