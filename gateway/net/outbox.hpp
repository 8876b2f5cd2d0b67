#pragma once

#include "gateway/net/payload.hpp"
#include "gateway/net/ws_port.hpp"
#include "routing/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kefu::gateway::net {

// What one connection still has to write, bounded (promise G8: push becomes pull). Pure.
//
// Above bytes_max the ephemeral entries go first; if that is not enough, all durable entries that
// are not half written go too and the connection lags: durable pushes are refused until
// everything left has been written. Control entries may use reserve_bytes more. An entry that is
// larger than bytes_max is taken when nothing else waits, or it could never be sent.
class outbox {
public:
    struct limits {
        std::uint32_t bytes_max = 256 * 1024;
        std::uint32_t reserve_bytes = 64 * 1024;
    };

    explicit outbox(limits bounds) : limits_(bounds) {}

    // The marks of durable entries that will never be written are appended to `dropped`.
    [[nodiscard]] push_verdict push(
        payload bytes,
        entry_kind kind,
        std::uint64_t mark,
        routing::instant now,
        std::vector<std::uint64_t>& dropped
    );

    // Fills `slices` with what is due, in order: at most slices.size() pieces and bytes_max bytes
    // (always at least one piece). Returns how many. Valid until the next non-const call.
    [[nodiscard]] std::size_t gather(std::span<std::string_view> slices, std::size_t bytes_max)
        const;
    // `bytes` of what gather showed have been written. True: it is empty now and was lagging; the
    // lag is over and durable entries are taken again.
    [[nodiscard]] bool consume(std::size_t bytes, routing::instant now);

    [[nodiscard]] bool empty() const { return head_ == entries_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool lagging() const { return lagging_; }
    // When bytes last left, or when the first of the waiting ones came. Meaningless when empty.
    [[nodiscard]] routing::instant no_progress_since() const { return progress_; }
    void set_limits(limits bounds) { limits_ = bounds; }
    [[nodiscard]] limits bounds() const { return limits_; }
    void clear();
    // Leaves only an entry that is half written: something more urgent is to follow.
    void drop_unstarted();

private:
    struct entry {
        payload bytes;
        std::uint64_t mark;
        entry_kind kind;
    };

    [[nodiscard]] push_verdict push_durable(
        payload bytes, std::uint64_t mark, std::vector<std::uint64_t>& dropped
    );
    void append(payload bytes, entry_kind kind, std::uint64_t mark);
    void drop(entry_kind kind, std::vector<std::uint64_t>& dropped);
    void give_back_memory();

    std::vector<entry> entries_; // from head_ on; vector, because an empty deque owns 576 bytes
    std::uint32_t head_ = 0;
    std::uint32_t offset_ = 0; // of the first entry, already written
    std::uint32_t bytes_ = 0;
    limits limits_;
    bool lagging_ = false;
    routing::instant progress_;
};

} // namespace kefu::gateway::net
