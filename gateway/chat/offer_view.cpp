#include "gateway/chat/offer_view.hpp"

#include <algorithm>

#include "gateway/chat/desk_writes.hpp"
#include "gateway/protocol/bodies.hpp"

namespace kefu::gateway::chat {

namespace {

std::optional<protocol::offer_handover> handover_of(const open_entry& entry, const catalog& names) {
    const auto* transfer = handover_of_this_wait(entry);
    if (transfer == nullptr) return std::nullopt;
    const auto body = protocol::decode_body(transfer->kind, transfer->body);
    const auto* what = body ? std::get_if<protocol::body::transferred>(&*body) : nullptr;
    if (what == nullptr) return std::nullopt;
    return protocol::offer_handover{std::string(names.name_of(what->from)), what->note};
}

} // namespace

protocol::offer offer_view_of(const offer_view_input& from) {
    protocol::offer shown;
    shown.id = from.live.id;
    shown.conversation = from.live.conversation;
    shown.expires_in_ms = std::max<std::int64_t>(0, from.live.deadline - from.now);
    shown.card = card_of(from.entry);
    shown.card.preview.reset();
    if (from.entry.customer_said) shown.card.preview = from.entry.customer_said->words;
    shown.waited_ms = std::max<std::int64_t>(0, from.at.ms - from.entry.row.waiting_from.ms);
    shown.why = offer_reason_of(from.live.reasons, from.live.staff, from.names);
    shown.handover = handover_of(from.entry, from.names);
    return shown;
}

} // namespace kefu::gateway::chat
