#include "tests/fuzz/session_ledger.hpp"

#include "tests/fuzz/strict_json.hpp"

namespace kefu::fuzz {

using storage::event_kind;

namespace {

std::optional<routing::staff_id> staff_in(const storage::event& entry) {
    const auto body = read_strictly(entry.body);
    holds(body.has_value(), "a body is JSON", entry.body);
    const auto* staff = body->root.find("staff");
    return staff == nullptr ? std::nullopt : routing::staff_id::parse(staff->text);
}

bool is_automatic(const storage::event& entry) {
    const auto body = read_strictly(entry.body);
    const auto* flag = body ? body->root.find("auto") : nullptr;
    return flag != nullptr && flag->flag;
}

bool ends_ownership(event_kind kind) {
    return kind == event_kind::transferred || kind == event_kind::requeued ||
           kind == event_kind::closed || kind == event_kind::abandoned;
}

} // namespace

void session_ledger::look() {
    const auto count = store_.append_count();
    if (std::exchange(appended_, count) == count) return;
    ids_ = store_.conversations();
    std::map<routing::customer_id, unsigned> open;
    for (const auto id : ids_) {
        look_at(kept_[id], *store_.row(id));
        const auto& row = kept_[id].row;
        if (accepts_messages(row.state) && ++open[row.customer] > 1)
            broken("a customer has one open conversation", id.text());
    }
}

void session_ledger::look_at(kept& one, storage::conversation_row now) {
    holds(now.generation >= one.row.generation, "the generation only rises (G5)", now.id.text());
    const bool is_served = now.state == storage::conversation_state::active ||
                           now.state == storage::conversation_state::wrap_up;
    if (is_served) {
        holds(now.assignee.has_value(), "who is served has an owner (G5)", now.id.text());
        const auto [at, fresh] = one.by_generation.emplace(now.generation, *now.assignee);
        holds(at->second == *now.assignee, "one owner per generation (G5)", now.id.text());
    }
    const auto before = one.log.size();
    one.row = std::move(now);
    if (one.row.seq_top == before) return;
    auto log = store_.log_of(one.row.id);
    holds(log.size() == one.row.seq_top, "the row's top is the log's (G3)");
    for (std::size_t i = 0; i < before; ++i)
        holds(log[i].id == one.log[i].id, "what is in the record stays (G1)");
    for (std::size_t i = before; i < log.size(); ++i)
        add(one, log[i]);
}

void session_ledger::add(kept& one, const storage::event& entry) {
    const auto public_before = one.log.empty() ? 0 : one.log.back().public_seq;
    std::uint64_t shown = 0;
    for (auto at = one.log.rbegin(); public_before == 0 && at != one.log.rend(); ++at) {
        shown = at->public_seq;
        if (shown > 0) break;
    }
    const bool is_public = visibility_of(entry.kind) == storage::visibility::everyone;
    const auto expected = is_public ? std::max(public_before, shown) + 1 : 0;
    holds(entry.seq == one.log.size() + 1, "seq has no holes (G3)");
    holds(entry.public_seq == expected, "public_seq has no holes (G3)");
    if (entry.client_key)
        holds(keys_.emplace(entry.by.id, *entry.client_key).second, "a key is stored once (G2)");
    one.log.push_back(entry);
    if (entry.kind == event_kind::accepted) {
        one.owner = staff_in(entry);
        holds(one.owner.has_value(), "who accepted is told", entry.body);
        one.owners.emplace_back(entry.seq, *one.owner);
    }
    if (ends_ownership(entry.kind)) one.owner.reset();
    const bool is_said = entry.kind == event_kind::message && !is_automatic(entry);
    if (is_said && entry.by.role != storage::author_role::customer) {
        const bool is_owner = one.owner && one.owner->bits == entry.by.id;
        holds(is_owner, "only the owner's messages are stored (G5)", entry.body);
    }
    if (entry.by.role == storage::author_role::customer)
        holds(entry.by.id == one.row.customer.bits, "a customer writes in their own");
}

const storage::conversation_row* session_ledger::row(routing::conversation_id id) const {
    const auto at = kept_.find(id);
    return at == kept_.end() ? nullptr : &at->second.row;
}

const storage::event* session_ledger::find(
    routing::conversation_id id, storage::numbering by, std::uint64_t q
) const {
    const auto at = kept_.find(id);
    if (at == kept_.end() || q == 0) return nullptr;
    const auto& log = at->second.log;
    if (by == storage::numbering::all) return q <= log.size() ? &log[q - 1] : nullptr;
    for (const auto& one : log) {
        if (one.public_seq == q) return &one;
    }
    return nullptr;
}

bool session_ledger::has_owned(
    routing::conversation_id id, routing::staff_id staff, std::uint64_t seq
) const {
    const auto at = kept_.find(id);
    if (at == kept_.end()) return false;
    for (const auto& [since, who] : at->second.owners) {
        if (since <= seq && who == staff) return true;
    }
    return false;
}

void session_ledger::stored_first(const std::string& author_and_key) {
    holds(first_.insert(author_and_key).second, "stored for the first time once (G2)");
}

} // namespace kefu::fuzz
