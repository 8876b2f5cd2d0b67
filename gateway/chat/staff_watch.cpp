#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/reading_entry.hpp"
#include "gateway/chat/served.hpp"
#include "gateway/chat/staff_writes.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

// Staff who look on: at a conversation that is not theirs, and at the wall.
namespace kefu::gateway::chat {

void chat_port::on_staff(session& who, const protocol::conversation_watch& what) {
    if (who.streams.size() >= limits::streams_per_session_max) {
        return answer_err(who, what.r, protocol::error::rate_limited);
    }
    // Whether it is there or not: what is asked beside it must not tell one from the other.
    const bool may_search =
        who.staff->role == protocol::role::agent && !who.knows(what.conversation);
    if (may_search && std::exchange(who.searches_log, true)) {
        return answer_err(who, what.r, protocol::error::rate_limited);
    }
    parts_.records.conversation(
        who.staff->organisation,
        what.conversation,
        [this, r = what.r, ref = who.ref, may_search](
            storage::result<std::optional<storage::conversation_row>> found
        ) {
            back_to(ref, [this, r, may_search, found = std::move(found)](session& s) {
                if (may_search) s.searches_log = false;
                if (!found) return answer_err(s, r, protocol::error::unavailable);
                if (!*found) return answer_err(s, r, protocol::error::forbidden);
                watch(s, r, **found);
            });
        }
    );
}

void chat_port::watch(
    session& who, protocol::request_number r, const storage::conversation_row& row
) {
    // What is followed was theirs or noted when that began; what is left is looked at anew.
    const auto* followed = who.find_stream(row.id);
    const bool follows = followed != nullptr && !followed->leaving;
    const bool now = follows || serves(row, who.staff->staff);
    switch (reading_of(who.staff->role, now, who.knows(row.id))) {
    case reading::own:
        return watch_granted(who.ref, r, row);
    case reading::noted:
        return note_watch(who, r, row);
    case reading::refused: // unless the log says that they have served it
        if (std::exchange(who.searches_log, true)) {
            return answer_err(who, r, protocol::error::rate_limited);
        }
        return search_service(who, r, row, 0);
    }
}

// Looking on is written down before anything is shown.
void chat_port::note_watch(
    session& who, protocol::request_number r, const storage::conversation_row& row
) {
    auto entry = reading_entry(
        "conversation.watch",
        row.id.text(),
        row.organisation,
        author_of(*who.staff),
        parts_.clock.wall()
    );
    parts_.records.audit(
        std::move(entry),
        [this, r, row, ref = who.ref](const storage::result<void>& written) {
            back_to(ref, [this, r, row, noted = written.has_value()](session& s) {
                if (!noted) return answer_err(s, r, protocol::error::unavailable);
                watch_granted(s.ref, r, row);
            });
        }
    );
}

// Page by page, each only if the session still lives, and one search of a session at a time.
void chat_port::search_service(
    session& who, protocol::request_number r, storage::conversation_row row, std::uint64_t after
) {
    const auto organisation = row.organisation;
    const auto id = row.id;
    parts_.records.events_after(
        organisation,
        id,
        storage::numbering::all,
        after,
        limits::pull_events_max,
        [this, r, ref = who.ref, row = std::move(row)](storage::result<storage::event_page> page) {
            back_to(ref, [this, r, row, page = std::move(page)](session& s) {
                s.searches_log = false;
                if (!page) return answer_err(s, r, protocol::error::unavailable);
                const auto looked = look_through(*page, s.staff->staff);
                switch (looked.came_to) {
                case service_search::verdict::found:
                    return watch_granted(s.ref, r, row);
                case service_search::verdict::over:
                    return answer_err(s, r, protocol::error::forbidden);
                case service_search::verdict::go_on:
                    s.searches_log = true;
                    return search_service(s, r, row, looked.after);
                }
            });
        }
    );
}

// An open conversation's card is the desk's, and what the desk tells of it later comes later. One
// that is not open there has ended, perhaps since `row` was read; nothing is told of it any more.
void chat_port::watch_granted(
    net::connection_ref ref, protocol::request_number r, storage::conversation_row row
) {
    const auto find_there = [this, ref, r, row](front_desk* desk) {
        const auto card = desk == nullptr ? std::nullopt : desk->find_card(row.id);
        if (!card) return watch_ended(ref, r, row);
        back_to(ref, [this, r, card](session& s) { send_watched(s, r, *card); });
    };
    if (parts_.desks.try_post(row.organisation, find_there)) return;
    back_to(ref, [this, r](session& s) { answer_err(s, r, protocol::error::unavailable); });
}

void chat_port::watch_ended(
    net::connection_ref ref, protocol::request_number r, const storage::conversation_row& row
) {
    using found_customer = storage::result<std::optional<storage::customer_row>>;
    using found_row = storage::result<std::optional<storage::conversation_row>>;
    parts_.records
        .customer(row.organisation, row.customer, [this, ref, r, row](found_customer customer) {
            parts_.records.conversation(
                row.organisation,
                row.id,
                [this, ref, r, customer = std::move(customer)](found_row now) {
                    back_to(ref, [this, r, customer, now = std::move(now)](session& s) {
                        if (!customer || !*customer || !now || !*now) {
                            return answer_err(s, r, protocol::error::unavailable);
                        }
                        const std::vector<storage::receipt_row> receipts;
                        const auto card = protocol::card_of(
                            {.row = **now,
                             .customer = **customer,
                             .masked_name = service::mask_name((*customer)->name),
                             .receipts = receipts,
                             .last_message = nullptr}
                        );
                        send_watched(s, r, card);
                    });
                }
            );
        });
}

void chat_port::send_watched(session& who, protocol::request_number r, const protocol::card& card) {
    const bool is_new = who.find_stream(card.id) == nullptr;
    // Many can have been asked for at once.
    if (is_new && who.streams.size() >= limits::streams_per_session_max) {
        return answer_err(who, r, protocol::error::rate_limited);
    }
    if (!who.rules.settled(r, protocol::outcome::done)) return;
    std::string text;
    protocol::write_ok(text, r, card);
    send_text(who, text);
    if (!is_new) return;
    pull(who, add_stream(who, card.id, audience::staff, card.top));
}

// Whoever serves it goes on hearing it, also when it became theirs on the way of their words to
// here. The desk knows, and what it gives them later it says later. It is told however much it has
// to do, for they have left: staff alone leave, at the rate of their commands.
void chat_port::on_staff(session& who, const protocol::conversation_unwatch& what) {
    auto* left = who.find_stream(what.conversation);
    if (left == nullptr) return answer_ok(who, what.r);
    left->leaving = true;
    const auto look = [this, ref = who.ref, staff = who.staff->staff, what](front_desk* desk) {
        const auto* entry = desk == nullptr ? nullptr : desk->find_open(what.conversation);
        const bool is_own = entry != nullptr && serves(entry->row, staff);
        back_to(ref, [this, what, is_own](session& s) {
            if (!is_own) drop_stream(s, what.conversation);
            if (auto* own = s.find_stream(what.conversation)) own->leaving = false;
            answer_ok(s, what.r);
        });
    };
    parts_.desks.post(who.staff->organisation, look);
}

void chat_port::on_staff(session& who, const protocol::wall_watch& what) {
    const bool again = who.watches_wall;
    const bool heard = parts_.desks.try_post(who.staff->organisation, [again](front_desk* desk) {
        if (desk == nullptr) return;
        if (again) desk->wall_unwatched(); // counted once; asked for the whole picture anew
        desk->wall_watched();
    });
    if (!heard) return answer_err(who, what.r, protocol::error::unavailable);
    who.watches_wall = true;
    if (!again) wall_watchers_.push_back(&who);
    answer_ok(who, what.r);
}

void chat_port::on_staff(session& who, const protocol::wall_unwatch& what) {
    answer_ok(who, what.r);
    if (!std::exchange(who.watches_wall, false)) return;
    std::erase(wall_watchers_, &who);
    parts_.desks.post(who.staff->organisation, [](front_desk* desk) {
        if (desk != nullptr) desk->wall_unwatched();
    });
}

void chat_port::on_staff(session& who, const protocol::wall_cards& what) {
    ask_desk(who, what.r, [staff = what.staff](front_desk& desk, const desk_reply& reply) {
        desk.wall_cards(staff, reply);
    });
}

} // namespace kefu::gateway::chat
