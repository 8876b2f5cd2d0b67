#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kefu::bench {

// The text of a load's message: which it is and who sent it, in front of a fixed filling, so that
// whoever receives it can hold every byte against what was sent. Pure.
class stamp {
public:
    static constexpr std::size_t head_bytes = 32;

    explicit stamp(std::size_t bytes);

    // Valid until the next call.
    [[nodiscard]] std::string_view write(std::uint64_t sender, std::uint64_t number);
    // Throws unless `text` is just what write(sender, number) makes.
    void demand(std::string_view text, std::uint64_t sender, std::uint64_t number);
    // The number in a text of ours; throws when it is none.
    [[nodiscard]] static std::uint64_t number_of(std::string_view text);

private:
    std::string text_;
};

} // namespace kefu::bench
