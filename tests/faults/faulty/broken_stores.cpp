#include "tests/faults/faulty/broken_stores.hpp"

namespace kefu::tests::faulty {

namespace {

// Clients' keys are random UUIDs: the version stands in four bits that say nothing else.
constexpr unsigned client_version = 4;
constexpr unsigned own_version = 8; // of the desk's acts, which must stay what they are
constexpr unsigned first_mark = 9;
constexpr unsigned marks_max = 7;

bool is_written(event_kind kind) { return kind == event_kind::message || kind == event_kind::note; }

unsigned version_of(const routing::id_bits& key) { return key.bytes[6] >> 4; }

void set_version(routing::id_bits& key, unsigned version) {
    key.bytes[6] = static_cast<std::uint8_t>((version << 4) | (key.bytes[6] & 0x0f));
}

void show_own_keys(std::vector<event>& events) {
    for (auto& one : events) {
        if (!is_written(one.kind) || !one.client_key) continue;
        if (version_of(*one.client_key) != own_version)
            set_version(*one.client_key, client_version);
    }
}

} // namespace

void repeating_store::append(log_write write, reply<log_outcome> done) {
    auto again = write;
    inner().append(
        std::move(write),
        [this, again = std::move(again), done = std::move(done)](result<log_outcome> outcome) {
            if (!outcome || !outcome->duplicate) return done(std::move(outcome));
            append_marked(again, done);
        }
    );
}

void repeating_store::append_marked(log_write write, reply<log_outcome> done) {
    for (auto& draft : write.events) {
        if (!is_written(draft.kind) || !draft.client_key) continue;
        if (version_of(*draft.client_key) != client_version) continue;
        set_version(*draft.client_key, first_mark + marks_++ % marks_max);
    }
    inner().append(std::move(write), [done = std::move(done)](result<log_outcome> outcome) {
        if (outcome) show_own_keys(outcome->events);
        done(std::move(outcome));
    });
}

void repeating_store::events_after(
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max,
    reply<event_page> done
) {
    inner().events_after(
        organisation,
        conversation,
        by,
        after,
        count_max,
        [done = std::move(done)](result<event_page> page) {
            if (page) show_own_keys(page->events);
            done(std::move(page));
        }
    );
}

void unguarded_store::append(log_write write, reply<log_outcome> done) {
    const bool by_staff = write.only_assignee || write.expected_generation;
    if (by_staff) {
        write.only_assignee.reset();
        write.expected_generation.reset();
        write.allowed_states.reset();
    }
    inner().append(std::move(write), std::move(done));
}

void skipping_store::events_after(
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max,
    reply<event_page> done
) {
    const auto skipped = after == 0 ? after : after + 1;
    inner().events_after(organisation, conversation, by, skipped, count_max, std::move(done));
}

} // namespace kefu::tests::faulty
