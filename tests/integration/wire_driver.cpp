#include "tests/integration/wire_driver.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include <boost/json/parse.hpp>

namespace kefu::tests {

namespace json = boost::json;

namespace {

constexpr std::size_t inbox_max = 20'000; // the oldest are forgotten

std::int64_t now_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

} // namespace

std::string text_at(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::uint64_t number_at(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr) return 0;
    if (value->is_uint64()) return value->as_uint64();
    return value->is_int64() ? static_cast<std::uint64_t>(value->as_int64()) : 0;
}

std::string wire_driver::new_key() {
    static thread_local std::mt19937_64 random{std::random_device{}()};
    std::array<std::uint64_t, 2> bits{random(), random()};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string key;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) key.push_back('-');
        const auto nibble = bits[static_cast<std::size_t>(i / 16)] >> (i % 16 * 4) & 15;
        key.push_back(i == 12 ? '4' : i == 16 ? 'a' : digits[nibble]);
    }
    return key;
}

// ---- the connection

bool wire_driver::connect(std::uint16_t port) {
    vanish();
    const auto first = hello(port);
    if (first.empty()) return false;
    socket_ = over_tls ? ws_client(port, tls_terms{}) : ws_client(port);
    ended_ = false;
    close_code_ = 0;
    close_reason_.clear();
    asked_.clear();
    syncs_.clear();
    for (auto& [id, one] : streams_) {
        one.syncing = 0;
        one.ahead.clear();
    }
    for (auto& one : outbox_)
        one.r = 0;
    outbox_not_before_ms_ = 0;
    if (!socket_.ok() || socket_.upgrade("/ws", upgrade_fields).status != 101) {
        vanish();
        return false;
    }
    send_plain(first);
    const auto welcomed = wait_for("welcome");
    if (!welcomed) return false;
    welcome_ = *welcomed;
    send_outbox();
    return connected();
}

void wire_driver::vanish() {
    socket_.reset();
    ended_ = true;
}

void wire_driver::say_bye() {
    send_plain({{"t", "bye"}});
    await_close();
}

std::uint16_t wire_driver::await_close(int within_ms) {
    const auto until = now_ms() + within_ms;
    while (now_ms() < until && pump(static_cast<int>(until - now_ms()))) {
    }
    return close_code_;
}

bool wire_driver::pump(int within_ms) {
    if (!connected()) return false;
    if (!outbox_.empty() && outbox_not_before_ms_ > 0) {
        const auto left = outbox_not_before_ms_ - now_ms();
        if (left <= 0) send_outbox();
        within_ms = static_cast<int>(std::clamp<std::int64_t>(left, 1, within_ms));
    }
    const auto frame = socket_.receive(within_ms);
    if (!frame) {
        if (socket_.has_ended()) ended_ = true;
        return !ended_;
    }
    if (frame->opcode == 9) socket_.send_frame(10, frame->body);
    if (frame->opcode == 8) {
        close_code_ = frame->close_code();
        close_reason_ = frame->close_reason();
        socket_.send_frame(8, frame->body);
        ended_ = true;
    }
    if (frame->opcode == 1) take(frame->body);
    return !ended_;
}

// ---- frames

std::uint64_t wire_driver::send(json::object command) {
    const auto r = ++last_r_;
    command["r"] = r;
    asked_.insert(r);
    send_plain(command);
    return r;
}

void wire_driver::send_plain(const json::object& envelope) {
    if (connected() && !socket_.send_text(json::serialize(envelope))) ended_ = true;
}

std::optional<json::object> wire_driver::wait(const match& fits, int within_ms) {
    const auto until = now_ms() + within_ms;
    std::size_t looked_at = 0;
    for (;;) {
        for (; looked_at < inbox_.size(); ++looked_at) {
            if (!fits(inbox_[looked_at])) continue;
            auto found = std::move(inbox_[looked_at]);
            inbox_.erase(inbox_.begin() + static_cast<std::ptrdiff_t>(looked_at));
            return found;
        }
        const auto left = until - now_ms();
        if (left <= 0) return std::nullopt;
        if (!pump(static_cast<int>(left)) && looked_at >= inbox_.size()) return std::nullopt;
    }
}

std::optional<json::object> wire_driver::wait_for(std::string_view type, int within_ms) {
    return wait([&](const json::object& frame) { return text_at(frame, "t") == type; }, within_ms);
}

