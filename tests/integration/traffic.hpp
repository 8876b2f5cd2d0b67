#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

struct traffic_plan {
    std::size_t customers = 6;
    std::vector<std::string> agents{"xu", "chen", "huang"}; // who take orders
    unsigned seed = 1;
};

// Customers and agents that chat at once, each on a thread of its own, through whatever happens to
// the gateway: they reconnect, resume and resend until everything they said is acknowledged, the
// customers also the last one that was, so that what is stored comes again after each fault. The
// thread that injects the faults calls the gates: nobody dials while they are shut. Customers talk
// until finish(); agents answer every second message.
class traffic {
public:
    traffic(const gateway_process& gateway, traffic_plan plan);
    ~traffic();

    // Every customer has a conversation with an agent, then all talk. False: one had none in time.
    [[nodiscard]] bool begin();
    void shut_gate();
    void open_gate();
    // Until so many more messages were acknowledged; false: not within the time.
    [[nodiscard]] bool await_acks(std::size_t more, int within_ms = 60'000);
    // Until all that was said is acknowledged; false: somebody could not finish in time.
    [[nodiscard]] bool finish();

    // Who could not finish, and how it stood; empty: nobody.
    [[nodiscard]] std::string stuck() const;

    // Compares what everybody was told with the record. What is wrong, one line each; empty: all is
    // well. After finish().
    [[nodiscard]] std::vector<std::string> check();
    [[nodiscard]] std::size_t duplicates() const; // acknowledgements that said `dup`

private:
    void play_customer(customer_driver& who, unsigned seed);
    void play_agent(agent_driver& who);
    bool back_online(wire_driver& who);
    void count_acks(const wire_driver& who, std::size_t& counted);
    void wait_until_open();
    void give_up(const wire_driver& who);

    const gateway_process& gateway_;
    traffic_plan plan_;
    std::vector<std::unique_ptr<customer_driver>> customers_;
    std::vector<std::unique_ptr<agent_driver>> agents_;
    std::vector<std::thread> threads_;
    mutable std::mutex mutex_;
    std::string stuck_; // guarded by mutex_
    std::condition_variable changed_;
    bool open_ = true;               // guarded by mutex_
    std::size_t busy_customers_ = 0; // guarded by mutex_
    std::atomic<std::size_t> acks_{0};
    std::atomic<bool> failed_{false};
    std::atomic<bool> ending_{false};
    std::atomic<bool> customers_done_{false};
};

} // namespace kefu::tests
