#pragma once

#include <functional>
#include <map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "gateway/chat/front_desk.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// The way to an organisation's front desk from any thread: work is posted to the desk's thread and
// runs there in order for one caller. The map is complete before the first session and then only
// read.
class desk_door {
public:
    explicit desk_door(boost::asio::io_context& loop) : loop_(loop) {}

    void add(routing::organisation_id organisation, front_desk& desk) {
        desks_.emplace(organisation, &desk);
    }

    // `work` gets null for an organisation without a desk.
    void post(routing::organisation_id organisation, std::function<void(front_desk*)> work) {
        const auto at = desks_.find(organisation);
        auto* desk = at == desks_.end() ? nullptr : at->second;
        boost::asio::post(loop_, [desk, work = std::move(work)] { work(desk); });
    }

private:
    boost::asio::io_context& loop_;
    std::map<routing::organisation_id, front_desk*> desks_;
};

} // namespace kefu::gateway::chat
