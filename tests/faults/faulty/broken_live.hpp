#pragma once

#include "tests/support/live_around.hpp"

namespace kefu::tests::faulty {

using namespace storage::live;

// Sets the first epoch and never looks at it again: nobody hears that Redis was emptied. Presence
// is put again every few seconds all the same; the epoch and the line stay away.
class trusting_live final : public live_around {
public:
    using live_around::live_around;

    void start(live_events events) override;
};

} // namespace kefu::tests::faulty
