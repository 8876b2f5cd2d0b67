#include "gateway/chat/sync_page.hpp"

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/frames.hpp"

namespace kefu::gateway::chat {

sync_page page_for(audience side, const storage::event_page& from, const catalog& names) {
    sync_page page;
    page.top = from.top;
    std::uint64_t last = 0;
    std::size_t bytes = 0;
    for (const auto& event : from.events) {
        if (bytes > limits::sync_bytes_max) break;
        std::string text;
        const auto name = names.name_of(routing::staff_id{event.by.id});
        if (side == audience::staff) {
            protocol::write_ev_staff(text, event, name);
            last = event.seq;
        } else {
            protocol::write_ev_customer(text, event, name);
            last = event.public_seq;
        }
        bytes += text.size();
        page.events.push_back(std::move(text));
    }
    page.more = !page.events.empty() && last < page.top;
    return page;
}

} // namespace kefu::gateway::chat
