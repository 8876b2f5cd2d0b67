#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "gateway/api/reading_places.hpp"
#include "gateway/api/unsent_shares.hpp"
#include "gateway/chat/network_rates.hpp"
#include "gateway/net/payload.hpp"

namespace kefu::gateway::api {

class whole_readings;

// A reading that is under way, until it is given back: before it is answered, or whoever asks at
// once again finds it taken still; at the latest when this ends. Any thread.
class reading_place {
public:
    reading_place(whole_readings& of, reading_kind kind, std::string caller)
        : of_(of), kind_(kind), caller_(std::move(caller)) {}
    ~reading_place() { give_back(); }
    void give_back() const;
    reading_place(const reading_place&) = delete;
    reading_place& operator=(const reading_place&) = delete;

private:
    whole_readings& of_;
    reading_kind kind_;
    std::string caller_;
    mutable std::atomic<bool> is_given_back_ = false;
};

// The process's readings of whole conversations and of pages of records behind one lock
// (reading_places.hpp), what their readers have not taken yet of all that was made, and how many
// were refused. Any thread; must outlive every place and text it has given.
class whole_readings {
public:
    whole_readings();

    struct answer {
        reading_outcome outcome;
        std::shared_ptr<const reading_place> place; // null when refused
    };
    [[nodiscard]] answer take(reading_kind kind, const std::string& caller, routing::instant now);
    // How long a customer's network must wait until it may ask for an own transcript; 0: it has
    // asked now.
    [[nodiscard]] std::int64_t take_from_network(
        const net::peer_address& from, routing::instant now
    ) {
        return networks_.take(from, now);
    }
    // So many wait for slow readers of this one already. What is being read comes on top of them.
    [[nodiscard]] bool has_enough_unsent(const unsent_holder& who);
    // The text for an answer: counts as unsent until the answer is written or cut. A place is given
    // back as soon as the text is made, or slow readers would keep all others out.
    [[nodiscard]] net::payload unsent_text(
        reading_kind kind, const unsent_holder& who, std::string text
    );
    [[nodiscard]] std::uint64_t refused() const { return refused_ + networks_.refused(); }

private:
    friend class reading_place;
    struct unsent;
    void give_back(reading_kind kind, const std::string& caller);
    void sent(reading_kind kind, const unsent_holder& who, std::size_t bytes);
    [[nodiscard]] bool too_many_unsent(reading_kind kind) const;
    [[nodiscard]] std::atomic<std::size_t>& unsent_of(reading_kind kind);

    std::mutex mutex_;
    reading_places places_; // guarded by mutex_
    unsent_shares shares_;  // guarded by mutex_
    chat::network_rates networks_;
    std::atomic<std::uint64_t> refused_ = 0;
    std::atomic<std::size_t> files_unsent_ = 0; // conversations and pages of records
    std::atomic<std::size_t> unsent_ = 0;       // transcripts for staff
    std::atomic<std::size_t> own_unsent_ = 0;   // for customers
    std::atomic<std::size_t> own_unsent_bytes_ = 0;
};

} // namespace kefu::gateway::api
