#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "gateway/app/part_wraps.hpp"

namespace kefu::tests::faulty {

// What a broken gateway does wrong; everything else of it is the product's own.
enum class fault {
    ack_before_commit,         // answers before what was written is on the disk
    no_deduplication,          // a message that is sent again is stored again
    no_generation_check,       // whoever had a conversation may go on writing to it
    no_epoch_check,            // an emptied Redis is not noticed
    resume_off_by_one,         // the first event that a client has missed is left out
    publish_without_gap_check, // what is told is passed on, whatever is missing before it
};

[[nodiscard]] std::span<const fault> all_faults();
[[nodiscard]] std::string_view name_of(fault which);
[[nodiscard]] std::optional<fault> fault_named(std::string_view name);
// Of ack_before_commit nothing: that one is a late_disk under the whole process.
[[nodiscard]] gateway::app::part_wraps wraps_of(fault which);

// Takes whatever is later than what it has.
[[nodiscard]] gateway::chat::stream_step step_over_gaps(
    const gateway::chat::stream& to, bool welcomed, std::uint64_t q
);
// The same, but that it waits for a reading that is under way.
[[nodiscard]] gateway::chat::stream_step step_over_gaps_in_order(
    const gateway::chat::stream& to, bool welcomed, std::uint64_t q
);

} // namespace kefu::tests::faulty
