// Frames of a client. The codec and Beast's WebSocket stream see the same messages and the same end
// in the same bytes, and the codec sees the same however they are cut.

#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/ws_outcome.hpp"

#include <sstream>

namespace kefu::fuzz {

namespace {

constexpr std::size_t frame_codec_bytes_max = 4'096;
constexpr std::size_t every_cut_bytes_max = 200;

std::string told(const tests::ws_outcome& one, const tests::ws_outcome& other) {
    std::ostringstream text;
    text << one << " | " << other;
    return text.str();
}

} // namespace

void frame_codec(input bytes) {
    const std::string stream(text_of(bytes.first(std::min(bytes.size(), frame_codec_bytes_max))));
    const auto whole = tests::codec_outcome(stream, {});
    const auto same = [&](const std::vector<std::size_t>& pieces) {
        const auto cut = tests::codec_outcome(stream, pieces);
        holds(cut == whole, "frames are the same however they arrive", told(whole, cut));
    };
    same({1});
    same({7, 1, 64, 3});
    for (std::size_t cut = 1; cut < std::min(stream.size(), every_cut_bytes_max); ++cut)
        same({cut, 0});

    if (tests::closes_with_a_disputed_code(stream)) return;
    auto theirs = tests::beast_outcome(stream);
    // Beast judges a header when all of it is there, the codec from its first two bytes.
    if (theirs.code == 0 && whole.code != 0)
        theirs = tests::beast_outcome(stream + std::string(16, '\0'));
    // Beast takes a text that breaks off in the middle of a sign when its last frame is empty.
    const auto at = whole.messages.size();
    if (whole.code == 1007 && theirs.messages.size() > at && !theirs.messages[at].first &&
        !is_strict_utf8(theirs.messages[at].second))
        return;
    holds(whole == theirs, "the codec and Beast agree", told(whole, theirs));
}

} // namespace kefu::fuzz
