#include "tests/bench/load/stamp.hpp"

#include <stdexcept>

namespace kefu::bench {

namespace {

// No decimal digits: the gateway masks long numbers in what people write.
constexpr std::string_view digits = "abcdefghijklmnop";
constexpr std::string_view filling = "the parcel has not arrived yet and the number does not help ";

void put(char* to, std::uint64_t value) {
    for (int place = 15; place >= 0; --place, value >>= 4U)
        to[place] = digits[value & 0xfU];
}

} // namespace

stamp::stamp(std::size_t bytes) {
    if (bytes < head_bytes) throw std::invalid_argument("a message of the load has 32 bytes");
    text_.assign(head_bytes, digits[0]);
    while (text_.size() < bytes)
        text_ += filling.substr(0, bytes - text_.size());
}

std::string_view stamp::write(std::uint64_t sender, std::uint64_t number) {
    put(text_.data(), sender);
    put(text_.data() + 16, number);
    return text_;
}

void stamp::demand(std::string_view text, std::uint64_t sender, std::uint64_t number) {
    if (text != write(sender, number))
        throw std::runtime_error("another message than was sent: " + std::string(text));
}

std::uint64_t stamp::number_of(std::string_view text) {
    if (text.size() < head_bytes) throw std::runtime_error("no message of ours");
    std::uint64_t number = 0;
    for (const char letter : text.substr(16, 16)) {
        const auto value = digits.find(letter);
        if (value == std::string_view::npos) throw std::runtime_error("no message of ours");
        number = number << 4U | value;
    }
    return number;
}

} // namespace kefu::bench
