#include "gateway/api/transcript.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <utility>

#include "gateway/api/limits.hpp"
#include "gateway/chat/day_begin.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/service/masking.hpp"
#include "gateway/service/opening_hours.hpp"

namespace kefu::gateway::api {

namespace {

namespace body = protocol::body;

std::string time_text(routing::wall_time at, int utc_offset_min) {
    const auto seconds = static_cast<std::time_t>(at.ms / 1000 + utc_offset_min * 60);
    std::tm parts{};
    if (gmtime_r(&seconds, &parts) == nullptr) return {};
    char text[32];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return {text, length};
}

// "UTC", "UTC+08:00".
std::string clock_text(int utc_offset_min) {
    if (utc_offset_min == 0) return "UTC";
    const int minutes = std::abs(utc_offset_min);
    char text[16];
    const auto length = std::snprintf(
        text,
        sizeof text,
        "UTC%c%02d:%02d",
        utc_offset_min < 0 ? '-' : '+',
        minutes / 60,
        minutes % 60
    );
    return {text, static_cast<std::size_t>(length)};
}

std::string speaker(const storage::event& entry, const transcript_input& from) {
    const auto& whole = from.whole;
    switch (entry.by.role) {
    case storage::author_role::customer:
        if (whole.customer.name.empty()) {
            return service::localized{"客戶", "客户", "Customer"}.in(from.locale);
        }
        return from.reader == transcript_for::customer ? whole.customer.name
                                                       : service::mask_name(whole.customer.name);
    case storage::author_role::agent:
    case storage::author_role::supervisor:
        return std::string(from.names.name_of(routing::staff_id{entry.by.id}));
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

// One after the other with what stands between them; empty ones leave no gap.
std::string listed(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += " · ";
        text += part;
    }
    return text;
}

template <class Found>
std::string label_of(const Found* found, const std::string& key, std::string_view locale) {
    return found == nullptr ? key : found->label.in(locale);
}

std::string solved_words(protocol::solved how, std::string_view locale) {
    static const service::localized yes{"已解決", "已解决", "solved"};
    static const service::localized partly{"部分解決", "部分解决", "partly solved"};
    static const service::localized no{"未解決", "未解决", "not solved"};
    switch (how) {
    case protocol::solved::yes:
        return yes.in(locale);
    case protocol::solved::partly:
        return partly.in(locale);
    case protocol::solved::no:
        return no.in(locale);
    }
    return {};
}

// What only staff read of an event, behind what everybody reads.
struct words_for_staff {
    const service::sop& manual;
    const chat::catalog& names;
    std::string_view locale;

    std::string operator()(const body::offered& what) const { return name(what.staff); }
    std::string operator()(const body::missed& what) const { return name(what.staff); }
    std::string operator()(const body::withdrawn& what) const { return name(what.staff); }
    // Whoever declined says so themselves.
    std::string operator()(const body::declined& what) const {
        return label_of(manual.find_decline_reason(what.reason), what.reason, locale);
    }
    std::string operator()(const body::opened& what) const {
        if (!what.need_type) return {};
        return label_of(manual.find_need_type(*what.need_type), *what.need_type, locale);
    }
    std::string operator()(const body::transferred& what) const { return what.note; }
    std::string operator()(const body::wrapped_up& what) const {
        return listed(
            {label_of(manual.find_topic(what.topic), what.topic, locale),
             label_of(manual.find_need_type(what.need_type), what.need_type, locale),
             solved_words(what.solved, locale),
             what.solution}
        );
    }
    std::string operator()(const body::rated& what) const {
        return listed(
            {what.solved ? solved_words(*what.solved, locale) : std::string{},
             what.comment.value_or("")}
        );
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return {};
    }

    [[nodiscard]] std::string name(routing::staff_id staff) const {
        return std::string(names.name_of(staff));
    }
};

std::string words(const storage::event& entry, const transcript_input& from) {
    const auto locale = from.locale;
    auto text = name_in(entry.kind, locale);
    const auto decoded = protocol::decode_body(entry.kind, entry.body);
    if (!decoded) return text;
    if (const auto* said = std::get_if<body::message>(&*decoded)) {
        const bool own = from.reader == transcript_for::customer && said->for_customer;
        return own ? *said->for_customer : said->text;
    }
    if (const auto* note = std::get_if<body::note>(&*decoded)) return text + " " + note->text;
    std::string more;
    if (const auto* first = std::get_if<body::opened>(&*decoded)) more = first->text.value_or("");
    if (const auto* moved = std::get_if<body::transferred>(&*decoded)) more = moved->name;
    if (const auto* given = std::get_if<body::rated>(&*decoded)) {
        more = std::to_string(given->score);
    }
    if (from.reader == transcript_for::staff) {
        more =
            listed({more, std::visit(words_for_staff{from.manual, from.names, locale}, *decoded)});
    }
    return more.empty() ? text : text + " " + more;
}

// Who took the conversation has joined. A supervisor who gave it to them is the event's author:
// staff read that, a customer never met the supervisor.
std::string joined(
    const storage::event& entry, const body::accepted& taken, const transcript_input& from
) {
    const auto locale = from.locale;
    if (from.reader == transcript_for::staff && taken.why == "assigned") {
        const service::localized gave{"指派給", "指派给", "assigned to"};
        return speaker(entry, from) + ": [" + gave.in(locale) + "] " + taken.name;
    }
    if (from.reader == transcript_for::staff && taken.why == "taken") {
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

std::string line(const storage::event& entry, const transcript_input& from) {
    const auto at = time_text(entry.at, from.utc_offset_min) + "  ";
    const auto decoded = protocol::decode_body(entry.kind, entry.body);
    const auto* taken = decoded ? std::get_if<body::accepted>(&*decoded) : nullptr;
    if (taken != nullptr) return at + indented(joined(entry, *taken, from)) + "\n";
    // A name is a word, but of somebody who may write any.
    return at + indented(speaker(entry, from)) + ": " + indented(words(entry, from)) + "\n";
}

} // namespace

std::string transcript_text(const transcript_input& from) {
    const auto clock = clock_text(from.utc_offset_min);
    const service::localized zone{
        "[時間都是 " + clock + "]", "[时间都是 " + clock + "]", "[All times are " + clock + "]"};
    std::string text(zone.in(from.locale));
    text += "\n";
    bool is_cut = from.whole.cut;
    for (const auto& entry : from.whole.events) {
        if (from.reader == transcript_for::customer && entry.public_seq == 0) continue;
        const auto next = line(entry, from);
        if (text.size() + next.size() > limits::transcript_text_bytes_max) {
            is_cut = true;
            break;
        }
        text += next;
    }
    if (is_cut) text += "…\n";
    return text;
}

int transcript_clock(
    std::optional<std::int64_t> asked,
    const storage::conversation_row& row,
    const chat::catalog& names
) {
    if (asked) return static_cast<int>(*asked);
    const auto* shop = names.storefront(row.storefront);
    const auto hours = shop == nullptr ? std::nullopt : service::hours_from(shop->hours);
    if (hours) return hours->utc_offset_min;
    return chat::day_clock_of(names, row.organisation).value_or(0);
}

} // namespace kefu::gateway::api
