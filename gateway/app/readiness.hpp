#pragma once

#include <cstdint>
#include <optional>
#include <string>

// Whether this node should be sent new customers, and if not, why. Pure.
namespace kefu::gateway::app {

// What the program is at; it only moves on.
enum class stage : std::uint8_t {
    starting, // opening stores and files
    reading,  // the desks read the record
    serving,
    draining,
};

enum class readiness : std::uint8_t {
    ready,
    starting,
    reading_record,
    draining,
    record_not_writable, // the last transaction failed; an idle store tries by itself
    disk_nearly_full,
};

// As is_disk_short was the last time it was asked, for free space that hovers at its mark must not
// send customers here and away each second. `free_bytes`: empty when the disk could not be asked,
// which says nothing new.
[[nodiscard]] bool is_disk_short(std::optional<std::uint64_t> free_bytes, bool was_short);

struct served_parts {
    bool desks_stand = false; // else they read the record again after a write that failed
    bool record_writable = false;
    bool disk_short = false;
};
// The parts count only while serving: before, there may be nobody to ask.
[[nodiscard]] readiness readiness_of(stage at, const served_parts& parts);

// What whoever runs the gateway reads in its log when this begins. A trouble: they have to act.
struct readiness_news {
    bool is_trouble = false;
    std::string text; // "": nothing worth a line
};

// Tells of each change once. Pure; one thread.
class readiness_watch {
public:
    [[nodiscard]] readiness_news on_look(readiness now);

private:
    readiness last_ = readiness::starting;
    bool in_trouble_ = false; // since one was told; over once it is ready
};

// {"ready":true} or {"ready":false,"reason":"disk_nearly_full"}
[[nodiscard]] std::string readiness_text(readiness what);

} // namespace kefu::gateway::app
