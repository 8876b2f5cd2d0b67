#pragma once

#include <map>
#include <utility>

#include "tests/support/live_around.hpp"

namespace kefu::tests::faulty {

using namespace storage::live;

// Never notices that Redis was emptied. By itself nobody outside could see it, for presence is put
// again every few seconds; so this one also says to Redis only what has changed, as a store may
// that trusts its epoch.
class trusting_live final : public live_around {
public:
    using live_around::live_around;

    void start(live_events events) override;
    void put_presence(
        routing::organisation_id organisation,
        std::vector<presence_row> rows,
        std::int64_t lease_ms,
        done<void> on_done
    ) override;
    void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        done<void> on_done
    ) override;

private:
    using whose = std::pair<routing::organisation_id, routing::staff_id>;
    std::map<whose, presence_row> said_;
};

} // namespace kefu::tests::faulty
