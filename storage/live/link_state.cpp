#include "storage/live/link_state.hpp"

namespace kefu::storage::live {

link_state::link_state(const link_times& times)
    : times_(times), backoff_(times.backoff_first_ms, times.backoff_max_ms) {}

link_action link_state::start(routing::instant now) {
    if (phase_ != link_phase::stopped) return link_action::none;
    return dial(now);
}

void link_state::stop() { phase_ = link_phase::stopped; }

link_action link_state::on_connected(routing::instant now) {
    if (phase_ != link_phase::dialling) return link_action::none;
    phase_ = link_phase::greeting;
    due_ = now + times_.greet_ms;
    return link_action::greet;
}

void link_state::on_greeted(routing::instant now) {
    if (phase_ != link_phase::greeting) return;
    phase_ = link_phase::ready;
    ready_at_ = now;
}

link_action link_state::on_lost(routing::instant now, double jitter) {
    if (phase_ == link_phase::stopped || phase_ == link_phase::resting) return link_action::none;
    // Only a link that held is proof of health: a server that greets and hangs up at once would
    // otherwise be dialled without a rest.
    if (phase_ == link_phase::ready && now - ready_at_ >= times_.steady_ms) backoff_.reset();
    phase_ = link_phase::resting;
    due_ = now + backoff_.next_ms(jitter);
    return link_action::close;
}

link_action link_state::tick(routing::instant now, double jitter) {
    if (!next_deadline() || now < due_) return link_action::none;
    if (phase_ == link_phase::resting) return dial(now);
    return on_lost(now, jitter);
}

std::optional<routing::instant> link_state::next_deadline() const {
    if (phase_ == link_phase::stopped || phase_ == link_phase::ready) return std::nullopt;
    return due_;
}

link_action link_state::dial(routing::instant now) {
    phase_ = link_phase::dialling;
    due_ = now + times_.connect_ms;
    return link_action::dial;
}

} // namespace kefu::storage::live
