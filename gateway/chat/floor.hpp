#pragma once

#include <vector>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/net/shard.hpp"

namespace kefu::gateway::chat {

// floor_port over all shards: each call is posted once to every shard, which finds its own
// receivers. What is ephemeral a shard with too much to do is not handed (net/shard.hpp). Complete
// (add) before the shards run, then only read.
class floor final : public floor_port {
public:
    void add(net::shard& shard, chat_port& port) { places_.push_back({&shard, &port}); }

    void publish(publication news) override;
    void to_staff(routing::staff_id staff, net::payload frame, net::entry_kind kind) override;
    void to_customer(
        routing::conversation_id conversation, net::payload frame, net::entry_kind kind
    ) override;
    void to_followers(
        routing::conversation_id conversation, net::payload frame, net::entry_kind kind
    ) override;
    bool try_side(routing::conversation_id conversation, audience side, net::payload frame)
        override;
    void follow(routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after)
        override;
    void unfollow(
        routing::staff_id staff, routing::conversation_id conversation, net::payload frame
    ) override;
    void customer_opened(storage::conversation_row row) override;
    void to_wall(routing::organisation_id organisation, net::payload frame) override;
    void use_catalog(catalog_ptr fresh) override;
    void revoke(routing::staff_id staff) override;
    void signed_out(staff_sign_in which) override;
    void token_ended(routing::organisation_id organisation, std::string hash) override;

private:
    struct place {
        net::shard* shard;
        chat_port* port;
    };

    template <class Work>
    void everywhere(Work work) {
        for (const auto& at : places_) {
            at.shard->post([port = at.port, work] { work(*port); });
        }
    }

    template <class Work>
    void everywhere(net::entry_kind kind, Work work) {
        if (kind != net::entry_kind::ephemeral) return everywhere(std::move(work));
        for (const auto& at : places_) {
            at.shard->post_hint([port = at.port, work] { work(*port); });
        }
    }

    std::vector<place> places_;
};

} // namespace kefu::gateway::chat
