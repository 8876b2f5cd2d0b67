#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/text_rules.hpp"

// What customers may do with their one conversation.
namespace kefu::gateway::chat {

namespace {

namespace body = protocol::body;
using storage::conversation_state;

constexpr auto talking = storage::states(
    {conversation_state::queued,
     conversation_state::offered,
     conversation_state::active,
     conversation_state::parked}
);
constexpr auto over = storage::states({conversation_state::wrap_up, conversation_state::closed});
// A key customer's head start in the line, in minutes (SOP 8.2.1).
constexpr int vip_points = 5;

storage::event_draft draft_of(
    routing::event_id id,
    const storage::author& by,
    routing::wall_time at,
    const body::any& what,
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

storage::author author_of(const customer_identity& who) {
    return {storage::author_role::customer, who.customer.id.bits};
}

} // namespace

void chat_port::on_customer(session& who, const protocol::message_send& what) {
    const auto text = accept_text(who, what.r, what.text, false);
    if (!text) return;
    const auto* own = who.find_stream(what.conversation);
    if (own == nullptr) return answer_err(who, what.r, protocol::error::forbidden);
    const auto at = parts_.clock.wall();
    storage::log_write write;
    write.organisation = who.customer->organisation;
    write.conversation = what.conversation;
    write.only_customer = who.customer->customer.id;
    write.allowed_states = talking;
    write.change = storage::conversation_change{};
    write.change->waiting_since = std::optional{at};
    write.change->waiting_since_only_if_empty = true;
    write.change->at = at;
    write.events.push_back(draft_of(
        next_id<routing::event_id>(parts_.ids),
        author_of(*who.customer),
        at,
        body::message{*text, false},
        what.key
    ));
    commit_message(who, what.r, std::move(write));
}

void chat_port::on_customer(session& who, const protocol::conversation_start& what) {
    const auto* topic = parts_.manual.find_topic(what.topic);
    if (topic == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "topic");
    }
    if (what.need_type && parts_.manual.find_need_type(*what.need_type) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "need_type");
    }
    std::optional<std::string> words;
    if (what.text && !what.text->empty()) {
        words = accept_text(who, what.r, *what.text, false);
        if (!words) return;
    }
    const auto& me = *who.customer;
    const auto at = parts_.clock.wall();
    storage::conversation_row row;
    row.id = next_id<routing::conversation_id>(parts_.ids);
    row.organisation = me.organisation;
    row.storefront = me.storefront;
    row.customer = me.customer.id;
    row.topic = what.topic;
    row.need_type = what.need_type.value_or("");
    std::optional<std::string> order;
    if (what.order) order = service::mask_numbers(*what.order, parts_.manual.order_pattern).text;
    row.order_number = order.value_or("");
    row.locale = me.locale;
    row.opened_at = row.queued_at = row.state_since = at;
    row.waiting_since = at;
    row.points = me.customer.vip ? vip_points : 0;
    row.min_level = topic->level_min;
    const auto* skill = names_->skill_for_topic(me.organisation, topic->skill_topic);
    if (skill == nullptr) {
        row.min_level = 0; // no such skill in this shop: anybody may take it
    } else {
        row.skill = skill->id;
    }
    storage::log_write write;
    write.organisation = me.organisation;
    write.conversation = row.id;
    const auto self = author_of(me);
    write.events.push_back(draft_of(
        next_id<routing::event_id>(parts_.ids),
        self,
        at,
        body::opened{what.topic, what.need_type, order, words, me.locale},
        what.key
    ));
    write.events.push_back(draft_of(
        next_id<routing::event_id>(parts_.ids),
        {},
        at,
        body::queued{row.skill, row.min_level},
        std::nullopt
    ));
    write.create = std::move(row);
    parts_.desks.post(
        me.organisation,
        [this, ref = who.ref, r = what.r, customer = me.customer, write = std::move(write)](
            front_desk* desk
        ) {
            if (desk == nullptr || !desk->can_take_more()) {
                const auto why = desk != nullptr && desk->is_ready() ? protocol::error::queue_full
                                                                     : protocol::error::unavailable;
                return back_to(ref, [this, r, why](session& s) { answer_err(s, r, why); });
            }
            parts_.records.append(
                write,
                [this, ref, r, customer](storage::result<storage::log_outcome> outcome) {
                    parts_.desks.post(
                        customer.organisation,
                        [this, ref, r, customer, outcome = std::move(outcome)](front_desk* again) {
                            std::optional<protocol::place> place;
                            if (outcome && outcome->refusal == storage::log_refusal::none) {
                                if (!outcome->duplicate)
                                    again->opened(outcome->conversation, customer, outcome->events);
                                place = again->place_of(outcome->conversation.id);
                            }
                            parts_.shard.post([this, ref, r, outcome, place] {
                                started(ref, r, outcome, place);
                            });
                        }
                    );
                }
            );
        }
    );
}

