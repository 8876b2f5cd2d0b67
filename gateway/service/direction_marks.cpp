#include "gateway/service/direction_marks.hpp"

#include <vector>

#include "gateway/unicode/direction.hpp"

namespace kefu::gateway::service {
namespace {

enum class opening { embedding, override, isolate };

struct opened {
    opening how;
    std::size_t at;
};

bool ends_line(char32_t point) { return point == U'\n' || point == 0x2028 || point == 0x2029; }

// Which of the formatting characters stay: pairs of one line that are no overrides.
class pairing {
public:
    explicit pairing(std::size_t size) : stays(size, false) {}

    void see(char32_t point, std::size_t at) {
        if (ends_line(point)) {
            open_.clear();
            isolates_count_ = 0;
        } else if (unicode::opens_embedding(point)) {
            open_.push_back({opening::embedding, at});
        } else if (unicode::opens_override(point)) {
            open_.push_back({opening::override, at});
        } else if (unicode::opens_isolate(point)) {
            open_.push_back({opening::isolate, at});
            ++isolates_count_;
        } else if (unicode::closes_embedding(point)) {
            end_embedding(at);
        } else if (unicode::closes_isolate(point)) {
            end_isolate(at);
        }
    }

    std::vector<bool> stays;

private:
    // One that was opened outside of an isolate is not closed inside it.
    void end_embedding(std::size_t at) {
        if (open_.empty() || open_.back().how == opening::isolate) return;
        if (open_.back().how == opening::embedding) stays[open_.back().at] = stays[at] = true;
        open_.pop_back();
    }

    void end_isolate(std::size_t at) {
        if (isolates_count_ == 0) return;
        while (open_.back().how != opening::isolate)
            open_.pop_back();
        stays[open_.back().at] = stays[at] = true;
        open_.pop_back();
        --isolates_count_;
    }

    std::vector<opened> open_;
    std::size_t isolates_count_ = 0;
};

} // namespace

std::u32string without_stray_direction(std::u32string_view text) {
    pairing pairs(text.size());
    for (std::size_t at = 0; at < text.size(); ++at)
        pairs.see(text[at], at);
    std::u32string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!unicode::turns_direction(text[at]) || pairs.stays[at]) kept += text[at];
    }
    return kept;
}

} // namespace kefu::gateway::service
