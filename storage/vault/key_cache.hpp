#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "routing/ids.hpp"
#include "storage/vault/secret.hpp"

namespace kefu::storage {

struct data_key {
    std::uint32_t generation = 0;
    brief_key key;
};

// The unwrapped data keys used last, in one block of guarded memory. Not thread-safe.
class key_cache {
public:
    explicit key_cache(std::size_t capacity);

    [[nodiscard]] std::optional<data_key> find(routing::customer_id customer);
    // Replaces the customer's key, or takes the place of the key used longest ago (wiped first).
    void put(routing::customer_id customer, const data_key& entry);
    // Wipes the customer's key, if it is here; its place is the next to be taken once all are.
    void forget(routing::customer_id customer);
    [[nodiscard]] std::size_t size() const { return slots_.size(); }

private:
    struct slot {
        routing::customer_id customer{};
        std::uint32_t generation = 0;
        std::size_t offset = 0;
    };
    std::size_t free_offset();

    std::size_t capacity_;
    secret block_;
    std::list<slot> slots_; // most recently used first
    std::unordered_map<routing::customer_id, std::list<slot>::iterator> by_customer_;
};

} // namespace kefu::storage
