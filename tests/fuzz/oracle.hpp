#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// What the fuzz targets share: the bytes of one execution, and how a broken promise ends it.
namespace kefu::fuzz {

using input = std::span<const std::uint8_t>;

[[nodiscard]] inline std::string_view text_of(input bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Tells which promise, with the detail in printable form, and aborts: what libFuzzer and the replay
// take for a find.
[[noreturn]] void broken(std::string_view promise, std::string_view detail = {});

// What came before: the last of it is told with a broken promise.
void note(std::string line);
void forget_notes();

// Called before the process ends: the replay tells the input then.
void on_broken(void (*call)());

inline void holds(bool it_does, std::string_view promise, std::string_view detail = {}) {
    if (!it_does) broken(promise, detail);
}

// Small decisions out of an input, front first; used up, all of them are 0.
class choices {
public:
    explicit choices(input bytes) : bytes_(bytes) {}

    [[nodiscard]] bool used_up() const { return bytes_.empty(); }
    std::uint8_t byte();
    std::size_t below(std::size_t count) { return byte() % count; } // count: 1-256
    bool one_in(std::size_t count) { return below(count) == 1; }
    std::string_view take(std::size_t bytes_max);
    std::string_view rest() { return take(bytes_.size()); }

private:
    input bytes_;
};

} // namespace kefu::fuzz
