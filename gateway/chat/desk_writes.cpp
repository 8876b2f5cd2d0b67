#include "gateway/chat/desk_writes.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "gateway/chat/customer_writes.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/service/masking.hpp"

namespace kefu::gateway::chat {

namespace {

using storage::conversation_state;
namespace body = protocol::body;
namespace effect = routing::effect;

// The states that the record may be in for each decision. An offer does not outlive its desk, so
// `offered` and a `parked` that came due while there was no desk count as waiting.
constexpr auto waiting_states = storage::states(
    {conversation_state::queued, conversation_state::offered, conversation_state::parked}
);
constexpr auto active_state = storage::states({conversation_state::active});
constexpr auto unserved_or_active = waiting_states | active_state;
constexpr auto any_open = unserved_or_active | storage::states({conversation_state::wrap_up});

storage::author_role role_of(routing::ended_by who) {
    switch (who) {
    case routing::ended_by::agent:
        return storage::author_role::agent;
    case routing::ended_by::customer:
        return storage::author_role::customer;
    case routing::ended_by::supervisor:
        return storage::author_role::supervisor;
    case routing::ended_by::system:
        return storage::author_role::system;
    }
    return storage::author_role::system;
}

// PROTOCOL.md, `why` of `accepted`.
std::string_view way_of(const effect::assigned& e) {
    if (e.how == effect::assigned_how::supervisor) return "assigned";
    if (e.how == effect::assigned_how::taken_over) return "taken";
    if (e.reasons.decisive == routing::decided_by::transfer) return "transfer";
    return e.how == effect::assigned_how::auto_accepted ? "auto" : "offer";
}

// Builds the write of one effect; one operator() per effect.
class writer {
public:
    explicit writer(const write_context& context) : context_(context) {}

    std::optional<storage::log_write> operator()(const effect::queued&) { return std::nullopt; }

