#include "gateway/app/place_check.hpp"

#include <utility>

#include <sys/stat.h>

namespace kefu::gateway::app {

namespace {

// Whoever may write there may put another file in the place of ours; a sticky folder lets them only
// add.
void check_folder(
    const std::optional<place_facts>& folder, const std::string& key, place_findings& into
) {
    if (!folder || (folder->mode & S_IWOTH) == 0) return;
    const auto what = key + ": everybody may write to " + folder->path;
    if ((folder->mode & S_ISVTX) == 0) {
        into.errors.push_back(what + "; chmod o-w it, or use a folder of the gateway's own");
    } else {
        into.warnings.push_back(what + "; use a folder of the gateway's own");
    }
}

} // namespace

std::string wrong_with_tls_key(const place_facts& key) {
    if ((key.mode & (S_IROTH | S_IWOTH)) == 0) return {};
    return "listen.tls.key_file: everybody can read " + key.path + "; chmod o-rwx it";
}

place_findings check_places(const places& found) {
    place_findings findings;
    check_folder(found.records_folder, "records.path", findings);
    const bool same = found.records_folder && found.keys_folder &&
                      found.records_folder->path == found.keys_folder->path;
    if (!same) check_folder(found.keys_folder, "records.keys_path", findings);
    if (found.tls_key) {
        auto wrong = wrong_with_tls_key(*found.tls_key);
        if (!wrong.empty()) findings.errors.push_back(std::move(wrong));
    }
    // Mounted secrets are often like this, in a place that nobody else sees.
    if (found.redis_password && (found.redis_password->mode & (S_IRGRP | S_IROTH)) != 0) {
        const auto& path = found.redis_password->path;
        findings.warnings.push_back(
            "redis.password_file: others can read " + path + "; chmod 600 it"
        );
    }
    return findings;
}

} // namespace kefu::gateway::app
