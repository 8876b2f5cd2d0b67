#include "tests/faults/faulty/faults.hpp"

#include <array>

#include "tests/faults/faulty/broken_live.hpp"
#include "tests/faults/faulty/broken_stores.hpp"

namespace kefu::tests::faulty {

namespace {

using gateway::app::part_wraps;
using gateway::chat::stream;
using gateway::chat::stream_step;

constexpr std::array all{
    fault::ack_before_commit,
    fault::no_deduplication,
    fault::no_generation_check,
    fault::no_epoch_check,
    fault::resume_off_by_one,
    fault::publish_without_gap_check};

template <class Broken, class Part>
part_wraps::wrap<Part> put_around() {
    return [](std::unique_ptr<Part> made) { return std::make_unique<Broken>(std::move(made)); };
}

} // namespace

std::span<const fault> all_faults() { return all; }

std::string_view name_of(fault which) {
    switch (which) {
    case fault::ack_before_commit:
        return "ack_before_commit";
    case fault::no_deduplication:
        return "no_deduplication";
    case fault::no_generation_check:
        return "no_generation_check";
    case fault::no_epoch_check:
        return "no_epoch_check";
    case fault::resume_off_by_one:
        return "resume_off_by_one";
    case fault::publish_without_gap_check:
        return "publish_without_gap_check";
    }
    return {};
}

std::optional<fault> fault_named(std::string_view name) {
    for (const auto one : all) {
        if (name_of(one) == name) return one;
    }
    return std::nullopt;
}

part_wraps wraps_of(fault which) {
    part_wraps wraps;
    switch (which) {
    case fault::ack_before_commit:
        break;
    case fault::no_deduplication:
        wraps.records = put_around<repeating_store, storage::sqlite_store>();
        break;
    case fault::no_generation_check:
        wraps.records = put_around<unguarded_store, storage::sqlite_store>();
        break;
    case fault::no_epoch_check:
        wraps.live = put_around<trusting_live, storage::live::live_store>();
        break;
    case fault::resume_off_by_one:
        wraps.records = put_around<skipping_store, storage::sqlite_store>();
        // With its own rule a session would read again and again what it is never given.
        wraps.streams = step_over_gaps_in_order;
        break;
    case fault::publish_without_gap_check:
        wraps.streams = step_over_gaps;
        break;
    }
    return wraps;
}

stream_step step_over_gaps(const stream& to, bool welcomed, std::uint64_t q) {
    if (q <= to.cursor) return stream_step::pass_over;
    return to.lagging || !welcomed ? stream_step::come_to_it : stream_step::send;
}

stream_step step_over_gaps_in_order(const stream& to, bool welcomed, std::uint64_t q) {
    if (q > to.cursor && to.pulling) return stream_step::come_to_it;
    return step_over_gaps(to, welcomed, q);
}

} // namespace kefu::tests::faulty
