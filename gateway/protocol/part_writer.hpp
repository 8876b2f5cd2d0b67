#pragma once

#include <string>

#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/json_text.hpp"

// The parts that several envelopes share, as JSON objects. Pure.
namespace kefu::gateway::protocol::json {

void append_fields(object& json, const place& part);
void append(std::string& out, const place& part);
void append(std::string& out, const own_conversation& part);
void append(std::string& out, const card& part);
void append(std::string& out, const offer_reason& part);
void append(std::string& out, const offer& part);
void append(std::string& out, const me& part);
void append_agent(std::string& out, std::string_view name);

} // namespace kefu::gateway::protocol::json
