#include "gateway/app/readiness.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "storage/records/limits.hpp"

namespace kefu::gateway::app {

namespace {

constexpr std::array<std::string_view, 6> words{
    "ready", "starting", "reading_record", "draining", "record_not_writable", "disk_nearly_full"};

} // namespace

bool is_disk_short(std::optional<std::uint64_t> free_bytes, bool was_short) {
    using namespace storage::limits;
    if (!free_bytes) return was_short;
    return *free_bytes < (was_short ? disk_free_bytes_again : disk_free_bytes_min);
}

readiness readiness_of(stage at, const served_parts& parts) {
    switch (at) {
    case stage::starting:
        return readiness::starting;
    case stage::reading:
        return readiness::reading_record;
    case stage::draining:
        return readiness::draining;
    case stage::serving:
        break;
    }
    if (!parts.record_writable) return readiness::record_not_writable;
    if (parts.disk_short) return readiness::disk_nearly_full;
    return parts.desks_stand ? readiness::ready : readiness::reading_record;
}

readiness_news readiness_watch::on_look(readiness now) {
    if (std::exchange(last_, now) == now) return {};
    switch (now) {
    case readiness::record_not_writable:
        in_trouble_ = true;
        return {
            true,
            "the record cannot be written: what is sent is refused as `unavailable` until "
            "it can be; look at the disk of records.path"};
    case readiness::disk_nearly_full:
        in_trouble_ = true;
        return {
            true, "the disk of records.path is nearly full: no new customers should be sent here"};
    case readiness::ready:
        return {false, std::exchange(in_trouble_, false) ? "ready again" : ""};
    case readiness::starting: // these three are told by whoever starts, reads or drains
    case readiness::reading_record:
    case readiness::draining:
        break;
    }
    return {};
}

std::string readiness_text(readiness what) {
    if (what == readiness::ready) return "{\"ready\":true}\n";
    const auto word = words.at(static_cast<std::size_t>(what));
    return "{\"ready\":false,\"reason\":\"" + std::string(word) + "\"}\n";
}

} // namespace kefu::gateway::app
