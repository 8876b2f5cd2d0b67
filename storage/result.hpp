#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <string>

namespace kefu::storage {

// An operating error or a value. A domain "no" is never an error: it is part of T.
template <class T>
using result = boost::system::result<T>;
using error_code = boost::system::error_code;

// Boost's base has a protected destructor that is not virtual; GCC 12 warns in each subclass.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
// The category of one error enum: make one static object per enum in its make_error_code().
class enum_category final : public boost::system::error_category {
public:
    using text_function = std::string (*)(int code);

    enum_category(const char* name, text_function text) : name_(name), text_(text) {}
    const char* name() const noexcept override { return name_; }
    std::string message(int code) const override { return text_(code); }

private:
    const char* name_;
    text_function text_;
};
#pragma GCC diagnostic pop

} // namespace kefu::storage
