#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/app/gateway_app.hpp"
#include "gateway/app/limits.hpp"
#include "storage/live/memory_live.hpp"
#include "storage/live/redis_live.hpp"

// Redis, or what stands for it.
namespace kefu::gateway::app {

namespace asio = boost::asio;

namespace {

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    std::string text;
    std::getline(file, text);
    return text;
}

} // namespace

void gateway_app::make_live(const part_wraps& wraps) {
    live_ = made_live();
    if (wraps.live) live_ = wraps.live(std::move(live_));
}

bool gateway_app::has_redis() const {
    return !config_.redis.socket.empty() || !config_.redis.host.empty();
}

std::unique_ptr<storage::live::live_store> gateway_app::made_live() {
    const auto now = [this] { return clock_.now(); };
    if (!has_redis()) {
        return std::make_unique<storage::live::memory_live>(loop_, now);
    }
    storage::live::redis_settings settings;
    settings.address.unix_path = config_.redis.socket;
    if (!config_.redis.host.empty()) settings.address.host = config_.redis.host;
    settings.address.port = config_.redis.port;
    settings.address.username = config_.redis.username;
    if (!config_.redis.password_file.empty()) {
        settings.address.password = file_text(config_.redis.password_file);
    }
    settings.node = config_.node;
    settings.name_key = stores_.keys->purpose_key("live-names");
    const auto jitter = [this] { return ids_.jitter(); };
    return std::make_unique<storage::live::redis_live>(loop_, settings, now, jitter);
}

void gateway_app::start_live() {
    asio::post(loop_, [this] {
        storage::live::live_events events;
        events.status = [this](bool up) {
            if (up) {
                spdlog::info(has_redis() ? "redis: connected" : "redis: none is configured");
                if (!std::exchange(live_was_up_, true)) live_first_up_.set_value();
            } else {
                spdlog::warn("redis: lost; chats go on, presence and mirror follow when it is back"
                );
            }
        };
        events.epoch = [this](storage::live::epoch_state what) { live_lost(what); };
        live_->start(std::move(events));
    });
    // The desks ask it once for the presence that agents had chosen before a restart.
    auto first_up = live_first_up_.get_future();
    static_cast<void>(first_up.wait_for(std::chrono::milliseconds(limits::live_wait_ms)));
}

// Redis is new, was emptied or rebuilt by somebody else: write it again from what the desks know.
void gateway_app::live_lost(storage::live::epoch_state what) {
    if (what != storage::live::epoch_state::unset) {
        spdlog::warn("redis: was emptied; writing presence and queues again");
    } else if (has_redis()) {
        spdlog::info("redis: holds nothing of this gateway; writing presence and queues");
    }
    for (const auto& [organisation, desk] : front_desks_)
        desk->live_lost();
    live_->set_epoch(to_string(ids_.secret()), [](const storage::result<std::string>& set) {
        if (!set) spdlog::warn("redis: epoch not written: {}", set.error().message());
    });
}

} // namespace kefu::gateway::app
