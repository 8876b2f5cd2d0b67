#pragma once

#include <memory>
#include <string>

#include "gateway/protocol/session_protocol.hpp"

namespace kefu::gateway::protocol::test {

constexpr routing::instant start{1'000'000};

inline routing::id_bits bits(std::uint8_t last) {
    routing::id_bits made;
    made.bytes[0] = 1;
    made.bytes[15] = last;
    return made;
}
inline routing::conversation_id conversation(std::uint8_t last) { return {bits(last)}; }

inline decoded sent(command what) {
    const auto r = request_of(what);
    return {r, std::move(what)};
}
inline decoded broken(
    error code = error::bad_request, std::optional<request_number> r = std::nullopt
) {
    return {r, decode_error{code, "t: must be a string"}};
}

inline hello_customer customer_hello(std::uint64_t version = version_supported) {
    hello_customer hello;
    hello.version = version;
    return hello;
}
inline hello_staff staff_hello() {
    hello_staff hello;
    hello.version = version_supported;
    return hello;
}

// Message `key` under number `r` in conversation `c`.
inline decoded say(request_number r, std::uint8_t key, std::uint8_t c = 1) {
    return sent(message_send{r, bits(key), conversation(c), "hi", std::nullopt});
}

inline const session_limits usual{};

struct kept_limits {
    std::unique_ptr<const session_limits> kept;
};

// Rules with their limits and the bucket that their sender writes from.
struct ready_session : kept_limits, session_protocol {
    explicit ready_session(const session_limits& limits)
        : kept_limits{std::make_unique<const session_limits>(limits)},
          session_protocol(*kept, test::start) {}

    std::unique_ptr<routing::token_bucket> own =
        std::make_unique<routing::token_bucket>(test::start);
};

inline ready_session ready_as(
    role who, session_limits limits = {}, routing::token_bucket* messages = nullptr
) {
    ready_session session(limits);
    const auto hello = is_staff(who) ? command{staff_hello()} : command{customer_hello()};
    static_cast<void>(session.on_envelope(sent(hello), start));
    session.welcomed(who, messages != nullptr ? *messages : *session.own, start);
    return session;
}

inline bool is_dispatched(const action& done) { return std::holds_alternative<dispatch>(done); }
inline bool is_ignored(const action& done) { return std::holds_alternative<ignore>(done); }

// The word of the answer, of the close as "close 4502", or what else was done.
inline std::string seen(const action& done) {
    if (const auto* answered = std::get_if<answer>(&done)) {
        return std::string(word_of(answered->error.code));
    }
    if (const auto* closed = std::get_if<close>(&done)) {
        return "close " + std::to_string(static_cast<int>(closed->code));
    }
    return is_dispatched(done) ? "dispatched" : "ignored";
}

} // namespace kefu::gateway::protocol::test