json::object wire_driver::answer(std::uint64_t r, int within_ms) {
    const auto answers = [&](const json::object& frame) {
        const auto type = text_at(frame, "t");
        if (type == "ok" || type == "err") return number_at(frame, "r") == r;
        if (type != "ack") return false;
        const auto& list = frame.at("a").as_array();
        return std::any_of(list.begin(), list.end(), [&](const json::value& one) {
            return one.at(0).to_number<std::uint64_t>() == r;
        });
    };
    return wait(answers, within_ms).value_or(json::object{});
}

json::object wire_driver::ask(json::object command, int within_ms) {
    return answer(send(std::move(command)), within_ms);
}

void wire_driver::take(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        boost::system::error_code failed;
        auto value = json::parse(line, failed);
        if (failed || !value.is_object()) {
            fault("not a JSON object: " + std::string(line));
            continue;
        }
        take_envelope(std::move(value.as_object()));
    }
}

void wire_driver::take_envelope(json::object envelope) {
    const auto type = text_at(envelope, "t");
    if (type == "ok" || type == "err") {
        const auto r = number_at(envelope, "r");
        if (r != 0 && asked_.erase(r) == 0) fault("an answer to nothing: r " + std::to_string(r));
    }
    if (type == "welcome") on_welcome(envelope);
    if (type == "ev") take_event(envelope);
    if (type == "ack") take_ack(envelope);
    if (type == "err") take_err(envelope);
    if (type == "ok" && envelope.contains("events")) {
        const auto sync = syncs_.find(number_at(envelope, "r"));
        for (const auto& event : envelope.at("events").as_array())
            take_event(event.as_object());
        if (sync != syncs_.end()) {
            const auto conversation = sync->second;
            auto& one = streams_[conversation];
            one.syncing = 0;
            syncs_.erase(sync);
            const bool more = envelope.at("more").as_bool();
            if (more || !one.ahead.empty()) ask_for_the_rest(conversation);
        }
    }
    on_frame(envelope);
    inbox_.push_back(std::move(envelope));
    if (inbox_.size() > inbox_max) inbox_.pop_front();
}

// ---- messages

std::string wire_driver::say(const std::string& conversation, const std::string& text) {
    outbox_.push_back({conversation, new_key(), text, 0});
    const auto key = outbox_.back().key;
    send_outbox();
    return key;
}

void wire_driver::send_outbox() {
    if (!connected() || outbox_not_before_ms_ > now_ms()) return;
    outbox_not_before_ms_ = 0;
    for (auto& one : outbox_) {
        if (one.r != 0) continue;
        json::object command{
            {"t", "message.send"}, {"key", one.key}, {"c", one.conversation}, {"text", one.text}};
        if (const auto generation = generation_of(one.conversation)) command["gen"] = *generation;
        one.r = send(std::move(command));
    }
}

void wire_driver::doubt_last_ack() {
    if (acks_.empty()) return;
    const auto& last = acks_.back();
    const auto waits = [&](const outgoing& one) { return one.key == last.key; };
    if (std::ranges::any_of(outbox_, waits)) return;
    outbox_.push_front({last.conversation, last.key, last.text, 0});
}

bool wire_driver::settle(int within_ms) {
    const auto until = now_ms() + within_ms;
    while (!outbox_.empty()) {
        const auto left = until - now_ms();
        if (left <= 0 || !pump(static_cast<int>(left))) return false;
    }
    return true;
}

void wire_driver::take_ack(const json::object& ack) {
    for (const auto& entry : ack.at("a").as_array()) {
        const auto r = entry.at(0).to_number<std::uint64_t>();
        if (asked_.erase(r) == 0) fault("an ack of nothing: r " + std::to_string(r));
        const auto sent = std::find_if(outbox_.begin(), outbox_.end(), [&](const outgoing& one) {
            return one.r == r;
        });
        if (sent == outbox_.end()) continue; // a command of the test's own
        acks_.push_back(
            {sent->conversation,
             sent->key,
             sent->text,
             entry.at(1).to_number<std::uint64_t>(),
             entry.at(2).as_bool()}
        );
        outbox_.erase(sent);
    }
}

