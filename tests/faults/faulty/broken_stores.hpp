#pragma once

#include <atomic>

#include "tests/faults/faulty/store_around.hpp"

// Record stores that break one promise each.
namespace kefu::tests::faulty {

// A message that is sent again under its key is another message. The file holds it under a key of
// its own, but the gateway reads the one that it was sent under.
class repeating_store final : public store_around {
public:
    using store_around::store_around;

    void append(log_write write, reply<log_outcome> done) override;
    void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        numbering by,
        std::uint64_t after,
        std::size_t count_max,
        reply<event_page> done
    ) override;

private:
    void append_marked(log_write write, reply<log_outcome> done);

    std::atomic<unsigned> marks_{0};
};

// Whoever had a conversation once may write to it for ever: neither its generation nor its owner
// nor its state is looked at.
class unguarded_store final : public store_around {
public:
    using store_around::store_around;

    void append(log_write write, reply<log_outcome> done) override;
};

// Whoever asks for what came after an event is not given the first of it.
class skipping_store final : public store_around {
public:
    using store_around::store_around;

    void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        numbering by,
        std::uint64_t after,
        std::size_t count_max,
        reply<event_page> done
    ) override;
};

} // namespace kefu::tests::faulty
