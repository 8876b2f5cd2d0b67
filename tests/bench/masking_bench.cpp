#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

#include "gateway/service/limits.hpp"
#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/unicode_text.hpp"

// Processor time of one text that is looked through for numbers, as long as a text may be: plain
// ones, and those that make it look most. The least of many rounds, so that other work beside it
// counts little.
namespace kefu::gateway::service {
namespace {

constexpr int rounds = 15;
constexpr int texts_per_round = 10;

struct kind {
    std::string_view name;
    std::string text;
};

std::string cut(std::string text) {
    auto points = *to_code_points(text);
    points.resize(std::min(points.size(), limits::text_code_points_max));
    return to_utf8(points);
}

std::string repeated(std::string_view part) {
    std::string text;
    while (text.size() < limits::text_code_points_max * 4)
        text += part;
    return cut(std::move(text));
}

// Digits of `from`, each `length` together, with `between` behind them.
std::string mixed(std::string_view from, std::size_t length, std::string_view between) {
    std::mt19937 random(20261129);
    std::string text;
    while (text.size() < limits::text_code_points_max * 4) {
        for (std::size_t i = 0; i < length; ++i)
            text += from[random() % from.size()];
        text += between;
    }
    return cut(std::move(text));
}

double microseconds(std::string_view text) {
    auto least = 1e12;
    for (int round = 0; round < rounds; ++round) {
        const auto from = std::clock();
        for (int i = 0; i < texts_per_round; ++i) {
            if (mask_numbers(text, "KF##########").text.empty()) std::puts("empty");
        }
        const auto spent = static_cast<double>(std::clock() - from) * 1e6 / CLOCKS_PER_SEC;
        least = std::min(least, spent / texts_per_round);
    }
    return least;
}

void run() {
    const std::array kinds{
        kind{"letters", repeated("a")},
        kind{"words", repeated("when will my order be here ")},
        kind{"Chinese", repeated("請問我的訂單什麼時候會到呢,")},
        kind{"prices and dates", repeated("11/29 買了 2 件共 1,980 元, ")},
        kind{"5x", repeated("5x")},
        kind{"5x8x", mixed("58", 1, "x")},
        kind{"any digit, x", mixed("0123456789", 1, "x")},
        kind{"1 9 ", mixed("19", 1, " ")},
        kind{"5 8 ", mixed("58", 1, " ")},
        kind{"5-8-", mixed("58", 1, "-")},
        kind{"5.x", mixed("58", 1, ".x.")},
        kind{"12x", mixed("58", 2, "x")},
        kind{"58 58 ", mixed("58", 2, " ")},
        kind{"4111 x ", mixed("4", 1, "111 x ")},
        kind{"wide gaps", mixed("58", 1, "----")},
        kind{"a line each", mixed("58", 1, "\n")},
        kind{"4444 4444 ", mixed("58", 4, " ")},
        kind{"655", mixed("58", 6, " ")},
        kind{"full width", mixed("58", 1, "１")},
        kind{"keycaps", mixed("58", 1, "\uFE0F\u20E3 ")},
        kind{"combining marks", mixed("58", 1, "\u0336")},
        kind{"one run", mixed("58", 1, "")},
        kind{"runs of 13", mixed("58", 13, " ")},
        kind{"runs of 20, named", mixed("4", 20, "卡號")},
        kind{"runs of 38", mixed("45", 38, " ")},
        kind{"cards", repeated("4111111111111111 ")},
        kind{"cards and codes", repeated("4111111111111111 12/26 123 cvv 123 ")},
        kind{"card, then cvv 123", "4111111111111111 " + mixed("1", 3, " cvv ")},
        kind{"card, then groups of 3", "4111111111111111 " + mixed("12", 3, " ")},
        kind{"A 1 2 3 ", mixed("12", 1, " ") + "A"},
        kind{"A1B2", mixed("12", 1, "A")},
    };
    const auto plain = microseconds(kinds[0].text);
    std::puts("text                      us/text   of letters only");
    for (const auto& one : kinds) {
        const auto cost = microseconds(one.text);
        std::printf(
            "%-24.*s %8.0f %17.1f\n", int(one.name.size()), one.name.data(), cost, cost / plain
        );
    }
}

} // namespace
} // namespace kefu::gateway::service

int main() { kefu::gateway::service::run(); }
