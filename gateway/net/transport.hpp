#pragma once

#include "gateway/net/clock.hpp"
#include "gateway/net/drain_pace.hpp"
#include "gateway/net/limits.hpp"
#include "gateway/net/tls_context.hpp"
#include "gateway/net/ws_port.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kefu::gateway::net {

class shard;

struct transport_options {
    unsigned shards = 1;
    http_limits http;
    admission_limits admission;
};

// All shards with their threads and listeners. Owned by the app; used from the thread that made it.
// Order: constructor, listen() as often as needed, start(), …, stop_accepting(), drain(), stop().
class transport {
public:
    // `clock` must outlive it.
    transport(const transport_options& options, const transport_clock& clock);
    ~transport(); // stop()
    transport(const transport&) = delete;
    transport& operator=(const transport&) = delete;

    [[nodiscard]] std::size_t shards() const { return shards_.size(); }
    [[nodiscard]] shard& shard_at(std::size_t index) { return *shards_[index]; }

    // One listening socket per shard on the same port; sites[i] is what shard i serves there and
    // must outlive the transport. Port 0: any; the bound port is returned.
    [[nodiscard]] boost::system::result<std::uint16_t> listen(
        const std::string& address, std::uint16_t port, const std::vector<const site*>& sites
    );
    // What TLS connections that begin from now on are agreed to; before start() where a site speaks
    // TLS, and as often as wanted afterwards. Those there are stay as they are. Any thread.
    void use_tls(const tls_context_ptr& terms);
    void start();

    // Takes what the kernel has already accepted, then closes the listeners. Returns when done.
    void stop_accepting();
    // Ends every connection: HTTP when its request is answered, WebSockets with the plan's code.
    // Blocks the caller (not a shard's thread) until all are gone or cut. Accepting must have
    // stopped.
    drain_counts drain(const drain_plan& plan);
    // Cuts what is left and joins the threads. ws_port::on_closed is called for all of them.
    // Responders may still be answered afterwards; the answers go nowhere.
    void stop();

private:
    struct parts;

    std::unique_ptr<parts> parts_;
    std::vector<std::unique_ptr<shard>> shards_;
};

} // namespace kefu::gateway::net
