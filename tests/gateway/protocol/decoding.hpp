#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/protocol/frame_codec.hpp"

namespace kefu::gateway::protocol::test {

// Decodes with the padding filled by bytes that would be noticed if they were read as content.
inline std::vector<decoded> decode(std::string_view frame) {
    frame_codec codec;
    std::string padded(frame);
    padded.append(frame_codec::padding, '"');
    return codec.decode(padded.data(), frame.size());
}

inline decoded decode_one(std::string_view envelope) {
    auto all = decode(envelope);
    if (all.size() != 1) return {std::nullopt, decode_error{error::internal, "not one envelope"}};
    return std::move(all.front());
}

template <class Command>
Command decode_as(std::string_view envelope) {
    const auto one = decode_one(envelope);
    return std::get<Command>(std::get<command>(one.what));
}

inline decode_error refusal_of(std::string_view envelope) {
    const auto one = decode_one(envelope);
    if (const auto* fault = std::get_if<decode_error>(&one.what)) return *fault;
    return {error::internal, "was accepted"};
}

} // namespace kefu::gateway::protocol::test
