#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/api_call.hpp"
#include "gateway/chat/served.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/service/sop.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::api {

struct whole_conversation {
    storage::conversation_row row;
    storage::customer_row customer;
    std::vector<storage::event> events; // from the beginning, within limits::transcript_*_max
    bool cut = false;                   // there are more
    chat::reading reading = chat::reading::refused; // to the signed-in member of staff
    protocol::card card;
};

// Takes a place for reading a whole conversation, held by the call and its copies. False: there is
// none, and 429 or 503 was answered.
[[nodiscard]] bool begin_reading(api_call& call, reading_kind kind, const std::string& caller);

// True: so many long answers wait for slow readers of this one that there is no other; 429 was
// answered.
[[nodiscard]] bool has_enough_unsent(const api_call& call, const unsent_holder& who);

// Answers what was read with the place of begin_reading: it is given back, and the text counts as
// unsent until its reader has taken it.
void answer_reading(const api_call& call, reading_kind kind, std::string json);

// Reads the conversation named in the route for the signed-in staff member, checks access, and goes
// on; answers 404 or 503 itself.
void read_whole(
    const api_call& call, std::function<void(const api_call&, const whole_conversation&)> then
);
// The same for a customer at that storefront, with the events they may see.
void read_whole_of_customer(
    const api_call& call,
    routing::conversation_id id,
    storage::customer_row customer,
    routing::storefront_id here,
    std::function<void(const api_call&, const whole_conversation&)> then
);

enum class transcript_for : unsigned char { staff, customer };
struct transcript_input {
    const whole_conversation& whole;
    transcript_for reader = transcript_for::customer;
    const chat::catalog& names;
    const service::sop& manual;
    std::string_view locale; // of its own words; what was said stands as it was said
    int utc_offset_min = 0;  // of the clock that its times are of
};
// Plain text, a line an event. What staff wrote for each other, how it was wrapped up and what was
// said with a rating stands in that of staff alone. Pure.
[[nodiscard]] std::string transcript_text(const transcript_input& from);
// The clock of the reader, if they named one, else that of the conversation's storefront, else that
// of the shop's days (chat/day_begin.hpp), else UTC.
[[nodiscard]] int transcript_clock(
    std::optional<std::int64_t> asked,
    const storage::conversation_row& row,
    const chat::catalog& names
);
// In the language of the customer's chat, or of the account of staff that has one.
void answer_transcript(
    const api_call& call,
    const whole_conversation& whole,
    transcript_for reader,
    std::optional<std::int64_t> utc_offset_min // of the reader's clock, within its range
);

// Masked names of the records' customers, each read once; none of one whose row is damaged. Answers
// 503 itself when one cannot be read now.
void read_customer_names(
    const api_call& call,
    const std::vector<storage::service_record_row>& rows,
    std::function<void(const std::map<routing::customer_id, std::string>&)> then
);

} // namespace kefu::gateway::api
