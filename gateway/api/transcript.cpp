#include "gateway/api/transcript.hpp"

#include <atomic>
#include <ctime>
#include <memory>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

namespace kefu::gateway::api {

namespace {

namespace body = protocol::body;

std::string time_text(routing::wall_time at) {
    const auto seconds = static_cast<std::time_t>(at.ms / 1000);
    std::tm parts{};
    if (gmtime_r(&seconds, &parts) == nullptr) return {};
    char text[32];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &parts);
    return {text, length};
}

std::string speaker(
    const storage::event& entry,
    const whole_conversation& whole,
    transcript_for reader,
    const chat::catalog& names
) {
    switch (entry.by.role) {
    case storage::author_role::customer:
        if (whole.customer.name.empty()) {
            return service::localized{"客戶", "客户", "Customer"}.in(whole.row.locale);
        }
        return reader == transcript_for::customer ? whole.customer.name
                                                  : service::mask_name(whole.customer.name);
    case storage::author_role::agent:
    case storage::author_role::supervisor:
        return std::string(names.name_of(routing::staff_id{entry.by.id}));
    case storage::author_role::system:
        return "—";
    }
    return {};
}

// What happened, in the reader's language; what was said stands as it was said.
struct happening {
    storage::event_kind kind;
    service::localized words;
};
const std::vector<happening>& happenings() {
    using storage::event_kind;
    static const std::vector<happening> table{
        {event_kind::opened, {"開始對話", "开始对话", "started the chat"}},
        {event_kind::queued, {"排隊中", "排队中", "waiting"}},
        {event_kind::offered, {"邀請客服", "邀请客服", "offered"}},
        {event_kind::accepted, {"已接入", "已接入", "joined"}},
        {event_kind::declined, {"婉拒", "婉拒", "declined"}},
        {event_kind::missed, {"未接", "未接", "missed"}},
        {event_kind::withdrawn, {"收回邀請", "收回邀请", "offer withdrawn"}},
        {event_kind::note, {"內部備註", "内部备注", "internal note"}},
        {event_kind::transferred, {"轉接給", "转接给", "passed on to"}},
        {event_kind::requeued, {"重新排隊", "重新排队", "waiting again"}},
        {event_kind::ended, {"對話結束", "对话结束", "chat ended"}},
        {event_kind::wrapped_up, {"服務小結", "服务小结", "wrapped up"}},
        {event_kind::closed, {"已結案", "已结案", "closed"}},
        {event_kind::abandoned, {"客戶已離開", "客户已离开", "left before an answer"}},
        {event_kind::rated, {"評價", "评价", "rated"}},
        {event_kind::parked, {"稍後處理", "稍后处理", "parked"}}};
    return table;
}

std::string name_in(storage::event_kind kind, std::string_view locale) {
    for (const auto& one : happenings()) {
        if (one.kind == kind) return "[" + one.words.in(locale) + "]";
    }
    return {};
}

std::string words(const storage::event& entry, std::string_view locale) {
    auto text = name_in(entry.kind, locale);
    const auto decoded = protocol::decode_body(entry.kind, entry.body);
    if (!decoded) return text;
    if (const auto* said = std::get_if<body::message>(&*decoded)) return said->text;
    if (const auto* note = std::get_if<body::note>(&*decoded)) return text + " " + note->text;
    if (const auto* first = std::get_if<body::opened>(&*decoded)) {
        return first->text ? text + " " + *first->text : text;
    }
    if (const auto* moved = std::get_if<body::transferred>(&*decoded)) {
        return text + " " + moved->name;
    }
    if (const auto* given = std::get_if<body::rated>(&*decoded)) {
        return text + " " + std::to_string(given->score);
    }
    return text;
}

} // namespace

std::string transcript_text(
    const whole_conversation& whole, transcript_for reader, const chat::catalog& names
) {
    std::string text;
    for (const auto& entry : whole.events) {
        if (reader == transcript_for::customer && entry.public_seq == 0) continue;
        text += time_text(entry.at) + "  " + speaker(entry, whole, reader, names) + ": ";
        text += words(entry, whole.row.locale) + "\n";
    }
    if (whole.cut) text += "…\n";
    return text;
}

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

void read_customer_names(
    const api_call& call,
    const std::vector<storage::service_record_row>& rows,
    std::function<void(const std::vector<std::string>&)> then
) {
    struct progress {
        std::vector<std::string> customers;
        std::atomic<std::size_t> unread;
        std::function<void(const std::vector<std::string>&)> then;
    };
    if (rows.empty()) return then({});
    // Shared by the replies of one page, which come on several threads, and gone with the last.
    auto work = std::make_shared<progress>();
    work->customers.resize(rows.size());
    work->unread = rows.size();
    work->then = std::move(then);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        call.shared->records.customer(
            rows[i].organisation,
            rows[i].customer,
            [work, i](const storage::result<std::optional<storage::customer_row>>& found) {
                if (found && *found) work->customers[i] = service::mask_name((*found)->name);
                if (--work->unread == 0) work->then(work->customers);
            }
        );
    }
}

} // namespace kefu::gateway::api
