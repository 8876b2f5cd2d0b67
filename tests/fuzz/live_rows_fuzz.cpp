// What is read from Redis as rows of this product. A row that is accepted is written the same way
// again, and reads back as itself; everything else is left out or an error, never a guess.

#include "storage/live/limits.hpp"
#include "storage/live/names.hpp"
#include "storage/live/push.hpp"
#include "storage/live/redis_rows.hpp"
#include "storage/live/resp_codec.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace kefu::fuzz {

namespace {

namespace live = storage::live;
using live::reply;

reply text(std::string value) {
    reply made;
    made.value = std::move(value);
    return made;
}

void presence_reads_back(const reply& answer) {
    const auto listed = live::read_presence(answer);
    if (!listed) return;
    const auto& rows = listed->rows;
    holds(
        3 * (rows.size() + listed->unreadable) == answer.elements()->size(),
        "each row is accounted for"
    );
    reply::array cells;
    for (const auto& row : rows) {
        holds(!live::check_node(row.node), "a node that was read is one that may be written");
        cells.push_back(text(live::presence_member(row.staff, row.node)));
        cells.push_back(text(live::presence_value(row)));
        cells.emplace_back().value = row.left_ms;
    }
    const auto ordered = [](const auto& a, const auto& b) {
        return std::tie(a.staff, a.node) < std::tie(b.staff, b.node);
    };
    holds(std::is_sorted(rows.begin(), rows.end(), ordered), "presence is sorted");
    const auto again = live::read_presence({cells});
    // Rows of one key may come in any order.
    holds(again.has_value() && again->rows.size() == rows.size(), "presence reads back");
    const auto& same = again->rows;
    holds(std::is_permutation(same.begin(), same.end(), rows.begin()), "presence is the same");
}

void waiting_reads_back(const reply& answer) {
    const auto rows = live::read_waiting(answer);
    if (!rows) return;
    reply::array cells;
    for (const auto& row : *rows)
        cells.push_back(text(live::waiting_member(row)));
    const auto again = live::read_waiting({cells});
    holds(again.has_value() && *again == *rows, "waiting reads back");
}

void numbers_are_numbers(const reply& answer) {
    const auto number = live::read_integer(answer);
    holds(number.has_value() == (answer.integer() != nullptr), "only an integer is one");
    const auto done = live::read_done_or_full(answer);
    holds(!done.has_value() || *answer.integer() == 1, "done is 1");
}

// Members and values as the target likes them, so that more than one in a billion is sound.
reply rows_from(choices& by) {
    reply::array cells;
    const std::string id = "01890a5d-ac96-774b-bcce-b302099a8057";
    const auto count = by.below(5);
    for (std::size_t i = 0; i < count; ++i) {
        auto member = id + (by.one_in(8) ? "" : "@") + std::string(by.take(by.below(70)));
        if (by.one_in(3)) member[by.below(member.size())] = static_cast<char>(by.byte());
        cells.push_back(text(std::move(member)));
        cells.push_back(text((by.one_in(2) ? "o" : "a") + std::string(by.take(by.below(40)))));
        cells.emplace_back().value = std::int64_t{by.byte()} - 20;
    }
    return {cells};
}

reply members_from(choices& by) {
    reply::array cells;
    const auto count = by.below(5);
    for (std::size_t i = 0; i < count; ++i) {
        auto member =
            live::waiting_member({{}, {}, static_cast<std::int64_t>(by.byte()) << by.below(64)});
        for (auto n = by.below(4); n > 0; --n)
            member[by.below(member.size())] = static_cast<char>(by.byte());
        cells.push_back(text(std::move(member)));
    }
    return {cells};
}

} // namespace

void live_rows(input bytes) {
    choices by(bytes);
    reply answer;
    switch (by.below(3)) {
    case 0:
        answer = rows_from(by);
        break;
    case 1:
        answer = members_from(by);
        break;
    default: {
        live::resp_decoder decoder;
        decoder.feed(by.rest());
        auto next = decoder.next();
        if (!next || !*next) return;
        answer = std::move(**next);
    }
    }
    presence_reads_back(answer);
    waiting_reads_back(answer);
    numbers_are_numbers(answer);
}

} // namespace kefu::fuzz
