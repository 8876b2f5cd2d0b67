#include "gateway/chat/floor.hpp"

#include <memory>
#include <utility>

namespace kefu::gateway::chat {

void floor::publish(publication news) {
    const auto shared = std::make_shared<const publication>(std::move(news));
    everywhere([shared](chat_port& port) { port.publish(*shared); });
}

void floor::to_staff(routing::staff_id staff, net::payload frame, net::entry_kind kind) {
    everywhere(kind, [=](chat_port& port) { port.to_staff(staff, frame, kind); });
}

void floor::to_customer(
    routing::conversation_id conversation, net::payload frame, net::entry_kind kind
) {
    everywhere(kind, [=](chat_port& port) {
        port.to_side(conversation, audience::customer, frame, kind);
    });
}

void floor::to_followers(
    routing::conversation_id conversation, net::payload frame, net::entry_kind kind
) {
    everywhere(kind, [=](chat_port& port) {
        port.to_side(conversation, audience::staff, frame, kind);
    });
}

bool floor::try_side(routing::conversation_id conversation, audience side, net::payload frame) {
    bool all = true;
    for (const auto& at : places_) {
        all = at.shard->post_hint([port = at.port, conversation, side, frame] {
            port->to_side(conversation, side, frame, net::entry_kind::control);
        }) && all;
    }
    return all;
}

void floor::follow(
    routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after
) {
    everywhere([=](chat_port& port) { port.follow(staff, conversation, after); });
}

void floor::unfollow(
    routing::staff_id staff, routing::conversation_id conversation, net::payload frame
) {
    everywhere([=](chat_port& port) { port.unfollow(staff, conversation, frame); });
}

void floor::customer_opened(storage::conversation_row row) {
    everywhere([row = std::move(row)](chat_port& port) { port.customer_opened(row); });
}

void floor::to_wall(routing::organisation_id organisation, net::payload frame) {
    everywhere([=](chat_port& port) { port.to_wall(organisation, frame); });
}

void floor::use_catalog(catalog_ptr fresh) {
    everywhere([=](chat_port& port) { port.use_catalog(fresh); });
}

void floor::revoke(routing::staff_id staff) {
    everywhere([=](chat_port& port) { port.revoke(staff); });
}

void floor::signed_out(staff_sign_in which) {
    everywhere([which = std::move(which)](chat_port& port) { port.signed_out(which); });
}

void floor::token_ended(routing::organisation_id organisation, std::string hash) {
    everywhere([organisation, hash = std::move(hash)](chat_port& port) {
        port.token_ended(organisation, hash);
    });
}

} // namespace kefu::gateway::chat
