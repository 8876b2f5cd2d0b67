#include "routing/deadlines.hpp"

namespace kefu::routing {

void deadlines::arm(timer sort, id_bits subject, instant due) {
    disarm(sort, subject);
    by_time_.insert({due, sort, subject});
    by_subject_.emplace(std::pair{sort, subject}, due);
}

void deadlines::disarm(timer sort, id_bits subject) {
    const auto at = by_subject_.find({sort, subject});
    if (at == by_subject_.end()) return;
    by_time_.erase({at->second, sort, subject});
    by_subject_.erase(at);
}

std::optional<instant> deadlines::armed(timer sort, id_bits subject) const {
    const auto at = by_subject_.find({sort, subject});
    if (at == by_subject_.end()) return std::nullopt;
    return at->second;
}

std::vector<id_bits> deadlines::subjects_of(timer sort) const {
    std::vector<id_bits> subjects;
    for (auto at = by_subject_.lower_bound({sort, {}}); at != by_subject_.end(); ++at) {
        if (at->first.first != sort) break;
        subjects.push_back(at->first.second);
    }
    return subjects;
}

std::optional<instant> deadlines::first() const {
    if (by_time_.empty()) return std::nullopt;
    return by_time_.begin()->due;
}

std::optional<deadlines::entry> deadlines::take_due(instant now) {
    if (by_time_.empty() || by_time_.begin()->due > now) return std::nullopt;
    const entry first = *by_time_.begin();
    disarm(first.sort, first.subject);
    return first;
}

} // namespace kefu::routing
