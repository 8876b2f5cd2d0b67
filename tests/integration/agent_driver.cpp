#include "tests/integration/agent_driver.hpp"

namespace kefu::tests {

namespace json = boost::json;

agent_driver::agent_driver(const gateway_process& gateway, const std::string& name)
    : wire_driver(name), gateway_(gateway), sign_in_(gateway.sign_in_of(name)),
      console_(gateway.port(), gateway.tls()) {
    over_tls = gateway.tls();
}

json::object agent_driver::hello(std::uint16_t port) {
    console_.use_port(port);
    const bool signed_in = !console_.cookie().empty() ||
                           console_.sign_in(sign_in_.name, sign_in_.password).status == 200;
    const auto ticket = signed_in ? console_.ticket() : std::string{};
    if (ticket.empty()) return {};
    json::object frame{{"t", "hello"}, {"v", 1}, {"ticket", ticket}};
    auto resume = cursors();
    if (!resume.empty()) frame["resume"] = std::move(resume);
    return frame;
}

void agent_driver::on_welcome(const json::object& frame) {
    cards_.clear();
    me_ = frame.at("me").as_object();
    for (const auto& card : frame.at("cards").as_array())
        keep_card(card.as_object());
    if (!takes_every_offer) return;
    for (const auto& offer : frame.at("offers").as_array()) {
        send({{"t", "offer.accept"}, {"offer", offer.at("id")}});
    }
}

void agent_driver::on_frame(const json::object& frame) {
    const auto type = text_at(frame, "t");
    if (type == "me") me_ = frame;
    if (type == "card" || (type == "ok" && frame.contains("card"))) {
        keep_card(frame.at("card").as_object());
    }
    if (type == "card.gone") cards_.erase(text_at(frame, "c"));
    if (type == "offer" && takes_every_offer) {
        send({{"t", "offer.accept"}, {"offer", frame.at("offer").at("id")}});
    }
}

void agent_driver::keep_card(const json::object& card) {
    const auto c = text_at(card, "c");
    const bool fresh = !cards_.contains(c);
    cards_[c] = card;
    generations_[c] = number_at(card, "gen");
    // What came before the card is not pushed: it is asked for.
    if (fresh && cursor_of(c) < number_at(card, "top")) ask_for_the_rest(c);
}

bool agent_driver::go_online() { return arrive() && text_at(set_presence("online"), "t") == "ok"; }

json::object agent_driver::set_presence(const std::string& presence, const std::string& reason) {
    json::object command{{"t", "presence.set"}, {"presence", presence}};
    if (!reason.empty()) command["reason"] = reason;
    return ask(std::move(command));
}

std::optional<json::object> agent_driver::await_offer(
    const std::string& conversation, int within_ms
) {
    const auto found = wait(
        [&](const json::object& frame) {
            if (text_at(frame, "t") != "offer") return false;
            const auto& offer = frame.at("offer").as_object();
            return conversation.empty() || text_at(offer, "c") == conversation;
        },
        within_ms
    );
    if (!found) return std::nullopt;
    return found->at("offer").as_object();
}

json::object agent_driver::accept(const std::string& offer) {
    return ask({{"t", "offer.accept"}, {"offer", offer}});
}

std::string agent_driver::take_next(const std::string& conversation, int within_ms) {
    const auto offer = await_offer(conversation, within_ms);
    if (!offer) return {};
    const auto answer = accept(text_at(*offer, "id"));
    if (text_at(answer, "t") != "ok") return {};
    const auto c = text_at(*offer, "c");
    return await_kind(c, "accepted") ? c : std::string{};
}

json::object agent_driver::transfer_to_staff(
    const std::string& c, const std::string& staff, const std::string& note
) {
    return ask(
        {{"t", "conversation.transfer"},
         {"key", new_key()},
         {"c", c},
         {"gen", generation(c)},
         {"to_staff", staff},
         {"note", note}}
    );
}

json::object agent_driver::transfer_to_skill(
    const std::string& c, const std::string& skill, const std::string& note
) {
    return ask(
        {{"t", "conversation.transfer"},
         {"key", new_key()},
         {"c", c},
         {"gen", generation(c)},
         {"to_skill", skill},
         {"note", note}}
    );
}

json::object agent_driver::end(const std::string& c) {
    return ask({{"t", "conversation.end"}, {"key", new_key()}, {"c", c}, {"gen", generation(c)}});
}

json::object agent_driver::wrap_up(
    const std::string& c, const std::string& topic, const std::string& solution
) {
    return ask(
        {{"t", "wrap_up.save"},
         {"key", new_key()},
         {"c", c},
         {"gen", generation(c)},
         {"topic", topic},
         {"need_type", "functional"},
         {"solved", "yes"},
         {"solution", solution}}
    );
}

const json::object* agent_driver::card(const std::string& c) const {
    const auto at = cards_.find(c);
    return at == cards_.end() ? nullptr : &at->second;
}

std::uint64_t agent_driver::generation(const std::string& c) const {
    const auto at = generations_.find(c);
    return at == generations_.end() ? 0 : at->second;
}

std::string agent_driver::staff_id() const {
    return text_at(welcome().at("staff").as_object(), "id");
}

std::string agent_driver::skill_id(std::string_view topic) const {
    for (const auto& skill : welcome().at("skills").as_array()) {
        if (text_at(skill.as_object(), "topic") == topic) return text_at(skill.as_object(), "id");
    }
    return {};
}

} // namespace kefu::tests
