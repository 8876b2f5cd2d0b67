// What clients send, from text to typed commands. What is accepted is JSON with one reading to a
// slow and strict reader, with every field of the type that PROTOCOL.md gives it, and what the
// command then holds is what was sent; an envelope of which all of this is true is accepted.

#include "gateway/protocol/frame_codec.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/utf8.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>

namespace kefu::fuzz {

namespace {

namespace protocol = gateway::protocol;
namespace limits = gateway::protocol::limits;
using kind = strict_value::kind;

constexpr std::uint64_t number_max = (std::uint64_t{1} << 53) - 1;

// "name:type", the type in capitals when the field must be there: W word, T text, N number, B flag,
// I id, K key, L list of words, O object.
struct command_shape {
    std::string_view word;
    std::vector<std::string_view> fields;
};

const std::vector<command_shape>& shapes() {
    static const std::vector<command_shape> all{
        {"beat", {}},
        {"bye", {"forget:b"}},
        {"message.send", {"r:N", "key:K", "c:I", "text:T", "gen:n", "confirmed:b"}},
        {"sync", {"r:N", "c:I", "after:N", "limit:n"}},
        {"typing", {"c:I", "on:B"}},
        {"receipt", {"c:I", "delivered:N", "read:N"}},
        {"conversation.start", {"r:N", "key:K", "topic:W", "need_type:w", "order:p", "text:t"}},
        {"conversation.leave", {"r:N", "c:I"}},
        {"survey.rate", {"r:N", "key:K", "c:I", "score:N", "solved:w", "tags:l", "comment:t"}},
        {"presence.set", {"r:N", "presence:W", "reason:w"}},
        {"offer.accept", {"r:N", "offer:I"}},
        {"offer.decline", {"r:N", "offer:I", "reason:w"}},
        {"note.add", {"r:N", "key:K", "c:I", "gen:n", "text:T"}},
        {"conversation.transfer",
         {"r:N", "key:K", "c:I", "gen:N", "to_staff:i", "to_skill:i", "note:T"}},
        {"conversation.end", {"r:N", "key:K", "c:I", "gen:N"}},
        {"wrap_up.save",
         {"r:N", "key:K", "c:I", "gen:N", "topic:W", "need_type:W", "solved:W", "solution:T"}},
        {"conversation.watch", {"r:N", "c:I"}},
        {"conversation.unwatch", {"r:N", "c:I"}},
        {"wall.watch", {"r:N"}},
        {"wall.unwatch", {"r:N"}},
        {"wall.cards", {"r:N", "staff:i"}},
        {"conversation.assign", {"r:N", "c:I", "staff:I"}},
        {"conversation.take", {"r:N", "c:I", "gen:n"}},
    };
    return all;
}

bool is_id(const strict_value& value) {
    static constexpr std::string_view form = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    static constexpr std::string_view hex = "0123456789abcdefABCDEF";
    if (value.what != kind::text || value.text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fits = form[i] == '-' ? value.text[i] == '-'
                                         : hex.find(value.text[i]) != std::string_view::npos;
        if (!fits) return false;
    }
    return value.text.find_first_not_of("0-") != std::string::npos;
}

bool is_word(const strict_value& value, bool pasted = false) {
    return value.what == kind::text && value.text.size() <= (pasted ? 64U : 128U) &&
           (pasted || !protocol::holds_formatting(value.text));
}

bool fits(const strict_value& value, char type) {
    switch (type) {
    case 'w':
        return is_word(value);
    case 'p':
        return is_word(value, true);
    case 't': {
        const auto points = protocol::count_code_points(value.text);
        return value.what == kind::text && points && *points <= limits::text_code_points_max;
    }
    case 'n':
        return value.whole(number_max).has_value();
    case 'b':
        return value.what == kind::flag;
    case 'i':
        return is_id(value);
    case 'k':
        return is_id(value) && value.text[14] != '8';
    case 'l':
        return value.what == kind::list && value.items.size() <= limits::tags_max &&
               std::all_of(value.items.begin(), value.items.end(), [](const auto& item) {
                   return is_word(item);
               });
    default:
        return false;
    }
}

void fields_fit(const strict_value& envelope, const command_shape& shape) {
    for (const auto field : shape.fields) {
        const auto name = field.substr(0, field.size() - 2);
        const char type = field.back();
        const auto* value = envelope.find(name);
        const bool needed = type < 'a';
        if (value == nullptr) {
            holds(!needed, "a field that must be there is there", name);
            continue;
        }
        holds(fits(*value, needed ? static_cast<char>(type + 32) : type), "a field fits", name);
    }
}

bool is_one_of(const strict_value* value, std::initializer_list<std::string_view> words) {
    return value == nullptr || std::find(words.begin(), words.end(), value->text) != words.end();
}

// What PROTOCOL.md asks of values beyond their types.
bool values_fit(const strict_value& envelope) {
    const auto* score = envelope.find("score");
    const auto* limit = envelope.find("limit");
    const bool transfers = envelope.find("t")->text == "conversation.transfer";
    return is_one_of(envelope.find("presence"), {"online", "away", "offline"}) &&
           is_one_of(envelope.find("solved"), {"yes", "partly", "no"}) &&
           is_one_of(score, {"1", "2", "3", "4", "5"}) && (limit == nullptr || limit->text != "0") &&
           (!transfers ||
            (envelope.find("to_staff") == nullptr) != (envelope.find("to_skill") == nullptr));
}

// Nothing in it but the fields of its command, each as it must be.
bool is_certainly_sound(const strict_document& document) {
    const auto& envelope = document.root;
    if (document.repeats_a_name || document.holds_nul || document.holds_fraction) return false;
    const auto* type = envelope.find("t");
    if (envelope.what != kind::object || type == nullptr || type->what != kind::text) return false;
    const auto shape = std::find_if(shapes().begin(), shapes().end(), [&](const auto& one) {
        return one.word == type->text;
    });
    if (shape == shapes().end()) return false;
    std::size_t known = 1;
    for (const auto field : shape->fields) {
        const auto* value = envelope.find(field.substr(0, field.size() - 2));
        const char wanted = field.back();
        const bool needed = wanted < 'a';
        if (value == nullptr && needed) return false;
        if (value == nullptr) continue;
        if (!fits(*value, needed ? static_cast<char>(wanted + 32) : wanted)) return false;
        ++known;
    }
    return known == envelope.fields.size() && values_fit(envelope);
}

void hello_fits(const strict_value& envelope) {
    const auto* version = envelope.find("v");
    holds(version != nullptr && version->whole(number_max), "a hello has a version");
    if (version->text != "1") return;
    const bool staff = envelope.find("ticket") != nullptr;
    holds(staff != (envelope.find("storefront") != nullptr), "one side says hello");
    for (const auto* name : {"ticket", "storefront", "token", "locale"}) {
        if (const auto* value = envelope.find(name);
            value != nullptr && (staff == (name[0] == 't' && name[1] == 'i')))
            holds(value->what == kind::text && value->text.size() <= 256, "a hello's word", name);
    }
    const auto* resume = envelope.find("resume");
    if (resume == nullptr) return;
    holds(resume->what == kind::object, "resume is an object");
    if (!staff) return fields_fit(*resume, {"resume", {"c:I", "q:N"}});
    for (const auto& [name, value] : resume->fields) {
        strict_value id{kind::text, false, name, {}, {}};
        holds(id.text.size() == 36 && value.whole(number_max), "a cursor is a number", name);
    }
}

// What the typed command holds of the texts is what was sent, to the byte.
void texts_are_kept(const protocol::command& what, const strict_value& envelope) {
    const auto same = [&](std::string_view name, const std::string& text) {
        const auto* value = envelope.find(name);
        holds(value != nullptr && value->text == text, "a text is what was sent", name);
    };
    if (const auto* sent = std::get_if<protocol::message_send>(&what)) {
        same("text", sent->text);
        same("c", sent->conversation.text());
    } else if (const auto* note = std::get_if<protocol::note_add>(&what)) {
        same("text", note->text);
    } else if (const auto* saved = std::get_if<protocol::wrap_up_save>(&what)) {
        same("solution", saved->solution);
        same("topic", saved->topic);
    } else if (const auto* hello = std::get_if<protocol::hello_staff>(&what)) {
        if (hello->version == protocol::version_supported) same("ticket", hello->ticket);
    }
}

void envelope_is_sound(const protocol::decoded& ours, std::string_view text) {
    const auto* what = std::get_if<protocol::command>(&ours.what);
    const auto theirs = read_strictly(text);
    if (what == nullptr) {
        const auto code = std::get<protocol::decode_error>(ours.what).code;
        using protocol::error;
        holds(
            code == error::bad_request || code == error::unsupported || code == error::too_large,
            "a refusal is one of three"
        );
        holds(!theirs || !is_certainly_sound(*theirs), "what is sound is accepted", text);
        return;
    }
    // simdjson may take a number that is too great for it for none, never the other way round.
    holds(theirs.has_value(), "a command is JSON", text);
    holds(!theirs->repeats_a_name, "with no name twice", text);
    holds(theirs->depth <= limits::depth_max, "and not too deep", text);
    const auto& envelope = theirs->root;
    holds(envelope.what == kind::object, "a command is an object", text);
    const auto* type = envelope.find("t");
    holds(type != nullptr && type->text == protocol::row_of(*what).word, "its t is its own", text);
    if (type->text == "hello") {
        hello_fits(envelope);
    } else {
        const auto shape = std::find_if(shapes().begin(), shapes().end(), [&](const auto& one) {
            return one.word == type->text;
        });
        holds(shape != shapes().end(), "a command of the protocol", text);
        fields_fit(envelope, *shape);
    }
    if (ours.r) holds(envelope.find("r")->whole(number_max) == ours.r, "its r is its own", text);
    texts_are_kept(*what, envelope);
}

} // namespace

void commands(input bytes) {
    static protocol::frame_codec codec;
    const auto length = std::min(bytes.size(), limits::frame_bytes_max);
    std::string frame(text_of(bytes.first(length)));
    const auto sent = frame;
    frame.resize(length + protocol::frame_codec::padding, '"'); // nothing behind it may count
    const auto decoded = codec.decode(frame.data(), length);
    holds(frame.substr(0, length) == sent, "the bytes are not changed");
    holds(!decoded.empty() && decoded.size() <= limits::envelopes_max, "1 to 32 answers");

    std::vector<std::string_view> envelopes;
    const std::string_view all(sent);
    for (std::size_t from = 0; from < length;) {
        const auto end = std::min(all.find('\n', from), length);
        if (end > from) envelopes.push_back(all.substr(from, end - from));
        from = end + 1;
    }
    if (decoded.size() != envelopes.size()) {
        const bool one_refusal =
            decoded.size() == 1 && !std::get_if<protocol::command>(&decoded[0].what);
        const bool none_or_many = envelopes.empty() || envelopes.size() > limits::envelopes_max;
        return holds(one_refusal && none_or_many, "each envelope has its answer");
    }
    for (std::size_t i = 0; i < decoded.size(); ++i)
        envelope_is_sound(decoded[i], envelopes[i]);
}

} // namespace kefu::fuzz