void chat_port::started(
    net::connection_ref ref,
    protocol::request_number r,
    const storage::result<storage::log_outcome>& outcome,
    std::optional<protocol::place> place
) {
    const bool open = outcome && outcome->refusal == storage::log_refusal::none;
    auto* who = find(ref);
    const bool followed = open && who != nullptr && who->customer->conversation &&
                          who->customer->conversation->id == outcome->conversation.id;
    if (open && !followed) { // a repeated start is counted once
        parts_.desks.post(
            outcome->conversation.organisation,
            [id = outcome->conversation.id, left = who == nullptr](front_desk* desk) {
                desk->customer_connected(id);
                if (left) desk->customer_gone(id); // the grace of somebody who went away begins
            }
        );
    }
    if (who == nullptr) return;
    if (!outcome) return answer_err(*who, r, protocol::error::unavailable);
    if (!open) return refuse_start(*who, r, *outcome);
    auto& me = *who->customer;
    const auto id = outcome->conversation.id;
    if (me.conversation && me.conversation->id != id) {
        drop_stream(*who, me.conversation->id);
        parts_.desks.post(me.organisation, [old = me.conversation->id](front_desk* desk) {
            desk->customer_gone(old);
        });
    }
    me.conversation = outcome->conversation;
    if (who->rules.settled(r, protocol::outcome::done)) {
        const std::vector<storage::receipt_row> receipts;
        const auto own = protocol::own_conversation_of(
            {.row = *me.conversation,
             .receipts = receipts,
             .agent_name = std::nullopt,
             .place = place,
             .status = protocol::stream_status::reset}
        );
        std::string text;
        protocol::write_ok(text, r, own);
        send_text(*who, text);
    }
    if (who->find_stream(id) == nullptr) pull(*who, add_stream(*who, id, audience::customer, 0));
}

void chat_port::refuse_start(
    session& who, protocol::request_number r, const storage::log_outcome& outcome
) {
    const auto code = error_of(outcome.refusal);
    if (!who.rules.settled(r, protocol::outcome_of(code))) return;
    protocol::err_answer answer;
    answer.r = r;
    answer.code = code;
    if (code == protocol::error::already_open) answer.conversation = outcome.conversation.id;
    answer_err(who, std::move(answer));
}

void chat_port::on_customer(session& who, const protocol::conversation_leave& what) {
    if (who.find_stream(what.conversation) == nullptr) {
        return answer_err(who, what.r, protocol::error::forbidden);
    }
    const auto customer = who.customer->customer.id;
    order(who, what.r, [customer, id = what.conversation](front_desk& desk, desk_reply reply) {
        desk.leave(customer, id, std::move(reply));
    });
}

void chat_port::on_customer(session& who, const protocol::survey_rate& what) {
    if (who.find_stream(what.conversation) == nullptr) {
        return answer_err(who, what.r, protocol::error::forbidden);
    }
    for (const auto& tag : what.tags) {
        if (!parts_.manual.has_survey_tag(tag)) {
            return answer_err(who, what.r, protocol::error::bad_request, "tags");
        }
    }
    std::optional<std::string> comment;
    if (what.comment && !what.comment->empty()) {
        comment = accept_text(who, what.r, *what.comment, false);
        if (!comment) return;
    }
    const auto at = parts_.clock.wall();
    storage::log_write write;
    write.organisation = who.customer->organisation;
    write.conversation = what.conversation;
    write.only_customer = who.customer->customer.id;
    write.allowed_states = over;
    write.change = storage::conversation_change{};
    write.change->rated = true;
    write.change->at = at;
    write.rating = storage::rating_draft{what.score, comment.value_or("")};
    write.events.push_back(draft_of(
        next_id<routing::event_id>(parts_.ids),
        author_of(*who.customer),
        at,
        body::rated{what.score, what.solved, what.tags, comment},
        what.key
    ));
    parts_.records.conversation(
        write.organisation,
        what.conversation,
        [this, ref = who.ref, r = what.r, write = std::move(write)](
            const storage::result<std::optional<storage::conversation_row>>& found
        ) {
            // A session may outlive the day on which its chat can be rated.
            const bool late =
                found && *found && !protocol::is_shown_to_customer(**found, parts_.clock.wall());
            if (!found || late) {
                const auto why =
                    late ? protocol::error::conversation_closed : protocol::error::unavailable;
                return back_to(ref, [this, r, why](session& s) { answer_err(s, r, why); });
            }
            parts_.records.append(
                write,
                [this, ref, r](storage::result<storage::log_outcome> outcome) {
                    parts_.shard.post([this, ref, r, outcome = std::move(outcome)] {
                        rated(ref, r, outcome);
                    });
                }
            );
        }
    );
}

void chat_port::rated(
    net::connection_ref ref,
    protocol::request_number r,
    const storage::result<storage::log_outcome>& outcome
) {
    const bool stored = outcome && outcome->refusal == storage::log_refusal::none;
    if (stored && !outcome->duplicate) {
        parts_.floor.publish(encode_publication(outcome->conversation.id, outcome->events, *names_)
        );
        parts_.desks.post(
            outcome->conversation.organisation,
            [row = outcome->conversation, events = outcome->events](front_desk* desk) {
                if (desk != nullptr) desk->message_committed(row, events);
            }
        );
    }
    auto* rater = find(ref);
    if (rater == nullptr) return;
    if (!outcome) return answer_err(*rater, r, protocol::error::unavailable);
    if (!stored) return answer_err(*rater, r, error_of(outcome->refusal));
    answer_ok(*rater, r);
}

std::optional<std::string> chat_port::accept_text(
    session& who, protocol::request_number r, std::string_view text, bool check_words
) {
    const auto clean = service::clean_text(text);
    if (clean.refusal == service::text_refusal::too_long) {
        answer_err(who, r, protocol::error::too_large, "text");
        return std::nullopt;
    }
    if (clean.refusal != service::text_refusal::none) {
        answer_err(who, r, protocol::error::bad_request, "text");
        return std::nullopt;
    }
    if (check_words) {
        const auto hits = parts_.words.find_in(clean.text);
        if (!hits.empty() && hits.front().action == service::word_action::block) {
            answer_err(who, r, protocol::error::forbidden_word, hits.front().word);
            return std::nullopt;
        }
    }
    return service::mask_numbers(clean.text, parts_.manual.order_pattern).text;
}

} // namespace kefu::gateway::chat
