#include "gateway/app/gateway_app.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/api/page_policy.hpp"
#include "gateway/app/bootstrap.hpp"
#include "gateway/app/catalog_reader.hpp"
#include "gateway/app/limits.hpp"
#include "gateway/app/limits_profile.hpp"
#include "gateway/net/static_loader.hpp"

namespace asio = boost::asio;

namespace kefu::gateway::app {

namespace {

// The widget's page has a policy of its own (api::get_widget_frame).
std::vector<net::http_field> fields_of(std::string_view path, const std::string& own_origin) {
    if (path == "/w/v1.js") return {{"Cross-Origin-Resource-Policy", "cross-origin"}};
    if (!path.ends_with(".html")) return {};
    return {
        {"Content-Security-Policy", api::page_policy(own_origin)},
        {"Cross-Origin-Opener-Policy", "same-origin"}};
}

unsigned threads_of(const config& from) {
    if (from.listen.threads > 0) return from.listen.threads;
    return std::max(1U, std::thread::hardware_concurrency());
}

net::transport_options transport_options_of(const config& from) {
    net::transport_options options;
    options.shards = threads_of(from);
    options.admission = admission_limits_of(from);
    return options;
}

service::ticket_key ticket_key_of(const storage::vault& keys) {
    const auto bytes = keys.purpose_key("ws-ticket");
    service::ticket_key key{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), key.size()), key.begin());
    return key;
}

stores opened_with(const config& from, const part_wraps& wraps) {
    auto opened = open_stores(from);
    if (wraps.records) opened.records = wraps.records(std::move(opened.records));
    return opened;
}

} // namespace

gateway_app::gateway_app(
    config settings, service::sop manual, const echo_options& echo, const part_wraps& wraps
)
    : config_(std::move(settings)), manual_(std::move(manual)), words_(manual_.forbidden),
      ops_(config_, clock_, ops_parts()), ids_(clock_), stores_(opened_with(config_, wraps)),
      loop_(1), loop_guard_(asio::make_work_guard(loop_)), desks_(loop_),
      requests_(request_limits_of(config_), file_limits_of(config_)),
      customers_(*stores_.records, clock_, ids_, visitor_limits_of(config_)),
      pages_(sync_limits_of(config_)), customer_bytes_(clock_, customer_byte_limits_of(config_)),
      reload_(
          {*stores_.records,
           loop_,
           [this] { return ids_.jitter(); },
           [this](const chat::catalog_ptr& fresh, bool late) { show_catalog(fresh, late); }}
      ),
      sweeper_({*stores_.records, loop_, clock_}) {
    bootstrap();
    names_ = load_catalog(*stores_.records);
    load_files();
    make_live(wraps);
    own_origins_ = {config_.site.url};
    access_ = std::make_unique<api::staff_access>(api::staff_access_parts{
        *stores_.records, *live_, loop_, clock_, ids_, ticket_key_of(*stores_.keys)});
    access_->use_catalog(names_);
    shared_ = std::make_unique<api::api_shared>(api::api_shared{
        *stores_.records,
        desks_,
        floor_,
        *access_,
        customers_,
        readings_,
        requests_,
        clock_,
        ids_,
        manual_,
        assets_,
        own_origins_,
        [this](std::function<void(bool)> done) { reload_catalog(std::move(done)); }});
    transport_ = std::make_unique<net::transport>(transport_options_of(config_), clock_);
    if (!config_.listen.tls.key_file.empty()) {
        const auto& tls = config_.listen.tls;
        certificate_.emplace(tls.certificate_file, tls.key_file);
        use_certificate(certificate_->load(clock_.wall()));
    }
    make_places(echo, wraps.streams);
    make_desks();
}

gateway_app::~gateway_app() { shut_down(); }

void gateway_app::bootstrap() {
    const auto file = config_.bootstrap_file.empty() ? config_.records.path + ".first-sign-in.txt"
                                                     : config_.bootstrap_file;
    switch (make_first_sign_in(*stores_.records, ids_, clock_, file)) {
    case first_sign_in::not_needed:
        break;
    case first_sign_in::made:
        spdlog::warn("first start: the admin's one-time sign-in, good for 24 h, is in {}", file);
        break;
    case first_sign_in::renewed:
        spdlog::warn("the admin's one-time sign-in ran out unused: a new one is in {}", file);
        break;
    case first_sign_in::admin_again:
        spdlog::warn(
            "no admin is active any more: a new one's one-time sign-in, good for 24 h, is in {}",
            file
        );
        break;
    }
}

void gateway_app::load_files() {
    const std::filesystem::path dist(config_.web.dist);
    const std::pair<const char*, const char*> apps[] = {
        {"console", "/console/"}, {"widget", "/w/"}, {"loader", "/w/"}};
    for (const auto& [folder, prefix] : apps) {
        const auto fields = [this](std::string_view path) {
            return fields_of(path, config_.site.url);
        };
        const auto loaded = net::load_assets(dist / folder, prefix, fields, assets_);
        if (!loaded) {
            throw std::runtime_error(
                (dist / folder).string() + ": " + loaded.error().message() + " (web not built?)"
            );
        }
    }
}

