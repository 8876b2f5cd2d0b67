#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/row_commands.hpp"

// From the record to a serving desk: at start-up, and after a write that failed. Redis only adds
// what the record does not keep: the presence that agents had chosen.
namespace kefu::gateway::chat {

void front_desk::begin_rebuild() { reading_.begin(day_.clock()); }

void front_desk::retry_rebuild() {
    rebuild_due_ = parts_.clock.now() + limits::rebuild_every_ms;
    arm();
}

void front_desk::finish_rebuild(record_read read) {
    routing::id_bits epoch_bits = parts_.ids.secret();
    std::uint64_t epoch = 0;
    for (std::size_t i = 0; i < sizeof epoch; ++i)
        epoch = epoch << 8 | epoch_bits.bytes[i];
    const auto told = teller_.told_to_agents();
    own_.desk = std::make_unique<routing::desk>(epoch);
    auto before = std::exchange(own_.book, {});
    state_ = state::serving;
    ++counters_.rebuilds;
    day_.begin(read.midnight, read.figures);
    define_agents();
    for (auto& entry : read.entries) {
        if (const auto* known = before.find(entry.row.id)) keep_newer(entry, *known);
        restore(std::move(entry));
    }
    for (auto& entry : std::exchange(opened_meanwhile_, {})) {
        if (!own_.desk->find_conversation(entry.row.id)) restore(std::move(entry));
    }
    own_.book.put_back(before.take_unsaved_receipts());
    for (const auto& [staff, count] : own_.staff.all())
        connect_agent(staff);
    teller_.tell_rebuilt(told);
    wall_.ask_full();
    mirror_.lost();
    restore_presence();
    spdlog::info("desk serves {} open conversations", own_.book.size());
    if (on_ready_) std::exchange(on_ready_, {})();
}

void front_desk::define_agents() {
    for (const auto& row : own_.names->staff) {
        if (row.organisation != own_.organisation || !row.active) continue;
        run(define_agent_of(row), {}, [staff = row.id](const desk_answer& answer) {
            if (answer.error) {
                spdlog::error(
                    "desk refused agent {}: {}", staff.text(), protocol::word_of(*answer.error)
                );
            }
        });
    }
}

// Whoever has been shut out since.
void front_desk::remove_agents() {
    for (const auto& row : own_.names->staff) {
        if (row.organisation != own_.organisation || row.active) continue;
        if (!own_.desk->find_agent(row.id)) continue;
        run(routing::command::remove_agent{row.id}, {}, must_be_done("to remove an agent"));
        choices_.forget(row.id);
        mirror_.drop_presence(row.id);
    }
}

void front_desk::restore(open_entry entry) {
    auto command = restore_of(entry.row, parts_.clock.now(), parts_.clock.wall());
    const auto id = entry.row.id;
    // Whoever is not here: once they wait, now or when their agent is lost, the grace begins.
    command.customer_connected = own_.customers.contains(id);
    own_.book.put(std::move(entry));
    run(command, {}, must_take_in(id));
}

// What is remembered here comes first, then what the live store has kept.
void front_desk::restore_presence() {
    const auto run_all = [this](const std::vector<routing::any_command>& presences) {
        duty_.look_after([&] {
            for (const auto& command : presences)
                run(command, {}, must_be_done("a presence"));
        });
    };
    run_all(choices_.restore_known(own_));
    mirror_.find_choices([this, run_all, of = counters_.rebuilds](const kept_choices& kept) {
        if (of != counters_.rebuilds || state_ != state::serving) return; // of an earlier desk
        if (const auto trouble = trouble_of(kept); !trouble.empty()) spdlog::warn("{}", trouble);
        run_all(choices_.restore_found(own_, kept.choices));
    });
}

} // namespace kefu::gateway::chat