    std::optional<storage::log_write> operator()(const effect::offered& e) {
        auto write = begin(e.conversation, e.generation, waiting_states);
        write.change = to_state(conversation_state::offered);
        write.change->assignee = e.staff;
        add(write,
            system_author(),
            body::offered{
                e.staff,
                e.offer,
                wall_of(e.deadline, context_.now, context_.at),
                offer_reason_of(e.reasons, e.staff, context_.names)});
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::offer_withdrawn& e) {
        auto write = begin(e.conversation, std::nullopt, waiting_states);
        if (e.waits_again) write.change = back_in_line();
        add(write, system_author(), body::withdrawn{e.staff, std::string(routing::to_string(e.why))}
        );
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::declined& e) {
        auto write = begin(e.conversation, std::nullopt, waiting_states);
        write.change = back_in_line();
        add(write, agent_author(e.staff), body::declined{e.staff, e.reason});
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::missed& e) {
        auto write = begin(e.conversation, std::nullopt, waiting_states);
        write.change = back_in_line();
        add(write, system_author(), body::missed{e.staff, "timeout"});
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::assigned& e) {
        auto write = begin(e.conversation, e.generation - 1, unserved_or_active);
        write.change = to_state(conversation_state::active);
        write.change->generation = e.generation;
        write.change->assignee = e.staff;
        write.change->ends_wait = true;
        write.change->excluded = std::vector<routing::staff_id>{};
        const auto name = std::string(context_.names.name_of(e.staff));
        // Whoever takes it is its author, but for a supervisor's choice; who takes it over is one.
        const bool taken = e.how == effect::assigned_how::taken_over;
        const bool by_hand = taken || e.how == effect::assigned_how::supervisor;
        const auto author = by_hand ? said_by(agent_author(e.staff)) : agent_author(e.staff);
        add(write, author, body::accepted{e.staff, name, std::string(way_of(e))});
        if (e.generation == 1) add_greeting(write, e.staff);
        audit(write, taken ? "conversation.take" : "conversation.assign", author);
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::requeued& e) {
        auto write = begin(e.conversation, e.generation - 1, active_state);
        write.change = new_wait();
        write.change->generation = e.generation;
        add(write, system_author(), body::requeued{std::string(routing::to_string(e.why))});
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::transferred& e) {
        auto write = begin(e.conversation, e.generation - 1, active_state);
        write.change = new_wait();
        write.change->generation = e.generation;
        body::transferred what;
        what.from = e.from;
        if (e.to_staff) {
            what.to_staff = *e.to_staff;
            what.name = std::string(context_.names.name_of(*e.to_staff));
        }
        if (e.to_need) {
            write.change->skill = e.to_need->skill;
            write.change->min_level = static_cast<int>(e.to_need->level);
            what.to_skill = e.to_need->skill;
            const auto* skill = context_.names.skill(e.to_need->skill);
            what.name = skill == nullptr ? std::string{} : skill->name;
        }
        if (context_.said != nullptr) what.note = context_.said->note;
        const auto author = said_by(agent_author(e.from));
        write.change->credit_ms = e.credit_ms;
        if (context_.after) write.change->preferred = context_.after->preferred;
        add(write, author, what, said_key());
        audit(write, "conversation.transfer", author);
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::wrap_up_started& e) {
        auto write = begin(e.conversation, e.generation, active_state);
        write.change = to_state(conversation_state::wrap_up);
        write.change->waiting_since = std::optional<routing::wall_time>{};
        const auto author = said_by(system_author());
        // Whoever leaves by themselves is not there to be told.
        const bool is_ours =
            e.by == routing::ended_by::agent || e.by == routing::ended_by::supervisor;
        if (is_ours) add_farewell(write, e.staff);
        add(write, author, body::ended{role_of(e.by)}, said_key());
        audit(write, "conversation.end", author);
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::closed& e) {
        auto write = begin(e.conversation, e.generation, any_open);
        write.change = to_state(conversation_state::closed);
        write.change->assignee = std::make_optional(e.staff); // whose it is in the figures
        write.change->waiting_since = std::optional<routing::wall_time>{};
        const auto author = said_by(system_author());
        if (e.why == effect::closed_because::wrapped_up && has_wrap_up()) {
            const auto& form = *context_.said->wrap_up;
            write.change->topic = form.topic;
            write.change->need_type = form.need_type;
            add(write,
                author,
                body::wrapped_up{form.topic, form.need_type, form.solved, form.solution},
                said_key());
            write.record = service_record(form, author);
        } else if (!e.staff) { // what somebody served has ended with its wrap-up's beginning
            add(write, author, body::ended{role_of(e.by)}, said_key());
        }
        // Served, and nobody is left to write the form: one record per contact all the same (S15).
        if (!write.record && e.staff && context_.entry != nullptr)
            write.record = unwritten_record(*e.staff);
        add(write, system_author(), body::closed{});
        audit(write, "conversation.close", author);
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::abandoned& e) {
        auto write = begin(e.conversation, e.generation, waiting_states);
        write.change = to_state(conversation_state::abandoned);
        write.change->assignee = std::optional<routing::staff_id>{};
        write.change->waiting_since = std::optional<routing::wall_time>{};
        add(write,
            said_by(system_author()),
            body::abandoned{std::string(routing::to_string(e.why))},
            said_key());
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::parked& e) {
        auto write =
            begin(e.conversation, e.from ? e.generation - 1 : e.generation, unserved_or_active);
        const auto due = wall_of(e.due, context_.now, context_.at);
        write.change = to_state(conversation_state::parked);
        write.change->generation = e.generation;
        write.change->assignee = std::optional<routing::staff_id>{};
        write.change->due = std::optional<routing::wall_time>{due};
        add(write, said_by(system_author()), body::parked{due});
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::unparked& e) {
        auto write = begin(e.conversation, e.generation, waiting_states);
        write.change = new_wait();
        write.change->due = std::optional<routing::wall_time>{};
        body::queued what;
        if (context_.after) {
            what.skill = context_.after->need.skill;
            what.level = static_cast<int>(context_.after->need.level);
        }
        add(write, system_author(), what);
        return write;
    }

    std::optional<storage::log_write> operator()(const effect::exclusions_cleared& e) {
        auto write = begin(e.conversation, std::nullopt, waiting_states);
        write.change = storage::conversation_change{};
        write.change->excluded = std::vector<routing::staff_id>{};
        write.change->at = context_.at;
        return write;
    }

    template <class AgentEffect>
    std::optional<storage::log_write> operator()(const AgentEffect&) {
        return std::nullopt;
    }

private:
    storage::log_write begin(
        routing::conversation_id conversation,
        std::optional<std::uint64_t> generation,
        storage::state_set allowed
    ) const {
        storage::log_write write;
        write.organisation = context_.organisation;
        write.conversation = conversation;
        write.expected_generation = generation;
        write.allowed_states = allowed;
        return write;
    }

    storage::conversation_change to_state(conversation_state state) const {
        storage::conversation_change change;
        change.state = state;
        change.at = context_.at;
        return change;
    }

    storage::conversation_change back_in_line() const {
        auto change = to_state(conversation_state::queued);
        change.assignee = std::optional<routing::staff_id>{};
        if (context_.after) change.excluded = context_.after->excluded;
        return change;
    }

    storage::conversation_change new_wait() const {
        auto change = back_in_line();
        change.waiting_from = context_.at;
        return change;
    }

    void add(
        storage::log_write& write,
        const storage::author& by,
        const body::any& what,
        std::optional<protocol::client_key> key = std::nullopt
    ) const {
        write.events.push_back(draft_of(context_.next_event_id(), by, context_.at, what, key));
    }

