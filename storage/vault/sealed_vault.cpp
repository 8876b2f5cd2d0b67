#include <cassert>
#include <filesystem>
#include <mutex>
#include <sodium.h>
#include <system_error>
#include <vector>

#include "storage/vault/blind_index.hpp"
#include "storage/vault/cell.hpp"
#include "storage/vault/data_keys.hpp"
#include "storage/vault/key_cache.hpp"
#include "storage/vault/key_file.hpp"
#include "storage/vault/limits.hpp"
#include "storage/vault/vault.hpp"

// The vault: key file, data-key store and cells put together.
namespace kefu::storage {

namespace {

constexpr std::uint32_t first_generation = 1;
constexpr std::string_view check_words = "kefu data keys 1";
constexpr cell_place check_place{"vault_check", "cell", {}};

cell::nonce fresh_nonce() {
    cell::nonce nonce;
    randombytes_buf(nonce.data(), nonce.size());
    return nonce;
}

class sealed_vault final : public vault {
public:
    sealed_vault(const secret& kek, data_keys keys);

    result<void> ensure_data_keys(std::span<const routing::customer_id> customers) override;
    result<void> drop_data_keys(std::span<const routing::customer_id> customers) override;
    result<std::string> seal(
        routing::customer_id customer, const cell_place& place, std::string_view plaintext
    ) override;
    result<std::string> open(
        routing::customer_id customer, const cell_place& place, std::string_view sealed
    ) override;
    result<std::string> seal_own(const cell_place& place, std::string_view plaintext) override;
    result<std::string> open_own(const cell_place& place, std::string_view sealed) override;
    std::string blind_index(std::string_view column, std::string_view normalised) const override;
    std::string fingerprint(std::string_view content) const override;
    std::string purpose_key(std::string_view purpose) const override;

    // Opens the check cell, or makes it in a new store.
    result<void> prove_key(std::optional<bool> store_exists);

private:
    data_keys::entry made_key(routing::customer_id customer) const;
    result<std::optional<data_key>> newest_key(routing::customer_id customer);
    result<data_key> key_of_generation(routing::customer_id customer, std::uint32_t generation);
    result<data_key> unwrapped(routing::customer_id customer, const data_keys::wrapped_key& wrapped)
        const;

    // Constant after construction.
    secret wrap_key_;
    secret own_key_;
    secret index_key_;
    secret fingerprint_key_;
    secret purpose_key_;

