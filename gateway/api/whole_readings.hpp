#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "gateway/api/reading_places.hpp"
#include "gateway/chat/network_limiter.hpp"

namespace kefu::gateway::api {

class whole_readings;

// A reading that is under way, until this ends. Any thread.
class reading_place {
public:
    reading_place(whole_readings& of, reading_kind kind, std::string caller)
        : of_(of), kind_(kind), caller_(std::move(caller)) {}
    ~reading_place();
    reading_place(const reading_place&) = delete;
    reading_place& operator=(const reading_place&) = delete;

private:
    whole_readings& of_;
    reading_kind kind_;
    std::string caller_;
};

// The process's readings of whole conversations behind one lock (reading_places.hpp), and how many
// were refused. Any thread; must outlive every place it has given.
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
    );
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    friend class reading_place;
    void give_back(reading_kind kind, const std::string& caller);

    std::mutex mutex_;
    reading_places places_;          // guarded by mutex_
    chat::network_limiter networks_; // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::api
