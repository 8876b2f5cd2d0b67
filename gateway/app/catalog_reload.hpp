#pragma once

#include <cstdint>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/app/limits.hpp"
#include "gateway/app/reread_plan.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

struct catalog_reload_parts {
    storage::record_store& records;
    boost::asio::io_context& loop;
    std::function<double()> jitter; // in [0, 1)
    // Gives everybody a newer configuration; on the loop's thread. `late`: a reading has failed
    // since they got theirs, so somebody may have come in by rights that were no longer theirs.
    std::function<void(const chat::catalog_ptr& fresh, bool late)> show;
    std::int64_t first_ms = limits::reread_first_ms;
    std::int64_t max_ms = limits::reread_ms_max;
};

// Reads the configuration again after a committed change, and goes on trying when the record does
// not answer: nobody keeps an old one for longer than the record's trouble lasts (reread_plan.hpp).
// Owned by gateway_app; must outlive the loop's last turn.
class catalog_reload {
public:
    explicit catalog_reload(catalog_reload_parts parts);

    // From any thread; `done` on the loop's, once this reading is shown (or a newer one was), or
    // with false: the record did not answer, and it is tried again without being asked.
    void ask(std::function<void(bool)> done);
    void stop(); // the loop's thread: tries no more

    [[nodiscard]] std::uint64_t failures() const { return failures_; } // the loop's thread
    [[nodiscard]] bool is_behind() const { return plan_.is_behind(); } // the loop's thread

private:
    void read(std::function<void(bool)> done);
    void on_read(std::uint64_t number, const chat::catalog_ptr& fresh);
    void try_again_after(std::int64_t ms);

    catalog_reload_parts parts_;
    boost::asio::steady_timer timer_;
    reread_plan plan_;
    std::uint64_t failures_ = 0;
    bool stopped_ = false;
};

} // namespace kefu::gateway::app
