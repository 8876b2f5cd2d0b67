#include "gateway/chat/customer_writes.hpp"

#include <cassert>
#include <utility>

#include "gateway/chat/limits.hpp"
#include "gateway/service/sensitive_numbers.hpp"

namespace kefu::gateway::chat {

namespace {

namespace body = protocol::body;
using storage::conversation_state;

// A key customer's head start in the line, in minutes (SOP 8.2.1).
constexpr int vip_points = 5;

constexpr auto talking = storage::states(
    {conversation_state::queued,
     conversation_state::offered,
     conversation_state::active,
     conversation_state::parked}
);
constexpr auto over = storage::states({conversation_state::wrap_up, conversation_state::closed});

storage::conversation_row new_row(const start_input& from) {
    const auto* topic = from.manual.find_topic(from.what.topic);
    assert(topic != nullptr);
    storage::conversation_row row;
    row.id = from.conversation;
    row.organisation = from.me.organisation;
    row.storefront = from.me.storefront;
    row.customer = from.me.id;
    row.topic = from.what.topic;
    row.need_type = from.what.need_type.value_or("");
    row.locale = from.me.locale;
    row.opened_at = row.queued_at = row.waiting_from = row.state_since = from.at;
    if (from.opened_before && from.opened_before->ms >= from.at.ms)
        row.opened_at.ms = from.opened_before->ms + 1;
    row.waiting_since = from.at;
    row.points = from.me.vip ? vip_points : 0;
    const auto need = need_of(*topic, from.me.organisation, from.names);
    row.skill = need.skill;
    row.min_level = static_cast<int>(need.level);
    return row;
}

storage::log_write by_customer(
    const customer_identity& me, routing::conversation_id conversation, routing::wall_time at
) {
    storage::log_write write;
    write.organisation = me.organisation;
    write.conversation = conversation;
    write.only_customer = me.id;
    write.change = storage::conversation_change{};
    write.change->at = at;
    return write;
}

} // namespace

storage::author author_of(const customer_identity& who) {
    return {storage::author_role::customer, who.id.bits};
}

storage::customer_row row_of(const customer_identity& who) {
    storage::customer_row row;
    row.id = who.id;
    row.organisation = who.organisation;
    row.storefront = who.storefront;
    row.identified = who.identified;
    row.vip = who.vip;
    row.name = who.name;
    row.locale = who.locale;
    return row;
}

storage::event_draft draft_of(
    routing::event_id id,
    const storage::author& by,
    routing::wall_time at,
    const protocol::body::any& what,
    std::optional<protocol::client_key> key
) {
    storage::event_draft draft;
    draft.id = id;
    draft.kind = protocol::kind_of(what);
    draft.by = by;
    draft.at = at;
    draft.body = protocol::encode_body(what);
    draft.client_key = key;
    return draft;
}

routing::requirement need_of(
    const service::topic& topic, routing::organisation_id organisation, const catalog& names
) {
    const auto* skill = names.skill_for_topic(organisation, topic.skill_topic);
    if (skill == nullptr) return routing::any_agent();
    return {skill->id, static_cast<unsigned>(topic.level_min)};
}

storage::log_write start_write(start_input from) {
    auto row = new_row(from);
    std::optional<std::string> order;
    if (from.what.order) {
        order = service::mask_numbers(*from.what.order, from.manual.order_pattern).text;
    }
    row.order_number = order.value_or("");
    storage::log_write write;
    write.organisation = row.organisation;
    write.conversation = row.id;
    const body::opened opened{
        row.topic, from.what.need_type, order, std::move(from.words), row.locale};
    write.events.push_back(draft_of(from.opened, author_of(from.me), from.at, opened, from.what.key)
    );
    const body::queued queued{row.skill, row.min_level};
    write.events.push_back(draft_of(from.queued, {}, from.at, queued, std::nullopt));
    write.create = std::move(row);
    return write;
}

storage::log_write message_write(
    const customer_identity& me,
    const protocol::message_send& what,
    std::string text,
    routing::event_id id,
    routing::wall_time at
) {
    auto write = by_customer(me, what.conversation, at);
    write.allowed_states = talking;
    write.unanswered =
        storage::unanswered_bound{limits::unanswered_events_max, limits::unanswered_bytes_max};
    write.change->waiting_since = std::optional{at};
    write.change->waiting_since_only_if_empty = true;
    const body::message said{std::move(text), false};
    write.events.push_back(draft_of(id, author_of(me), at, said, what.key));
    return write;
}

storage::log_write rating_write(
    const customer_identity& me,
    const protocol::survey_rate& what,
    std::optional<std::string> comment,
    routing::event_id id,
    routing::wall_time at
) {
    auto write = by_customer(me, what.conversation, at);
    write.allowed_states = over;
    // After the end the customer sees nothing but their ratings: those in a row are all there are.
    write.longest_run =
        storage::run_bound{storage::event_kind::rated, limits::ratings_per_conversation_max};
    write.change->rated = true;
    write.rating = storage::rating_draft{what.score, comment.value_or("")};
    const body::rated rated{what.score, what.solved, what.tags, std::move(comment)};
    write.events.push_back(draft_of(id, author_of(me), at, rated, what.key));
    return write;
}

} // namespace kefu::gateway::chat
