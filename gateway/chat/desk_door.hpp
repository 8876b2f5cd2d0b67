#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/net/metrics.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// The way to an organisation's front desk from any thread: work is posted to the desk's thread and
// runs there in order for one caller. The map is complete before the first session and then only
// read.
class desk_door {
public:
    using task = std::function<void(front_desk*)>;

    explicit desk_door(boost::asio::io_context& loop) : loop_(loop) {}

    void add(routing::organisation_id organisation, front_desk& desk) {
        desks_.emplace(organisation, &desk);
    }

    // What has happened already and the desk must hear of: who came and went, what was recorded. It
    // is bounded where it comes from, by the places for connections and the record's queue.
    // `work` gets null for an organisation without a desk.
    void post(routing::organisation_id organisation, task work) {
        const auto at = desks_.find(organisation);
        auto* desk = at == desks_.end() ? nullptr : at->second;
        waiting_.fetch_add(1, std::memory_order_relaxed);
        const auto posted = std::chrono::steady_clock::now();
        boost::asio::post(loop_, [this, desk, posted, work = std::move(work)] {
            waiting_.fetch_sub(1, std::memory_order_relaxed);
            const auto waited = std::chrono::steady_clock::now() - posted;
            wait_us_max_.raise_to(static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(waited).count()
            ));
            work(desk);
        });
    }

    // What somebody asks for: false, and `work` never runs, while limits::desk_tasks_waiting_max
    // wait already.
    [[nodiscard]] bool try_post(routing::organisation_id organisation, task work) {
        return post_below(limits::desk_tasks_waiting_max, organisation, std::move(work)) ||
               refuse();
    }
    // The same for what is said again, or whose caller says it again, below
    // limits::desk_hints_waiting_max.
    [[nodiscard]] bool try_hint(routing::organisation_id organisation, task work) {
        return try_hint_again(organisation, std::move(work)) || refuse();
    }
    // Of a hint that was refused before.
    [[nodiscard]] bool try_hint_again(routing::organisation_id organisation, task work) {
        return post_below(limits::desk_hints_waiting_max, organisation, std::move(work));
    }

    // Each once, however often it was tried again. Any thread.
    [[nodiscard]] std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }
    // Longest from a post to its start, in microseconds: what ran or stood before it, whoever put it
    // there, and the wait for a processor. Any thread.
    [[nodiscard]] std::uint64_t wait_us_max() const { return wait_us_max_.value(); }

private:
    bool post_below(std::size_t bound, routing::organisation_id organisation, task work) {
        if (waiting_.load(std::memory_order_relaxed) >= bound) return false;
        post(organisation, std::move(work));
        return true;
    }
    bool refuse() {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return false;
    }

    boost::asio::io_context& loop_;
    std::map<routing::organisation_id, front_desk*> desks_;
    std::atomic<std::size_t> waiting_{0}; // posted and not begun
    std::atomic<std::uint64_t> refused_{0};
    net::counter wait_us_max_; // written by the desk's thread
};

} // namespace kefu::gateway::chat
