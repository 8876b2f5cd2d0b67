#include "gateway/chat/record_reading.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/limits.hpp"

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

// A reply that is posted to the owner's thread, and ignored when its reading is over.
template <class Value, class Then>
storage::reply<Value> record_reading::while_it_runs(Then then) {
    return [this, then = std::move(then), number = run_number_](storage::result<Value> got) {
        boost::asio::post(parts_.loop, [this, then, number, got = std::move(got)]() mutable {
            if (number != run_number_) return;
            if (!got) return fail(got.error());
            then(std::move(*got));
        });
    };
}

// The same for a part of one conversation, which may be damaged.
template <class Value, class Then>
storage::reply<Value> record_reading::while_reading(std::size_t index, Then then) {
    return [this, index, then = std::move(then), number = run_number_](storage::result<Value> got) {
        boost::asio::post(parts_.loop, [this, index, then, number, got = std::move(got)]() mutable {
            if (number != run_number_) return;
            if (got) return then(std::move(*got));
            if (got.error() != make_error_code(storage::store_error::corrupt)) {
                return fail(got.error());
            }
            const auto id = run_.entries[index].row.id;
            if (run_.damaged.insert(id).second) set_aside(id);
            part_read(index);
        });
    };
}

void record_reading::drop() {
    ++run_number_;
    run_ = {};
}

void record_reading::fail(const storage::error_code& why) {
    spdlog::warn("desk: the record cannot be read: {}", why.message());
    drop();
    parts_.failed();
}

void record_reading::set_aside(routing::conversation_id id) {
    spdlog::error("conversation {} is damaged and set aside", id.text());
    ++set_aside_;
}

// First a write that does nothing: writes are decided in order, so its answer says that all of the
// time before have been, and that what is read now is the latest.
void record_reading::begin(day_clock clock) {
    drop();
    run_.clock = clock;
    storage::log_write question;
    question.organisation = parts_.organisation;
    question.allowed_states = storage::state_set{0};
    question.place = storage::queue_place::kept;
    parts_.records.append(
        std::move(question),
        while_it_runs<storage::log_outcome>([this](const storage::log_outcome&) {
            parts_.records.open_conversations(while_it_runs<storage::open_conversation_list>(
                [this](storage::open_conversation_list open) { read_open(std::move(open)); }
            ));
        })
    );
}

void record_reading::read_open(storage::open_conversation_list open) {
    for (const auto& damaged : open.damaged) {
        // Of one whose organisation cannot be read every desk tells.
        if (damaged.organisation.is_nil() || damaged.organisation == parts_.organisation) {
            set_aside(damaged.id);
        }
    }
    for (auto& row : open.rows) {
        if (row.organisation != parts_.organisation) continue;
        open_entry entry;
        entry.row = std::move(row);
        run_.entries.push_back(std::move(entry));
    }
    run_.parts_unread.resize(run_.entries.size());
    run_.unread = run_.entries.size() + 1;
    for (std::size_t i = 0; i < limits::restore_reads_max; ++i)
        read_next_entry();
    read_figures();
}

void record_reading::read_figures() {
    run_.midnight = day_begin(parts_.clock.wall(), run_.clock);
    parts_.records.figures_since(
        parts_.organisation,
        run_.midnight,
        parts_.accept_ms,
        while_it_runs<storage::day_figures>([this](storage::day_figures read) {
            run_.figures = std::move(read);
            entry_read();
        })
    );
}

void record_reading::read_next_entry() {
    if (run_.next == run_.entries.size()) return;
    const auto index = run_.next++;
    run_.parts_unread[index] = 3;
    read_customer(index);
    read_receipts(index);
    read_events(index, 0);
}

void record_reading::read_customer(std::size_t index) {
    parts_.records.customer(
        parts_.organisation,
        run_.entries[index].row.customer,
        while_reading<std::optional<storage::customer_row>>(
            index,
            [this, index](std::optional<storage::customer_row> row) {
                if (row) run_.entries[index].customer = std::move(*row);
                part_read(index);
            }
        )
    );
}

void record_reading::read_receipts(std::size_t index) {
    parts_.records.receipts(
        run_.entries[index].row.id,
        while_reading<std::vector<storage::receipt_row>>(
            index,
            [this, index](std::vector<storage::receipt_row> rows) {
                run_.entries[index].receipts = std::move(rows);
                part_read(index);
            }
        )
    );
}

// The first events tell when it was accepted, the last ones what was said last and whether it was
// handed over.
void record_reading::read_events(std::size_t index, std::uint64_t after) {
    parts_.records.events_after(
        parts_.organisation,
        run_.entries[index].row.id,
        storage::numbering::all,
        after,
        limits::restore_events_max,
        while_reading<storage::event_page>(
            index,
            [this, index, after](const storage::event_page& page) {
                auto& entry = run_.entries[index];
                for (const auto& event : page.events)
                    take_in(entry, event);
                const auto next = next_restored_after(after, page);
                if (next) return read_events(index, *next);
                part_read(index);
            }
        )
    );
}

void record_reading::part_read(std::size_t index) {
    if (--run_.parts_unread[index] > 0) return;
    read_next_entry();
    entry_read();
}

void record_reading::entry_read() {
    if (--run_.unread == 0) finish();
}

void record_reading::finish() {
    auto read = std::exchange(run_, {});
    drop();
    std::erase_if(read.entries, [&read](const open_entry& entry) {
        return read.damaged.contains(entry.row.id);
    });
    parts_.done({std::move(read.entries), read.midnight, std::move(read.figures)});
}

} // namespace kefu::gateway::chat
