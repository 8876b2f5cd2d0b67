#include "gateway/chat/message_rates.hpp"

#include <cassert>

namespace kefu::gateway::chat {

namespace {

template <class Id>
routing::token_bucket* enter_in(routing::bucket_memory<Id>& all, Id who, routing::instant now) {
    if (!all.has_room(who, now)) return nullptr;
    auto& own = all.remember(who, now);
    ++own.held;
    return &own.bucket;
}

template <class Id>
void leave_in(routing::bucket_memory<Id>& all, Id who) {
    auto* own = all.find(who);
    assert(own != nullptr && own->held > 0);
    --own->held;
}

} // namespace

routing::token_bucket* message_rates::enter(routing::customer_id customer, routing::instant now) {
    return enter_in(customers_, customer, now);
}

routing::token_bucket* message_rates::enter(routing::staff_id staff, routing::instant now) {
    return enter_in(staff_, staff, now);
}

void message_rates::leave(routing::customer_id customer) { leave_in(customers_, customer); }

void message_rates::leave(routing::staff_id staff) { leave_in(staff_, staff); }

} // namespace kefu::gateway::chat
