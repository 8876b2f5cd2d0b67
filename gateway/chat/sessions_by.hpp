#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <ranges>
#include <string>
#include <unordered_set>

#include "gateway/chat/session.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// What sessions are looked up by.
struct customer_of_session {
    using key = routing::customer_id;
    [[nodiscard]] static const key& of(const session& who) { return who.customer->id; }
};
struct token_of_session {
    using key = std::string; // the hash
    [[nodiscard]] static const key& of(const session& who) { return who.token->hash; }
};

// The sessions of a shard by something that they hold themselves, and that must stay as it is while
// they are in here. Several may hold the same; most stand alone, so each costs a node with a
// pointer, and neither a list nor a second key. Owned by the chat_port, on its shard's thread.
template <class Property>
class sessions_by {
public:
    using key = typename Property::key;

    void add(session& who) { all_.insert(&who); }
    // Nothing happens if it is not in here.
    void remove(session& who) {
        const auto [begin, end] = all_.equal_range(Property::of(who));
        const auto at = std::find(begin, end, &who);
        if (at != end) all_.erase(at);
    }
    [[nodiscard]] std::size_t count(const key& what) const { return all_.count(what); }
    // To go through; adding and removing end it.
    [[nodiscard]] auto of(const key& what) const {
        const auto [begin, end] = all_.equal_range(what);
        return std::ranges::subrange(begin, end);
    }

private:
    // Not noexcept: so the library keeps each one's hash in its node, where there is room.
    struct hashed {
        using is_transparent = void;
        std::size_t operator()(const key& what) const { return std::hash<key>{}(what); }
        std::size_t operator()(const session* who) const { return (*this)(Property::of(*who)); }
    };
    struct same {
        using is_transparent = void;
        static const key& key_of(const key& what) { return what; }
        static const key& key_of(const session* who) { return Property::of(*who); }
        bool operator()(const auto& one, const auto& other) const {
            return key_of(one) == key_of(other);
        }
    };

    std::unordered_multiset<session*, hashed, same> all_;
};

} // namespace kefu::gateway::chat
