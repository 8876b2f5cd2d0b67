#include "gateway/service/number_names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "gateway/service/folding.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::array<std::u32string_view, 4> card_names{
    U"卡號", U"卡号", U"card number", U"card no"};
constexpr std::array<std::u32string_view, 26> code_names{
    U"cvv",        U"cvc",    U"cvn",      U"cvd",           U"csc",
    U"安全碼",     U"安全码", U"安全代碼", U"安全代码",      U"驗證碼",
    U"验证码",     U"檢查碼", U"检查码",   U"校驗碼",        U"校验码",
    U"三碼",       U"三码",   U"三位",     U"3碼",           U"3码",
    U"3位",        U"背面",   U"卡背",     U"security code", U"verification code",
    U"on the back"};
constexpr std::array<std::u32string_view, 10> expiry_names{
    U"有效",
    U"到期",
    U"效期",
    U"期限",
    U"exp",
    U"expiry date",
    U"expiration",
    U"expiration date",
    U"valid",
    U"good thru"};

std::uint64_t bit_of(char32_t point) { return std::uint64_t{1} << (point % 64); }

} // namespace

name_places name_places::of_cards(std::u32string_view text) { return {text, card_names}; }
name_places name_places::of_codes(std::u32string_view text) { return {text, code_names}; }
name_places name_places::of_expiries(std::u32string_view text) { return {text, expiry_names}; }

name_places::name_places(std::u32string_view text, std::span<const std::u32string_view> names) {
    auto folded = fold_with_places(text);
    const std::u32string_view in = folded.text;
    std::uint64_t firsts = 0; // most characters begin no name, and one look tells
    for (const auto name : names)
        firsts |= bit_of(name.front());
    for (std::size_t at = 0; at < in.size(); ++at) {
        if ((firsts & bit_of(in[at])) == 0) continue;
        for (const auto name : names) {
            if (name.front() == in[at] && in.substr(at, name.size()) == name)
                ends_.push_back(at + name.size());
        }
    }
    std::sort(ends_.begin(), ends_.end());
    if (!ends_.empty()) places_ = std::move(folded.places);
}

std::optional<name_before> name_places::nearest_before(std::size_t at) const {
    if (ends_.empty()) return std::nullopt;
    const auto place = std::lower_bound(places_.begin(), places_.end(), at);
    const auto before = static_cast<std::size_t>(place - places_.begin());
    const auto behind = std::upper_bound(ends_.begin(), ends_.end(), before);
    if (behind == ends_.begin()) return std::nullopt;
    const auto end = *(behind - 1);
    return name_before{places_[end - 1] + 1, before - end};
}

} // namespace kefu::gateway::service
