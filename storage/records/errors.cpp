#include <string>

#include "storage/records/record_store.hpp"
#include "storage/records/staff_error.hpp"

namespace kefu::storage {

namespace {

std::string text_of(int code) {
    switch (static_cast<store_error>(code)) {
    case store_error::unavailable:
        return "the record store cannot commit or read now";
    case store_error::overloaded:
        return "too many calls of the record store are waiting";
    case store_error::corrupt:
        return "a stored row is damaged";
    case store_error::stopped:
        return "the record store is stopped";
    case store_error::too_large:
        return "a row is larger than the record store takes";
    case store_error::conflict:
        return "another row has this unique value";
    case store_error::changed:
        return "the row was changed meanwhile";
    }
    return "unknown error of the record store";
}

} // namespace

error_code make_error_code(store_error e) {
    static const enum_category category("kefu.records", text_of);
    return {static_cast<int>(e), category};
}

error_code make_error_code(staff_error e) {
    static const enum_category category("kefu.staff", [](int) {
        return std::string("the organisation would have no active admin");
    });
    return {static_cast<int>(e), category};
}

std::string_view name_of(log_refusal refusal) {
    switch (refusal) {
    case log_refusal::none:
        return "none";
    case log_refusal::unknown_conversation:
        return "unknown_conversation";
    case log_refusal::unknown_customer:
        return "unknown_customer";
    case log_refusal::stale_assignment:
        return "stale_assignment";
    case log_refusal::wrong_state:
        return "wrong_state";
    case log_refusal::already_open:
        return "already_open";
    case log_refusal::client_key_conflict:
        return "client_key_conflict";
    case log_refusal::prior_missing:
        return "prior_missing";
    case log_refusal::run_full:
        return "run_full";
    case log_refusal::unanswered_full:
        return "unanswered_full";
    }
    return "unknown";
}

} // namespace kefu::storage
