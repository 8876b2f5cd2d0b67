#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/row_commands.hpp"

// From the record to a serving desk: at start-up, and after a write that failed. Redis only adds
// what the record does not keep: the presence that agents had chosen.
namespace kefu::gateway::chat {

void front_desk::begin_rebuild() {
    ++incarnation_;
    reading_.begin(day_clock_);
}

void front_desk::retry_rebuild() {
    ++incarnation_;
    rebuild_due_ = parts_.clock.now() + limits::rebuild_every_ms;
    arm();
}

void front_desk::finish_rebuild(record_read read) {
    routing::id_bits epoch_bits = parts_.ids.secret();
    std::uint64_t epoch = 0;
    for (std::size_t i = 0; i < sizeof epoch; ++i)
        epoch = epoch << 8 | epoch_bits.bytes[i];
    const auto told = told_to_agents();
    desk_ = std::make_unique<routing::desk>(epoch);
    auto before = std::exchange(book_, {});
    state_ = state::serving;
    ++counters_.rebuilds;
    today_ = day_tally(read.midnight, read.figures);
    define_agents();
    for (auto& entry : read.entries) {
        if (const auto* known = before.find(entry.row.id)) keep_newer(entry, *known);
        restore(std::move(entry));
    }
    for (auto& entry : std::exchange(opened_meanwhile_, {})) {
        if (!desk_->find_conversation(entry.row.id)) restore(std::move(entry));
    }
    book_.put_back(before.take_unsaved_receipts());
    count_ratings_of_meanwhile();
    for (const auto& [staff, count] : staff_sessions_)
        connect_agent(staff);
    tell_rebuilt(told);
    board_.ask_full();
    mirror_pace_.ask(parts_.clock.now());
    restore_presence();
    spdlog::info("desk serves {} open conversations", book_.size());
    if (on_ready_) std::exchange(on_ready_, {})();
}

front_desk::told_cards front_desk::told_to_agents() const {
    told_cards told;
    for (const auto& [id, entry] : book_.all()) {
        const auto& row = entry.row;
        const bool rings = row.state == storage::conversation_state::offered;
        if (row.assignee && !rings) told[id] = *row.assignee;
    }
    return told;
}

// Everybody who is connected learns what the record made of it: sockets outlive a rebuild.
void front_desk::tell_rebuilt(const told_cards& before) {
    for (const auto& [offer, staff] : std::exchange(told_offers_, {}))
        send_offer_gone(staff, offer, "withdrawn");
    for (const auto& [id, staff] : before) {
        const auto now = desk_->find_conversation(id);
        if (now && now->owner == staff) continue;
        send_card_gone(staff, id, !now ? "closed" : now->owner ? "assigned" : "requeued");
    }
    for (const auto& [id, entry] : book_.all()) {
        const auto view = desk_->find_conversation(id);
        if (view && view->owner) parts_.floor.follow(*view->owner, id, entry.row.seq_top);
        send_card(id);
        send_state(entry);
    }
    for (const auto& [staff, count] : staff_sessions_)
        send_me(staff);
}

void front_desk::define_agents() {
    for (const auto& row : names_->staff) {
        if (row.organisation != organisation_ || !row.active) continue;
        run(define_agent_of(row), {}, [staff = row.id](const desk_answer& answer) {
            if (answer.error) {
                spdlog::error(
                    "desk refused agent {}: {}", staff.text(), protocol::word_of(*answer.error)
                );
            }
        });
    }
}

void front_desk::restore(open_entry entry) {
    auto command = restore_of(entry.row, parts_.clock.now(), parts_.clock.wall());
    const auto id = entry.row.id;
    // Whoever is not here: once they wait, now or when their agent is lost, the grace begins.
    command.customer_connected = customer_sessions_.contains(id);
    book_.put(std::move(entry));
    run(command, {}, must_take_in(id));
}

// An agent's own choice is remembered here, then in Redis; one who owns conversations and whose
// choice is lost is taken to be online, so that they can go on, until their console says otherwise.
void front_desk::restore_presence() {
    show_staffing_after([this] {
        for (const auto& [staff, wanted] : wanted_) {
            const auto agent = desk_->find_agent(staff);
            if (agent) restore_presence_of(*agent, wanted); // else no agent any more
        }
    });
    parts_.live.list_presence(
        organisation_,
        [this, run_number = incarnation_](
            const storage::result<std::vector<storage::live::presence_row>>& listed
        ) {
            if (run_number != incarnation_ || state_ != state::serving) return;
            std::map<routing::staff_id, wanted_presence> found;
            if (listed) {
                for (const auto& row : *listed) {
                    found[row.staff] = {
                        row.state == storage::live::presence_state::online
                            ? routing::presence::online
                            : routing::presence::away,
                        row.reason};
                }
            }
            show_staffing_after([&] { restore_found(found); });
        }
    );
}

void front_desk::restore_found(const std::map<routing::staff_id, wanted_presence>& found) {
    for (const auto& agent : desk_->agents()) {
        if (wanted_.contains(agent.staff)) continue;
        const auto choice = found.find(agent.staff);
        if (choice == found.end() && agent.active == 0) continue;
        if (choice == found.end()) assumed_.insert(agent.staff);
        restore_presence_of(
            agent,
            choice == found.end() ? wanted_presence{routing::presence::online, {}} : choice->second
        );
    }
}

// Who takes no offers, or none any more, is away, as when they took over what they have.
void front_desk::restore_presence_of(const routing::agent_view& agent, wanted_presence wanted) {
    const bool is_asked = agent.takes_offers || wanted.state != routing::presence::online;
    if (!is_asked) wanted = {routing::presence::away, {}};
    wanted_[agent.staff] = wanted;
    const bool is_away_for_good = wanted.state == routing::presence::offline;
    if (is_away_for_good && !staff_sessions_.contains(agent.staff)) { // they keep the grace
        return run(
            routing::command::agent_signed_out{agent.staff}, {}, must_be_done("a presence")
        );
    }
    run(routing::command::set_presence{agent.staff, wanted.state, wanted.reason},
        {},
        must_be_done("a presence"));
}

} // namespace kefu::gateway::chat
