#include "storage/live/probe_watch.hpp"

#include <algorithm>

namespace kefu::storage::live {

probe_watch::probe_watch(std::int64_t confirm_ms, std::int64_t every_ms, std::int64_t missing_ms)
    : confirm_ms_(confirm_ms), every_ms_(every_ms), missing_ms_(missing_ms) {}

void probe_watch::on_asked(routing::instant now) {
    if (!confirm_due_) confirm_due_ = now + confirm_ms_;
}

void probe_watch::on_confirmed(routing::instant now) {
    confirm_due_.reset();
    if (subscribed_) return;
    subscribed_ = true;
    heard_any_ = false;
    first_of_link_ = last_number_ + 1;
    due_ = now;
    quiet_since_ = now;
    unheard_since_.reset();
}

void probe_watch::on_lost() {
    confirm_due_.reset();
    subscribed_ = false;
    heard_any_ = false;
    unheard_since_.reset();
}

std::optional<std::uint64_t> probe_watch::take_due(routing::instant now) {
    if (!subscribed_ || now < due_) return std::nullopt;
    due_ = now + every_ms_;
    return ++last_number_;
}

void probe_watch::on_accepted(std::uint64_t number, routing::instant now) {
    if (!subscribed_ || number < first_of_link_) return;
    if (number <= last_heard_) return; // its echo overtook the reply on the other link
    if (!unheard_since_) unheard_since_ = now;
}

void probe_watch::on_heard(std::uint64_t number, routing::instant now) {
    if (!subscribed_ || number < first_of_link_) return;
    heard_any_ = true;
    last_heard_ = std::max(last_heard_, number);
    quiet_since_ = now;
    unheard_since_.reset();
}

bool probe_watch::healthy(routing::instant now) const {
    return subscribed_ && heard_any_ && now - quiet_since_ < missing_ms_;
}

bool probe_watch::missing(routing::instant now) const {
    if (confirm_due_ && now >= *confirm_due_) return true;
    if (!subscribed_ || !unheard_since_) return false;
    return now - quiet_since_ >= missing_ms_ && now - *unheard_since_ >= every_ms_;
}

std::optional<routing::instant> probe_watch::next_deadline() const {
    if (!subscribed_) return confirm_due_;
    routing::instant next = confirm_due_ ? std::min(due_, *confirm_due_) : due_;
    const routing::instant silent_at = quiet_since_ + missing_ms_;
    if (unheard_since_) next = std::min(next, std::max(silent_at, *unheard_since_ + every_ms_));
    return next;
}

} // namespace kefu::storage::live
