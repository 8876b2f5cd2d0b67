#pragma once

#include <span>

namespace kefu::storage::sqlite {

// The schema as SQL, one text for each version, the first makes an empty file version 1. A step is
// never edited once released: the next change is the next step.
[[nodiscard]] std::span<const char* const> schema_steps();

} // namespace kefu::storage::sqlite
