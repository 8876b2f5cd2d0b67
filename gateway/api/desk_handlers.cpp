#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/read_audit.hpp"
#include "gateway/api/record_cursor.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/api/sop_json.hpp"
#include "gateway/api/transcript.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/protocol/words.hpp"
#include "gateway/service/limits.hpp"
#include "gateway/service/masking.hpp"

// What the console reads beside the live session.
namespace kefu::gateway::api {

namespace {

boost::json::object order_json(const storage::order_row& row) {
    boost::json::array lines;
    for (const auto& line : row.lines) {
        lines.push_back(
            {{"title", line.title},
             {"variant", line.variant},
             {"quantity", line.quantity},
             {"price_minor", line.price_minor}}
        );
    }
    boost::json::array timeline;
    for (const auto& [at, text] : row.timeline)
        timeline.push_back({{"at", at.ms}, {"text", text}});
    return {
        {"number", row.number},
        {"status", row.status},
        {"currency", row.currency},
        {"total_minor", row.total_minor},
        {"placed_at", row.placed_at.ms},
        {"lines", std::move(lines)},
        {"timeline", std::move(timeline)}};
}

void put_masked(boost::json::object& into, const char* field, std::string masked) {
    if (!masked.empty()) into[field] = std::move(masked);
}

// What is read of a customer, one after the other.
struct customer_file {
    storage::customer_row row;
    std::vector<storage::order_row> orders;
    std::vector<storage::service_record_row> records; // the newest first
};

// Of whichever colleague: who serves somebody knows what was agreed with them (SOP 6.2.3).
boost::json::object earlier_json(
    const storage::service_record_row& row, const chat::catalog& names
) {
    boost::json::object out{
        {"conversation", row.conversation.text()},
        {"staff_name", names.name_of(row.staff)},
        {"topic", row.topic},
        {"solved", row.solved},
        {"solution", row.solution},
        {"ended_at", row.ended_at.ms}};
    if (row.score) out["score"] = *row.score;
    return out;
}

boost::json::object customer_json(const customer_file& whole, const chat::catalog& names) {
    const auto& row = whole.row;
    boost::json::object file{
        {"id", row.id.text()},
        {"name", service::mask_name(row.name)},
        {"identified", row.identified},
        {"vip", row.vip}};
    put_masked(file, "phone", service::mask_phone(row.phone));
    put_masked(file, "email", service::mask_email(row.email));
    put_masked(file, "address", service::mask_address(row.address));
    boost::json::array orders;
    for (const auto& order : whole.orders)
        orders.push_back(order_json(order));
    file["orders"] = std::move(orders);
    boost::json::array records;
    for (const auto& record : whole.records)
        records.push_back(earlier_json(record, names));
    file["records"] = std::move(records);
    return file;
}

boost::json::object record_json(
    const storage::service_record_row& row, const std::string& customer, const chat::catalog& names
) {
    boost::json::object out{
        {"id", row.id.text()},
        {"conversation", row.conversation.text()},
        {"customer", customer},
        {"customer_id", row.customer.text()},
        {"staff", row.staff.text()},
        {"staff_name", names.name_of(row.staff)},
        {"channel", row.channel},
        {"topic", row.topic},
        {"need_type", row.need_type},
        {"solved", row.solved},
        {"solution", row.solution},
        {"opened_at", row.opened_at.ms},
        {"accepted_at", row.accepted_at.ms},
        {"ended_at", row.ended_at.ms},
        {"wrapped_up_at", row.wrapped_up_at.ms}};
    if (!row.order_number.empty()) out["order"] = row.order_number;
    if (row.longest_wait_ms) out["longest_wait_ms"] = *row.longest_wait_ms;
    if (row.score) out["score"] = *row.score;
    if (row.score_comment) out["score_comment"] = *row.score_comment;
    return out;
}

boost::json::object colleague_json(const protocol::colleague& one) {
    boost::json::array skills;
    for (const auto& has : one.skills)
        skills.push_back({{"id", has.skill.text()}, {"level", has.level}});
    return {
        {"id", one.id.text()},
        {"name", one.name},
        {"presence", protocol::word_of(one.presence)},
        {"load", one.load},
        {"capacity", one.capacity},
        {"skills", std::move(skills)}};
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

} // namespace

void get_sop(api_call call) { answer_json(call, 200, sop_json(call.shared->manual)); }

void get_colleagues(api_call call) {
    const auto staff = call.who.id;
    const auto list_them = [call, staff](chat::front_desk* desk) {
        if (desk == nullptr || !desk->is_ready()) return answer_unavailable(call);
        boost::json::array list;
        for (const auto& one : desk->colleagues_of(staff))
            list.push_back(colleague_json(one));
        answer_json(call, 200, {{"colleagues", std::move(list)}});
    };
    if (!call.shared->desks.try_post(call.who.organisation, list_them)) answer_unavailable(call);
}

namespace {

void show_customer(const api_call& call, const customer_file& whole) {
    note_reading(
        call,
        "customer.read",
        whole.row.id.text(),
        [call, file = customer_json(whole, *call.names)] { answer_json(call, 200, file); }
    );
}

void read_earlier(const api_call& call, customer_file whole) {
    storage::record_query query;
    query.organisation = call.who.organisation;
    query.customer = whole.row.id;
    query.count_max = limits::customer_records_shown_max;
    call.shared->records.service_records(
        query,
        [call,
         whole = std::move(whole)](storage::result<std::vector<storage::service_record_row>> records
        ) mutable {
            if (!records) return answer_unavailable(call);
            whole.records = std::move(*records);
            show_customer(call, whole);
        }
    );
}

void read_orders(const api_call& call, customer_file whole) {
    const auto id = whole.row.id;
    call.shared->records.orders_of(
        call.who.organisation,
        id,
        limits::orders_shown_max,
        [call, whole = std::move(whole)](storage::result<std::vector<storage::order_row>> orders
        ) mutable {
            if (!orders) return answer_unavailable(call);
            whole.orders = std::move(*orders);
            read_earlier(call, std::move(whole));
        }
    );
}

} // namespace

void get_customer(api_call call) {
    call.shared->records.customer(
        call.who.organisation,
        *routing::customer_id::parse(call.id),
        [call](storage::result<std::optional<storage::customer_row>> found) {
            if (!found) return answer_unavailable(call);
            const bool shown = *found && access_customer_by_staff(**found, call.who);
            if (!shown) return answer_not_found(call);
            read_orders(call, {std::move(**found), {}, {}});
        }
    );
}

namespace {

// The envelope {"t":"card","card":{…}} with the events beside the card.
std::string conversation_json(const whole_conversation& whole, const chat::catalog& names) {
    std::string body;
    protocol::write_card(body, whole.card);
    body.pop_back();
    body += R"(,"events":[)";
    bool first = true;
    for (const auto& event : whole.events) {
        if (!std::exchange(first, false)) body += ',';
        protocol::write_ev_staff(body, event, names.name_of(routing::staff_id{event.by.id}));
    }
    body += ']';
    if (whole.cut) body += R"(,"cut":true)";
    return body + "}";
}

} // namespace

void get_conversation(api_call call) {
    if (has_enough_unsent(call, unsent_holder::member(call.who.id))) return;
    if (!begin_reading(call, reading_kind::file, call.who.id.text())) return;
    read_whole(call, [](const api_call& to, const whole_conversation& whole) {
        const auto show = [to, body = conversation_json(whole, *to.names)] {
            answer_reading(to, reading_kind::file, body);
        };
        if (whole.reading == chat::reading::own) return show(); // everything else is noted
        note_reading(to, "conversation.read", whole.row.id.text(), show);
    });
}

namespace {

// Minutes off UTC, as an opening hour's; nullopt: no clock has that.
std::optional<std::int64_t> clock_from(std::string_view text) {
    const bool west = text.starts_with('-');
    if (west) text.remove_prefix(1);
    const auto minutes = whole_number(text);
    if (!minutes) return std::nullopt;
    const auto offset = west ? -*minutes : *minutes;
    const bool is_clock = offset >= service::limits::utc_offset_min_low &&
                          offset <= service::limits::utc_offset_min_high;
    return is_clock ? std::optional(offset) : std::nullopt;
}

} // namespace

// A copy to keep is noted whoever makes it.
void get_conversation_transcript(api_call call) {
    const auto named = query_value(call.request, "utc_offset_min");
    const auto clock = clock_from(named.value_or(""));
    if ((!named || !named->empty()) && !clock)
        return answer_error(call, 400, "bad_request", "utc_offset_min");
    if (has_enough_unsent(call, unsent_holder::member(call.who.id))) return;
    if (!begin_reading(call, reading_kind::transcript, call.who.id.text())) return;
    read_whole(call, [clock](const api_call& to, const whole_conversation& whole) {
        note_reading(to, "conversation.export", whole.row.id.text(), [to, whole, clock] {
            answer_transcript(to, whole, transcript_for::staff, clock);
        });
    });
}

namespace {

// A page of records; `wrong`: the parameter that cannot be read.
struct record_page {
    storage::record_query query;
    std::size_t count = 50;
    const char* wrong = nullptr;
};

record_page record_page_of(const api_call& call) {
    record_page page;
    page.query.organisation = call.who.organisation;
    const auto given = [&](const char* name) {
        auto value = query_value(call.request, name);
        if (!value) page.wrong = name;
        return value.value_or("");
    };
    if (const auto staff = given("staff"); !staff.empty()) {
        page.query.staff = routing::staff_id::parse(staff);
        if (!page.query.staff) page.wrong = "staff";
    }
    if (const auto before = given("before"); !before.empty()) {
        page.query.before = record_cursor_from(before);
        if (!page.query.before) page.wrong = "before";
    }
    if (const auto limit = given("limit"); !limit.empty()) {
        const auto value = whole_number(limit);
        if (value.value_or(0) == 0) page.wrong = "limit";
        page.count =
            std::min(static_cast<std::size_t>(value.value_or(0)), limits::records_per_page_max);
    }
    if (auto topic = given("topic"); !topic.empty()) page.query.topic = std::move(topic);
    if (auto order = given("order"); !order.empty()) {
        if (order.size() > protocol::limits::order_bytes_max) page.wrong = "order";
        page.query.order_number = std::move(order);
    }
    // Agents see those in which they took part; supervisors and admins everybody's.
    if (call.who.role == storage::staff_role::agent) page.query.staff = call.who.id;
    page.query.count_max = page.count + 1;
    return page;
}

storage::record_cursor end_of(const std::vector<storage::service_record_row>& rows) {
    return {rows.back().wrapped_up_at, rows.back().conversation};
}

std::string records_json(
    const std::vector<storage::service_record_row>& rows,
    const std::map<routing::customer_id, std::string>& customers,
    const chat::catalog& names,
    bool more
) {
    boost::json::array list;
    for (const auto& row : rows) {
        const auto found = customers.find(row.customer);
        const auto customer = found == customers.end() ? std::string{} : found->second;
        list.push_back(record_json(row, customer, names));
    }
    boost::json::object page{{"records", std::move(list)}, {"more", more}};
    if (more) page["next"] = text_of(end_of(rows));
    return boost::json::serialize(page);
}

} // namespace

void get_records(api_call call) {
    const auto asked = record_page_of(call);
    if (asked.wrong != nullptr) return answer_error(call, 400, "bad_request", asked.wrong);
    if (has_enough_unsent(call, unsent_holder::member(call.who.id))) return;
    if (!begin_reading(call, reading_kind::records, call.who.id.text())) return;
    const auto& query = asked.query;
    const auto page = asked.count;
    const bool own = query.staff == call.who.id;
    const auto of_whom = query.staff ? query.staff->text() : query.organisation.text();
    call.shared->records.service_records(
        query,
        [call, page, own, of_whom](storage::result<std::vector<storage::service_record_row>> rows) {
            if (!rows) return answer_unavailable(call);
            const bool more = rows->size() > page;
            if (more) rows->resize(page);
            read_customer_names(
                call,
                *rows,
                [call, rows = *rows, more, own, of_whom](const auto& customers) {
                    const auto show = [call,
                                       body = records_json(rows, customers, *call.names, more)] {
                        answer_reading(call, reading_kind::records, body);
                    };
                    if (own) return show();
                    note_reading(call, "records.read", of_whom, show);
                }
            );
        }
    );
}

} // namespace kefu::gateway::api
