#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/visitor_token.hpp"

// Tokens that end while sockets stand that came by them.
namespace kefu::gateway::chat {

// From the moment it is shown: one that ends while the gate looks at it is heard of.
void chat_port::hold_token(session& who, browser_token token) {
    release_token(who);
    who.token = std::move(token);
    by_token_.add(who);
}

std::optional<browser_token> chat_port::release_token(session& who) {
    if (who.token) by_token_.remove(who);
    return std::exchange(who.token, {});
}

// The one that was shown has ended, or never was.
void chat_port::take_new_token(session& who, browser_token token) {
    const auto shown = release_token(who);
    who.token_ended = false;
    hold_token(who, std::move(token));
    if (shown) parts_.floor.token_ended(shown->organisation, shown->hash);
}

// Whoever only shows it is looked at by the gate, perhaps before it ended: `identified` knows.
void chat_port::token_ended(routing::organisation_id organisation, const std::string& hash) {
    for (auto* who : by_token_.of(hash)) {
        if (who->token->organisation != organisation) continue;
        who->token_ended = true;
        if (who->customer) close(*who, protocol::close_code::revoked);
    }
}

// A bye. The client may be gone before the record has answered; its token ends all the same.
void chat_port::end_token(session& who) {
    const auto token = release_token(who);
    if (!token) return close(who, protocol::close_code::normal);
    parts_.records.drop_visitor_token(
        token->organisation,
        token->hash,
        [this, ref = who.ref, token = *token](const storage::result<void>& dropped) {
            if (!dropped) spdlog::warn("visitor token: {}", dropped.error().message());
            const auto code =
                dropped ? protocol::close_code::normal : protocol::close_code::store_lost;
            back_to(ref, [this, code](session& leaving) { close(leaving, code); });
            if (dropped) parts_.floor.token_ended(token.organisation, token.hash);
        }
    );
}

bool chat_port::is_token_due(const session& who) const {
    if (!who.welcomed || !who.customer || !who.token) return false;
    return parts_.clock.wall().ms - who.customer->token_seen.ms >= limits::token_look_ms;
}

// A socket may stand for longer than its token: nobody says when one is unused for too long or is
// one too many of its customer.
void chat_port::look_at_token(session& who) {
    who.customer->token_seen = parts_.clock.wall();
    parts_.records.visitor(
        who.token->organisation,
        who.token->hash,
        [this, ref = who.ref](storage::result<std::optional<storage::known_visitor>> found) {
            if (!found) return; // the record does not answer: looked at again in an hour
            back_to(ref, [this, found = std::move(*found)](session& s) {
                if (s.token) keep_token(s, upkeep_of(found, parts_.clock.wall()));
            });
        }
    );
}

void chat_port::keep_token(session& who, token_upkeep what) {
    if (what == token_upkeep::end) return close(who, protocol::close_code::revoked);
    if (what == token_upkeep::none) return;
    parts_.records.touch_visitor_token(
        who.token->organisation,
        who.token->hash,
        parts_.clock.wall(),
        [](const storage::result<void>& noted) {
            if (!noted) spdlog::warn("visitor token: {}", noted.error().message());
        }
    );
}

} // namespace kefu::gateway::chat
