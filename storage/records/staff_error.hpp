#pragma once

#include <type_traits>

#include "storage/result.hpp"

namespace kefu::storage {

// Why a staff member was not saved, beside store_error. Nothing was stored.
enum class staff_error {
    last_admin = 1, // it would leave the organisation without an active admin
};
[[nodiscard]] error_code make_error_code(staff_error e);

} // namespace kefu::storage

template <>
struct boost::system::is_error_code_enum<kefu::storage::staff_error> : std::true_type {};
