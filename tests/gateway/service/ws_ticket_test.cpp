#include <gtest/gtest.h>

#include "gateway/service/ws_ticket.hpp"

namespace kefu::gateway::service::test {
namespace {

constexpr routing::wall_time now{1'732'435'200'000};

ticket_key key_of(std::uint8_t filling) {
    ticket_key key;
    key.fill(filling);
    return key;
}

ws_ticket ticket() {
    ws_ticket made;
    made.staff = routing::staff_id::parse("0192a000-0000-7000-8000-00000000a001").value();
    made.session.fill(7);
    made.expires_at = {now.ms + 30'000};
    made.nonce.fill(9);
    return made;
}

ticket_refusal refusal(std::string_view text, routing::wall_time at = now) {
    return verify_ticket(text, key_of(1), at).refusal;
}

} // namespace

TEST(WsTicket, ComesBackAsItWasMade) {
    const auto text = make_ticket(ticket(), key_of(1));
    EXPECT_EQ(text.size(), 140U);
    const auto outcome = verify_ticket(text, key_of(1), now);
    ASSERT_EQ(outcome.refusal, ticket_refusal::none);
    EXPECT_EQ(outcome.ticket.staff, ticket().staff);
    EXPECT_EQ(outcome.ticket.session, ticket().session);
    EXPECT_EQ(outcome.ticket.expires_at, ticket().expires_at);
    EXPECT_EQ(outcome.ticket.nonce, ticket().nonce);
}

TEST(WsTicket, ExpiresToTheMillisecond) {
    const auto text = make_ticket(ticket(), key_of(1));
    EXPECT_EQ(refusal(text, {now.ms + 29'999}), ticket_refusal::none);
    EXPECT_EQ(refusal(text, {now.ms + 30'000}), ticket_refusal::expired);
}

TEST(WsTicket, MayNotLiveLongerThanTheLimit) {
    auto long_lived = ticket();
    long_lived.expires_at = {now.ms + 30'001};
    EXPECT_EQ(refusal(make_ticket(long_lived, key_of(1))), ticket_refusal::malformed);
}

TEST(WsTicket, OfAnotherKeyIsRefused) {
    EXPECT_EQ(refusal(make_ticket(ticket(), key_of(2))), ticket_refusal::bad_signature);
}

TEST(WsTicket, WithAnyCharacterChangedIsRefused) {
    const auto text = make_ticket(ticket(), key_of(1));
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_NE(refusal(changed), ticket_refusal::none) << at;
    }
}

TEST(WsTicket, OfAnotherLengthOrAlphabetIsMalformed) {
    const auto text = make_ticket(ticket(), key_of(1));
    for (std::size_t length = 0; length < text.size(); ++length) {
        EXPECT_EQ(refusal(text.substr(0, length)), ticket_refusal::malformed);
    }
    EXPECT_EQ(refusal(text + "A"), ticket_refusal::malformed);
    EXPECT_EQ(refusal(text.substr(1) + "="), ticket_refusal::malformed);
    EXPECT_EQ(refusal(text.substr(1) + "+"), ticket_refusal::malformed);
}

} // namespace kefu::gateway::service::test
