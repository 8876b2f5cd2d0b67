#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::service {

// One spelling for many: full-width forms to ASCII, capitals to small letters (ASCII), invisible
// characters dropped, white space to one blank. Pure.
[[nodiscard]] char32_t fold(char32_t point);
[[nodiscard]] std::u32string fold(std::u32string_view text);

// The same, and which code point of the text each of the folded one was.
struct folded_text {
    std::u32string text;
    std::vector<std::size_t> places;
};
[[nodiscard]] folded_text fold_with_places(std::u32string_view text);

// A folded text without what is put between Chinese characters to hide a word: blanks and signs
// such as * - _ . · are dropped, ends of sentences stay.
[[nodiscard]] std::u32string squeeze(std::u32string_view folded);

} // namespace kefu::gateway::service
