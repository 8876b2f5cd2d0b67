#include "storage/records/weight.hpp"

#include <algorithm>

#include "storage/records/limits.hpp"

namespace kefu::storage {

namespace {

template <class... Text>
std::size_t bytes_of(const Text&... text) {
    return (text.size() + ...);
}

std::size_t weight_of(const conversation_row& row) {
    return sizeof row + row.excluded.size() * sizeof(routing::staff_id) +
           bytes_of(row.topic, row.need_type, row.order_number, row.locale);
}

std::size_t weight_of(const conversation_change& change) {
    std::size_t bytes = sizeof change;
    if (change.topic) bytes += change.topic->size();
    if (change.need_type) bytes += change.need_type->size();
    if (change.excluded) bytes += change.excluded->size() * sizeof(routing::staff_id);
    return bytes;
}

} // namespace

std::size_t weight_of(const log_write& write) {
    std::size_t bytes = sizeof write;
    if (write.create) bytes += weight_of(*write.create);
    if (write.change) bytes += weight_of(*write.change);
    if (write.rating) bytes += write.rating->comment.size();
    for (const auto& draft : write.events)
        bytes += sizeof draft + draft.body.size();
    for (const auto& entry : write.audits)
        bytes += weight_of(entry);
    if (write.record) {
        const auto& record = *write.record;
        bytes += bytes_of(
            record.channel, record.topic, record.need_type, record.solved, record.solution
        );
    }
    return bytes;
}

std::size_t weight_of(const customer_row& row) {
    return sizeof row +
           bytes_of(row.external_id, row.name, row.phone, row.email, row.address, row.locale);
}

std::size_t weight_of(const order_row& row) {
    std::size_t bytes = sizeof row + bytes_of(row.number, row.status, row.currency);
    for (const auto& line : row.lines)
        bytes += sizeof line + bytes_of(line.title, line.variant);
    for (const auto& entry : row.timeline)
        bytes += sizeof entry + entry.second.size();
    return bytes;
}

std::size_t weight_of(const storefront_row& row) {
    std::size_t bytes = sizeof row;
    bytes += bytes_of(row.name, row.widget_key, row.accent_color, row.locale, row.hours);
    bytes += bytes_of(row.greeting, row.identity_secret);
    for (const auto& origin : row.origins)
        bytes += sizeof origin + origin.size();
    return bytes;
}

std::size_t weight_of(const staff_row& row) {
    return sizeof row + row.skills.size() * sizeof(staff_skill) +
           bytes_of(row.sign_in_name, row.display_name, row.password_hash, row.locale);
}

std::size_t weight_of(const audit_draft& entry) {
    return sizeof entry + bytes_of(entry.action, entry.object, entry.result);
}

bool events_fit(const log_write& write) {
    const auto fits = [](const event_draft& draft) {
        return draft.body.size() <= limits::event_body_bytes_max;
    };
    return write.events.size() <= limits::events_per_write_max &&
           std::ranges::all_of(write.events, fits);
}

} // namespace kefu::storage
