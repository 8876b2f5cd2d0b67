#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"

// From the record to a serving desk: at start-up, and after a write that failed. Redis only adds
// what the record does not keep: the presence that agents had chosen.
namespace asio = boost::asio;

namespace kefu::gateway::chat {

namespace {

// Where to read on: a page may be shorter than what was asked for. Between the first
// limits::restore_events_max events and the last ones nothing is read.
std::optional<std::uint64_t> next_restored_after(
    std::uint64_t after, const storage::event_page& page
) {
    const auto read_to = after + page.events.size();
    if (page.events.empty() || read_to >= page.top) return std::nullopt;
    if (read_to < limits::restore_events_max) return read_to;
    return std::max(read_to, page.top - std::min(page.top, limits::restore_events_max));
}

} // namespace

// A reply that is posted to the desk's thread and dropped when the desk was begun anew meanwhile.
// A failed read starts the rebuild again after a while.
template <class Value, class Then>
storage::reply<Value> front_desk::while_rebuilding(Then then) {
    return [this, then = std::move(then), run = incarnation_](storage::result<Value> got) {
        asio::post(parts_.loop, [this, then, run, got = std::move(got)]() mutable {
            if (run != incarnation_) return;
            if (!got) {
                spdlog::warn("desk: the record cannot be read: {}", got.error().message());
                return retry_rebuild();
            }
            then(std::move(*got));
        });
    };
}

// The same for a part of one conversation: one that is damaged is set aside, so that it cannot keep
// all the others from being served.
template <class Value, class Then>
storage::reply<Value> front_desk::while_reading(std::size_t index, Then then) {
    return [this, index, then = std::move(then), run = incarnation_](storage::result<Value> got) {
        asio::post(parts_.loop, [this, index, then, run, got = std::move(got)]() mutable {
            if (run != incarnation_) return;
            if (got) return then(std::move(*got));
            if (got.error() != make_error_code(storage::store_error::corrupt)) {
                spdlog::warn("desk: the record cannot be read: {}", got.error().message());
                return retry_rebuild();
            }
            const auto id = rebuild_.entries[index].row.id;
            if (rebuild_.damaged.insert(id).second) set_aside(id);
            part_read(index);
        });
    };
}

void front_desk::set_aside(routing::conversation_id id) {
    spdlog::error("conversation {} is damaged and set aside", id.text());
    ++counters_.set_aside;
}

// First a write that does nothing: writes are decided in order, so its answer says that all of the
// time before the freeze have been, and that what is read now is the latest.
void front_desk::begin_rebuild() {
    ++incarnation_;
    rebuild_ = {};
    storage::log_write question;
    question.organisation = organisation_;
    question.allowed_states = storage::state_set{0};
    question.place = storage::queue_place::kept;
    parts_.records.append(
        std::move(question),
        while_rebuilding<storage::log_outcome>([this](const storage::log_outcome&) {
            parts_.records.open_conversations(while_rebuilding<storage::open_conversation_list>(
                [this](storage::open_conversation_list open) { read_entries(std::move(open)); }
            ));
        })
    );
}

void front_desk::retry_rebuild() {
    ++incarnation_;
    rebuild_due_ = parts_.clock.now() + limits::rebuild_every_ms;
    arm();
}

void front_desk::read_entries(storage::open_conversation_list open) {
    for (const auto& damaged : open.damaged) {
        // Of one whose organisation cannot be read every desk tells.
        if (damaged.organisation.is_nil() || damaged.organisation == organisation_) {
            set_aside(damaged.id);
        }
    }
    for (auto& row : open.rows) {
        if (row.organisation != organisation_) continue;
        open_entry entry;
        entry.row = std::move(row);
        rebuild_.entries.push_back(std::move(entry));
    }
    rebuild_.parts_unread.resize(rebuild_.entries.size());
    rebuild_.unread = rebuild_.entries.size() + 1;
    for (std::size_t i = 0; i < limits::restore_reads_max; ++i)
        read_next_entry();
    const auto midnight = day_begin(parts_.clock.wall(), day_clock_);
    parts_.records.figures_since(
        organisation_,
        midnight,
        accept_ms(),
        while_rebuilding<storage::day_figures>([this, midnight](const storage::day_figures& read) {
            today_ = day_tally(midnight, read);
            entry_read();
        })
    );
}

void front_desk::read_next_entry() {
    if (rebuild_.next == rebuild_.entries.size()) return;
    const auto index = rebuild_.next++;
    rebuild_.parts_unread[index] = 3;
    read_customer(index);
    read_receipts(index);
    read_events(index, 0);
}

void front_desk::read_customer(std::size_t index) {
    parts_.records.customer(
        organisation_,
        rebuild_.entries[index].row.customer,
        while_reading<std::optional<storage::customer_row>>(
            index,
            [this, index](std::optional<storage::customer_row> row) {
                if (row) rebuild_.entries[index].customer = std::move(*row);
                part_read(index);
            }
        )
    );
}

void front_desk::read_receipts(std::size_t index) {
    parts_.records.receipts(
        rebuild_.entries[index].row.id,
        while_reading<std::vector<storage::receipt_row>>(
            index,
            [this, index](std::vector<storage::receipt_row> rows) {
                rebuild_.entries[index].receipts = std::move(rows);
                part_read(index);
            }
        )
    );
}

// The first events tell when it was accepted, the last ones what was said last and whether it was
// handed over.
void front_desk::read_events(std::size_t index, std::uint64_t after) {
    const auto& row = rebuild_.entries[index].row;
    parts_.records.events_after(
        organisation_,
        row.id,
        storage::numbering::all,
        after,
        limits::restore_events_max,
        while_reading<storage::event_page>(
            index,
            [this, index, after](storage::event_page page) {
                auto& entry = rebuild_.entries[index];
                for (const auto& event : page.events)
                    take_in(entry, event);
                const auto next = next_restored_after(after, page);
                if (next) return read_events(index, *next);
                part_read(index);
            }
        )
    );
}

void front_desk::part_read(std::size_t index) {
    if (--rebuild_.parts_unread[index] > 0) return;
    read_next_entry();
    entry_read();
}

void front_desk::entry_read() {
    if (--rebuild_.unread == 0) finish_rebuild();
}

void front_desk::finish_rebuild() {
    routing::id_bits epoch_bits = parts_.ids.secret();
    std::uint64_t epoch = 0;
    for (std::size_t i = 0; i < sizeof epoch; ++i)
        epoch = epoch << 8 | epoch_bits.bytes[i];
    const auto told = told_to_agents();
    desk_ = std::make_unique<routing::desk>(epoch);
    auto before = std::exchange(book_, {});
    state_ = state::serving;
    ++counters_.rebuilds;
    define_agents();
    auto read = std::exchange(rebuild_, {});
    for (auto& entry : read.entries) {
        if (read.damaged.contains(entry.row.id)) continue;
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
        routing::command::define_agent command;
        command.staff = row.id;
        command.takes_offers = takes_offers(row);
        command.capacity = static_cast<unsigned>(std::max(row.capacity, 1));
        command.auto_accept = row.auto_accept;
        for (const auto& has : row.skills) {
            command.skills.push_back({has.skill, static_cast<unsigned>(has.level)});
        }
        run(command, {}, [staff = row.id](const desk_answer& answer) {
            if (answer.error) {
                spdlog::error(
                    "desk refused agent {}: {}", staff.text(), protocol::word_of(*answer.error)
                );
            }
        });
    }
}

void front_desk::restore(open_entry entry) {
    const auto now = parts_.clock.now();
    const auto at = parts_.clock.wall();
    const auto instant_of = [&](routing::wall_time when) { return now + (when.ms - at.ms); };
    const auto& row = entry.row;
    routing::command::restore_conversation command;
    command.conversation = row.id;
    command.generation = row.generation;
    command.need = {row.skill, static_cast<unsigned>(row.min_level)};
    command.points = row.points;
    command.credit_ms = std::clamp<std::int64_t>(row.credit_ms, 0, routing::limits::credit_ms_max);
    command.queued_at = instant_of(row.queued_at);
    command.language = row.locale;
    command.excluded = row.excluded;
    command.preferred = row.preferred;
    // Whoever is not here: once they wait, now or when their agent is lost, the grace begins.
    command.customer_connected = customer_sessions_.contains(row.id);
    switch (row.state) {
    case storage::conversation_state::active:
        command.state = routing::phase::active;
        command.owner = row.assignee;
        break;
    case storage::conversation_state::wrap_up:
        command.state = routing::phase::wrap_up;
        command.owner = row.assignee;
        break;
    case storage::conversation_state::parked:
        command.state = routing::phase::parked;
        command.park_due = instant_of(row.due.value_or(at));
        break;
    default:
        command.state = routing::phase::queued;
        break;
    }
    const auto id = row.id;
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
