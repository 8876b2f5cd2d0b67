#include "gateway/api/guessable.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

#include "gateway/api/limits.hpp"
#include "gateway/service/folding.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::api {

namespace {

// The roots of the lists of leaked passwords, in small letters and without signs. Longer ones first
// where one is in another.
constexpr std::u32string_view common[] = {
    U"correcthorsebatterystaple",
    U"customerservice",
    U"administrator",
    U"woaini1314",
    U"1qaz2wsx3edc",
    U"zaq1xsw2cde3",
    U"1qaz2wsx",
    U"zaq1xsw2",
    U"qazwsxedc",
    U"passw0rd",
    U"password",
    U"passwort",
    U"iloveyou",
    U"trustno1",
    U"baseball",
    U"football",
    U"superman",
    U"princess",
    U"sunshine",
    U"starwars",
    U"changeme",
    U"whatever",
    U"computer",
    U"internet",
    U"5201314",
    U"1314520",
    U"a123456",
    U"welcome",
    U"letmein",
    U"default",
    U"michael",
    U"charlie",
    U"monkey",
    U"dragon",
    U"batman",
    U"master",
    U"shadow",
    U"secret",
    U"google",
    U"taobao",
    U"woaini",
    U"abc123",
    U"123abc",
    U"qazwsx",
    U"p4ssw0rd",
    U"mypass",
    U"admin",
    U"hello",
    U"login",
    U"guest",
    U"kefu",
    U"mima",
    U"pass",
    U"user",
    U"test",
    U"root",
    U"1314",
    U"我愛你",
    U"我爱你",
    U"密碼",
    U"密码"};
constexpr std::u32string_view keyboard_rows[] = {
    U"1234567890", U"qwertyuiop", U"asdfghjkl", U"zxcvbnm"};

// Folded, without blanks and signs; two signs that stand for letters are read as such.
std::u32string letters_of(std::string_view text) {
    const auto points = service::to_code_points(text);
    std::u32string letters;
    if (!points) return letters;
    for (const auto point : service::fold(*points)) {
        if (point == U'@') {
            letters.push_back(U'a');
        } else if (point == U'$') {
            letters.push_back(U's');
        } else if (!service::is_space(point) && !service::is_sign(point)) {
            letters.push_back(point);
        }
    }
    return letters;
}

// How many different signs it has: they are letters of a password too, but "!!!!!!!" is one.
std::size_t signs_of(std::string_view text) {
    const auto points = service::to_code_points(text);
    std::set<char32_t> signs;
    if (!points) return 0;
    for (const auto point : *points) {
        if (service::is_sign(point)) signs.insert(point);
    }
    return signs.size();
}

// The shortest beginning that the whole repeats; the whole when there is none.
std::u32string_view unit_of(std::u32string_view text) {
    for (std::size_t length = 1; length < text.size(); ++length) {
        if (text.substr(length) == text.substr(0, text.size() - length)) {
            return text.substr(0, length);
        }
    }
    return text;
}

std::u32string without_common(std::u32string text) {
    for (const auto word : common) {
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at))
            text.erase(at, word.size());
    }
    return text;
}

// From one character to the next: in the order of the alphabet, and on the keyboard.
struct step {
    std::ptrdiff_t in_alphabet = 0;
    std::ptrdiff_t on_keyboard = 0; // 100: not in one row
};
constexpr std::ptrdiff_t no_row = 100;

step step_between(char32_t from, char32_t to) {
    step made{static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(from), no_row};
    for (const auto row : keyboard_rows) {
        const auto a = row.find(from);
        const auto b = row.find(to);
        if (a == row.npos || b == row.npos) continue;
        made.on_keyboard = static_cast<std::ptrdiff_t>(b) - static_cast<std::ptrdiff_t>(a);
    }
    return made;
}

bool goes_on(std::ptrdiff_t before, std::ptrdiff_t now) {
    return before == now && now >= -1 && now <= 1;
}

// Characters that do not go on as the two before them did.
std::size_t unforeseen(std::u32string_view text) {
    std::size_t count = std::min<std::size_t>(text.size(), 2);
    for (std::size_t at = 2; at < text.size(); ++at) {
        const auto before = step_between(text[at - 2], text[at - 1]);
        const auto now = step_between(text[at - 1], text[at]);
        const bool foreseen = goes_on(before.in_alphabet, now.in_alphabet) ||
                              goes_on(before.on_keyboard, now.on_keyboard);
        if (!foreseen) ++count;
    }
    return count;
}

} // namespace

bool holds_a_name(std::string_view password, std::span<const std::string> names) {
    const auto said = letters_of(password);
    return std::ranges::any_of(names, [&](const std::string& name) {
        const auto letters = letters_of(name);
        return service::to_utf8(letters).size() >= limits::name_in_password_bytes_min &&
               said.find(letters) != said.npos;
    });
}

bool is_guessable(std::string_view password) {
    const auto letters = letters_of(password);
    const auto rest = without_common(std::u32string(unit_of(letters)));
    return unforeseen(unit_of(rest)) + signs_of(password) < limits::unguessed_characters_min;
}

} // namespace kefu::gateway::api
