#pragma once

#include <atomic>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "gateway/api/api_port.hpp"
#include "gateway/api/staff_access.hpp"
#include "gateway/app/catalog_reload.hpp"
#include "gateway/app/certificate_files.hpp"
#include "gateway/app/config.hpp"
#include "gateway/app/disk_watch.hpp"
#include "gateway/app/live_loss.hpp"
#include "gateway/app/live_news.hpp"
#include "gateway/app/metrics_text.hpp"
#include "gateway/app/ops_listener.hpp"
#include "gateway/app/part_wraps.hpp"
#include "gateway/app/readiness.hpp"
#include "gateway/app/stores.hpp"
#include "gateway/app/system_ids.hpp"
#include "gateway/app/visitor_sweeper.hpp"
#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/floor.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/net/echo_port.hpp"
#include "gateway/net/transport.hpp"

namespace kefu::gateway::app {

struct echo_options {
    std::string path; // "" = none
    std::size_t bytes_max = 0;
};

// The whole gateway of one node: owns every part, in the order in which they depend on each other.
// Threads: one per shard, one for desk and live store, those of the record store, one for
// passwords, one for health. Construct (throws on anything wrong), run until asked to stop,
// destroy.
class gateway_app {
public:
    gateway_app(
        config settings, service::sop manual, const echo_options& echo, const part_wraps& wraps = {}
    );
    ~gateway_app();

    void start(); // returns once it serves
    // Once a minute, and when asked to; the thread that made it.
    void look_at_certificate(bool asked);
    void look_at_readiness(); // often, the same thread: troubles go into the log
    void shut_down();         // drains clients, then ends every part in turn; waits
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    // What one shard serves.
    struct place {
        std::unique_ptr<chat::chat_port> chat;
        std::unique_ptr<api::api_port> api;
        std::unique_ptr<net::echo_port> echo;
        net::site front;
    };

    void load_files();
    void use_certificate(const net::tls_context_ptr& fresh);
    void make_live(const part_wraps& wraps);
    [[nodiscard]] std::unique_ptr<storage::live::live_store> made_live();
    void make_places(const echo_options& echo, chat::stream_rule streams);
    void make_desks();
    void start_live(); // returns when Redis answers, or after limits::live_wait_ms
    void await_desks();
    void carry_out(loss_step step);
    void reload_catalog(std::function<void(bool)> done);
    void show_catalog(const chat::catalog_ptr& fresh, bool late);
    void show_staffing(routing::organisation_id organisation, chat::skill_levels levels);
    void after_shards(std::size_t index, const std::function<void(bool)>& done);
    void bootstrap();
    [[nodiscard]] ops_port::parts ops_parts();
    [[nodiscard]] readiness readiness_now(); // any thread
    [[nodiscard]] bool has_redis() const;
    void collect_metrics(std::function<void(std::string)> done);
    void on_desk_loop(std::function<void()> work); // and waits

    config config_;
    service::sop manual_;
    service::forbidden_words words_;
    net::system_clock clock_;
    std::atomic<stage> stage_{stage::starting};
    ops_listener ops_; // tells of everything below, as soon as the stage says that it is there
    system_ids ids_;
    api::whole_readings readings_; // before the store, whose last replies hold places of it
    stores stores_;
    chat::catalog_ptr names_; // the newest; on the main thread until start, then on the desk's
    chat::staffing_ptr staffed_ = std::make_shared<const chat::staffing>(); // on the desk's thread
    net::static_assets assets_;
    std::optional<certificate_files> certificate_; // with listen.tls

    boost::asio::io_context loop_; // desk and live store
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> loop_guard_;
    std::unique_ptr<storage::live::live_store> live_;
    chat::desk_door desks_;
    api::request_rates requests_;
    chat::floor floor_;
    std::unique_ptr<api::staff_access> access_;
    chat::customer_gate customers_;
    chat::network_rates pages_;
    chat::network_bytes customer_bytes_;
    std::map<routing::organisation_id, std::unique_ptr<chat::front_desk>> front_desks_;
    catalog_reload reload_;
    visitor_sweeper sweeper_;

    std::vector<std::string> own_origins_;
    std::unique_ptr<api::api_shared> shared_;
    std::unique_ptr<net::transport> transport_;
    std::vector<std::unique_ptr<place>> places_;
    std::thread loop_thread_;
    std::promise<void> live_first_up_;
    bool live_was_up_ = false;         // on the desks' thread
    live_news live_news_{has_redis()}; // on the desks' thread
    std::promise<void> desks_stand_;
    std::atomic<std::size_t> desks_ready_{0};
    readiness_watch readiness_seen_; // on the thread that made it
    disk_watch disk_;
    std::uint16_t port_ = 0;
    bool down_ = false;
};

} // namespace kefu::gateway::app
