#include "storage/live/subscriptions.hpp"

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::storage::live {

error_code subscriptions::add(std::string_view channel) {
    if (wants(channel)) return {};
    if (wanted_.size() >= limits::channels_max) return errc::full;
    wanted_.emplace(channel, progress::wanted);
    return {};
}

bool subscriptions::remove(std::string_view channel) {
    const auto found = wanted_.find(channel);
    if (found == wanted_.end()) return false;
    if (found->second == progress::confirmed) --confirmed_;
    wanted_.erase(found);
    return true;
}

std::vector<command> subscriptions::ask() {
    std::vector<command> commands;
    for (auto& [channel, state] : wanted_) {
        if (state != progress::wanted) continue;
        if (commands.empty() || commands.back().size() > limits::channels_per_command)
            commands.push_back({"SUBSCRIBE"});
        commands.back().push_back(channel);
        state = progress::asked;
    }
    return commands;
}

void subscriptions::on_confirmed(std::string_view channel) {
    const auto found = wanted_.find(channel);
    if (found == wanted_.end() || found->second == progress::confirmed) return;
    found->second = progress::confirmed;
    ++confirmed_;
}

void subscriptions::on_lost() {
    for (auto& [channel, state] : wanted_)
        state = progress::wanted;
    confirmed_ = 0;
}

bool subscriptions::wants(std::string_view channel) const {
    return wanted_.find(channel) != wanted_.end();
}

} // namespace kefu::storage::live
