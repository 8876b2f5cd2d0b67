// Replies of a Redis, or of whatever answers in its place. A slow reader of RESP2 sees the same
// replies in the same bytes, and none more than the decoder took; only what is not by the book, or
// beyond the bounds, is called garbage; and it is the same however the bytes are cut.

#include "storage/live/limits.hpp"
#include "storage/live/resp_codec.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace kefu::fuzz {

namespace {

namespace live = storage::live;

struct outcome {
    std::vector<live::reply> replies;
    bool garbage = false;
    bool at_boundary = true;

    bool operator==(const outcome&) const = default;
};

outcome decoded(std::string_view bytes, std::size_t first, std::size_t step) {
    live::resp_decoder decoder;
    outcome made;
    for (std::size_t at = 0; at < bytes.size() && !made.garbage;) {
        const auto n = std::min(at == 0 ? first : step, bytes.size() - at);
        decoder.feed(bytes.substr(at, n));
        at += n;
        for (;;) {
            auto next = decoder.next();
            made.garbage = next.has_error();
            if (made.garbage || !*next) break;
            made.replies.push_back(std::move(**next));
        }
    }
    made.at_boundary = decoder.at_boundary();
    return made;
}

// By the book, and the book only: lengths and numbers as a server writes them.
class strict_reader {
public:
    explicit strict_reader(std::string_view bytes) : bytes_(bytes) {}

    // Empty: not complete, or not by the book.
    std::optional<live::reply> next(int depth = 0) {
        const auto line = take_line();
        if (!line || line->empty() || depth > live::limits::reply_depth_max + 2)
            return std::nullopt;
        const auto rest = line->substr(1);
        switch (line->front()) {
        case '+':
            return live::reply{live::reply_status{std::string(rest)}};
        case '-':
            return live::reply{live::reply_error{std::string(rest)}};
        case ':': {
            const auto number = number_in(rest);
            return number ? std::optional(live::reply{*number}) : std::nullopt;
        }
        case '$':
            return bulk(rest);
        case '*':
            return list(rest, depth);
        default:
            return std::nullopt;
        }
    }

private:
    std::optional<std::string_view> take_line() {
        const auto end = bytes_.find("\r\n", at_);
        if (end == std::string_view::npos) return std::nullopt;
        const auto line = bytes_.substr(at_, end - at_);
        at_ = end + 2;
        return line;
    }

    static std::optional<std::int64_t> number_in(std::string_view text) {
        const bool minus = text.starts_with('-');
        const auto digits = text.substr(minus ? 1 : 0);
        if (digits.empty() || digits.size() > 18) return std::nullopt;
        if (digits.front() == '0' && text != "0") return std::nullopt;
        std::int64_t sum = 0;
        for (const char c : digits) {
            if (c < '0' || c > '9') return std::nullopt;
            sum = sum * 10 + (c - '0');
        }
        return minus ? -sum : sum;
    }

    std::optional<live::reply> bulk(std::string_view size_text) {
        const auto size = number_in(size_text);
        if (!size || *size < -1) return std::nullopt;
        if (*size == -1) return live::reply{live::reply_nil{}};
        const auto count = static_cast<std::size_t>(*size);
        if (bytes_.size() - at_ < count + 2) return std::nullopt;
        if (bytes_.substr(at_ + count, 2) != "\r\n") return std::nullopt;
        live::reply made{std::string(bytes_.substr(at_, count))};
        at_ += count + 2;
        return made;
    }

    std::optional<live::reply> list(std::string_view size_text, int depth) {
        const auto size = number_in(size_text);
        if (!size || *size < -1) return std::nullopt;
        if (*size == -1) return live::reply{live::reply_nil{}};
        live::reply::array items;
        for (std::int64_t i = 0; i < *size; ++i) {
            auto item = next(depth + 1);
            if (!item) return std::nullopt;
            items.push_back(std::move(*item));
        }
        return live::reply{std::move(items)};
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

bool exceeds_bounds(const live::reply& reply, int depth = 1) {
    const auto* items = std::get_if<live::reply::array>(&reply.value);
    if (items == nullptr) return false;
    if (depth > live::limits::reply_depth_max) return true;
    return std::any_of(items->begin(), items->end(), [&](const live::reply& item) {
        return exceeds_bounds(item, depth + 1);
    });
}

} // namespace

void resp(input bytes) {
    const auto stream = text_of(bytes);
    const auto all = std::max<std::size_t>(stream.size(), 1);
    const auto whole = decoded(stream, all, all);
    if (stream.size() <= 4'096) holds(decoded(stream, 1, 1) == whole, "byte by byte the same");
    const auto cuts = std::min<std::size_t>(stream.size(), 64);
    for (std::size_t cut = 1; cut < cuts; ++cut)
        holds(decoded(stream, cut, all) == whole, "the same, cut anywhere");

    strict_reader reference(stream);
    for (const auto& reply : whole.replies) {
        const auto other = reference.next();
        // What is not by the book hiredis may take as it likes, as long as it is one of our kinds.
        if (!other) return;
        holds(*other == reply, "a reply means what the book says");
    }
    const auto left = reference.next();
    holds(!left || exceeds_bounds(*left), "what the book calls a reply is taken");
}

} // namespace kefu::fuzz
