#include <algorithm>
#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/token_hash.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"

// Who a customer is, and what they find when they come or come back.
namespace kefu::gateway::chat {

void chat_port::on_hello(session& who, const protocol::hello_customer& what) {
    if (what.version != 1) return close(who, protocol::close_code::protocol_version);
    const auto* shop = names_->storefront_by_key(what.storefront);
    if (shop == nullptr) return close(who, protocol::close_code::not_allowed);
    const auto& own = parts_.own_origins;
    const auto& origin = who.before->origin;
    const bool from_us = origin.empty() || std::find(own.begin(), own.end(), origin) != own.end();
    if (!from_us && !lists_origin(*shop, origin)) {
        return close(who, protocol::close_code::not_allowed);
    }
    const bool has_room = message_rates_.has_room_for_new_customer(parts_.shard.now());
    customer_claim claim{*shop, what.token, what.jwt, what.locale, who.peer, has_room};
    if (!service::is_locale(claim.locale)) claim.locale = shop->locale;
    const auto locale = claim.locale;
    parts_.shard.set_proven(who.ref);
    if (what.token) hold_token(who, {shop->organisation, token_hash(*what.token)});
    parts_.customers.identify(
        std::move(claim),
        [this, ref = who.ref, resume = what.resume, shop_id = shop->id, locale](
            customer_gate_outcome outcome
        ) {
            back_to(ref, [this, outcome = std::move(outcome), resume, shop_id, locale](session& s) {
                s.customer = customer_identity{};
                s.customer->storefront = shop_id;
                s.customer->locale = locale;
                identified(s, outcome, resume);
            });
        }
    );
}

void chat_port::identified(
    session& who, customer_gate_outcome outcome, std::optional<protocol::resume_cursor> resume
) {
    if (!who.awaits_welcome()) return who.customer.reset(); // it said bye meanwhile
    if (outcome.refused) {
        who.customer.reset();
        if (outcome.found_no_room) return refuse_writer(who);
        return close(who, *outcome.refused, outcome.after_ms);
    }
    const bool same_token = who.token && who.token->hash == outcome.token.token_hash;
    if (same_token && who.token_ended) {
        who.customer.reset();
        return close(who, protocol::close_code::revoked);
    }
    if (customers_here_.count(outcome.customer.id) >= limits::sessions_per_customer_max) {
        who.customer.reset();
        return close(who, protocol::close_code::too_many_connections, 5'000);
    }
    auto& me = *who.customer;
    me.organisation = outcome.customer.organisation;
    me.id = outcome.customer.id;
    me.identified = outcome.customer.identified;
    me.vip = outcome.customer.vip;
    me.name = std::move(outcome.customer.name);
    if (me.locale.empty()) me.locale = std::move(outcome.customer.locale);
    customers_here_.add(who);
    me.token_seen = parts_.clock.wall();
    if (!same_token) take_new_token(who, {me.organisation, outcome.token.token_hash});
    me.vouched = {outcome.token.storefront, outcome.token.identity_generation};
    if (resume) who.before->resume.push_back(*resume);
    find_own_conversation(who, std::move(outcome.new_token));
}

void chat_port::find_own_conversation(session& who, std::optional<std::string> token) {
    parts_.records.latest_conversation(
        who.customer->organisation,
        who.customer->storefront,
        who.customer->id,
        [this, ref = who.ref, token](storage::result<std::optional<storage::conversation_row>> found
        ) {
            back_to(ref, [this, token, found = std::move(found)](session& s) {
                if (!found) return close(s, protocol::close_code::store_lost);
                const auto& row = *found;
                const bool shown = row && protocol::is_shown_to_customer(*row, parts_.clock.wall());
                if (!shown) return welcome_customer(s, token, {}, {});
                s.customer->conversation = std::make_unique<storage::conversation_row>(*row);
                // From this thread, so that on_closed cannot overtake it.
                parts_.desks.post(
                    row->organisation,
                    [this, token, known = *row, to = s.ref](front_desk* desk) {
                        if (desk != nullptr) desk->customer_connected(known.id);
                        read_current(
                            desk,
                            known,
                            [this, token, to](const storage::result<conversation_now>& now) {
                                found_own(to, token, now);
                            }
                        );
                    }
                );
            });
        }
    );
}

void chat_port::found_own(
    net::connection_ref ref,
    std::optional<std::string> token,
    const storage::result<conversation_now>& now
) {
    auto* who = find(ref);
    if (who == nullptr) return;
    if (!now) return close(*who, protocol::close_code::store_lost);
    who->customer->conversation = std::make_unique<storage::conversation_row>(now->row);
    welcome_customer(*who, std::move(token), now->receipts, now->place);
}

void chat_port::welcome_customer(
    session& who,
    std::optional<std::string> token,
    std::vector<storage::receipt_row> receipts,
    std::optional<protocol::place> place
) {
    if (!who.awaits_welcome()) return; // it said bye, or was closed, meanwhile
    if (!is_proven(*who.customer)) return close(who, protocol::close_code::revoked);
    auto& me = *who.customer;
    auto* messages = message_rates_.enter(me.id, parts_.shard.now());
    if (messages == nullptr) return refuse_writer(who);
    protocol::welcome_customer frame;
    frame.session = next_id<routing::session_id>(parts_.ids);
    frame.now = parts_.clock.wall();
    frame.token = std::move(token);
    frame.identified = me.identified;
    frame.name = me.name;
    std::uint64_t cursor = 0;
    if (me.conversation) {
        const auto& row = *me.conversation;
        std::optional<protocol::resume_cursor> resume;
        if (!who.before->resume.empty()) resume = who.before->resume.front();
        const auto status = protocol::resume_status(resume, row.id, row.public_top);
        if (status == protocol::stream_status::ok) cursor = resume->q;
        frame.conversation = own_of({row, std::move(receipts), place}, status);
    }
    who.rules.welcomed(protocol::role::customer, *messages, parts_.shard.now());
    who.note_welcome();
    parts_.shard.set_authenticated(who.ref);
    std::string text;
    protocol::write_welcome(text, frame);
    send_text(who, text);
    if (me.conversation) {
        pull(who, add_stream(who, me.conversation->id, audience::customer, cursor));
    }
    if (const auto newer = std::exchange(me.opened_meanwhile, {})) take_up(who, *newer);
}

// False once the storefront has another identity secret than the one that vouched for them.
bool chat_port::is_proven(const customer_identity& who) const {
    if (who.vouched.identity_generation == 0) return true;
    const auto* shop = names_->storefront(who.vouched.storefront);
    return shop != nullptr && shop->identity_generation == who.vouched.identity_generation;
}

void chat_port::use_catalog(catalog_ptr fresh) {
    names_ = std::move(fresh);
    for (const auto& [ref, one] : sessions_) {
        const bool over = one->welcomed && one->customer && !is_proven(*one->customer);
        if (over) close(*one, protocol::close_code::revoked);
    }
}

} // namespace kefu::gateway::chat