void wire_driver::take_err(const json::object& err) {
    const auto r = number_at(err, "r");
    const auto sent = std::find_if(outbox_.begin(), outbox_.end(), [&](const outgoing& one) {
        return r != 0 && one.r == r;
    });
    if (sent == outbox_.end()) return;
    if (!err.at("retry").as_bool()) {
        refusals_.push_back(text_at(err, "code"));
        outbox_.erase(sent);
        return;
    }
    sent->r = 0;
    const auto after_ms = static_cast<std::int64_t>(number_at(err, "after_ms"));
    const auto not_before = now_ms() + std::max<std::int64_t>(after_ms, 20);
    outbox_not_before_ms_ = std::max(outbox_not_before_ms_, not_before);
}

// ---- events

void wire_driver::take_event(const json::object& frame) {
    seen_event event;
    event.q = number_at(frame, "q");
    event.p = number_at(frame, "p");
    event.id = text_at(frame, "id");
    event.kind = text_at(frame, "k");
    event.key = text_at(frame, "key");
    if (const auto* body = frame.if_contains("b")) event.text = text_at(body->as_object(), "text");
    event.frame = frame;
    const auto conversation = text_at(frame, "c");
    auto& to = streams_[conversation];
    put(to, std::move(event));
    if (!to.ahead.empty()) ask_for_the_rest(conversation);
}

void wire_driver::put(stream& to, seen_event event) {
    if (event.q == 0) return fault("an event without a number");
    const auto known = to.events.find(event.q);
    if (known != to.events.end()) {
        const auto& before = known->second;
        if (before.id != event.id || before.text != event.text || before.kind != event.kind) {
            fault("number " + std::to_string(event.q) + " holds two different events");
        }
        return;
    }
    to.ahead.emplace(event.q, std::move(event));
    while (!to.ahead.empty() && to.ahead.begin()->first <= to.cursor + 1) {
        auto next = to.ahead.extract(to.ahead.begin());
        if (next.key() != to.cursor + 1) continue;
        to.cursor = next.key();
        to.events.insert(std::move(next));
    }
}

void wire_driver::ask_for_the_rest(const std::string& conversation) {
    auto& one = streams_[conversation];
    if (one.syncing != 0 || !connected()) return;
    one.syncing = send({{"t", "sync"}, {"c", conversation}, {"after", one.cursor}});
    syncs_[one.syncing] = conversation;
}

void wire_driver::start_over(const std::string& conversation) { streams_[conversation] = {}; }

bool wire_driver::reach(const std::string& conversation, std::uint64_t q, int within_ms) {
    const auto until = now_ms() + within_ms;
    while (cursor_of(conversation) < q) {
        const auto left = until - now_ms();
        if (left <= 0 || !pump(static_cast<int>(left))) return false;
    }
    return true;
}

std::optional<seen_event> wire_driver::await_event(
    const std::string& conversation,
    const std::function<bool(const seen_event&)>& fits,
    int within_ms
) {
    const auto until = now_ms() + within_ms;
    for (;;) {
        for (const auto& [q, event] : log_of(conversation)) {
            if (fits(event)) return event;
        }
        const auto left = until - now_ms();
        if (left <= 0 || !pump(static_cast<int>(left))) return std::nullopt;
    }
}

std::optional<seen_event> wire_driver::await_kind(
    const std::string& conversation, std::string_view kind, int within_ms
) {
    return await_event(
        conversation, [&](const seen_event& event) { return event.kind == kind; }, within_ms
    );
}

std::optional<seen_event> wire_driver::await_text(
    const std::string& conversation, std::string_view text, int within_ms
) {
    return await_event(
        conversation, [&](const seen_event& event) { return event.text == text; }, within_ms
    );
}

const std::map<std::uint64_t, seen_event>& wire_driver::log_of(const std::string& c) const {
    static const std::map<std::uint64_t, seen_event> nothing;
    const auto at = streams_.find(c);
    return at == streams_.end() ? nothing : at->second.events;
}

std::uint64_t wire_driver::cursor_of(const std::string& c) const {
    const auto at = streams_.find(c);
    return at == streams_.end() ? 0 : at->second.cursor;
}

json::object wire_driver::cursors() const {
    json::object all;
    for (const auto& [conversation, one] : streams_) {
        if (one.cursor > 0) all[conversation] = one.cursor;
    }
    return all;
}

} // namespace kefu::tests
