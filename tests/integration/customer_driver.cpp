#include "tests/integration/customer_driver.hpp"

#include "tests/integration/shop_token.hpp"

namespace kefu::tests {

namespace json = boost::json;

json::object customer_driver::hello(std::uint16_t) {
    json::object frame{
        {"t", "hello"}, {"v", 1}, {"storefront", widget_key}, {"locale", locale}};
    if (!subject_.empty()) frame["jwt"] = good_token(gateway_, subject_);
    if (!token_.empty()) frame["token"] = token_;
    if (!conversation_.empty() && cursor_of(conversation_) > 0) {
        frame["resume"] = {{"c", conversation_}, {"q", cursor_of(conversation_)}};
    }
    return frame;
}

void customer_driver::on_welcome(const json::object& frame) {
    const auto token = text_at(frame, "token");
    if (!token.empty()) token_ = token;
    const auto* own = frame.if_contains("conversation");
    if (own == nullptr) return;
    const auto& row = own->as_object();
    if (text_at(row, "st") == "reset" && cursor_of(text_at(row, "c")) > 0) {
        ++resets_;
        start_over(text_at(row, "c"));
    }
    know(row);
}

void customer_driver::on_frame(const json::object& frame) {
    if (text_at(frame, "t") == "state") state_ = text_at(frame, "state");
    if (text_at(frame, "t") != "ok") return;
    if (const auto* own = frame.if_contains("conversation")) know(own->as_object());
}

void customer_driver::know(const json::object& own) {
    conversation_ = text_at(own, "c");
    state_ = text_at(own, "state");
}

json::object customer_driver::start(
    const std::string& topic, const std::string& text, const std::string& key
) {
    json::object command{{"t", "conversation.start"}, {"key", key}, {"topic", topic}};
    if (!text.empty()) command["text"] = text;
    return ask(std::move(command));
}

} // namespace kefu::tests
