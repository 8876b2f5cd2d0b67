#pragma once

// The characters that turn the direction of the text after them, until they are closed (UAX #9).
// The marks that only count as a letter of one direction (U+200E, U+200F, U+061C) are none. Pure.
namespace kefu::gateway::unicode {

[[nodiscard]] constexpr bool opens_embedding(char32_t point) {
    return point == 0x202A || point == 0x202B;
}
[[nodiscard]] constexpr bool opens_override(char32_t point) {
    return point == 0x202D || point == 0x202E;
}
[[nodiscard]] constexpr bool opens_isolate(char32_t point) {
    return point >= 0x2066 && point <= 0x2068;
}
// Of embeddings and overrides.
[[nodiscard]] constexpr bool closes_embedding(char32_t point) { return point == 0x202C; }
[[nodiscard]] constexpr bool closes_isolate(char32_t point) { return point == 0x2069; }

[[nodiscard]] constexpr bool opens_direction(char32_t point) {
    return opens_embedding(point) || opens_override(point) || opens_isolate(point);
}
[[nodiscard]] constexpr bool closes_direction(char32_t point) {
    return closes_embedding(point) || closes_isolate(point);
}
[[nodiscard]] constexpr bool turns_direction(char32_t point) {
    return opens_direction(point) || closes_direction(point);
}

} // namespace kefu::gateway::unicode
