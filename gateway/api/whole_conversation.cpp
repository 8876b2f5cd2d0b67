#include "gateway/api/transcript.hpp"

#include <map>
#include <set>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/chat/served.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

// Reading one conversation as a whole, for those who may.
namespace kefu::gateway::api {

void answer_transcript(
    const api_call& call,
    const whole_conversation& whole,
    transcript_for reader,
    std::optional<std::int64_t> utc_offset_min
) {
    const bool own = reader == transcript_for::customer;
    const auto kind = own ? reading_kind::own_transcript : reading_kind::transcript;
    const auto who =
        own ? unsent_holder::customer(whole.row.customer, call.request.peer)
            : unsent_holder::member(call.who.id);
    auto text = transcript_text(
        {.whole = whole,
         .reader = reader,
         .names = *call.names,
         .manual = call.shared->manual,
         .locale = own || call.who.locale.empty() ? whole.row.locale : call.who.locale,
         .utc_offset_min = transcript_clock(utc_offset_min, whole.row, *call.names)}
    );
    auto response = net::http_response::text(200, {});
    response.body = call.shared->readings.unsent_text(kind, who, std::move(text));
    const auto name = "kefu-" + whole.row.id.text().substr(0, 8) + ".txt";
    response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    answer_with(call, std::move(response));
}

bool begin_reading(api_call& call, reading_kind kind, const std::string& caller) {
    auto got = call.shared->readings.take(kind, caller, call.shared->clock.now());
    call.reading = std::move(got.place);
    const auto after_s = (got.outcome.after_ms + 999) / 1000;
    switch (got.outcome.verdict) {
    case reading_verdict::taken:
        return true;
    case reading_verdict::all_taken:
        answer_error(call, 503, "unavailable", {}, after_s);
        return false;
    case reading_verdict::caller_at_max:
    case reading_verdict::too_fast:
        answer_error(call, 429, "rate_limited", {}, after_s);
        return false;
    }
    return false;
}

bool has_enough_unsent(const api_call& call, const unsent_holder& who) {
    if (!call.shared->readings.has_enough_unsent(who)) return false;
    answer_error(call, 429, "rate_limited", {}, (limits::readings_busy_ms + 999) / 1000);
    return true;
}

void answer_reading(const api_call& call, reading_kind kind, std::string json) {
    auto response = net::http_response::json(200, {});
    const auto who = unsent_holder::member(call.who.id);
    response.body = call.shared->readings.unsent_text(kind, who, std::move(json));
    answer_with(call, std::move(response));
}

namespace {

using then_whole = std::function<void(const api_call&, whole_conversation)>;

void read_its_customer(const api_call& call, whole_conversation whole, then_whole then) {
    const auto organisation = whole.row.organisation;
    const auto customer = whole.row.customer;
    call.shared->records.customer(
        organisation,
        customer,
        [call, whole = std::move(whole), then = std::move(then)](
            storage::result<std::optional<storage::customer_row>> found
        ) mutable {
            if (!found) return answer_unavailable(call);
            if (*found) whole.customer = std::move(**found);
            then(call, std::move(whole));
        }
    );
}

// Page by page, so that a reader of the record is free for others in between, until the end or a
// limit.
void read_events(
    const api_call& call,
    storage::numbering by,
    std::uint64_t after,
    std::size_t bytes,
    whole_conversation whole,
    then_whole then
) {
    const auto organisation = whole.row.organisation;
    const auto id = whole.row.id;
    call.shared->records.events_after(
        organisation,
        id,
        by,
        after,
        limits::transcript_page_events,
        [call, by, after, bytes, whole = std::move(whole), then = std::move(then)](
            storage::result<storage::event_page> page
        ) mutable {
            if (!page) return answer_unavailable(call);
            for (auto& event : page->events) {
                after = by == storage::numbering::all ? event.seq : event.public_seq;
                bytes += event.body.size();
                whole.events.push_back(std::move(event));
            }
            whole.cut = after < page->top;
            const bool ends = !whole.cut || page->events.empty() ||
                              bytes >= limits::transcript_bytes_max ||
                              whole.events.size() >= limits::transcript_events_max;
            if (ends) return read_its_customer(call, std::move(whole), std::move(then));
            read_events(call, by, after, bytes, std::move(whole), std::move(then));
        }
    );
}

// Reads row, events and customer one after the other; `may` looks at the row before anything else
// is read.
void read_parts(
    const api_call& call,
    routing::organisation_id organisation,
    routing::conversation_id id,
    storage::numbering by,
    std::function<bool(const storage::conversation_row&)> may,
    then_whole then
) {
    call.shared->records.conversation(
        organisation,
        id,
        [call, by, may = std::move(may), then = std::move(then)](
            storage::result<std::optional<storage::conversation_row>> row
        ) mutable {
            if (!row) return answer_unavailable(call);
            if (!*row || !may(**row)) return answer_not_found(call);
            whole_conversation whole;
            whole.row = std::move(**row);
            read_events(call, by, 0, 0, std::move(whole), std::move(then));
        }
    );
}

using then_shown = std::function<void(const api_call&, const whole_conversation&)>;

void show_to_staff(const api_call& to, whole_conversation whole, const then_shown& then) {
    if (!access_conversation_by_staff(whole.row, whole.reading, to.who))
        return answer_not_found(to);
    // What was said last is not here when it is cut.
    const storage::event* last = nullptr;
    for (const auto& entry : whole.events) {
        if (!whole.cut && entry.kind == storage::event_kind::message) last = &entry;
    }
    const std::vector<storage::receipt_row> receipts;
    whole.card = protocol::card_of(
        {.row = whole.row,
         .customer = whole.customer,
         .masked_name = service::mask_name(whole.customer.name),
         .receipts = receipts,
         .last_message = last}
    );
    then(to, whole);
}

// What is not shown is searched all the same, as for conversation.watch: who took it late may read
// it too.
void search_service(
    const api_call& call, std::uint64_t after, whole_conversation whole, then_shown then
) {
    const auto organisation = whole.row.organisation;
    const auto id = whole.row.id;
    call.shared->records.events_after(
        organisation,
        id,
        storage::numbering::all,
        after,
        limits::transcript_page_events,
        [call,
         whole = std::move(whole),
         then = std::move(then)](const storage::result<storage::event_page>& page) mutable {
            if (!page) return answer_unavailable(call);
            using verdict = chat::service_search::verdict;
            const auto looked = chat::look_through(*page, call.who.id);
            if (looked.came_to == verdict::go_on) {
                return search_service(call, looked.after, std::move(whole), std::move(then));
            }
            const bool found = looked.came_to == verdict::found;
            whole.reading = chat::reading_of(chat::role_of(call.who.role), false, found);
            show_to_staff(call, std::move(whole), then);
        }
    );
}

} // namespace

void read_whole(
    const api_call& call, std::function<void(const api_call&, const whole_conversation&)> then
) {
    const auto id = *routing::conversation_id::parse(call.id);
    read_parts(
        call,
        call.who.organisation,
        id,
        storage::numbering::all,
        // Whether an agent has served it only the events tell.
        [](const storage::conversation_row&) { return true; },
        [then = std::move(then)](const api_call& to, whole_conversation whole) {
            whole.reading = chat::reading_of(
                chat::role_of(to.who.role),
                chat::serves(whole.row, to.who.id),
                chat::has_served(whole.events, to.who.id)
            );
            if (!whole.cut || whole.reading != chat::reading::refused) {
                return show_to_staff(to, std::move(whole), then);
            }
            const auto last = whole.events.empty() ? 0 : whole.events.back().seq;
            search_service(to, last, std::move(whole), then);
        }
    );
}

void read_whole_of_customer(
    const api_call& call,
    routing::conversation_id id,
    storage::customer_row customer,
    routing::storefront_id here,
    std::function<void(const api_call&, const whole_conversation&)> then
) {
    read_parts(
        call,
        customer.organisation,
        id,
        storage::numbering::customer,
        [customer, here](const storage::conversation_row& row) {
            return access_conversation_by_customer(row, customer, here);
        },
        [then = std::move(then)](const api_call& to, const whole_conversation& whole) {
            then(to, whole);
        }
    );
}

namespace {

using names_by_customer = std::map<routing::customer_id, std::string>;

// One after the other: no state is shared between threads.
void read_name(
    const api_call& call,
    std::vector<routing::customer_id> left,
    names_by_customer names,
    std::function<void(const names_by_customer&)> then
) {
    if (left.empty()) return then(names);
    const auto customer = left.back();
    left.pop_back();
    call.shared->records.customer(
        call.who.organisation,
        customer,
        [call, customer, left = std::move(left), names = std::move(names), then = std::move(then)](
            const storage::result<std::optional<storage::customer_row>>& found
        ) mutable {
            const bool is_damaged = !found && found.error() == storage::store_error::corrupt;
            if (!found && !is_damaged) return answer_unavailable(call);
            if (found && *found) names[customer] = service::mask_name((*found)->name);
            read_name(call, std::move(left), std::move(names), std::move(then));
        }
    );
}

} // namespace

void read_customer_names(
    const api_call& call,
    const std::vector<storage::service_record_row>& rows,
    std::function<void(const std::map<routing::customer_id, std::string>&)> then
) {
    std::set<routing::customer_id> all;
    for (const auto& row : rows)
        all.insert(row.customer);
    read_name(call, {all.begin(), all.end()}, {}, std::move(then));
}

} // namespace kefu::gateway::api
