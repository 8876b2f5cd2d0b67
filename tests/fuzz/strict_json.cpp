#include "tests/fuzz/strict_json.hpp"

#include <algorithm>

namespace kefu::fuzz {

namespace {

constexpr std::size_t depth_max = 1'000;

void add_utf8(std::string& to, std::uint32_t point) {
    const auto add = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (point < 0x80) return add(point);
    if (point < 0x800) {
        add(0xC0 | point >> 6);
        return add(0x80 | (point & 0x3F));
    }
    if (point < 0x10000) {
        add(0xE0 | point >> 12);
    } else {
        add(0xF0 | point >> 18);
        add(0x80 | (point >> 12 & 0x3F));
    }
    add(0x80 | (point >> 6 & 0x3F));
    add(0x80 | (point & 0x3F));
}

class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    strict_document document;

    bool all() {
        blanks();
        if (!value(document.root, 0)) return false;
        blanks();
        return at_ == text_.size();
    }

private:
    [[nodiscard]] bool ends() const { return at_ == text_.size(); }
    [[nodiscard]] bool next_is(char c) const { return !ends() && text_[at_] == c; }
    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }
    bool take(std::string_view word) {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }
    void blanks() {
        while (!ends() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    bool value(strict_value& into, std::size_t depth) {
        if (ends() || depth > depth_max) return false;
        using kind = strict_value::kind;
        switch (text_[at_]) {
        case 'n':
            return take("null");
        case 't':
            into.what = kind::flag;
            into.flag = true;
            return take("true");
        case 'f':
            into.what = kind::flag;
            return take("false");
        case '"':
            into.what = kind::text;
            return text(into.text);
        case '[':
            into.what = kind::list;
            return list(into, depth + 1);
        case '{':
            into.what = kind::object;
            return object(into, depth + 1);
        default:
            into.what = kind::number;
            return number(into.text);
        }
    }

    bool list(strict_value& into, std::size_t depth) {
        document.depth = std::max(document.depth, depth);
        ++at_;
        blanks();
        if (take(']')) return true;
        for (;;) {
            blanks();
            if (!value(into.items.emplace_back(), depth)) return false;
            blanks();
            if (take(']')) return true;
            if (!take(',')) return false;
        }
    }

    bool object(strict_value& into, std::size_t depth) {
        document.depth = std::max(document.depth, depth);
        ++at_;
        blanks();
        if (take('}')) return true;
        for (;;) {
            blanks();
            std::string name;
            if (!next_is('"') || !text(name)) return false;
            if (into.find(name) != nullptr) document.repeats_a_name = true;
            blanks();
            if (!take(':')) return false;
            blanks();
            auto& field = into.fields.emplace_back(std::move(name), strict_value{});
            if (!value(field.second, depth)) return false;
            blanks();
            if (take('}')) return true;
            if (!take(',')) return false;
        }
    }

    bool number(std::string& into) {
        const auto from = at_;
        static_cast<void>(take('-'));
        if (!take('0') && !digits()) return false;
        if (take('.')) {
            document.holds_fraction = true;
            if (!digits()) return false;
        }
        if (take('e') || take('E')) {
            document.holds_fraction = true;
            if (!take('+')) static_cast<void>(take('-'));
            if (!digits()) return false;
        }
        into = text_.substr(from, at_ - from);
        if (into == "-0") into = "0";
        return true;
    }

    bool digits() {
        const auto from = at_;
        while (!ends() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ > from;
    }

    bool text(std::string& into) {
        ++at_;
        while (!ends()) {
            const char c = text_[at_++];
            if (c == '"') return is_strict_utf8(into);
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c != '\\') {
                into += c;
            } else if (!escape(into)) {
                return false;
            }
        }
        return false;
    }

    bool escape(std::string& into) {
        static constexpr std::string_view names = "\"\\/bfnrt";
        static constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        if (ends()) return false;
        const auto at = names.find(text_[at_]);
        if (at != std::string_view::npos) {
            into += meant[at];
            ++at_;
            return true;
        }
        auto point = unit();
        if (!point || (*point >= 0xDC00 && *point < 0xE000)) return false;
        if (*point >= 0xD800 && *point < 0xDC00) {
            if (!take('\\')) return false;
            const auto low = unit();
            if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
            point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
        }
        if (*point == 0) document.holds_nul = true;
        add_utf8(into, *point);
        return true;
    }

    std::optional<std::uint32_t> unit() {
        if (!take('u') || text_.size() - at_ < 4) return std::nullopt;
        std::uint32_t sum = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = text_[at_++];
            const auto digit = c >= '0' && c <= '9'   ? c - '0'
                               : c >= 'a' && c <= 'f' ? c - 'a' + 10
                               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                      : -1;
            if (digit < 0) return std::nullopt;
            sum = sum * 16 + static_cast<std::uint32_t>(digit);
        }
        return sum;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

const strict_value* strict_value::find(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::optional<std::uint64_t> strict_value::whole(std::uint64_t largest) const {
    if (what != kind::number || text.size() > 19) return std::nullopt;
    std::uint64_t sum = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        sum = sum * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return sum <= largest ? std::optional(sum) : std::nullopt;
}

std::optional<strict_document> read_strictly(std::string_view text) {
    reader from(text);
    if (!from.all()) return std::nullopt;
    return std::move(from.document);
}

bool is_strict_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
        const auto first = byte(0);
        const std::size_t size = first < 0x80                    ? 1
                                 : first >= 0xC2 && first < 0xE0 ? 2
                                 : first >= 0xE0 && first < 0xF0 ? 3
                                 : first >= 0xF0 && first < 0xF5 ? 4
                                                                 : 0;
        if (size == 0 || text.size() - at < size) return false;
        for (std::size_t i = 1; i < size; ++i) {
            if ((byte(i) & 0xC0) != 0x80) return false;
        }
        if (first == 0xE0 && byte(1) < 0xA0) return false;
        if (first == 0xED && byte(1) >= 0xA0) return false; // surrogates
        if (first == 0xF0 && byte(1) < 0x90) return false;
        if (first == 0xF4 && byte(1) >= 0x90) return false;
        at += size;
    }
    return true;
}

} // namespace kefu::fuzz
