#include "gateway/chat/visitor_token.hpp"

#include "gateway/chat/limits.hpp"

namespace kefu::gateway::chat {

token_standing standing_of(const storage::known_visitor& who, routing::wall_time now) {
    const bool vouched_for = who.token.identity_generation > 0;
    if (vouched_for && who.token.identity_generation != who.storefront_generation) {
        return token_standing::revoked;
    }
    const auto idle_ms_max =
        vouched_for ? limits::identified_token_idle_ms_max : limits::visitor_token_idle_ms_max;
    const bool unused = now.ms - who.token.used_at.ms > idle_ms_max;
    return unused ? token_standing::unused : token_standing::stands;
}

token_upkeep upkeep_of(const std::optional<storage::known_visitor>& who, routing::wall_time now) {
    if (!who || standing_of(*who, now) != token_standing::stands) return token_upkeep::end;
    return is_touch_due(who->token, now) ? token_upkeep::touch : token_upkeep::none;
}

bool is_touch_due(const storage::visitor_token_row& token, routing::wall_time now) {
    return now.ms - token.used_at.ms >= limits::token_touch_ms;
}

} // namespace kefu::gateway::chat
