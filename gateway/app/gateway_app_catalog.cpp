#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/app/catalog_reader.hpp"
#include "gateway/app/gateway_app.hpp"

namespace asio = boost::asio;

// A changed configuration on its way to everybody.
namespace kefu::gateway::app {

// Reads may finish in another order than they began: an older one never replaces a newer.
void gateway_app::reload_catalog(std::function<void(bool)> done) {
    const auto number = ++reloads_asked_;
    read_catalog(*stores_.records, [this, number, done = std::move(done)](chat::catalog_ptr fresh) {
        asio::post(loop_, [this, number, fresh, done] {
            if (fresh == nullptr) {
                spdlog::error("configuration not read again: the record does not answer");
                return done(false);
            }
            if (number > reload_shown_) {
                reload_shown_ = number;
                show_catalog(fresh);
            }
            after_shards(0, done);
        });
    });
}

// Says done when every shard has worked off what was posted to it before: the next request may come
// to any of them.
void gateway_app::after_shards(std::size_t index, const std::function<void(bool)>& done) {
    if (index == places_.size()) return done(true);
    const bool runs =
        transport_->shard_at(index).post([this, index, done] { after_shards(index + 1, done); });
    if (!runs) done(true); // shutting down
}

void gateway_app::show_catalog(const chat::catalog_ptr& fresh) {
    names_ = fresh;
    access_->use_catalog(fresh);
    floor_.use_catalog(fresh);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        transport_->shard_at(i).post([port = places_[i]->api.get(), fresh] {
            port->use_catalog(fresh);
        });
    }
    for (const auto& [organisation, desk] : front_desks_)
        desk->use_catalog(fresh);
}

} // namespace kefu::gateway::app
