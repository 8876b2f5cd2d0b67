#include "storage/live/redis_pipeline.hpp"

#include <algorithm>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::storage::live {

error_code redis_pipeline::submit(
    std::uint64_t token, const command& words, routing::instant now, std::string& output
) {
    if (waiting_.size() >= limits::pipeline_commands_max) return errc::pipeline_full;
    if (waiting_bytes_ >= limits::pipeline_bytes_max) return errc::pipeline_full;
    const std::size_t before = output.size();
    if (const error_code error = encode(words, output)) return error;
    entry added{token, output.size() - before, now + command_ms_};
    // A clock that steps back must not make a later command due before an earlier one.
    if (!waiting_.empty()) added.deadline = std::max(added.deadline, waiting_.back().deadline);
    waiting_bytes_ += added.bytes;
    waiting_.push_back(added);
    return {};
}

redis_pipeline::arrival redis_pipeline::on_bytes(std::string_view bytes) {
    arrival arrived;
    decoder_.feed(bytes);
    while (true) {
        auto next = decoder_.next();
        if (next.has_error()) {
            arrived.garbage = true;
            return arrived;
        }
        if (!next->has_value()) return arrived;
        if (waiting_.empty()) {
            arrived.garbage = true;
            return arrived;
        }
        arrived.completions.push_back(take_front(std::move(**next)));
    }
}

std::vector<completion> redis_pipeline::expire(routing::instant now) {
    std::vector<completion> completions;
    while (!waiting_.empty() && waiting_.front().deadline <= now)
        completions.push_back(take_front(make_error_code(errc::timed_out)));
    if (completions.empty()) return completions;
    for (completion& rest : on_lost(errc::lost))
        completions.push_back(std::move(rest));
    return completions;
}

std::vector<completion> redis_pipeline::on_lost(error_code why) {
    std::vector<completion> completions;
    completions.reserve(waiting_.size());
    while (!waiting_.empty())
        completions.push_back(take_front(why));
    decoder_.reset();
    return completions;
}

std::optional<routing::instant> redis_pipeline::next_deadline() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.front().deadline;
}

completion redis_pipeline::take_front(result<reply> outcome) {
    completion taken{waiting_.front().token, std::move(outcome)};
    waiting_bytes_ -= waiting_.front().bytes;
    waiting_.pop_front();
    return taken;
}

} // namespace kefu::storage::live
