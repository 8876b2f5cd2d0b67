#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/app/gateway_app.hpp"

// What the listener of health and metrics is told.
namespace kefu::gateway::app {

namespace asio = boost::asio;

// Stores and loop are there once the desks read the record.
ops_port::parts gateway_app::ops_parts() {
    return {
        [this] { return readiness_now(); },
        [this] { return stage_ != stage::starting; },
        [this](std::function<void(std::string)> done) { collect_metrics(std::move(done)); }};
}

readiness gateway_app::readiness_now() {
    const auto at = stage_.load();
    if (at != stage::serving) return readiness_of(at, {});
    const auto records = stores_.records->stats();
    served_parts parts;
    parts.desks_stand =
        std::ranges::all_of(front_desks_, [](const auto& desk) { return desk.second->is_ready(); });
    parts.record_writable = records.writable;
    parts.disk_short = disk_.is_short(records.disk_free_bytes);
    return readiness_of(at, parts);
}

void gateway_app::look_at_readiness() {
    const auto news = readiness_seen_.on_look(readiness_now());
    if (news.text.empty()) return;
    news.is_trouble ? spdlog::error("{}", news.text) : spdlog::info("{}", news.text);
}

void gateway_app::collect_metrics(std::function<void(std::string)> done) {
    asio::post(loop_, [this, done = std::move(done)] {
        metrics_input input;
        for (std::size_t i = 0; i < transport_->shards(); ++i) {
            input.shards.push_back(&transport_->shard_at(i).metrics());
        }
        input.records = stores_.records->stats();
        if (certificate_) {
            input.certificate_failures = certificate_->failures();
            input.certificate_ends_at_s = certificate_->ends_at_s();
        }
        input.ready = readiness_now() == readiness::ready;
        if (has_redis()) input.live = live_->health();
        for (const auto& at : places_) {
            input.answers_refused += at->api->answers_refused();
            input.unanswered_refused += at->chat->unanswered_refused();
            input.writers_refused += at->chat->writers_refused();
        }
        input.visitors_refused = customers_.visitors_refused();
        input.sign_ins_late = access_->waited_too_long();
        input.pages_refused = pages_.refused();
        input.customer_writes_refused = customer_bytes_.refused();
        input.readings_refused = readings_.refused();
        input.requests_refused = requests_.refused();
        input.visitors_forgotten = sweeper_.gone();
        input.catalog_failures = reload_.failures();
        input.catalog_behind = reload_.is_behind();
        input.desk_refused = desks_.refused();
        input.desk_wait_us_max = desks_.wait_us_max();
        for (const auto& [organisation, desk] : front_desks_)
            desk->add_to(input.desk, input.tallies);
        done(metrics_text(input));
    });
}

} // namespace kefu::gateway::app
