#include <string>

#include "storage/vault/vault.hpp"

namespace kefu::storage {

namespace {

std::string text_of(int code) {
    switch (static_cast<vault_error>(code)) {
    case vault_error::key_file_missing_beside_store:
        return "a store exists but its key file does not";
    case vault_error::key_file_readable_by_others:
        return "the key file must belong to this user and be readable by nobody else";
    case vault_error::key_file_malformed:
        return "the key file does not hold a key";
    case vault_error::wrong_key:
        return "the key does not open this store";
    case vault_error::no_data_key:
        return "the customer has no data key";
    case vault_error::cell_unreadable:
        return "a sealed value cannot be opened";
    case vault_error::unavailable:
        return "the data-key store cannot be used now";
    case vault_error::data_keys_missing_beside_store:
        return "missing or empty beside an existing record store, whose data nothing else opens: "
               "restore it from its backup (to begin anew, move the record store away, too)";
    case vault_error::store_missing_beside_data_keys:
        return "holds keys of customers, but the record store is missing or empty: restore that "
               "from its backup (to begin anew, move this file away, too)";
    }
    return "unknown vault error";
}

} // namespace

error_code make_error_code(vault_error e) {
    static const enum_category category("kefu.vault", text_of);
    return {static_cast<int>(e), category};
}

} // namespace kefu::storage
