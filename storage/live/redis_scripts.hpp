#pragma once

#include <string>

namespace kefu::storage::live {

struct redis_script {
    std::string text;
    std::string sha1; // of the text in hex, as EVALSHA wants it
};

[[nodiscard]] redis_script make_script(std::string text);

// The scripts of this room. Each touches only its KEYS (one hash tag), is idempotent (an unknown
// outcome may be retried), and takes its time from Redis, never from a gateway.
struct redis_scripts {
    // KEYS ends, states; ARGV lease_ms, rows_max, then member and value of each row. 1, or 0: full.
    // Where values of other types stood, both keys are made anew: an error, for more was lost.
    redis_script put_presence;
    // KEYS ends, states; ARGV member.
    redis_script drop_presence;
    // KEYS ends, states; ARGV rows_max, member_bytes_max, value_bytes_max. member, value, left_ms
    // of each row alive; for one that is longer, or has no value, "" stands there.
    redis_script list_presence;
    // KEYS order, rows; ARGV rows_max, then conversation and member of each row. 1, or 0: full.
    redis_script put_waiting;
    // KEYS order, rows, and those that take their place; ARGV how many rows these must have. 1; an
    // error, and the first two stand: they have not.
    redis_script show_waiting;
    // KEYS order, rows; ARGV conversation.
    redis_script remove_waiting;
    // KEYS epoch; ARGV last_byte. What is there, as far as that byte; nil: nothing, or a value of
    // another type.
    redis_script get_epoch;
    // KEYS epoch; ARGV last_byte, epoch. The one in force, as get_epoch gives it.
    redis_script set_epoch;
    // KEYS counter; ARGV window_ms. The count. Not idempotent: a retry counts again, which errs on
    // the side of the limit.
    redis_script bump;

    redis_scripts();
};

} // namespace kefu::storage::live