void gateway_app::make_places(const echo_options& echo, chat::stream_rule streams) {
    for (std::size_t i = 0; i < transport_->shards(); ++i) {
        auto& shard = transport_->shard_at(i);
        auto at = std::make_unique<place>();
        at->chat = std::make_unique<chat::chat_port>(
            chat::chat_parts{
                shard,
                *stores_.records,
                desks_,
                floor_,
                *access_,
                customers_,
                pages_,
                customer_bytes_,
                clock_,
                ids_,
                manual_,
                words_,
                own_origins_,
                session_limits_of(config_),
                streams},
            names_
        );
        at->api = std::make_unique<api::api_port>(shard, *shared_, names_);
        at->front.http = at->api.get();
        at->front.tls = certificate_.has_value();
        at->front.is_https = config_.site.url.starts_with("https://");
        at->front.routes.push_back({"/ws", at->chat.get(), {}, false, true});
        if (!echo.path.empty()) {
            at->echo = std::make_unique<net::echo_port>(shard);
            at->front.routes.push_back(net::echo_port::route(echo.path, *at->echo, echo.bytes_max));
        }
        for (const auto& proxy : config_.site.trusted_proxies) {
            const auto network = net::peer_network::parse(proxy);
            if (!network) throw std::runtime_error("public.trusted_proxies: " + proxy);
            at->front.trusted_proxies.push_back(*network);
        }
        floor_.add(shard, *at->chat);
        places_.push_back(std::move(at));
    }
}

void gateway_app::make_desks() {
    for (const auto& row : names_->organisations) {
        auto desk = std::make_unique<chat::front_desk>(
            chat::front_desk_parts{
                loop_,
                *stores_.records,
                *live_,
                floor_,
                clock_,
                ids_,
                manual_,
                config_.node,
                start_limits_of(config_),
                [this](routing::organisation_id organisation, chat::skill_levels levels) {
                    show_staffing(organisation, std::move(levels));
                }},
            row.id,
            names_
        );
        desks_.add(row.id, *desk);
        front_desks_.emplace(row.id, std::move(desk));
    }
}

void gateway_app::start() {
    std::vector<const net::site*> front;
    for (const auto& at : places_)
        front.push_back(&at->front);
    const auto bound = transport_->listen(config_.listen.address, config_.listen.port, front);
    if (!bound) {
        throw std::runtime_error(
            "listen " + config_.listen.address + ":" + std::to_string(config_.listen.port) + ": " +
            bound.error().message()
        );
    }
    loop_thread_ = std::thread([this] { loop_.run(); });
    sweeper_.start();
    stage_ = stage::reading;
    start_live();
    await_desks();
    // Whoever connects from here on finds desks that know the record.
    transport_->start();
    for (const auto& at : places_)
        at->chat->start();
    port_ = *bound;
    stage_ = stage::serving;
    spdlog::info(
        "kefu {} serves {} on {}:{}, ops on port {}",
        KEFU_VERSION,
        config_.site.url,
        config_.listen.address,
        port_,
        ops_.port()
    );
}

void gateway_app::await_desks() {
    auto all_ready = desks_stand_.get_future();
    asio::post(loop_, [this] {
        for (const auto& [organisation, desk] : front_desks_) {
            desk->start([this] {
                if (++desks_ready_ == front_desks_.size()) desks_stand_.set_value();
            });
        }
        if (front_desks_.empty()) desks_stand_.set_value();
    });
    while (all_ready.wait_for(std::chrono::milliseconds(200)) != std::future_status::ready) {
        sigset_t pending;
        sigpending(&pending);
        if (sigismember(&pending, SIGTERM) != 0 || sigismember(&pending, SIGINT) != 0 ||
            sigismember(&pending, SIGHUP) != 0) {
            throw std::runtime_error("asked to stop before the record could be read");
        }
    }
}

void gateway_app::on_desk_loop(std::function<void()> work) {
    std::promise<void> done;
    auto finished = done.get_future();
    asio::post(loop_, [&] {
        work();
        done.set_value();
    });
    finished.wait();
}

void gateway_app::use_certificate(const net::tls_context_ptr& fresh) {
    const auto warning = warning_about_names(*fresh, config_.site.url);
    if (!warning.empty()) spdlog::warn("{}", warning);
    transport_->use_tls(fresh);
}

void gateway_app::look_at_certificate(bool asked) {
    if (!certificate_) return;
    if (const auto fresh = certificate_->look_again(clock_.wall(), asked)) use_certificate(fresh);
}

void gateway_app::shut_down() {
    if (std::exchange(down_, true)) return;
    stage_ = stage::draining;
    if (port_ != 0) {
        spdlog::info("draining");
        transport_->stop_accepting();
        for (std::size_t i = 0; i < places_.size(); ++i) {
            transport_->shard_at(i).post([port = places_[i]->chat.get()] {
                port->announce_drain(limits::drain_spread_ms);
            });
        }
        net::drain_plan plan;
        plan.spread_ms = limits::drain_spread_ms;
        plan.deadline_ms = limits::drain_deadline_ms;
        const auto counts = transport_->drain(plan);
        spdlog::info("drained: {} closed, {} cut", counts.closed, counts.cut);
    }
    transport_->stop();
    access_->stop();
    if (loop_thread_.joinable()) {
        on_desk_loop([this] {
            reload_.stop();
            sweeper_.stop();
            for (const auto& [organisation, desk] : front_desks_)
                desk->stop();
        });
    }
    stores_.records->stop();
    if (loop_thread_.joinable()) {
        std::promise<void> live_stopped;
        auto stopped = live_stopped.get_future();
        asio::post(loop_, [&] { live_->stop([&] { live_stopped.set_value(); }); });
        stopped.wait();
        loop_guard_.reset();
        loop_.stop(); // nothing is left but timers that no longer matter
        loop_thread_.join();
    }
    ops_.stop();
    spdlog::info("stopped");
}

} // namespace kefu::gateway::app
