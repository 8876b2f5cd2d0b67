#include "gateway/chat/command_batches.hpp"

#include <utility>

namespace kefu::gateway::chat {

command_batches::number command_batches::begin(subject of, desk_reply reply) {
    auto& all = batches_[++last_];
    all.of = of;
    all.reply = std::move(reply);
    return last_;
}

void command_batches::add_write(number which, routing::conversation_id about) {
    auto& all = batches_[which];
    ++all.open;
    all.written.push_back(about);
    deciding_[about] = which;
}

void command_batches::wait_for_earlier(number which) {
    auto& all = batches_[which];
    const auto earlier = all.of.about ? deciding_.find(*all.of.about) : deciding_.end();
    if (earlier == deciding_.end() || earlier->second == which) return;
    ++all.open;
    batches_[earlier->second].waiting.push_back(which);
}

std::vector<command_batches::due_answer> command_batches::settle(number which) {
    std::vector<due_answer> due;
    std::vector<number> settled{which}; // the next is the last
    while (!settled.empty()) {
        const auto at = batches_.find(settled.back());
        settled.pop_back();
        if (at == batches_.end() || --at->second.open > 0) continue;
        auto all = std::move(at->second);
        const auto own = at->first;
        batches_.erase(at);
        for (const auto id : all.written) {
            const auto last = deciding_.find(id);
            if (last != deciding_.end() && last->second == own) deciding_.erase(last);
        }
        if (all.reply) due.push_back({all.of, std::move(all.reply)});
        settled.insert(settled.end(), all.waiting.rbegin(), all.waiting.rend());
    }
    return due;
}

std::vector<desk_reply> command_batches::drop_all() {
    deciding_.clear();
    std::vector<desk_reply> unanswered;
    for (auto& [which, all] : std::exchange(batches_, {})) {
        if (all.reply) unanswered.push_back(std::move(all.reply));
    }
    return unanswered;
}

} // namespace kefu::gateway::chat
