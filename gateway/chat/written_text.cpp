#include "gateway/chat/written_text.hpp"

#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/text_rules.hpp"

namespace kefu::gateway::chat {

written_text accepted_text(
    std::string_view text,
    word_check check,
    const service::forbidden_words& words,
    std::string_view order_pattern
) {
    const auto clean = service::clean_text(text);
    if (clean.refusal == service::text_refusal::too_long) {
        return {protocol::error::too_large, "text"};
    }
    if (clean.refusal != service::text_refusal::none) return {protocol::error::bad_request, "text"};
    if (check != word_check::none) {
        const auto hits = words.find_in(clean.text); // blocking ones first
        const bool warned = !hits.empty() && hits.front().action == service::word_action::warn;
        if (!hits.empty() && !(warned && check == word_check::confirmed)) {
            return {protocol::error::forbidden_word, hits.front().word, warned};
        }
    }
    return {std::nullopt, service::mask_numbers(clean.text, order_pattern).text};
}

} // namespace kefu::gateway::chat
