#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A slow and strict reader of RFC 8259, written for comparison and for nothing else: it shares no
// code with the readers it is held against. What good readers may differ about is told, not
// decided.
namespace kefu::fuzz {

struct strict_value {
    enum class kind : std::uint8_t { null, flag, number, text, list, object };

    kind what = kind::null;
    bool flag = false;
    std::string text; // of a number: as it is written
    std::vector<strict_value> items;
    std::vector<std::pair<std::string, strict_value>> fields; // repeated names included

    [[nodiscard]] const strict_value* find(std::string_view name) const;
    // Written without sign, fraction and exponent, and at most `largest`.
    [[nodiscard]] std::optional<std::uint64_t> whole(std::uint64_t largest) const;
};

struct strict_document {
    strict_value root;
    bool repeats_a_name = false; // anywhere
    bool holds_nul = false;      // in a text or a name
    bool holds_fraction = false; // a number with fraction or exponent
    std::size_t depth = 0;       // of objects and lists
};

// Empty: no JSON. Lone surrogates, in escapes or in UTF-8, overlong UTF-8 and text after the end
// are none.
[[nodiscard]] std::optional<strict_document> read_strictly(std::string_view text);

// Not UTF-8 as RFC 3629 has it: false.
[[nodiscard]] bool is_strict_utf8(std::string_view text);

} // namespace kefu::fuzz
