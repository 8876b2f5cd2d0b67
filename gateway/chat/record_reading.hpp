#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/net/clock.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// What a desk is made from, as the record tells it.
struct record_read {
    std::vector<open_entry> entries; // that could be read whole
    routing::wall_time midnight{};
    storage::day_figures figures; // since then
};

struct record_reading_parts {
    boost::asio::io_context& loop; // the owner's thread
    storage::record_store& records;
    const net::transport_clock& clock;
    routing::organisation_id organisation{};
    std::int64_t accept_ms = 0; // what the figures count as accepted in time
    std::function<void(record_read)> done;
    std::function<void()> failed; // the record cannot be read now
};

// Reads what a desk is made from: each open conversation with its customer, its receipts and the
// events that tell how it stands, and the figures of the day; limits::restore_reads_max of them at
// a time. A damaged conversation is set aside, so that it cannot keep all the others from being
// served. A part of the front desk, on its thread; it must stand for as long as the store or the
// loop may still call it. One reading at a time: of one that was begun anew, was dropped or has
// failed nothing more is told.
class record_reading {
public:
    explicit record_reading(record_reading_parts parts) : parts_(std::move(parts)) {}

    // Tells `done` or `failed`, later and once. The day is that of the moment by this clock.
    void begin(day_clock clock);
    void drop();
    [[nodiscard]] std::uint64_t set_aside() const { return set_aside_; }

private:
    struct run {
        std::vector<open_entry> entries;
        std::set<routing::conversation_id> damaged;
        std::vector<unsigned> parts_unread; // of each entry
        std::size_t next = 0;               // entry that nothing was asked of yet
        std::size_t unread = 0;             // entries, and the day's figures
        day_clock clock;
        routing::wall_time midnight{};
        storage::day_figures figures;
    };

    template <class Value, class Then>
    [[nodiscard]] storage::reply<Value> while_it_runs(Then then);
    template <class Value, class Then>
    [[nodiscard]] storage::reply<Value> while_reading(std::size_t index, Then then);
    void fail(const storage::error_code& why);
    void set_aside(routing::conversation_id id);
    void read_open(storage::open_conversation_list open);
    void read_figures();
    void read_next_entry();
    void read_customer(std::size_t index);
    void read_receipts(std::size_t index);
    void read_events(std::size_t index, std::uint64_t after);
    void part_read(std::size_t index);
    void entry_read();
    void finish();

    record_reading_parts parts_;
    run run_;
    std::uint64_t run_number_ = 0; // replies to an earlier one are ignored
    std::uint64_t set_aside_ = 0;
};

} // namespace kefu::gateway::chat
