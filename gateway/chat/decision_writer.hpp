#pragma once

#include <cstdint>
#include <functional>

#include <boost/asio/io_context.hpp>

#include "gateway/chat/command_batches.hpp"
#include "gateway/chat/desk_orders.hpp"
#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/service/sop.hpp"
#include "routing/effects.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct decision_writer_parts {
    boost::asio::io_context& loop; // the owner's thread
    storage::record_store& records;
    const net::transport_clock& clock;
    ids_source& ids;
    const service::sop& manual;
    const desk_state& around;
    // What the record made of a decision of the present desk.
    std::function<
        void(const routing::any_effect&, command_batches::number, const storage::result<storage::log_outcome>&)>
        answered;
    // A decision of an earlier desk is in the record: what follows from it the present one has
    // read there, or will.
    std::function<void(const storage::log_outcome&)> came_late;
};

// Puts a desk's decisions into the record, each as one write. A part of the front desk, on its
// thread; it must stand for as long as the store or the loop may still call it. Answers are told
// later, in the order of the writes, and bounded by the store's queue of them.
class decision_writer {
public:
    // Known of a repeated act: the record cannot tell now, has not got it, or has.
    enum class repeat : std::uint8_t { unknown, no, yes };

    explicit decision_writer(decision_writer_parts parts);

    // False: nothing of it is for the record. Of `from` what was said counts, where it was about
    // the same. `now`: when it was decided.
    [[nodiscard]] bool write(
        const routing::any_effect& decision,
        routing::conversation_id about,
        const asked& from,
        command_batches::number batch,
        routing::instant now
    );
    // The desk is no more: what was written until now is an earlier one's.
    void leave_behind() { ++desk_number_; }
    // Whether what was asked, with a key, has been done already; told later.
    void find_repeat(const asked& from, std::function<void(repeat)> then);

private:
    decision_writer_parts parts_;
    std::function<routing::event_id()> next_event_id_;
    std::uint64_t desk_number_ = 0;
};

} // namespace kefu::gateway::chat
