#pragma once

// toml++ as both of its users must include it: one mode in one program. The library asserts, in its
// own parser, that what follows an unclosed "[" is a key (3.3, Debian 12): a typing error in a file
// would end the process. Without the assertion the next line of the library finds the same and says
// so as an error with its line; with NDEBUG it would take the assertion for a promise.
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#pragma push_macro("NDEBUG")
#undef NDEBUG
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
