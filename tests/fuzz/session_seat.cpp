#include "tests/fuzz/session_seat.hpp"

#include "gateway/chat/token_hash.hpp"

#include <algorithm>

namespace kefu::fuzz {

namespace {

constexpr std::int64_t answer_ms_max = 5'000;
constexpr std::size_t noted_bytes_max = 240;
constexpr auto any_number = ~std::uint64_t{0};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

session_seat::session_seat(
    session_stage& stage, session_ledger& ledger, person& who, int descriptor
)
    : stage_(stage), ledger_(ledger), who_(who), line_(descriptor) {}

void session_seat::say_hello(choices& from) {
    const auto text = hello_of(who_, from);
    const auto hello = read_strictly(text);
    const auto* resume = who_.staff ? nullptr : hello->root.find("resume");
    if (resume != nullptr)
        resumed_ = {{resume->find("c")->text, *resume->find("q")->whole(any_number)}};
    line_.send_text(text);
}

void session_seat::ask(asked what) {
    const auto r = next_r_++;
    what.at_ms = stage_.clock.now().ms;
    if (what.word == "message.send") {
        const auto [at, fresh] = places_.emplace(what.conversation + what.key, next_order_);
        if (fresh) ++next_order_;
        what.order = at->second;
    }
    if (getenv("TRACE"))
        fprintf(
            stderr,
            "T %lld %p %s > %s\n",
            static_cast<long long>(stage_.clock.now().ms),
            static_cast<const void*>(this),
            who_.name.c_str(),
            envelope_of(what, r).substr(0, 200).c_str()
        );
    std::erase_if(who_.refused, [&](const asked& one) { return one.key == what.key; });
    line_.send_text(envelope_of(what, r));
    if (!is_answered(what.word)) return;
    const bool remembered = !what.key.empty() && who_.said.size() < 32;
    if (remembered) who_.said.push_back(what);
    pending_.emplace(r, std::move(what));
}

void session_seat::send_wild(std::string_view text) {
    wild_ = true;
    line_.send_text(text);
}

void session_seat::send_raw(std::string_view bytes) {
    wild_ = true;
    line_.send_raw(bytes);
}

void session_seat::listen() {
    if (rests_) return;
    for (const auto& frame : line_.read()) {
        for (std::size_t from = 0; from <= frame.size();) {
            const auto end = std::min(frame.find('\n', from), frame.size());
            hear(frame.substr(from, end - from));
            from = end + 1;
        }
    }
}

void session_seat::check_deadlines() const {
    if (!is_open() || rests_ || wild_) return;
    for (const auto& [r, one] : pending_) {
        if (stage_.clock.now().ms - one.at_ms > answer_ms_max)
            broken("a command is answered within 5 s (G9)", one.word + one.rest);
    }
}

void session_seat::check_complete() const {
    if (!is_open() || !welcomed_) return;
    holds(unanswered() == 0, "each command is answered (G9)");
    for (const auto& [text, one] : streams_) {
        const auto id = *routing::conversation_id::parse(text);
        const auto* row = ledger_.row(id);
        if (row == nullptr) broken("what is told of is in the record (G1)", text);
        const bool theirs = who_.staff ? row->assignee == who_.staff : own_ == text;
        if (!theirs || (!one.counted && one.top == any_number)) continue;
        const auto heard = one.counted ? one.cursor : one.top;
        const auto top = who_.staff ? row->seq_top : row->public_top;
        if (heard != top)
            broken(
                "everybody connected has everything (G4)",
                who_.name + " " + text + " heard " + std::to_string(heard) + " of " +
                    std::to_string(top)
            );
    }
}

// ---- answers

bool session_seat::forget_pending(std::uint64_t r, asked& found) {
    const auto at = pending_.find(r);
    if (at == pending_.end()) {
        holds(wild_, "an answer is given once (G9)", "r " + std::to_string(r));
        return false;
    }
    found = std::move(at->second);
    pending_.erase(at);
    return true;
}

// Of what was done, or answered as done.
void session_seat::check_right(const asked& to) const {
    holds(may_ask(who_, to.word), "a role asks for no more than it may", to.word + to.rest);
    if (to.conversation.empty()) return;
    const auto* row = ledger_.row(*routing::conversation_id::parse(to.conversation));
    if (to.word == "conversation.unwatch" && row == nullptr) return; // of nothing: it is so
    if (row == nullptr) broken("nothing is done with what is not there", to.word + to.rest);
    if (!who_.staff) {
        holds(customer_ == row->customer, "a customer has their own alone", to.word);
    } else if (to.word != "conversation.unwatch") {
        holds(!who_.is_foreign, "a shop has its own alone", to.word);
    }
    const bool reads = to.word == "conversation.watch" || to.word == "sync";
    if (reads && who_.staff && !who_.is_supervisor)
        holds(
            ledger_.has_owned(row->id, *who_.staff, any_number),
            "an agent reads what they have served",
            to.word
        );
}

void session_seat::hear_answer(const strict_value& frame, bool ok) {
    const auto* number = frame.find("r");
    if (number == nullptr) {
        holds(wild_ && !ok, "an answer tells to what");
        return;
    }
    asked to;
    const bool is_known = forget_pending(*number->whole(any_number), to) && !wild_;
    if (!ok) {
        if (!is_known) return;
        const auto code = frame.find("code")->text;
        const bool again = frame.find("retry")->flag;
        if (!again) places_.erase(to.conversation + to.key);
        if (again && to.word == "message.send" && who_.refused.size() < 4)
            who_.refused.push_back(to);
        holds(code != "internal", "nothing fails by a fault of ours", to.word + to.rest);
        return;
    }
    if (is_known) check_right(to);
    if (const auto* own = frame.find("conversation")) hear_own(*own, 0);
    if (const auto* card = frame.find("card")) hear_card(*card);
    if (is_known && to.word == "sync") hear_page(to, frame);
    if (to.word == "conversation.unwatch") streams_.erase(to.conversation);
}

void session_seat::hear_ack(const strict_value& frame) {
    const auto text = frame.find("c")->text;
    const auto id = *routing::conversation_id::parse(text);
    for (const auto& entry : frame.find("a")->items) {
        asked to;
        if (!forget_pending(*entry.items[0].whole(any_number), to) || wild_) continue;
        const auto q = *entry.items[1].whole(any_number);
        const bool again = entry.items[2].flag;
        check_right(to);
        holds(text == to.conversation, "an ack is of the conversation that was asked", text);
        const auto by = who_.staff ? storage::numbering::all : storage::numbering::customer;
        const auto* event = ledger_.find(id, by, q);
        if (event == nullptr) broken("what is acked is in the record (G1)", to.rest);
        holds(
            event->client_key && event->client_key == routing::parse_id(to.key),
            "an ack names the number of that message (G2)",
            to.rest
        );
        const auto author = who_.staff ? who_.staff->bits : customer_->bits;
        holds(event->by.id == author, "an ack is of one's own words", to.rest);
        if (!again) ledger_.stored_first(routing::to_string(author) + to.key);
        if (to.word == "message.send" && !again) check_order(to, q);
        places_.erase(to.conversation + to.key);
    }
}

// In the order in which they were first said, repeats of other connections aside.
void session_seat::check_order(const asked& said, std::uint64_t q) {
    auto& before = stored_[said.conversation];
    for (const auto& one : before)
        holds((one.order < said.order) == (one.q < q), "messages keep their order (G3)", said.rest);
    before.push_back({said.order, q});
}

void session_seat::hear_page(const asked& of, const strict_value& answer) {
    auto next = of.after + 1;
    for (const auto& event : answer.find("events")->items) {
        holds(event.find("q")->whole(any_number) == next++, "a page has no holes (G4)");
        hear_event(event, false);
    }
}

// ---- what is pushed

void session_seat::hear(const std::string& text) {
    note(who_.name + " < " + text.substr(0, noted_bytes_max));
    const auto read = read_strictly(text);
    if (!read) broken("what is sent is JSON", text);
    check_private(text);
    const auto& frame = read->root;
    const auto& type = frame.find("t")->text;
    if (type == "welcome") return hear_welcome(frame);
    if (!welcomed_) broken("nothing comes before the welcome", text);
    if (type == "ok" || type == "err") return hear_answer(frame, type == "ok");
    if (type == "ack") return hear_ack(frame);
    if (type == "ev") return hear_event(frame, true);
    if (is_one_of(type, {"typing", "receipt", "drain"})) return;
    if (!who_.staff) {
        if (type == "conversation") return hear_own(*frame.find("conversation"), 0);
        if (is_one_of(type, {"place", "state"})) return;
        broken("customers hear what is for customers", text);
    }
    if (type == "card") return hear_card(*frame.find("card"));
    if (type == "card.gone") {
        const auto gone = frame.find("c")->text;
        streams_.erase(gone);
        who_.cards.erase(gone);
        return;
    }
    if (type == "offer") {
        who_.offers.push_back(frame.find("offer")->find("id")->text);
        if (who_.offers.size() > 4) who_.offers.erase(who_.offers.begin());
        return;
    }
    if (is_one_of(type, {"offer.gone", "me", "names"})) return;
    holds(type == "wall" && who_.is_supervisor, "staff hear what is for them", text);
}

void session_seat::check_private(const std::string& text) const {
    const auto has = [&](std::string_view what) { return text.find(what) != std::string::npos; };
    if (!who_.staff) {
        for (const auto staff : {tests::ann, tests::ben, tests::sue})
            holds(!has(staff.text()), "customers never see ids of staff", text);
        holds(!has(hidden_word), "customers never see notes", text);
    }
    if (!who_.is_foreign) return;
    for (const auto id : ledger_.conversations())
        holds(!has(id.text()), "another shop hears nothing", text);
}

void session_seat::hear_welcome(const strict_value& frame) {
    holds(!std::exchange(welcomed_, true), "one is welcomed once");
    const auto role = frame.find("role")->text;
    if (who_.staff) {
        holds(
            role == (who_.is_supervisor && !who_.is_foreign ? "supervisor" : "agent"),
            "staff are what they are",
            role
        );
        who_.cards.clear();
        for (const auto& card : frame.find("cards")->items)
            hear_card(card);
        for (const auto& offer : frame.find("offers")->items)
            who_.offers.push_back(offer.find("id")->text);
        return;
    }
    holds(role == "customer", "a customer is one", role);
    if (const auto* token = frame.find("token")) who_.token = token->text;
    const auto known = stage_.store.token(gateway::chat::token_hash(who_.token));
    if (known) {
        if (who_.customer != known->customer) who_.said.clear();
        who_.customer = customer_ = known->customer;
    }
    if (const auto* own = frame.find("conversation")) {
        const bool goes_on = own->find("st")->text == "ok";
        holds(
            !goes_on || (resumed_ && own->find("c")->text == resumed_->first),
            "only what was resumed goes on (G4)"
        );
        hear_own(*own, goes_on ? resumed_->second : 0);
    }
}

void session_seat::hear_own(const strict_value& own, std::uint64_t shown) {
    const auto id = own.find("c")->text;
    const auto* row = ledger_.row(*routing::conversation_id::parse(id));
    if (row == nullptr) broken("what is opened is in the record (G1)", id);
    holds(row->customer == customer_, "a customer has their own alone", id);
    who_.own = own_ = id;
    streams_[id] = {true, shown, any_number};
}

void session_seat::hear_card(const strict_value& card) {
    const auto id = card.find("c")->text;
    who_.cards[id] = *card.find("gen")->whole(any_number);
    who_.card_states[id] = card.find("state")->text;
    auto& heard = streams_[id];
    if (!heard.counted && heard.top == any_number)
        heard = {false, 0, *card.find("top")->whole(any_number)};
}

void session_seat::hear_event(const strict_value& event, bool pushed) {
    const auto text = event.find("c")->text;
    const auto id = *routing::conversation_id::parse(text);
    const auto q = *event.find("q")->whole(any_number);
    const auto by = who_.staff ? storage::numbering::all : storage::numbering::customer;
    const auto* stored = ledger_.find(id, by, q);
    if (stored == nullptr) broken("nothing is told before it is in the record (G1)", text);
    holds(event.find("id")->text == stored->id.text(), "all hear the same in one order (G3)", text);
    holds(event.find("k")->text == name_of(stored->kind), "all hear the same", text);
    const auto* body = event.find("b");
    const auto* words = body->find("text");
    if (stored->kind == storage::event_kind::message) {
        const auto kept = read_strictly(stored->body);
        const auto* for_customer = kept->root.find("for_customer");
        const auto* said = !who_.staff && for_customer ? for_customer : kept->root.find("text");
        if (words == nullptr || said == nullptr || words->text != said->text)
            broken("all read the same words", stored->body);
    }
    const auto* row = ledger_.row(id);
    if (!who_.staff) holds(row->customer == customer_, "a customer has their own alone", text);
    if (who_.staff && !who_.is_supervisor)
        holds(ledger_.has_owned(id, *who_.staff, any_number), "an agent hears what they serve");
    if (!pushed) return;
    auto& heard = streams_[text];
    const auto next = heard.counted ? heard.cursor + 1 : q;
    const bool fits = heard.counted ? q == next : heard.top == any_number || q <= heard.top + 1;
    if (!fits)
        broken(
            "events come without gap and double (G4)",
            who_.name + " " + text + " " + std::to_string(q) + " behind " +
                std::to_string(heard.counted ? heard.cursor : heard.top)
        );
    heard.counted = true;
    heard.cursor = q;
    who_.cursors[text] = q;
}

} // namespace kefu::fuzz
