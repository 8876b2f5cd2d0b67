#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/sop.hpp"

namespace kefu::gateway::service {

// The forbidden words of a manual, ready to look for. Matching ignores case, width, invisible
// characters and punctuation or spaces put between Chinese characters; ASCII words match whole
// words only. Made once at start; const afterwards, any thread.
class forbidden_words {
public:
    explicit forbidden_words(const std::vector<word_list>& lists);

    struct hit {
        std::string word; // as the manual writes it
        std::string list;
        word_action action = word_action::block;
    };

    // Every word found, blocking ones first, each once.
    [[nodiscard]] std::vector<hit> find_in(std::string_view text) const;

private:
    struct entry {
        std::u32string folded;
        std::string word;
        std::string list;
        word_action action;
        bool whole_word;
        std::vector<std::u32string> except;
    };
    std::vector<entry> entries_;
};

} // namespace kefu::gateway::service
