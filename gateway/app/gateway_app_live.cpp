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

void say(const live_line& news) {
    if (news.text.empty()) return;
    spdlog::log(news.is_trouble ? spdlog::level::warn : spdlog::level::info, "{}", news.text);
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
            say(live_news_.on_status(up));
            if (up && !std::exchange(live_was_up_, true)) live_first_up_.set_value();
        };
        events.epoch = [this](storage::live::epoch_state what) {
            say(live_news_.on_loss(what));
            carry_out(after_loss(what));
        };
        live_->start(std::move(events));
    });
    // The desks ask it once for the presence that agents had chosen before a restart.
    auto first_up = live_first_up_.get_future();
    static_cast<void>(first_up.wait_for(std::chrono::milliseconds(limits::live_wait_ms)));
}

void gateway_app::carry_out(loss_step step) {
    const auto on_set = [this](const storage::result<std::string>& set) {
        const auto error = set ? storage::error_code{} : set.error();
        say(live_news_.on_epoch(error));
        carry_out(after_epoch(error));
    };
    switch (step) {
    case loss_step::wait:
        return;
    case loss_step::set_epoch:
        return live_->set_epoch(to_string(ids_.secret()), on_set);
    case loss_step::write_again:
        for (const auto& [organisation, desk] : front_desks_)
            desk->live_lost();
    }
}

} // namespace kefu::gateway::app
