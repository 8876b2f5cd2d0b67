#include "gateway/app/records_verify.hpp"

#include <filesystem>
#include <stdexcept>

#include "gateway/app/stores.hpp"
#include "gateway/app/waiting.hpp"

namespace kefu::gateway::app {

records_findings verify_records(
    const config& from, const std::optional<storage::audit_anchor>& outside
) {
    if (!std::filesystem::exists(from.records.path)) {
        throw std::runtime_error("record store " + from.records.path + ": is not there");
    }
    auto opened = open_stores(from);
    auto& records = *opened.records;
    records_findings found;
    found.path = from.records.path;
    found.damage = wait_for<std::string>(
        [&](auto done) { records.check_file(std::move(done)); }, "record store: file"
    );
    found.settings = wait_for<storage::durability>(
        [&](auto done) { records.check_durability(std::move(done)); }, "record store: settings"
    );
    found.audit = wait_for<storage::audit_verdict>(
        [&](auto done) { records.verify_audit(outside, std::move(done)); },
        "record store: audit trail"
    );
    found.last = wait_for<storage::audit_anchor>(
        [&](auto done) { records.last_audit(std::move(done)); }, "record store: audit trail"
    );
    records.stop();
    return found;
}

} // namespace kefu::gateway::app
