#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace kefu::storage {

// An operating error or a value. A domain "no" is never an error: it is part of T.
template <class T>
using result = boost::system::result<T>;
using error_code = boost::system::error_code;

} // namespace kefu::storage
