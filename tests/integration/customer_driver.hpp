#pragma once

#include "tests/integration/wire_driver.hpp"
#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// A customer's widget: anonymous, or with the shop's word for it (`subject` not empty).
class customer_driver final : public wire_driver {
public:
    explicit customer_driver(const gateway_process& gateway, std::string subject = {})
        : wire_driver(subject.empty() ? "visitor" : subject), widget_key(gateway.widget_key()),
          gateway_(gateway), subject_(std::move(subject)) {
        over_tls = gateway.tls();
    }

    [[nodiscard]] bool arrive() { return connect(gateway_.port()); }
    // The answer; on ok the conversation is known. The same key may be given again.
    boost::json::object start(
        const std::string& topic, const std::string& text = {}, const std::string& key = new_key()
    );
    std::string say_here(const std::string& text) { return say(conversation_, text); }

    [[nodiscard]] const std::string& conversation() const { return conversation_; }
    [[nodiscard]] const std::string& token() const { return token_; }
    void use_token(std::string token) { token_ = std::move(token); }
    [[nodiscard]] const std::string& state() const { return state_; }
    [[nodiscard]] std::size_t resets() const { return resets_; }

    std::string locale = "zh-Hant";
    std::string widget_key; // of its shop

protected:
    boost::json::object hello(std::uint16_t port) override;
    void on_welcome(const boost::json::object& frame) override;
    void on_frame(const boost::json::object& frame) override;

private:
    void know(const boost::json::object& own);

    const gateway_process& gateway_;
    std::string subject_;
    std::string token_;
    std::string conversation_;
    std::string state_;
    std::size_t resets_ = 0; // the server made it drop what it had
};

} // namespace kefu::tests
