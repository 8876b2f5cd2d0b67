#pragma once

#include <string>
#include <string_view>

namespace kefu::gateway::api {

// The spelling under which a sign-in name is stored, compared and counted: capitals are small
// letters (ASCII, as in the store's own step that folded the names of older stores). Pure.
[[nodiscard]] inline std::string folded_sign_in_name(std::string_view typed) {
    std::string folded(typed);
    for (auto& letter : folded) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return folded;
}

} // namespace kefu::gateway::api
