#include <utility>

#include "gateway/app/gateway_app.hpp"

// What changes seldom and everybody reads, on its way to them: the configuration, and who is on
// duty.
namespace kefu::gateway::app {

void gateway_app::reload_catalog(std::function<void(bool)> done) {
    reload_.ask([this, done = std::move(done)](bool read) {
        if (!read) return done(false);
        after_shards(0, done);
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

void gateway_app::show_catalog(const chat::catalog_ptr& fresh, bool late) {
    const auto before = std::exchange(names_, fresh);
    access_->use_catalog(fresh);
    floor_.use_catalog(fresh);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        transport_->shard_at(i).post([port = places_[i]->api.get(), fresh] {
            port->use_catalog(fresh);
        });
    }
    for (const auto& [organisation, desk] : front_desks_)
        desk->use_catalog(fresh);
    if (!late) return;
    for (const auto& staff : with_other_rights(*before, *fresh))
        floor_.revoke(staff);
}

void gateway_app::show_staffing(routing::organisation_id organisation, chat::skill_levels levels) {
    staffed_ =
        std::make_shared<const chat::staffing>(staffed_->with(organisation, std::move(levels)));
    for (std::size_t i = 0; i < places_.size(); ++i) {
        transport_->shard_at(i).post([port = places_[i]->api.get(), fresh = staffed_] {
            port->use_staffing(fresh);
        });
    }
}

} // namespace kefu::gateway::app
