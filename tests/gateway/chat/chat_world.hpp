#pragma once

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/service/sop.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A small shop for the tests of gateway/chat: who there is, a clock and ids by hand, and a floor
// that writes down what was said.
namespace kefu::tests {

template <class Id>
Id make_id(std::uint8_t n) {
    Id id;
    id.bits.bytes[0] = 0xAA;
    id.bits.bytes[15] = n;
    return id;
}

inline const auto our_shop = make_id<routing::organisation_id>(1);
inline const auto other_shop = make_id<routing::organisation_id>(2);
inline const auto lamp_store = make_id<routing::storefront_id>(11);
inline const auto ann = make_id<routing::staff_id>(21);
inline const auto ben = make_id<routing::staff_id>(22);
inline const auto sue = make_id<routing::staff_id>(23); // supervisor
inline const auto eve = make_id<routing::staff_id>(24); // of the other shop
inline const auto returns = make_id<routing::skill_id>(31);
inline const auto presale = make_id<routing::skill_id>(32);
inline const auto wang = make_id<routing::customer_id>(41);
inline const auto chen = make_id<routing::customer_id>(42);
inline const auto chat_1 = make_id<routing::conversation_id>(51);
inline const auto chat_2 = make_id<routing::conversation_id>(52);
inline const auto chat_3 = make_id<routing::conversation_id>(53);

inline constexpr routing::wall_time opening_time{1'790'000'000'000};

[[nodiscard]] gateway::chat::catalog shop_catalog();
[[nodiscard]] const gateway::service::sop& shipped_manual();
[[nodiscard]] storage::customer_row customer_named(routing::customer_id id, std::string name);
// Waits for returns, since the opening time.
[[nodiscard]] storage::conversation_row waiting_row(
    routing::conversation_id id, routing::customer_id customer
);
[[nodiscard]] routing::id_bits key(std::uint8_t n);

// Both clocks stand still until they are moved. Any thread.
class hand_clock final : public gateway::net::transport_clock {
public:
    [[nodiscard]] routing::instant now() const override { return {50'000 + passed_ms_}; }
    [[nodiscard]] routing::wall_time wall() const override {
        return {opening_time.ms + passed_ms_ + wall_jump_ms_};
    }
    void pass(std::int64_t ms) { passed_ms_ += ms; }
    void jump_wall(std::int64_t ms) { wall_jump_ms_ += ms; } // the monotonic clock does not move

private:
    std::atomic<std::int64_t> passed_ms_{0};
    std::atomic<std::int64_t> wall_jump_ms_{0};
};

// 1, 2, 3 …; secrets are other numbers. Any thread.
class counted_ids final : public gateway::chat::ids_source {
public:
    [[nodiscard]] routing::id_bits next() override { return numbered(0x01); }
    [[nodiscard]] routing::id_bits secret() override { return numbered(0x5E); }

private:
    routing::id_bits numbered(std::uint8_t sort);
    std::atomic<std::uint32_t> made_{0};
};

// The envelope inside a complete WebSocket frame.
[[nodiscard]] std::string envelope_in(const gateway::net::payload& frame);

struct said {
    enum class sort : std::uint8_t {
        published,
        to_staff,
        to_customer,
        to_followers,
        followed,
        unfollowed,
        wall,
        catalog,
        revoked,
        signed_out
    };
    sort what = sort::published;
    routing::staff_id staff;
    routing::conversation_id conversation;
    std::string text; // envelope
    std::vector<gateway::chat::published_event> events;
    std::uint64_t after = 0;               // of a follow
    routing::organisation_id organisation; // of a wall
};

class recording_floor final : public gateway::chat::floor_port {
public:
    void publish(gateway::chat::publication news) override;
    void to_staff(
        routing::staff_id staff, gateway::net::payload frame, gateway::net::entry_kind kind
    ) override;
    void to_customer(
        routing::conversation_id conversation,
        gateway::net::payload frame,
        gateway::net::entry_kind kind
    ) override;
    void to_followers(
        routing::conversation_id conversation,
        gateway::net::payload frame,
        gateway::net::entry_kind kind
    ) override;
    // As what goes to the customer or to followers; nothing is taken while it is `crowded`.
    bool try_side(
        routing::conversation_id conversation,
        gateway::chat::audience side,
        gateway::net::payload frame
    ) override;
    void follow(routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after)
        override;
    void unfollow(
        routing::staff_id staff, routing::conversation_id conversation, gateway::net::payload frame
    ) override;
    void customer_opened(storage::conversation_row row) override;
    void to_wall(routing::organisation_id organisation, gateway::net::payload frame) override;
    void use_catalog(gateway::chat::catalog_ptr fresh) override;
    void revoke(routing::staff_id staff) override;
    void signed_out(gateway::chat::staff_sign_in which) override;
    void token_ended(routing::organisation_id, std::string) override {}

    // Envelopes of that type ("offer", "me", "card.gone" …), in order.
    [[nodiscard]] std::vector<std::string> to_staff_of(
        routing::staff_id staff, std::string_view type
    ) const;
    [[nodiscard]] std::vector<std::string> to_customer_of(
        routing::conversation_id conversation, std::string_view type
    ) const;
    [[nodiscard]] std::vector<std::string> walls() const;
    [[nodiscard]] bool follows(routing::staff_id staff, routing::conversation_id conversation)
        const;
    [[nodiscard]] std::size_t events_published(routing::conversation_id conversation) const;
    void forget() { log.clear(); }

    std::vector<said> log;
    bool crowded = false;
};

} // namespace kefu::tests
