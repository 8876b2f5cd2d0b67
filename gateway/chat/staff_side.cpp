#include <algorithm>
#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/served.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

// Agents, supervisors and admins: their welcome and their commands.
namespace kefu::gateway::chat {

namespace {

namespace body = protocol::body;
using storage::conversation_state;

constexpr auto being_served = storage::states({conversation_state::active});
constexpr auto own_work =
    storage::states({conversation_state::active, conversation_state::wrap_up});
constexpr auto notable = storage::states(
    {conversation_state::queued,
     conversation_state::offered,
     conversation_state::active,
     conversation_state::wrap_up,
     conversation_state::parked}
);

storage::author author_of(const staff_identity& who) {
    const auto role = who.role == protocol::role::agent ? storage::author_role::agent
                                                        : storage::author_role::supervisor;
    return {role, who.staff.bits};
}

routing::presence desk_presence(protocol::presence wanted) {
    switch (wanted) {
    case protocol::presence::online:
        return routing::presence::online;
    case protocol::presence::away:
        return routing::presence::away;
    case protocol::presence::offline:
        return routing::presence::offline;
    }
    return routing::presence::offline;
}

} // namespace

// ---- hello

void chat_port::on_hello(session& who, const protocol::hello_staff& what) {
    if (what.version != 1) return close(who, protocol::close_code::protocol_version);
    const auto& own = parts_.own_origins;
    if (!who.origin.empty() && std::find(own.begin(), own.end(), who.origin) == own.end()) {
        return close(who, protocol::close_code::not_allowed);
    }
    who.resume = what.resume;
    parts_.gate.admit(what.ticket, [this, ref = who.ref](std::optional<staff_admission> admitted) {
        back_to(ref, [this, admitted](session& s) {
            if (!admitted) return close(s, protocol::close_code::not_signed_in);
            auto& list = staff_[admitted->staff];
            if (list.size() >= limits::sessions_per_staff_max) {
                return close(s, protocol::close_code::too_many_connections, 5'000);
            }
            s.staff = staff_identity{
                admitted->organisation,
                admitted->staff,
                admitted->role,
                admitted->session_hash,
                admitted->ends,
                parts_.shard.now()};
            list.push_back(&s);
            parts_.desks.post(
                admitted->organisation,
                [this, to = s.ref, staff = admitted->staff](front_desk* desk) {
                    if (desk == nullptr) return;
                    desk->staff_connected(staff);
                    desk->welcome(staff, [this, to](std::optional<protocol::welcome_staff> frame) {
                        back_to(to, [this, frame = std::move(frame)](session& again) {
                            if (!frame) return close(again, protocol::close_code::store_lost);
                            welcome_staff(again, *frame);
                        });
                    });
                }
            );
        });
    });
}

void chat_port::welcome_staff(session& who, protocol::welcome_staff frame) {
    if (!who.awaits_welcome()) return; // it said bye, or was closed, meanwhile
    frame.session = next_id<routing::session_id>(parts_.ids);
    who.staff->role = frame.role;
    const auto resumes = std::exchange(who.resume, {});
    const auto has_card = [&](routing::conversation_id id) {
        return std::any_of(frame.cards.begin(), frame.cards.end(), [&](const auto& card) {
            return card.id == id;
        });
    };
    for (const auto& resume : resumes) {
        if (!has_card(resume.conversation)) frame.gone.push_back(resume.conversation);
    }
    who.rules.welcomed(frame.role, parts_.shard.now());
    who.welcomed = true;
    parts_.shard.set_authenticated(who.ref);
    std::string text;
    protocol::write_welcome(text, frame);
    send_text(who, text);
    for (const auto& card : frame.cards) {
        const auto resume = std::find_if(resumes.begin(), resumes.end(), [&](const auto& cursor) {
            return cursor.conversation == card.id;
        });
        // A cursor beyond the log is of another time: the client starts from what the card says.
        const bool usable = resume != resumes.end() && resume->q <= card.top;
        const auto cursor = usable ? resume->q : card.top;
        auto* existing = who.find_stream(card.id); // the desk's follow came before the welcome
        if (existing != nullptr) {
            existing->cursor = cursor;
            pull(who, *existing);
        } else {
            pull(who, add_stream(who, card.id, audience::staff, cursor));
        }
    }
}

// ---- messages

void chat_port::on_staff(session& who, const protocol::message_send& what) {
    if (!what.generation) return answer_err(who, what.r, protocol::error::bad_request, "gen");
    const auto text = accept_text(who, what.r, what.text, true);
    if (!text) return;
    const auto at = parts_.clock.wall();
    storage::log_write write;
    write.organisation = who.staff->organisation;
    write.conversation = what.conversation;
    write.only_assignee = who.staff->staff;
    write.expected_generation = *what.generation;
    write.allowed_states = being_served;
    write.change = storage::conversation_change{};
    write.change->waiting_since = std::optional<routing::wall_time>{}; // answered
    write.change->at = at;
    storage::event_draft draft;
    draft.id = next_id<routing::event_id>(parts_.ids);
    draft.kind = storage::event_kind::message;
    draft.by = author_of(*who.staff);
    draft.at = at;
    draft.body = protocol::encode_body(body::message{*text, false});
    draft.client_key = what.key;
    write.events.push_back(std::move(draft));
    commit_message(who, what.r, std::move(write));
}

void chat_port::on_staff(session& who, const protocol::note_add& what) {
    const auto text = accept_text(who, what.r, what.text, false);
    if (!text) return;
    storage::log_write write;
    write.organisation = who.staff->organisation;
    write.conversation = what.conversation;
    write.allowed_states = notable;
    if (who.staff->role == protocol::role::agent) {
        write.allowed_states = own_work; // an offer alone gives no right to write
        write.only_assignee = who.staff->staff;
        write.expected_generation = what.generation;
    }
    storage::event_draft draft;
    draft.id = next_id<routing::event_id>(parts_.ids);
    draft.kind = storage::event_kind::note;
    draft.by = author_of(*who.staff);
    draft.at = parts_.clock.wall();
    draft.body = protocol::encode_body(body::note{*text});
    draft.client_key = what.key;
    write.events.push_back(std::move(draft));
    commit_message(who, what.r, std::move(write));
}

// ---- orders to the desk

void chat_port::order(
    session& who,
    protocol::request_number r,
    std::function<void(front_desk&, desk_reply)> what,
    std::optional<routing::conversation_id> about
) {
    parts_.desks.post(
        organisation_of(who),
        [reply = answer_later(who.ref, r, about), what = std::move(what)](front_desk* desk) {
            if (desk == nullptr) return reply(desk_answer::no(protocol::error::unavailable));
            what(*desk, reply);
        }
    );
}

void chat_port::on_staff(session& who, const protocol::presence_set& what) {
    const auto reason = what.reason.value_or("");
    if (!reason.empty() && !parts_.manual.has_away_reason(reason)) {
        return answer_err(who, what.r, protocol::error::bad_request, "reason");
    }
    const auto wanted = desk_presence(what.presence);
    const auto kept = wanted == routing::presence::away ? reason : std::string{};
    order(
        who,
        what.r,
        [staff = who.staff->staff, wanted, kept](front_desk& desk, desk_reply reply) {
            desk.set_presence(staff, wanted, kept, std::move(reply));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::offer_accept& what) {
    order(
        who,
        what.r,
        [staff = who.staff->staff, id = what.offer](front_desk& desk, desk_reply reply) {
            desk.accept(staff, id, std::move(reply));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::offer_decline& what) {
    const auto reason = what.reason.value_or("");
    if (!reason.empty() && !parts_.manual.has_decline_reason(reason)) {
        return answer_err(who, what.r, protocol::error::bad_request, "reason");
    }
    order(
        who,
        what.r,
        [staff = who.staff->staff, id = what.offer, reason](front_desk& desk, desk_reply reply) {
            desk.decline(staff, id, reason, std::move(reply));
        }
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_transfer& what) {
    auto checked = what;
    const auto note = accept_text(who, what.r, what.note, false);
    if (!note) return;
    checked.note = *note;
    order(
        who,
        what.r,
        [staff = who.staff->staff, checked](front_desk& desk, desk_reply reply) {
            desk.transfer(staff, checked, std::move(reply));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_end& what) {
    order(
        who,
        what.r,
        [staff = who.staff->staff, what](front_desk& desk, desk_reply reply) {
            desk.end(staff, what, std::move(reply));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::wrap_up_save& what) {
    if (parts_.manual.find_topic(what.topic) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "topic");
    }
    if (parts_.manual.find_need_type(what.need_type) == nullptr) {
        return answer_err(who, what.r, protocol::error::bad_request, "need_type");
    }
    auto checked = what;
    const auto solution = accept_text(who, what.r, what.solution, false);
    if (!solution) return;
    checked.solution = *solution;
    order(
        who,
        what.r,
        [staff = who.staff->staff, checked](front_desk& desk, desk_reply reply) {
            desk.wrap_up(staff, checked, std::move(reply));
        },
        what.conversation
    );
}

void chat_port::on_staff(session& who, const protocol::conversation_assign& what) {
    order(who, what.r, [staff = who.staff->staff, what](front_desk& desk, desk_reply reply) {
        desk.assign(staff, what, std::move(reply));
    });
}

// ---- looking on

void chat_port::on_staff(session& who, const protocol::conversation_watch& what) {
    if (who.streams.size() >= limits::streams_per_session_max) {
        return answer_err(who, what.r, protocol::error::rate_limited);
    }
    const auto organisation = who.staff->organisation;
    const auto id = what.conversation;
    parts_.records.conversation(
        organisation,
        id,
        [this, organisation, id, r = what.r, ref = who.ref, me = *who.staff](
            storage::result<std::optional<storage::conversation_row>> found
        ) {
            const auto refuse = [&](protocol::error why) {
                back_to(ref, [this, r, why](session& s) { answer_err(s, r, why); });
            };
            if (!found) return refuse(protocol::error::unavailable);
            if (!*found) return refuse(protocol::error::forbidden);
            const auto row = **found;
            if (me.role != protocol::role::agent || serves(row, me.staff)) {
                return watch_granted(ref, r, row);
            }
            // An agent may look again at what he has served.
            parts_.records.events_after(
                organisation,
                id,
                storage::numbering::all,
                0,
                limits::pull_events_max,
                [this, r, ref, me, row](const storage::result<storage::event_page>& page) {
                    const bool served = page && has_served(page->events, me.staff);
                    if (served) return watch_granted(ref, r, row);
                    const auto why =
                        page ? protocol::error::forbidden : protocol::error::unavailable;
                    back_to(ref, [this, r, why](session& s) { answer_err(s, r, why); });
                }
            );
        }
    );
}

// An open conversation's card is the desk's; a closed one's is made from the record.
void chat_port::watch_granted(
    net::connection_ref ref, protocol::request_number r, storage::conversation_row row
) {
    parts_.records.customer(
        row.organisation,
        row.customer,
        [this, ref, r, row](storage::result<std::optional<storage::customer_row>> found) {
            parts_.desks.post(row.organisation, [this, ref, r, row, found](front_desk* desk) {
                auto card = desk == nullptr ? std::nullopt : desk->find_card(row.id);
                if (!card && found && *found) {
                    const std::vector<storage::receipt_row> receipts;
                    card = protocol::card_of(
                        {.row = row,
                         .customer = **found,
                         .masked_name = service::mask_name((*found)->name),
                         .receipts = receipts,
                         .last_message = nullptr}
                    );
                }
                back_to(ref, [this, r, card](session& s) {
                    if (!card) return answer_err(s, r, protocol::error::unavailable);
                    send_watched(s, r, *card);
                });
            });
        }
    );
}

void chat_port::send_watched(session& who, protocol::request_number r, const protocol::card& card) {
    if (!who.rules.settled(r, protocol::outcome::done)) return;
    std::string text;
    protocol::write_ok(text, r, card);
    send_text(who, text);
    if (who.find_stream(card.id) != nullptr) return;
    pull(who, add_stream(who, card.id, audience::staff, card.top));
}

void chat_port::on_staff(session& who, const protocol::conversation_unwatch& what) {
    drop_stream(who, what.conversation);
    answer_ok(who, what.r);
}

void chat_port::on_staff(session& who, const protocol::wall_watch& what) {
    const bool again = std::exchange(who.watches_wall, true);
    if (!again) wall_watchers_.push_back(&who);
    answer_ok(who, what.r);
    parts_.desks.post(who.staff->organisation, [again](front_desk* desk) {
        if (desk == nullptr) return;
        if (again) desk->wall_unwatched(); // counted once; asked for the whole picture anew
        desk->wall_watched();
    });
}

void chat_port::on_staff(session& who, const protocol::wall_unwatch& what) {
    answer_ok(who, what.r);
    if (!std::exchange(who.watches_wall, false)) return;
    std::erase(wall_watchers_, &who);
    parts_.desks.post(who.staff->organisation, [](front_desk* desk) {
        if (desk != nullptr) desk->wall_unwatched();
    });
}

} // namespace kefu::gateway::chat
