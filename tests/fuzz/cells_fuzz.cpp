// Sealed cells of the record. What was sealed opens to itself in its own place and nowhere else;
// with any change to it, it does not open; and no other bytes ever do.

#include "storage/vault/cell.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>

namespace kefu::fuzz {

namespace {

namespace cell = storage::cell;

struct sealed_field {
    std::array<std::uint8_t, storage::key_bytes> key{};
    std::uint32_t generation = 0;
    std::string associated;
    std::string text;
    std::string sealed;
};

sealed_field sealed_from(choices& by) {
    sealed_field made;
    const auto key = by.take(4);
    std::copy(key.begin(), key.end(), made.key.begin());
    made.generation = static_cast<std::uint32_t>(by.byte()) << by.below(25);
    cell::nonce fresh{};
    fresh.back() = by.byte();
    made.associated = by.take(by.below(64));
    made.text = by.take(by.byte());
    made.sealed =
        cell::seal(storage::key_view(made.key), made.generation, fresh, made.associated, made.text);
    return made;
}

storage::result<std::string> opened(const sealed_field& one) {
    return cell::open(storage::key_view(one.key), one.associated, one.sealed);
}

void change(sealed_field& one, choices& by) {
    switch (by.below(6)) {
    case 0:
        one.sealed.resize(by.byte() % one.sealed.size());
        break;
    case 1:
        one.sealed += static_cast<char>(by.byte());
        break;
    case 2:
        one.associated += static_cast<char>(by.byte());
        break;
    case 3:
        one.key[by.below(one.key.size())] ^= static_cast<std::uint8_t>(1U << by.below(8));
        break;
    default: {
        // The generation is bound by the associated data of the caller, not by the cell itself.
        const auto at = (by.byte() * 256U + by.byte()) % one.sealed.size();
        const auto moved = at >= 1 && at < 5 ? 0 : at;
        one.sealed[moved] = static_cast<char>(one.sealed[moved] ^ 1 << by.below(8));
    }
    }
}

} // namespace

void cells(input bytes) {
    storage::start_sodium();
    choices by(bytes);
    auto one = sealed_from(by);
    holds(one.sealed.size() == one.text.size() + cell::overhead_bytes, "a cell's size");
    holds(cell::generation_of(one.sealed) == one.generation, "a cell tells its key");
    const auto whole = opened(one);
    holds(whole.has_value() && *whole == one.text, "what was sealed opens");
    if (one.text.size() > 8)
        holds(one.sealed.find(one.text) == std::string::npos, "nothing of it can be read");

    change(one, by);
    holds(opened(one).has_error(), "a changed cell does not open");
    one.sealed = by.rest();
    holds(opened(one).has_error(), "bytes that nobody sealed do not open");
}

} // namespace kefu::fuzz
