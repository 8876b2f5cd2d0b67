#include "gateway/api/transcript.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include "gateway/api/limits.hpp"
#include "gateway/protocol/bodies.hpp"
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

std::string words(const storage::event& entry, transcript_for reader, std::string_view locale) {
    auto text = name_in(entry.kind, locale);
    const auto decoded = protocol::decode_body(entry.kind, entry.body);
    if (!decoded) return text;
    if (const auto* said = std::get_if<body::message>(&*decoded)) {
        const bool own = reader == transcript_for::customer && said->for_customer;
        return own ? *said->for_customer : said->text;
    }
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

// Who took the conversation has joined. A supervisor who gave it to them is the event's author:
// staff read that, a customer never met the supervisor.
std::string joined(
    const storage::event& entry,
    const body::accepted& taken,
    const whole_conversation& whole,
    transcript_for reader,
    const chat::catalog& names
) {
    const auto& locale = whole.row.locale;
    if (reader == transcript_for::staff && taken.why == "assigned") {
        const service::localized gave{"指派給", "指派给", "assigned to"};
        return speaker(entry, whole, reader, names) + ": [" + gave.in(locale) + "] " + taken.name;
    }
    if (reader == transcript_for::staff && taken.why == "taken") {
        const service::localized took{"接手", "接手", "took over"};
        return taken.name + ": [" + took.in(locale) + "]";
    }
    return taken.name + ": " + name_in(entry.kind, locale);
}

// Narrow, so that no message makes much more of the text than was written; a line of the transcript
// begins with the year.
constexpr std::string_view continued = "\n    ";

// What was written over several lines is indented: none of them can pass for a line of the
// transcript. So are the other characters that a reader may show as a line's end (Unicode 5.8).
std::string indented(std::string_view said) {
    static constexpr std::string_view ends[] = {
        "\r\n", "\n", "\r", "\v", "\f", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    static constexpr std::string_view first_bytes = "\r\n\v\f\xC2\xE2";
    std::string text;
    text.reserve(said.size());
    for (;;) {
        const auto plain = std::min(said.find_first_of(first_bytes), said.size());
        text += said.substr(0, plain);
        said.remove_prefix(plain);
        if (said.empty()) return text;
        const auto* end =
            std::ranges::find_if(ends, [&](std::string_view one) { return said.starts_with(one); });
        const bool is_end = end != std::end(ends);
        text += is_end ? continued : said.substr(0, 1);
        said.remove_prefix(is_end ? end->size() : 1);
    }
}

std::string line(
    const storage::event& entry,
    const whole_conversation& whole,
    transcript_for reader,
    const chat::catalog& names
) {
    const auto at = time_text(entry.at) + "  ";
    const auto decoded = protocol::decode_body(entry.kind, entry.body);
    const auto* taken = decoded ? std::get_if<body::accepted>(&*decoded) : nullptr;
    if (taken != nullptr) return at + indented(joined(entry, *taken, whole, reader, names)) + "\n";
    // A name is a word, but of somebody who may write any.
    return at + indented(speaker(entry, whole, reader, names)) + ": " +
           indented(words(entry, reader, whole.row.locale)) + "\n";
}

} // namespace

std::string transcript_text(
    const whole_conversation& whole, transcript_for reader, const chat::catalog& names
) {
    const auto& locale = whole.row.locale;
    const service::localized zone{"[時間都是 UTC]", "[时间都是 UTC]", "[All times are UTC]"};
    std::string text(zone.in(locale));
    text += "\n";
    bool is_cut = whole.cut;
    for (const auto& entry : whole.events) {
        if (reader == transcript_for::customer && entry.public_seq == 0) continue;
        const auto next = line(entry, whole, reader, names);
        if (text.size() + next.size() > limits::transcript_text_bytes_max) {
            is_cut = true;
            break;
        }
        text += next;
    }
    if (is_cut) text += "…\n";
    return text;
}

} // namespace kefu::gateway::api
