#include "gateway/protocol/command_reader.hpp"

#include <algorithm>
#include <array>

#include "gateway/protocol/limits.hpp"

namespace kefu::gateway::protocol {
namespace {

// ---- one function per command; the names of the fields are PROTOCOL.md's

command hello_of_version(std::uint64_t version) {
    hello_customer hello;
    hello.version = version;
    return hello;
}

command read_hello_customer(fields& in) {
    hello_customer hello;
    hello.version = version_supported;
    hello.storefront = in.word("storefront");
    hello.token = in.optional_word("token", limits::token_bytes_max);
    hello.jwt = in.optional_word("jwt", limits::jwt_bytes_max);
    hello.locale = in.optional_word("locale").value_or("");
    if (const auto resume = in.optional_object("resume")) {
        fields cursor(*resume);
        hello.resume = resume_cursor{cursor.conversation(), cursor.number("q")};
        if (cursor.fault()) in.refuse("resume", cursor.fault()->text);
    }
    return hello;
}

command read_hello_staff(fields& in) {
    hello_staff hello;
    hello.version = version_supported;
    hello.ticket = in.word("ticket", limits::token_bytes_max);
    const auto resume = in.optional_object("resume");
    if (!resume) return hello;
    const auto names = resume->names();
    if (names.size() > limits::resume_cursors_max) in.refuse("resume", "too many");
    fields cursors(*resume);
    for (const auto name : names) {
        const auto id = routing::conversation_id::parse(name);
        if (!id) cursors.refuse("resume", "must give a number for each id");
        hello.resume.push_back({id.value_or(routing::conversation_id{}), cursors.number(name)});
        if (!cursors.fault()) continue;
        in.refuse("resume", "must give a number for each id");
        break;
    }
    return hello;
}

// Of another version only the number is read: its other fields may be anything.
command read_hello(fields& in) {
    const auto version = in.number("v");
    if (version != version_supported) return hello_of_version(version);
    if (in.has("ticket") == in.has("storefront")) {
        in.refuse("hello", "needs either a storefront or a ticket");
        return hello_of_version(version);
    }
    return in.has("ticket") ? read_hello_staff(in) : read_hello_customer(in);
}

command read_beat(fields&) { return beat{}; }
command read_bye(fields& in) { return bye{in.has("forget") && in.boolean("forget")}; }

command read_message_send(fields& in) {
    return message_send{
        in.r(),
        in.key(),
        in.conversation(),
        in.text("text"),
        in.optional_number("gen"),
        in.has("confirmed") && in.boolean("confirmed")};
}

command read_sync(fields& in) {
    const auto limit = in.optional_number("limit").value_or(limits::sync_events_default);
    if (limit == 0) in.refuse("limit", "must be at least 1");
    const auto bounded = std::min<std::uint64_t>(limit, limits::sync_events_max);
    return sync{in.r(), in.conversation(), in.number("after"), static_cast<std::uint32_t>(bounded)};
}

command read_typing(fields& in) { return typing{in.conversation(), in.boolean("on")}; }

command read_receipt(fields& in) {
    const auto conversation = in.conversation();
    const auto read = in.number("read");
    return receipt{conversation, std::max(in.number("delivered"), read), read};
}

command read_conversation_start(fields& in) {
    return conversation_start{
        in.r(),
        in.key(),
        in.word("topic"),
        in.optional_word("need_type"),
        in.optional_pasted("order", limits::order_bytes_max),
        in.optional_text("text")};
}

command read_conversation_leave(fields& in) {
    return conversation_leave{in.r(), in.conversation()};
}

command read_survey_rate(fields& in) {
    const auto score = in.number("score");
    if (score < 1 || score > 5) in.refuse("score", "must be 1 to 5");
    return survey_rate{
        in.r(),
        in.key(),
        in.conversation(),
        static_cast<int>(std::min<std::uint64_t>(score, 5)),
        in.optional_solved("solved"),
        in.optional_words("tags", limits::tags_max),
        in.optional_text("comment")};
}

command read_presence_set(fields& in) {
    const auto value = presence_from(in.word("presence"));
    if (!value) in.refuse("presence", "must be online, away or offline");
    return presence_set{in.r(), value.value_or(presence::offline), in.optional_word("reason")};
}

command read_offer_accept(fields& in) {
    return offer_accept{in.r(), in.id<routing::offer_id>("offer")};
}

command read_offer_decline(fields& in) {
    return offer_decline{in.r(), in.id<routing::offer_id>("offer"), in.optional_word("reason")};
}

command read_note_add(fields& in) {
    return note_add{
        in.r(), in.key(), in.conversation(), in.optional_number("gen"), in.text("text")};
}

command read_conversation_transfer(fields& in) {
    if (in.has("to_staff") == in.has("to_skill")) {
        in.refuse("to_staff", "give either to_staff or to_skill");
    }
    return conversation_transfer{
        in.r(),
        in.key(),
        in.conversation(),
        in.number("gen"),
        in.optional_id<routing::staff_id>("to_staff"),
        in.optional_id<routing::skill_id>("to_skill"),
        in.text("note")};
}

command read_conversation_end(fields& in) {
    return conversation_end{in.r(), in.key(), in.conversation(), in.number("gen")};
}

command read_wrap_up_save(fields& in) {
    const auto value = in.optional_solved("solved");
    if (!value) in.refuse("solved", "must be yes, partly or no");
    return wrap_up_save{
        in.r(),
        in.key(),
        in.conversation(),
        in.number("gen"),
        in.word("topic"),
        in.word("need_type"),
        value.value_or(solved::no),
        in.text("solution")};
}

command read_conversation_watch(fields& in) {
    return conversation_watch{in.r(), in.conversation()};
}
command read_conversation_unwatch(fields& in) {
    return conversation_unwatch{in.r(), in.conversation()};
}
command read_wall_watch(fields& in) { return wall_watch{in.r()}; }
command read_wall_unwatch(fields& in) { return wall_unwatch{in.r()}; }
command read_wall_cards(fields& in) {
    return wall_cards{in.r(), in.optional_id<routing::staff_id>("staff")};
}

command read_conversation_assign(fields& in) {
    return conversation_assign{in.r(), in.conversation(), in.id<routing::staff_id>("staff")};
}

command read_conversation_take(fields& in) {
    return conversation_take{in.r(), in.conversation(), in.optional_number("gen")};
}

// In the order of `command`; both hellos share a word, the first row of it is found.
using reader = command (*)(fields&);
constexpr std::array<reader, command_count> readers{
    read_hello,
    read_hello,
    read_beat,
    read_bye,
    read_message_send,
    read_sync,
    read_typing,
    read_receipt,
    read_conversation_start,
    read_conversation_leave,
    read_survey_rate,
    read_presence_set,
    read_offer_accept,
    read_offer_decline,
    read_note_add,
    read_conversation_transfer,
    read_conversation_end,
    read_wrap_up_save,
    read_conversation_watch,
    read_conversation_unwatch,
    read_wall_watch,
    read_wall_unwatch,
    read_wall_cards,
    read_conversation_assign,
    read_conversation_take,
};

reader reader_for(std::string_view type) {
    for (std::size_t i = 0; i < command_count; ++i) {
        if (row_of(i).word == type) return readers[i];
    }
    return nullptr;
}

} // namespace

decoded read_envelope(const field_source& envelope) {
    std::optional<request_number> r;
    const auto number = envelope.find("r");
    if (const auto* value = std::get_if<std::uint64_t>(&number)) {
        if (*value <= number_max) r = *value;
    }
    fields in(envelope);
    const auto type = in.word("t");
    if (in.fault()) return {r, *in.fault()};
    const auto read = reader_for(type);
    if (read == nullptr) return {r, decode_error{error::unsupported, "t: unknown"}};
    auto what = read(in);
    if (in.fault()) return {r, *in.fault()};
    return {row_of(what).answered ? r : std::nullopt, std::move(what)};
}

} // namespace kefu::gateway::protocol
