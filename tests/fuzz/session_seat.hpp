#pragma once

#include "tests/fuzz/session_ledger.hpp"
#include "tests/fuzz/session_line.hpp"
#include "tests/fuzz/session_person.hpp"
#include "tests/fuzz/session_stage.hpp"
#include "tests/fuzz/strict_json.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kefu::fuzz {

// One connection of a person: sends for them and holds all that comes against what was promised.
class session_seat {
public:
    session_seat(session_stage& stage, session_ledger& ledger, person& who, int descriptor);

    void say_hello(choices& from);
    void ask(asked what);
    // Not by the rules: from now on its answers are read and not counted.
    void send_wild(std::string_view text);
    void send_raw(std::string_view bytes);
    void listen(); // to what has come
    void hang_up() { line_.hang_up(); }
    void rest(bool resting) { rests_ = resting; } // reads nothing meanwhile

    [[nodiscard]] bool is_open() const { return line_.is_open(); }
    [[nodiscard]] bool is_welcome() const { return welcomed_; }
    [[nodiscard]] bool is_wild() const { return wild_; }
    [[nodiscard]] bool rests() const { return rests_; }
    [[nodiscard]] std::size_t unanswered() const { return wild_ ? 0 : pending_.size(); }
    [[nodiscard]] person& who() const { return who_; }
    [[nodiscard]] std::uint16_t close_code() const { return line_.close_code(); }

    // Promises that hold at any time, and those that hold once all is well and at rest.
    void check_deadlines() const;
    void check_complete() const;

private:
    struct stream {
        bool counted = false; // `cursor` is what came last
        std::uint64_t cursor = 0;
        std::uint64_t top = ~std::uint64_t{0}; // of the card it began with
    };
    struct stored_message {
        std::uint64_t order = 0;
        std::uint64_t q = 0;
    };

    void hear(const std::string& text);
    void hear_welcome(const strict_value& frame);
    void hear_answer(const strict_value& frame, bool ok);
    void hear_ack(const strict_value& frame);
    void hear_event(const strict_value& event, bool pushed);
    void hear_page(const asked& of, const strict_value& answer);
    void hear_card(const strict_value& card);
    void hear_own(const strict_value& own, std::uint64_t shown);
    void check_right(const asked& to) const;
    void check_order(const asked& said, std::uint64_t q);
    void check_private(const std::string& text) const;
    [[nodiscard]] bool forget_pending(std::uint64_t r, asked& found);

    session_stage& stage_;
    session_ledger& ledger_;
    person& who_;
    session_line line_;
    bool welcomed_ = false;
    bool wild_ = false;
    bool rests_ = false;
    std::optional<std::pair<std::string, std::uint64_t>> resumed_; // by the hello
    std::optional<routing::customer_id> customer_;
    std::string own_; // of a customer: the conversation told last
    std::uint64_t next_r_ = 1;
    std::uint64_t next_order_ = 1;
    std::map<std::uint64_t, asked> pending_;                    // by r
    std::map<std::string, stream> streams_;                     // by conversation
    std::map<std::string, std::uint64_t> places_;               // of messages' keys: not yet stored
    std::map<std::string, std::vector<stored_message>> stored_; // by conversation
};

} // namespace kefu::fuzz
