#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "routing/bucket_memory.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::api {

// `file`: a conversation on the screen; `records`: a page of service records. A customer's own
// transcript has few places, apart from those of staff.
enum class reading_kind : std::uint8_t { file, records, transcript, own_transcript };

enum class reading_verdict : std::uint8_t {
    taken,
    all_taken, // as many of its kind are under way as may be, or too many callers are remembered
    caller_at_max, // this caller's are still under way
    too_fast,
};

struct reading_outcome {
    reading_verdict verdict = reading_verdict::taken;
    std::int64_t after_ms = 0; // when to try again; 0 when taken
};

// Who reads a whole conversation or a page of records now: each holds bodies of up to
// limits::transcript_bytes_max and the page that went beyond it, then its text as well, and takes
// readers of the record that others wait for. Bounded for all, and for each caller by number and
// rate. Pure; its owner locks.
class reading_places {
public:
    reading_places();

    [[nodiscard]] reading_outcome take(
        reading_kind kind, const std::string& caller, routing::instant now
    );
    void give_back(reading_kind kind, const std::string& caller); // once for each `taken`
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::size_t callers_known() const {
        return files_.known() + records_.known() + transcripts_.known() + own_transcripts_.known();
    }

private:
    using memory = routing::bucket_memory<std::string>; // held as often as they read now
    memory& callers_of(reading_kind kind);
    [[nodiscard]] bool has_place(reading_kind kind) const;

    memory files_;
    memory records_;
    memory transcripts_;
    memory own_transcripts_;
    std::size_t count_ = 0;     // of all
    std::size_t own_count_ = 0; // of these, customers' own
};

} // namespace kefu::gateway::api