    // The first and the last step of the reception flow (SOP 3.1), said in the agent's name.
    void add_greeting(storage::log_write& write, routing::staff_id staff) const {
        if (context_.entry == nullptr) return;
        const auto& row = context_.entry->row;
        const auto* shop = context_.names.storefront(row.storefront);
        const bool own = shop != nullptr && !shop->greeting.empty();
        say(write, staff, own ? shop->greeting : context_.manual.greeting.in(row.locale));
    }

    void add_farewell(storage::log_write& write, routing::staff_id staff) const {
        if (context_.entry == nullptr) return;
        say(write, staff, context_.manual.farewell.in(context_.entry->row.locale));
    }

    void say(storage::log_write& write, routing::staff_id staff, const std::string& text) const {
        const auto* shop = context_.names.storefront(context_.entry->row.storefront);
        const auto name = context_.names.name_of(staff);
        const std::string_view at = shop == nullptr ? std::string_view{} : shop->name;
        const auto for_name = [&](std::string_view who) {
            return service::fill_in(text, {{"agent", name}, {"customer", who}, {"shop", at}});
        };
        const auto& customer = context_.entry->customer.name;
        const auto masked = service::mask_name(customer);
        body::message said{for_name(masked), true};
        if (const auto whole = for_name(customer); whole != said.text) said.for_customer = whole;
        add(write, agent_author(staff), said);
    }

    void audit(storage::log_write& write, std::string action, const storage::author& by) const {
        write.audits.push_back({std::move(action), by, write.conversation.text(), "ok", context_.at}
        );
    }

    storage::service_record_row service_record(
        const protocol::wrap_up_save& form, const storage::author& by
    ) const {
        auto record = unwritten_record(routing::staff_id{by.id});
        record.topic = form.topic;
        record.need_type = form.need_type;
        record.solved = std::string(protocol::word_of(form.solved));
        record.solution = form.solution;
        return record;
    }

    storage::service_record_row unwritten_record(routing::staff_id staff) const {
        storage::service_record_row record;
        const auto& row = context_.entry->row;
        record.id = context_.record;
        record.organisation = context_.organisation;
        record.conversation = row.id;
        record.customer = row.customer;
        record.staff = staff;
        record.topic = row.topic;
        record.need_type = row.need_type;
        record.solved = "unknown";
        record.opened_at = row.opened_at;
        record.accepted_at = context_.entry->accepted_at.value_or(row.state_since);
        // The end may be decided and not recorded yet.
        const bool ended_before = row.state == conversation_state::wrap_up;
        record.ended_at = ended_before ? row.state_since : context_.at;
        record.wrapped_up_at = context_.at;
        record.longest_wait_ms = row.longest_wait_ms;
        return record;
    }

    [[nodiscard]] bool has_wrap_up() const {
        return context_.said != nullptr && context_.said->wrap_up && context_.entry != nullptr;
    }
    [[nodiscard]] storage::author said_by(storage::author otherwise) const {
        return context_.said == nullptr ? otherwise : context_.said->by;
    }
    [[nodiscard]] std::optional<protocol::client_key> said_key() const {
        return context_.said == nullptr ? std::nullopt : context_.said->key;
    }
    static storage::author system_author() { return {}; }
    static storage::author agent_author(routing::staff_id id) {
        return {storage::author_role::agent, id.bits};
    }

    const write_context& context_;
};

} // namespace

std::optional<storage::log_write> write_for(
    const routing::any_effect& decision, const write_context& context
) {
    writer build(context);
    return std::visit(build, decision);
}

std::optional<routing::conversation_id> conversation_of(const routing::any_effect& decision) {
    return std::visit(
        [](const auto& e) -> std::optional<routing::conversation_id> {
            if constexpr (requires { e.conversation; }) return e.conversation;
            return std::nullopt;
        },
        decision
    );
}

protocol::offer_reason offer_reason_of(
    const routing::explanation& reasons, routing::staff_id staff, const catalog& names
) {
    protocol::offer_reason why;
    const auto* skill = names.skill(reasons.need.skill);
    if (skill != nullptr) why.skill = skill->name;
    const auto chosen = std::find_if(
        reasons.candidates.begin(),
        reasons.candidates.end(),
        [&](const auto& candidate) { return candidate.staff == staff; }
    );
    if (chosen == reasons.candidates.end()) return why;
    why.level = static_cast<int>(chosen->level);
    why.returning = chosen->preferred;
    if (chosen->capacity > 0) {
        why.load = static_cast<double>(chosen->load) / static_cast<double>(chosen->capacity);
    }
    return why;
}

} // namespace kefu::gateway::chat
