#pragma once

#include <string>

#include "storage/records/audit_chain.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/vault/vault.hpp"

namespace kefu::storage::sqlite {

// What is the same for every statement of one store. Constant after construction.
struct store_context {
    vault& keys;
    audit_chain chain;
    std::string writer_name;
    std::string phone_country_code;
};

// One thread's way to the store: its connection, and the context. The *_sql files hold the work as
// functions over it; they run inside a transaction that somebody else began and ends.
struct session {
    database& store;
    const store_context& context;
};

inline result<void> as_result(const error_code& error) {
    if (error) return error;
    return {};
}

} // namespace kefu::storage::sqlite
