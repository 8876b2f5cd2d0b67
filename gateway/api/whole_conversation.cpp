#include "gateway/api/transcript.hpp"

#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

// Reading one conversation as a whole, for those who may.
namespace kefu::gateway::api {

void answer_transcript(
    const api_call& call, const whole_conversation& whole, transcript_for reader
) {
    auto response = net::http_response::text(200, transcript_text(whole, reader, *call.names));
    const auto name = "kefu-" + whole.row.id.text().substr(0, 8) + ".txt";
    response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    call.answer(std::move(response));
}

namespace {

// Reads row, events and customer one after the other.
void read_parts(
    const api_call& call,
    routing::organisation_id organisation,
    routing::conversation_id id,
    storage::numbering by,
    std::function<void(const api_call&, whole_conversation)> then
) {
    auto& records = call.shared->records;
    records.conversation(
        organisation,
        id,
        [call, organisation, id, by, then = std::move(then)](
            storage::result<std::optional<storage::conversation_row>> row
        ) {
            if (!row) return answer_unavailable(call);
            if (!*row) return answer_not_found(call);
            whole_conversation whole;
            whole.row = std::move(**row);
            call.shared->records.events_after(
                organisation,
                id,
                by,
                0,
                limits::transcript_events_max,
                [call, organisation, whole, then](storage::result<storage::event_page> page
                ) mutable {
                    if (!page) return answer_unavailable(call);
                    whole.cut = page->top > page->events.size();
                    whole.events = std::move(page->events);
                    call.shared->records.customer(
                        organisation,
                        whole.row.customer,
                        [call, whole, then](
                            storage::result<std::optional<storage::customer_row>> customer
                        ) mutable {
                            if (!customer) return answer_unavailable(call);
                            if (*customer) whole.customer = std::move(**customer);
                            then(call, std::move(whole));
                        }
                    );
                }
            );
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
        [then = std::move(then)](const api_call& to, whole_conversation whole) {
            if (!access_conversation_by_staff(whole.row, whole.events, to.who)) {
                return answer_not_found(to);
            }
            const storage::event* last = nullptr;
            for (const auto& entry : whole.events) {
                if (entry.kind == storage::event_kind::message) last = &entry;
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
    );
}

void read_whole_of_customer(
    const api_call& call,
    routing::conversation_id id,
    storage::customer_row customer,
    std::function<void(const api_call&, const whole_conversation&)> then
) {
    read_parts(
        call,
        customer.organisation,
        id,
        storage::numbering::customer,
        [customer, then = std::move(then)](const api_call& to, const whole_conversation& whole) {
            if (!access_conversation_by_customer(whole.row, customer)) return answer_not_found(to);
            then(to, whole);
        }
    );
}

namespace {

// One after the other: a page is short, and no state is shared between threads.
void read_name(
    const api_call& call,
    std::vector<storage::service_record_row> rows,
    std::vector<std::string> names,
    std::function<void(const std::vector<std::string>&)> then
) {
    if (names.size() == rows.size()) return then(names);
    const auto organisation = rows[names.size()].organisation;
    const auto customer = rows[names.size()].customer;
    call.shared->records.customer(
        organisation,
        customer,
        [call, rows = std::move(rows), names = std::move(names), then = std::move(then)](
            const storage::result<std::optional<storage::customer_row>>& found
        ) mutable {
            const bool readable = found && *found;
            names.push_back(readable ? service::mask_name((*found)->name) : std::string{});
            read_name(call, std::move(rows), std::move(names), std::move(then));
        }
    );
}

} // namespace

void read_customer_names(
    const api_call& call,
    const std::vector<storage::service_record_row>& rows,
    std::function<void(const std::vector<std::string>&)> then
) {
    read_name(call, rows, {}, std::move(then));
}

} // namespace kefu::gateway::api
