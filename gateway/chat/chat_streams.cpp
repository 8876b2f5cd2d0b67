#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/sync_page.hpp"
#include "gateway/protocol/frames.hpp"

// How events reach sessions: by cursor, pushed when they are next, read from the record otherwise.
namespace kefu::gateway::chat {

routing::organisation_id chat_port::organisation_of(const session& who) {
    return who.customer ? who.customer->organisation : who.staff->organisation;
}

stream& chat_port::add_stream(
    session& who, routing::conversation_id id, audience side, std::uint64_t cursor
) {
    stream fresh;
    fresh.conversation = id;
    fresh.who = side;
    fresh.number = ++who.last_stream_number;
    fresh.cursor = cursor;
    who.streams.push_back(fresh);
    followers_[id].push_back(&who);
    return who.streams.back();
}

void chat_port::drop_stream(session& who, routing::conversation_id id) {
    if (std::erase_if(who.streams, [&](const stream& one) { return one.conversation == id; }) ==
        0) {
        return;
    }
    if (who.staff) who.remember(id);
    const auto list = followers_.find(id);
    if (list == followers_.end()) return;
    std::erase(list->second, &who);
    if (list->second.empty()) followers_.erase(list);
}

void chat_port::publish(const publication& news) {
    const auto list = followers_.find(news.conversation);
    if (list == followers_.end()) return;
    for (auto* who : list->second) {
        auto* to = who->find_stream(news.conversation);
        for (const auto& entry : news.events)
            deliver(*who, *to, entry);
    }
}

void chat_port::deliver(session& who, stream& to, const published_event& entry) {
    const auto q = number_for(to.who, entry);
    const auto step = parts_.streams(to, who.welcomed, q);
    if (step == stream_step::pass_over) return;
    if (step != stream_step::send) {
        to.behind = true;
        if (step == stream_step::read) pull(who, to);
        return;
    }
    const auto sent = parts_.shard.send(
        who.ref, frame_for(to.who, entry), net::entry_kind::durable, to.mark_of(q)
    );
    if (sent.verdict == net::push_verdict::queued) {
        to.cursor = q;
    } else if (sent.verdict == net::push_verdict::dropped_to_pull) {
        note_dropped(who, sent.dropped);
    } else {
        to.lagging = true; // the connection is closing: nothing more is read for it
    }
}

// The connection is slow: what was queued and not written is read again once it has drained.
void chat_port::note_dropped(session& who, std::span<const std::uint64_t> marks) {
    for (const auto mark : marks) {
        const auto number = static_cast<std::uint16_t>(mark >> 48);
        const auto q = mark & ((std::uint64_t{1} << 48) - 1);
        for (auto& one : who.streams) {
            if (one.number != number) continue;
            one.cursor = std::min(one.cursor, q - 1);
            one.lagging = true;
            one.behind = true;
        }
    }
}

void chat_port::pull(session& who, stream& from) {
    if (from.pulling) return;
    from.pulling = true;
    from.behind = false;
    const auto by =
        from.who == audience::staff ? storage::numbering::all : storage::numbering::customer;
    parts_.records.events_after(
        organisation_of(who),
        from.conversation,
        by,
        from.cursor,
        limits::pull_events_max,
        [this, ref = who.ref, id = from.conversation](storage::result<storage::event_page> page) {
            back_to(ref, [this, id, page = std::move(page)](session& session_now) {
                pulled(session_now, id, page);
            });
        }
    );
}

void chat_port::pulled(
    session& who, routing::conversation_id id, storage::result<storage::event_page> page
) {
    auto* to = who.find_stream(id);
    if (to == nullptr) return;
    to->pulling = false;
    if (!page) {
        to->behind = true; // the tick tries again
        return;
    }
    for (const auto& event : page->events) {
        if (to->lagging) break;
        deliver(who, *to, encode_event(event, *names_));
    }
    const bool more = page->top > to->cursor;
    if ((more || to->behind) && !to->lagging && !to->pulling) {
        if (page->events.empty() && !to->behind) return;
        pull(who, *to);
    }
}

void chat_port::follow(
    routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after
) {
    const auto list = staff_.find(staff);
    if (list == staff_.end()) return;
    for (auto* who : list->second) {
        if (who->find_stream(conversation) != nullptr) continue;
        auto& fresh = add_stream(*who, conversation, audience::staff, after);
        // The record may have grown between the commit and now: follow first, then look.
        if (who->welcomed) pull(*who, fresh);
    }
}

void chat_port::unfollow(
    routing::staff_id staff, routing::conversation_id conversation, const net::payload& frame
) {
    to_staff(staff, frame, net::entry_kind::control);
    const auto list = staff_.find(staff);
    if (list == staff_.end()) return;
    for (auto* who : list->second)
        drop_stream(*who, conversation);
}

void chat_port::to_staff(routing::staff_id staff, const net::payload& frame, net::entry_kind kind) {
    const auto list = staff_.find(staff);
    if (list == staff_.end()) return;
    for (auto* who : list->second) {
        if (who->welcomed) push(*who, frame, kind);
    }
}

void chat_port::to_side(
    routing::conversation_id conversation,
    audience side,
    const net::payload& frame,
    net::entry_kind kind
) {
    const auto list = followers_.find(conversation);
    if (list == followers_.end()) return;
    for (auto* who : list->second) {
        const auto* to = who->find_stream(conversation);
        if (to->who == side && who->welcomed) push(*who, frame, kind);
    }
}

void chat_port::to_wall(routing::organisation_id organisation, const net::payload& frame) {
    for (auto* who : wall_watchers_) {
        if (who->staff->organisation != organisation) continue;
        push(*who, frame, net::entry_kind::control);
    }
}

// ---- commands that both sides have

void chat_port::on_sync(session& who, const protocol::sync& what) {
    auto* followed = who.find_stream(what.conversation);
    if (followed == nullptr) return answer_err(who, what.r, protocol::error::forbidden);
    if (const auto wait_ms = page_wait_ms(who, *followed); wait_ms > 0)
        return act_on(who, who.rules.too_soon(what.r, wait_ms, parts_.shard.now()));
    ++followed->syncing;
    const auto side = followed->who;
    parts_.records.events_after(
        organisation_of(who),
        what.conversation,
        side == audience::staff ? storage::numbering::all : storage::numbering::customer,
        what.after,
        what.limit,
        [this, ref = who.ref, r = what.r, side, id = what.conversation](
            storage::result<storage::event_page> page
        ) {
            back_to(ref, [this, r, side, id, page = std::move(page)](session& asker) {
                auto* asked = asker.find_stream(id);
                if (asked != nullptr && asked->syncing > 0) --asked->syncing;
                if (!page) return answer_err(asker, r, protocol::error::unavailable);
                if (!asker.rules.settled(r, protocol::outcome::done)) return;
                const auto found = page_for(side, *page, *names_);
                std::string text;
                protocol::write_ok_sync(text, r, found.events, found.top, found.more);
                send_text(asker, text);
            });
        }
    );
}

// Until it may ask for a page; 0: it has begun to.
std::int64_t chat_port::page_wait_ms(const session& who, const stream& of) {
    const auto at_a_time =
        who.staff ? limits::staff_syncs_per_stream_max : limits::customer_syncs_per_stream_max;
    if (of.syncing >= at_a_time) return limits::ask_again_ms;
    return who.staff ? 0 : parts_.pages.take(who.peer, parts_.shard.now());
}

void chat_port::on_typing(session& who, const protocol::typing& what) {
    auto* followed = who.find_stream(what.conversation);
    if (followed == nullptr || !followed->typing.tells(what.on, parts_.shard.now())) return;
    if (who.staff) { // the desk knows whether the conversation is theirs
        const auto me = who.staff->staff;
        static_cast<void>(tell_desk(who, [what, me](front_desk& desk) {
            desk.staff_types(me, what);
        }));
        return;
    }
    std::string text;
    protocol::write_typing(text, what.conversation, protocol::side::customer, what.on);
    parts_.floor.to_followers(what.conversation, frame_of(text), net::entry_kind::ephemeral);
}

void chat_port::on_receipt(session& who, const protocol::receipt& what) {
    auto* followed = who.find_stream(what.conversation);
    if (followed == nullptr) return;
    auto said = what;
    if (const auto& before = followed->unheard) {
        said.delivered = std::max(said.delivered, before->delivered);
        said.read = std::max(said.read, before->read);
    }
    auto staff = who.staff ? std::optional{who.staff->staff} : std::nullopt;
    const auto tell = [said, staff](front_desk& desk) { desk.receipt(staff, said); };
    const bool heard = tell_desk(who, tell, followed->unheard.has_value());
    followed->unheard = heard ? std::nullopt : std::optional{said};
}

// False: the desk has too much to do. Clients say again that they type, and each receipt once: it
// is the tick that says it again.
bool chat_port::tell_desk(session& who, std::function<void(front_desk&)> what, bool again) {
    auto tell = [what = std::move(what)](front_desk* desk) {
        if (desk != nullptr) what(*desk);
    };
    const auto organisation = organisation_of(who);
    return again ? parts_.desks.try_hint_again(organisation, std::move(tell))
                 : parts_.desks.try_hint(organisation, std::move(tell));
}

// ---- messages and notes

void chat_port::commit_message(
    session& who, protocol::request_number r, storage::log_write write, std::uint32_t taken
) {
    const auto side = who.customer ? audience::customer : audience::staff;
    const auto organisation = organisation_of(who);
    if (auto* own = who.find_stream(write.conversation)) {
        if (own->sending > 0) write.prior_key = own->last_sent;
        ++own->sending;
        own->last_sent = *write.events.front().client_key;
    }
    const auto conversation = write.conversation;
    parts_.records.append(
        std::move(write),
        [this, ref = who.ref, r, side, organisation, conversation, taken, from = who.peer](
            storage::result<storage::log_outcome> outcome
        ) {
            give_bytes_back(from, taken, outcome);
            parts_.shard.post(
                [this, ref, r, side, organisation, conversation, outcome = std::move(outcome)] {
                    if (auto* sender = find(ref)) {
                        auto* own = sender->find_stream(conversation);
                        if (own != nullptr && own->sending > 0) --own->sending;
                    }
                    message_done(ref, r, side, organisation, conversation, outcome);
                }
            );
        }
    );
}

void chat_port::message_done(
    net::connection_ref ref,
    protocol::request_number r,
    audience side,
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    const storage::result<storage::log_outcome>& outcome
) {
    const bool stored = outcome && outcome->refusal == storage::log_refusal::none;
    if (stored && !outcome->duplicate) {
        // The desk first: a receipt for it must not find a log without it.
        parts_.desks.post(
            organisation,
            [row = outcome->conversation, events = outcome->events](front_desk* desk) {
                if (desk != nullptr) desk->message_committed(row, events);
            }
        );
        parts_.floor.publish(encode_publication(outcome->conversation.id, outcome->events, *names_)
        );
    }
    auto* who = find(ref);
    if (who == nullptr) return;
    if (!outcome) return answer_err(*who, r, protocol::error::unavailable);
    if (outcome->refusal == storage::log_refusal::unanswered_full) {
        unanswered_refused_.add();
        return answer_too_fast(*who, r, limits::unanswered_wait_ms);
    }
    if (!stored) {
        const bool foreign =
            outcome->refusal == storage::log_refusal::stale_assignment && !who->knows(conversation);
        const auto why = foreign ? protocol::error::forbidden : error_of(outcome->refusal);
        return answer_err(*who, r, why);
    }
    if (!who->rules.settled(r, protocol::outcome::done)) return;
    const auto& event = outcome->events.front();
    const auto q = side == audience::staff ? event.seq : event.public_seq;
    std::string text;
    protocol::write_ack(text, outcome->conversation.id, {{r, q, outcome->duplicate}});
    send_text(*who, text);
}

} // namespace kefu::gateway::chat
