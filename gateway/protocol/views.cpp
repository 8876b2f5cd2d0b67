#include "gateway/protocol/views.hpp"

#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/utf8.hpp"

namespace kefu::gateway::protocol {
namespace {

using storage::conversation_state;

constexpr std::size_t preview_code_points_max = 80;

storage::receipt_row receipt_by(
    const std::vector<storage::receipt_row>& receipts, storage::party by
) {
    for (const auto& row : receipts) {
        if (row.by == by) return row;
    }
    return {};
}

} // namespace

customer_state customer_state_of(conversation_state state) {
    switch (state) {
    case conversation_state::queued:
    case conversation_state::offered:
        return customer_state::waiting;
    case conversation_state::active:
        return customer_state::active;
    case conversation_state::wrap_up:
    case conversation_state::closed:
        return customer_state::ended;
    case conversation_state::parked:
        return customer_state::parked;
    case conversation_state::abandoned:
        return customer_state::abandoned;
    }
    return customer_state::ended;
}

std::optional<routing::wall_time> waiting_from_of(const storage::conversation_row& row) {
    if (!storage::waits_for_agent(row.state)) return std::nullopt;
    return row.waiting_from;
}

bool is_shown_to_customer(const storage::conversation_row& row, routing::wall_time now) {
    return storage::is_open(row.state) || now.ms - row.state_since.ms < shown_after_end_ms;
}

own_conversation own_conversation_of(const own_conversation_input& from) {
    const auto& row = from.row;
    const auto by_staff = receipt_by(from.receipts, storage::party::staff);
    own_conversation shown;
    shown.id = row.id;
    shown.state = customer_state_of(row.state);
    shown.topic = row.topic;
    shown.top = row.public_top;
    shown.status = from.status;
    if (shown.state == customer_state::active) shown.agent_name = from.agent_name;
    if (shown.state == customer_state::waiting) shown.place = from.place;
    shown.waiting_from = waiting_from_of(row);
    shown.read = by_staff.read;
    shown.delivered = by_staff.delivered;
    shown.rated = row.rated;
    shown.opened = row.opened_at;
    return shown;
}

card card_of(const card_input& from) {
    const auto& row = from.row;
    const auto by_customer = receipt_by(from.receipts, storage::party::customer);
    card shown;
    shown.id = row.id;
    shown.state = row.state;
    shown.generation = row.generation;
    shown.customer = {
        from.customer.id,
        from.masked_name,
        from.customer.identified,
        from.customer.vip,
        row.locale.empty() ? from.customer.locale : row.locale};
    shown.topic = row.topic;
    shown.need_type = row.need_type;
    shown.order_number = row.order_number;
    shown.skill = row.skill;
    shown.assignee = row.assignee;
    shown.storefront = row.storefront;
    shown.top = row.seq_top;
    shown.opened = row.opened_at;
    shown.since = row.state_since;
    shown.waiting_since = row.waiting_since;
    shown.waiting_from = waiting_from_of(row);
    if (from.last_message != nullptr) shown.preview = preview_of(*from.last_message);
    shown.customer_read = by_customer.read;
    shown.customer_delivered = by_customer.delivered;
    shown.staff_read = receipt_by(from.receipts, storage::party::staff).read;
    return shown;
}

std::optional<card_preview> preview_of(const storage::event& said) {
    const auto decoded = decode_body(said.kind, said.body);
    if (!decoded) return std::nullopt;
    std::string_view text;
    if (const auto* message = std::get_if<body::message>(&*decoded)) text = message->text;
    if (const auto* first = std::get_if<body::opened>(&*decoded)) {
        if (first->text) text = *first->text;
    }
    if (text.empty()) return std::nullopt;
    return card_preview{preview_text(text), said.by.role, said.at};
}

std::string preview_text(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    const auto shown = first_code_points(line, preview_code_points_max);
    if (shown.size() == text.size()) return std::string(text);
    return without_open_direction(shown) + "…";
}

stream_status resume_status(
    const std::optional<resume_cursor>& cursor,
    routing::conversation_id conversation,
    std::uint64_t top
) {
    const auto holds = cursor && cursor->conversation == conversation && cursor->q <= top;
    return holds ? stream_status::ok : stream_status::reset;
}

} // namespace kefu::gateway::protocol