    // Guards the two below: SQLite's connection and the cache serve one thread at a time. Sealing
    // and opening run outside it, on a copy of the key.
    std::mutex mutex_;
    data_keys keys_;
    key_cache cache_;
};

sealed_vault::sealed_vault(const secret& kek, data_keys keys)
    : wrap_key_(derived_key(kek.key(), "kefuwrap")), own_key_(derived_key(kek.key(), "kefuown_")),
      index_key_(derived_key(kek.key(), "kefublnd")),
      fingerprint_key_(derived_key(kek.key(), "kefufing")),
      purpose_key_(derived_key(kek.key(), "kefupurp")), keys_(std::move(keys)),
      cache_(limits::data_keys_cached_max) {}

result<void> sealed_vault::prove_key(std::optional<bool> store_exists) {
    auto stored = keys_.check_cell();
    if (!stored) return stored.error();
    if (store_exists == false) {
        // A first start that was cut short has left no customer's key.
        const auto any = keys_.any_customer();
        if (!any) return any.error();
        if (*any) return vault_error::store_missing_beside_data_keys;
    }
    if (!*stored) {
        if (store_exists == true) return vault_error::data_keys_missing_beside_store;
        const auto made = seal_own(check_place, check_words);
        if (const auto saved = keys_.save_check_cell(*made); !saved) return saved.error();
        // Another process may have been first; its cell decides.
        stored = keys_.check_cell();
        if (!stored) return stored.error();
    }
    const auto words = open_own(check_place, stored->value_or(""));
    if (!words || *words != check_words) return vault_error::wrong_key;
    return {};
}

result<data_key> sealed_vault::unwrapped(
    routing::customer_id customer, const data_keys::wrapped_key& wrapped
) const {
    auto bytes =
        cell::open(wrap_key_.key(), cell::wrap_data(customer, wrapped.generation), wrapped.sealed);
    if (!bytes) return bytes.error();
    if (bytes->size() != key_bytes) return vault_error::cell_unreadable;
    data_key key;
    key.generation = wrapped.generation;
    std::copy(bytes->begin(), bytes->end(), key.key.bytes.begin());
    sodium_memzero(bytes->data(), bytes->size());
    return key;
}

// Requires: mutex_ is held.
result<std::optional<data_key>> sealed_vault::newest_key(routing::customer_id customer) {
    if (auto cached = cache_.find(customer)) return cached;
    const auto wrapped = keys_.newest(customer);
    if (!wrapped) return vault_error::unavailable;
    if (!*wrapped) return std::optional<data_key>();
    auto key = unwrapped(customer, **wrapped);
    if (!key) return key.error();
    cache_.put(customer, *key);
    return std::optional<data_key>(*key);
}

data_keys::entry sealed_vault::made_key(routing::customer_id customer) const {
    brief_key fresh;
    randombytes_buf(fresh.bytes.data(), fresh.bytes.size());
    const std::string_view plain(reinterpret_cast<const char*>(fresh.bytes.data()), key_bytes);
    const auto sealed = cell::seal(
        wrap_key_.key(),
        kek_generation,
        fresh_nonce(),
        cell::wrap_data(customer, first_generation),
        plain
    );
    return {customer, {first_generation, sealed}};
}

// What is made here is not cached: the store decides which key counts, also when another process
// added one first, and seal() reads it from there.
result<void> sealed_vault::ensure_data_keys(std::span<const routing::customer_id> customers) {
    const std::lock_guard lock(mutex_);
    std::vector<data_keys::entry> fresh;
    for (const auto customer : customers) {
        if (cache_.find(customer)) continue;
        const auto stored = keys_.newest(customer);
        if (!stored) return vault_error::unavailable;
        if (!*stored) fresh.push_back(made_key(customer));
    }
    if (fresh.empty()) return {};
    if (!keys_.add(fresh)) return vault_error::unavailable;
    return {};
}

result<void> sealed_vault::drop_data_keys(std::span<const routing::customer_id> customers) {
    const std::lock_guard lock(mutex_);
    if (!keys_.remove(customers)) return vault_error::unavailable;
    for (const auto customer : customers)
        cache_.forget(customer);
    return {};
}

result<data_key> sealed_vault::key_of_generation(
    routing::customer_id customer, std::uint32_t generation
) {
    const std::lock_guard lock(mutex_);
    const auto newest = newest_key(customer);
    if (!newest) return newest.error();
    if (!*newest) return vault_error::no_data_key;
    if ((*newest)->generation == generation) return **newest;
    const auto older = keys_.of_generation(customer, generation);
    if (!older) return vault_error::unavailable;
    if (!*older) return vault_error::no_data_key;
    return unwrapped(customer, **older);
}

result<std::string> sealed_vault::seal(
    routing::customer_id customer, const cell_place& place, std::string_view plaintext
) {
    data_key key;
    {
        const std::lock_guard lock(mutex_);
        const auto newest = newest_key(customer);
        if (!newest) return newest.error();
        if (!*newest) return vault_error::no_data_key;
        key = **newest;
    }
    const auto associated = cell::associated_data(place, customer, key.generation);
    return cell::seal(key.key.key(), key.generation, fresh_nonce(), associated, plaintext);
}

result<std::string> sealed_vault::open(
    routing::customer_id customer, const cell_place& place, std::string_view sealed
) {
    const auto generation = cell::generation_of(sealed);
    if (!generation) return vault_error::cell_unreadable;
    const auto key = key_of_generation(customer, *generation);
    if (!key) return key.error();
    const auto associated = cell::associated_data(place, customer, *generation);
    return cell::open(key->key.key(), associated, sealed);
}

result<std::string> sealed_vault::seal_own(const cell_place& place, std::string_view plaintext) {
    const auto associated = cell::associated_data(place, std::nullopt, kek_generation);
    return cell::seal(own_key_.key(), kek_generation, fresh_nonce(), associated, plaintext);
}

result<std::string> sealed_vault::open_own(const cell_place& place, std::string_view sealed) {
    const auto generation = cell::generation_of(sealed);
    if (generation != kek_generation) return vault_error::cell_unreadable;
    const auto associated = cell::associated_data(place, std::nullopt, kek_generation);
    return cell::open(own_key_.key(), associated, sealed);
}

std::string sealed_vault::blind_index(std::string_view column, std::string_view normalised) const {
    return keyed_hash(index_key_.key(), index_bytes, "blind index", column, normalised);
}

std::string sealed_vault::fingerprint(std::string_view content) const {
    return keyed_hash(fingerprint_key_.key(), index_bytes, "fingerprint", "", content);
}

std::string sealed_vault::purpose_key(std::string_view purpose) const {
    return keyed_hash(purpose_key_.key(), key_bytes, "purpose", purpose, "");
}

} // namespace

std::unique_ptr<vault> open_vault(const vault_files& files) {
    start_sodium();
    std::error_code none;
    const auto bytes = std::filesystem::file_size(files.data_keys_path, none);
    const bool keys_exist = !none && bytes > 0;
    const bool store_exists = files.store_exists.value_or(false);
    const bool must_exist = store_exists || keys_exist || files.only_look;
    const secret kek = opened_key_file(files.key_file, must_exist);
    const auto refuse = [&](const error_code& why, const std::string& what) {
        throw std::system_error(std::error_code(why), what);
    };
    // Before it is made anew.
    if ((store_exists || files.only_look) && !keys_exist) {
        refuse(
            make_error_code(vault_error::data_keys_missing_beside_store),
            "data-key store " + files.data_keys_path
        );
    }
    const auto mode = files.only_look ? sqlite::access::look : sqlite::access::create;
    auto opened = std::make_unique<sealed_vault>(kek, data_keys::open(files.data_keys_path, mode));
    const auto proven = opened->prove_key(files.store_exists);
    if (!proven) {
        const bool of_keys = proven.error() == vault_error::data_keys_missing_beside_store ||
                             proven.error() == vault_error::store_missing_beside_data_keys;
        const auto key_file = of_keys ? std::string{} : "key file " + files.key_file + " and ";
        refuse(proven.error(), key_file + "data-key store " + files.data_keys_path);
    }
    return opened;
}

} // namespace kefu::storage
