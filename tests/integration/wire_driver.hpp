#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "tests/support/ws_client.hpp"

namespace kefu::tests {

// One event as its reader knows it.
struct seen_event {
    std::uint64_t q = 0;
    std::uint64_t p = 0; // staff only; 0: the customer does not see it
    std::string id;
    std::string kind;
    std::string key;
    std::string text; // of a message or a note
    boost::json::object frame;
};

// What the server promised to keep.
struct acknowledged {
    std::string conversation;
    std::string key;
    std::string text;
    std::uint64_t q = 0;
    bool dup = false;
};

// A client of `kefu.v1` that keeps the client's half of the promises (PROTOCOL.md): cursors, `sync`
// on a gap, an outbox that resends oldest first under the same key. It remembers everything that
// was acknowledged and received, and notes in faults() whatever breaks the protocol: a number with
// two contents, an answer nobody asked for, an acknowledged number that moved. Blocking; it works
// while it is waited on. One thread at a time.
class wire_driver {
public:
    using match = std::function<bool(const boost::json::object&)>;
    static constexpr int patience_ms = 20'000;

    explicit wire_driver(std::string name) : name_(std::move(name)) {}
    virtual ~wire_driver() = default;
    wire_driver(const wire_driver&) = delete;
    wire_driver& operator=(const wire_driver&) = delete;

    // Upgrade, hello with resume cursors, welcome; what was never acknowledged is sent again.
    [[nodiscard]] bool connect(std::uint16_t port);
    bool over_tls = false;
    void vanish();  // without a word
    void say_bye(); // and waits for the close
    [[nodiscard]] bool connected() const { return socket_.ok() && !ended_; }
    [[nodiscard]] std::uint16_t close_code() const { return close_code_; } // 0: no close frame
    [[nodiscard]] std::string close_reason() const { return close_reason_; }
    [[nodiscard]] const boost::json::object& welcome() const { return welcome_; }

    // Frames.
    std::uint64_t send(boost::json::object command); // adds `r` and returns it
    void send_plain(const boost::json::object& envelope);
    bool send_bytes(std::string_view text) { return socket_.send_text(text); }
    [[nodiscard]] ws_client& socket() { return socket_; }
    // The first frame that fits, among those that came and were not taken yet; it is taken.
    std::optional<boost::json::object> wait(const match& fits, int within_ms = patience_ms);
    std::optional<boost::json::object> wait_for(std::string_view type, int within_ms = patience_ms);
    // The ok, err or ack of `r`; empty: none came.
    boost::json::object answer(std::uint64_t r, int within_ms = patience_ms);
    boost::json::object ask(boost::json::object command, int within_ms = patience_ms);
    void forget_frames() { inbox_.clear(); }
    // Works for so long at most, or until something came; false: the connection has ended.
    bool pump(int within_ms);
    // Waits for the server's close; its code, 0 when there was none.
    std::uint16_t await_close(int within_ms = patience_ms);

    // Messages.
    std::string say(const std::string& conversation, const std::string& text); // returns the key
    // As a client whose last acknowledgement was lost on the way: at the next connect() that
    // message is sent once more, first of all.
    void doubt_last_ack();
    [[nodiscard]] bool settle(int within_ms = patience_ms); // until the outbox is empty
    // Until the log of the conversation reaches `q`.
    [[nodiscard]] bool reach(
        const std::string& conversation, std::uint64_t q, int within_ms = patience_ms
    );
    // Until its log holds an event that fits.
    std::optional<seen_event> await_event(
        const std::string& conversation,
        const std::function<bool(const seen_event&)>& fits,
        int within_ms = patience_ms
    );
    std::optional<seen_event> await_kind(
        const std::string& conversation, std::string_view kind, int within_ms = patience_ms
    );
    std::optional<seen_event> await_text(
        const std::string& conversation, std::string_view text, int within_ms = patience_ms
    );

    // What it knows.
    [[nodiscard]] const std::map<std::uint64_t, seen_event>& log_of(const std::string& c) const;
    [[nodiscard]] std::uint64_t cursor_of(const std::string& c) const;
    [[nodiscard]] const std::vector<acknowledged>& acks() const { return acks_; }
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
    [[nodiscard]] const std::vector<std::string>& refusals() const { return refusals_; }
    [[nodiscard]] std::size_t unacknowledged() const { return outbox_.size(); }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] static std::string new_key();

    // The fields that the upgrade carries; the defaults are those of a program, without Origin.
    ws_client::fields upgrade_fields{{"Sec-WebSocket-Protocol", "kefu.v1"}};

protected:
    // Empty: it cannot connect now.
    [[nodiscard]] virtual boost::json::object hello(std::uint16_t port) = 0;
    virtual void on_welcome(const boost::json::object&) {}
    virtual void on_frame(const boost::json::object&) {}
    // `gen` of a message; empty for customers.
    [[nodiscard]] virtual std::optional<std::uint64_t> generation_of(const std::string&) const {
        return std::nullopt;
    }

    [[nodiscard]] boost::json::object cursors() const; // conversation to q
    void ask_for_the_rest(const std::string& conversation);
    void start_over(const std::string& conversation); // the server said `reset`
    void fault(std::string what) { faults_.push_back(name_ + ": " + std::move(what)); }

private:
    struct outgoing {
        std::string conversation;
        std::string key;
        std::string text;
        std::uint64_t r = 0; // 0: to be sent
    };
    struct stream {
        std::uint64_t cursor = 0;
        std::map<std::uint64_t, seen_event> events;
        std::map<std::uint64_t, seen_event> ahead;
        std::uint64_t syncing = 0; // r of the sync under way
    };

    void take(const std::string& text);
    void take_envelope(boost::json::object envelope);
    void take_ack(const boost::json::object& ack);
    void take_err(const boost::json::object& err);
    void take_event(const boost::json::object& frame);
    void put(stream& to, seen_event event);
    void send_outbox();

    std::string name_;
    ws_client socket_;
    bool ended_ = false;
    std::uint16_t close_code_ = 0;
    std::string close_reason_;
    boost::json::object welcome_;
    std::uint64_t last_r_ = 0;
    std::set<std::uint64_t> asked_;
    std::map<std::uint64_t, std::string> syncs_; // r to conversation
    std::deque<boost::json::object> inbox_;
    std::deque<outgoing> outbox_;
    std::int64_t outbox_not_before_ms_ = 0;
    std::map<std::string, stream> streams_;
    std::vector<acknowledged> acks_;
    std::vector<std::string> faults_;
    std::vector<std::string> refusals_; // codes of messages that were refused for good
};

[[nodiscard]] std::string text_at(const boost::json::object& in, std::string_view name);
[[nodiscard]] std::uint64_t number_at(const boost::json::object& in, std::string_view name);

} // namespace kefu::tests
