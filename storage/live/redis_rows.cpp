#include "storage/live/redis_rows.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "storage/live/live_errc.hpp"
#include "storage/live/names.hpp"

namespace kefu::storage::live {

namespace {

constexpr std::size_t id_length = 36;
constexpr std::size_t key_length = 16;
constexpr std::size_t conversation_at = key_length + 1;
constexpr std::size_t skill_at = conversation_at + id_length + 1;
constexpr std::size_t waiting_length = skill_at + id_length;
constexpr std::uint64_t sign_bit = 1ull << 63;

std::optional<presence_row> parse_presence(
    const reply& member, const reply& value, const reply& left
) {
    if (!member.bulk() || !value.bulk() || !left.integer()) return std::nullopt;
    const std::string_view place = *member.bulk();
    if (place.size() <= id_length || place[id_length] != '@') return std::nullopt;
    const auto staff = routing::staff_id::parse(place.substr(0, id_length));
    if (!staff || check_node(place.substr(id_length + 1))) return std::nullopt;
    const std::string_view text = *value.bulk();
    if (text.empty() || text.size() > presence_value_bytes_max) return std::nullopt;
    if (text[0] != 'o' && text[0] != 'a') return std::nullopt;
    presence_row row;
    row.staff = *staff;
    row.node = place.substr(id_length + 1);
    row.state = text[0] == 'o' ? presence_state::online : presence_state::away;
    row.reason = text.substr(1);
    row.left_ms = *left.integer();
    return row;
}

std::optional<waiting_row> parse_waiting(const reply& member) {
    if (!member.bulk() || member.bulk()->size() != waiting_length) return std::nullopt;
    const std::string_view text = *member.bulk();
    if (text[conversation_at - 1] != ':' || text[skill_at - 1] != ':') return std::nullopt;
    std::uint64_t biased = 0;
    const char* end = text.data() + key_length;
    const auto parsed = std::from_chars(text.data(), end, biased, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    const auto conversation =
        routing::conversation_id::parse(text.substr(conversation_at, id_length));
    const auto skill = routing::skill_id::parse(text.substr(skill_at));
    if (!conversation || !skill) return std::nullopt;
    return waiting_row{*conversation, *skill, static_cast<std::int64_t>(biased ^ sign_bit)};
}

} // namespace

std::string presence_member(routing::staff_id staff, std::string_view node) {
    return staff.text() + "@" + std::string(node);
}

std::string presence_value(const presence_row& row) {
    return (row.state == presence_state::online ? "o" : "a") + row.reason;
}

result<presence_listing> read_presence(const reply& answer) {
    const auto* cells = answer.elements();
    if (!cells || cells->size() % 3 != 0) return make_error_code(errc::bad_reply);
    presence_listing listed;
    listed.rows.reserve(cells->size() / 3);
    for (std::size_t i = 0; i < cells->size(); i += 3) {
        auto row = parse_presence((*cells)[i], (*cells)[i + 1], (*cells)[i + 2]);
        if (row) {
            listed.rows.push_back(std::move(*row));
        } else {
            ++listed.unreadable;
        }
    }
    std::ranges::sort(listed.rows, [](const presence_row& left, const presence_row& right) {
        return std::tie(left.staff, left.node) < std::tie(right.staff, right.node);
    });
    return listed;
}

std::string waiting_member(const waiting_row& row) {
    const std::uint64_t biased = static_cast<std::uint64_t>(row.order_key) ^ sign_bit;
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string member;
    for (int shift = 60; shift >= 0; shift -= 4)
        member.push_back(hex_digits[(biased >> shift) & 15]);
    return member + ":" + row.conversation.text() + ":" + row.skill.text();
}

result<std::vector<waiting_row>> read_waiting(const reply& answer) {
    const auto* cells = answer.elements();
    if (!cells) return make_error_code(errc::bad_reply);
    std::vector<waiting_row> rows;
    rows.reserve(cells->size());
    for (const reply& cell : *cells) {
        const auto row = parse_waiting(cell);
        if (!row) return make_error_code(errc::bad_reply);
        rows.push_back(*row);
    }
    return rows;
}

result<std::optional<std::string>> read_epoch(const reply& answer) {
    if (answer.is_nil()) return std::optional<std::string>{};
    if (!answer.bulk()) return make_error_code(errc::bad_reply);
    return std::optional(*answer.bulk());
}

result<std::int64_t> read_integer(const reply& answer) {
    if (!answer.integer()) return make_error_code(errc::bad_reply);
    return *answer.integer();
}

result<void> read_done_or_full(const reply& answer) {
    const result<std::int64_t> done = read_integer(answer);
    if (done.has_error()) return done.error();
    if (*done == 0) return make_error_code(errc::full);
    if (*done != 1) return make_error_code(errc::bad_reply);
    return {};
}

} // namespace kefu::storage::live
