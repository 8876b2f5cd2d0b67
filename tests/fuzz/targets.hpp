#pragma once

#include "tests/fuzz/oracle.hpp"

// Every target: one execution over one input. Any input is allowed; what must hold for all of them
// is told at the head of the target's own file.
namespace kefu::fuzz {

void frame_codec(input bytes);
void http_edge(input bytes);
void commands(input bytes);
void resp(input bytes);
void live_rows(input bytes);
void jwt(input bytes);
void cells(input bytes);
void masking(input bytes);
void json_object(input bytes);
void tokens(input bytes);
void sop_file(input bytes);
void config(input bytes);
void query(input bytes);
void desk_session(input bytes);

} // namespace kefu::fuzz
