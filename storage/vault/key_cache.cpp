#include "storage/vault/key_cache.hpp"

#include <algorithm>
#include <sodium.h>

namespace kefu::storage {

key_cache::key_cache(std::size_t capacity) : capacity_(capacity), block_(capacity * key_bytes) {}

std::optional<data_key> key_cache::find(routing::customer_id customer) {
    const auto found = by_customer_.find(customer);
    if (found == by_customer_.end()) return std::nullopt;
    slots_.splice(slots_.begin(), slots_, found->second);
    data_key entry;
    entry.generation = found->second->generation;
    const auto bytes = block_.bytes().subspan(found->second->offset, key_bytes);
    std::copy(bytes.begin(), bytes.end(), entry.key.bytes.begin());
    return entry;
}

void key_cache::put(routing::customer_id customer, const data_key& entry) {
    const auto found = by_customer_.find(customer);
    if (found == by_customer_.end()) {
        const auto offset = free_offset();
        slots_.push_front({customer, entry.generation, offset});
        by_customer_.emplace(customer, slots_.begin());
    } else {
        found->second->generation = entry.generation;
        slots_.splice(slots_.begin(), slots_, found->second);
    }
    const auto bytes = block_.bytes().subspan(slots_.front().offset, key_bytes);
    std::copy(entry.key.bytes.begin(), entry.key.bytes.end(), bytes.begin());
}

void key_cache::forget(routing::customer_id customer) {
    const auto found = by_customer_.find(customer);
    if (found == by_customer_.end()) return;
    const auto own = found->second;
    by_customer_.erase(found);
    sodium_memzero(&block_.bytes()[own->offset], key_bytes);
    own->customer = {}; // nobody
    slots_.splice(slots_.end(), slots_, own);
}

std::size_t key_cache::free_offset() {
    if (slots_.size() < capacity_) return slots_.size() * key_bytes;
    const auto oldest = slots_.back();
    sodium_memzero(&block_.bytes()[oldest.offset], key_bytes);
    by_customer_.erase(oldest.customer);
    slots_.pop_back();
    return oldest.offset;
}

} // namespace kefu::storage
