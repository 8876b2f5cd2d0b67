#include "gateway/service/number_names.hpp"

#include <algorithm>
#include <array>

#include "gateway/service/folding.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t reach_max = 8; // characters between a name and its number

constexpr std::array<std::u32string_view, 4> card_names{
    U"卡號", U"卡号", U"card number", U"card no"};
constexpr std::array<std::u32string_view, 15> code_names{
    U"cvv",
    U"cvc",
    U"cvn",
    U"csc",
    U"安全碼",
    U"安全码",
    U"驗證碼",
    U"验证码",
    U"檢查碼",
    U"检查码",
    U"末三碼",
    U"末三码",
    U"後三碼",
    U"后三码",
    U"security code"};

} // namespace

name_places name_places::of_cards(std::u32string_view text) { return {text, card_names}; }
name_places name_places::of_codes(std::u32string_view text) { return {text, code_names}; }

name_places::name_places(std::u32string_view text, std::span<const std::u32string_view> names) {
    auto folded = fold_with_places(text);
    const std::u32string_view in = folded.text;
    for (const auto name : names) {
        for (auto at = in.find(name); at != in.npos; at = in.find(name, at + 1))
            ends_.push_back(at + name.size());
    }
    std::sort(ends_.begin(), ends_.end());
    if (!ends_.empty()) places_ = std::move(folded.places);
}

bool name_places::names(std::size_t at) const {
    if (ends_.empty()) return false;
    const auto place = std::lower_bound(places_.begin(), places_.end(), at);
    const auto before = static_cast<std::size_t>(place - places_.begin());
    const auto behind = std::upper_bound(ends_.begin(), ends_.end(), before);
    return behind != ends_.begin() && before - *(behind - 1) <= reach_max;
}

} // namespace kefu::gateway::service
