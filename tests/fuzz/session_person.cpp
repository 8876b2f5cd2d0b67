#include "tests/fuzz/session_person.hpp"

#include "tests/gateway/chat/chat_world.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kefu::fuzz {

namespace {

using word_list = std::vector<std::string_view>;

// As often as they are here.
const word_list customer_words{
    "message.send",
    "message.send",
    "message.send",
    "message.send",
    "conversation.start",
    "conversation.start",
    "conversation.leave",
    "survey.rate",
    "sync",
    "typing",
    "receipt",
    "beat",
    "conversation.start",
    "message.send",
    "receipt",
    "bye"};
const word_list agent_words{
    "message.send",
    "message.send",
    "message.send",
    "presence.set",
    "presence.set",
    "offer.accept",
    "offer.accept",
    "offer.accept",
    "offer.decline",
    "note.add",
    "conversation.transfer",
    "conversation.end",
    "conversation.end",
    "wrap_up.save",
    "wrap_up.save",
    "conversation.watch",
    "sync",
    "conversation.unwatch",
    "typing",
    "receipt"};
const word_list supervisor_words{
    "wall.watch",
    "wall.unwatch",
    "wall.cards",
    "conversation.assign",
    "conversation.take",
    "conversation.take"};

std::string quoted(std::string_view name, std::string_view value) {
    return ",\"" + std::string(name) + "\":\"" + std::string(value) + "\"";
}

std::string numbered(std::string_view name, std::uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
}

const word_list& usual_words(choices& from, const person& by) {
    if (!by.staff) return customer_words;
    return by.is_supervisor && from.one_in(2) ? supervisor_words : agent_words;
}

std::string_view choose_word(choices& from, const person& by) {
    const auto& usual = usual_words(from, by);
    if (!from.one_in(16)) return usual[from.below(usual.size())];
    const std::array all{&customer_words, &agent_words, &supervisor_words};
    const auto& any = *all[from.below(all.size())];
    return any[from.below(any.size())];
}

// Mostly one of theirs, at times anybody's or nobody's.
std::string choose_conversation(
    choices& from, const person& by, const std::vector<routing::conversation_id>& known
) {
    const auto how = from.below(16);
    if (how == 0) return tests::chat_1.text();
    if (how < 3 && !known.empty()) return known[from.below(known.size())].text();
    if (!by.staff) return by.own.empty() ? tests::chat_2.text() : by.own;
    if (by.cards.empty()) return known.empty() ? tests::chat_2.text() : known.back().text();
    auto at = by.cards.begin();
    std::advance(at, static_cast<long>(from.below(by.cards.size())));
    return at->first;
}

std::uint64_t generation_of(choices& from, const person& by, const std::string& conversation) {
    const auto at = by.cards.find(conversation);
    const auto known = at == by.cards.end() ? 1 : at->second;
    const auto how = from.below(16);
    if (how == 1) return known + 1;
    return how == 2 && known > 0 ? known - 1 : known;
}

std::string choose_text(choices& from, std::uint64_t number) {
    const auto said = "say " + std::to_string(number);
    switch (from.below(12)) {
    case 1:
        return said + " 4111 1111 1111 1111";
    case 2:
        return said + std::string(3'000, 'x');
    case 3:
        return "";
    case 4:
        return said + " 我要換一個新的\\n\\u0007";
    default:
        return said;
    }
}

std::string staff_text(choices& from) {
    const std::array all{tests::ann, tests::ben, tests::sue, tests::eve};
    return all[from.below(all.size())].text();
}

std::string skill_text(choices& from) {
    const std::array all{tests::returns, tests::presale, tests::make_id<routing::skill_id>(33)};
    return all[from.below(all.size())].text();
}

std::string presence_fields(choices& from) {
    static constexpr std::array words_of{"online", "online", "online", "away", "offline"};
    return quoted("presence", words_of[from.below(words_of.size())]);
}

std::string offer_text(choices& from, const person& by) {
    if (by.offers.empty()) return key_text(1);
    return from.one_in(8) ? by.offers[from.below(by.offers.size())] : by.offers.back();
}

std::string target_fields(choices& from) {
    return from.one_in(2) ? quoted("to_skill", skill_text(from))
                          : quoted("to_staff", staff_text(from));
}

std::string wrap_up_fields(choices& from) {
    static constexpr std::array solved{"yes", "partly", "no"};
    return quoted("topic", "return") + quoted("need_type", "functional") +
           quoted("solved", solved[from.below(solved.size())]) +
           quoted("solution", "done " + std::string(hidden_word));
}

} // namespace

std::string key_text(std::uint64_t number) {
    char text[37];
    std::snprintf(
        text,
        sizeof text,
        "ce000000-0000-4000-8000-%012llx",
        static_cast<unsigned long long>(number)
    );
    return text;
}

bool is_answered(std::string_view word) {
    return word != "typing" && word != "receipt" && word != "beat" && word != "bye";
}

bool may_ask(const person& who, std::string_view word) {
    const auto has = [word](const word_list& list) {
        return std::find(list.begin(), list.end(), word) != list.end();
    };
    if (!who.staff) return has(customer_words);
    return has(agent_words) || (who.is_supervisor && has(supervisor_words));
}

std::string envelope_of(const asked& what, std::uint64_t r) {
    const auto number = is_answered(what.word) ? numbered("r", r) : std::string();
    return "{\"t\":\"" + what.word + "\"" + number + what.rest + "}";
}

std::string hello_of(const person& who, choices& from) {
    std::string text = R"({"t":"hello","v":1)";
    if (who.staff) {
        text += quoted("ticket", who.name);
        std::string cursors;
        for (const auto& [conversation, generation] : who.cards) {
            const auto at = who.cursors.find(conversation);
            if (at == who.cursors.end()) continue;
            cursors += cursors.empty() ? "" : ",";
            cursors += "\"" + conversation + "\":" + std::to_string(at->second);
        }
        return text + ",\"resume\":{" + cursors + "}}";
    }
    text += quoted("storefront", "pk_lamps") + quoted("locale", "en");
    if (!who.token.empty()) text += quoted("token", who.token);
    const auto at = who.cursors.find(who.own);
    if (at == who.cursors.end()) return text + "}";
    const auto q = at->second + (from.one_in(8) ? 3 : 0); // at times more than there is
    return text + R"(,"resume":{"c":")" + who.own + R"(","q":)" + std::to_string(q) + "}}";
}

asked ask_something(
    choices& from,
    const person& by,
    const std::vector<routing::conversation_id>& known,
    std::uint64_t number
) {
    if (!by.refused.empty() && from.one_in(3)) return by.refused[from.below(by.refused.size())];
    if (!by.said.empty() && from.one_in(8)) return by.said[from.below(by.said.size())];
    asked made;
    const auto word = choose_word(from, by);
    made.word = word;
    const auto is = [word](auto... names) { return ((word == names) || ...); };
    const bool names_one = !is("beat", "bye", "conversation.start", "presence.set", "wall.watch") &&
                           !is("wall.unwatch", "wall.cards", "offer.accept", "offer.decline");
    if (names_one) {
        made.conversation = choose_conversation(from, by, known);
        made.rest += quoted("c", made.conversation);
    }
    const bool acts = is("message.send", "note.add", "conversation.transfer", "conversation.end") ||
                      is("wrap_up.save");
    const bool has_key = acts || is("conversation.start", "survey.rate");
    if (has_key) {
        made.key = key_text(number);
        made.rest += quoted("key", made.key);
    }
    if (acts && by.staff) made.rest += numbered("gen", generation_of(from, by, made.conversation));
    if (is("message.send")) made.text = choose_text(from, number);
    if (is("note.add")) made.text = "note " + std::string(hidden_word);
    if (is("conversation.start")) {
        made.text = choose_text(from, number);
        made.rest += quoted("topic", from.one_in(4) ? "presale" : "return");
    }
    if (is("message.send", "note.add", "conversation.start"))
        made.rest += quoted("text", made.text);
    if (is("conversation.transfer"))
        made.rest += target_fields(from) + quoted("note", "to you, " + std::string(hidden_word));
    if (is("wrap_up.save")) made.rest += wrap_up_fields(from);
    if (is("survey.rate")) made.rest += numbered("score", 1 + from.below(5));
    if (is("presence.set")) made.rest += presence_fields(from);
    if (is("offer.accept", "offer.decline")) made.rest += quoted("offer", offer_text(from, by));
    if (is("conversation.assign")) made.rest += quoted("staff", staff_text(from));
    if (is("typing")) made.rest += from.one_in(2) ? ",\"on\":false" : ",\"on\":true";
    if (is("receipt")) {
        const auto read = from.below(24);
        made.rest += numbered("delivered", read + from.below(4)) + numbered("read", read);
    }
    if (is("sync")) {
        made.after = from.below(8);
        made.rest += numbered("after", made.after) + numbered("limit", 1 + from.below(16));
    }
    return made;
}

} // namespace kefu::fuzz
