#pragma once

#include <string>
#include <string_view>

namespace kefu::gateway::service {

// One spelling for many: full-width forms to ASCII, capitals to small letters (ASCII), invisible
// characters dropped, white space to one blank. Pure.
[[nodiscard]] char32_t fold(char32_t point);
[[nodiscard]] std::u32string fold(std::u32string_view text);

// A folded text without what is put between Chinese characters to hide a word: blanks and signs
// such as * - _ . · are dropped, ends of sentences stay.
[[nodiscard]] std::u32string squeeze(std::u32string_view folded);

} // namespace kefu::gateway::service
