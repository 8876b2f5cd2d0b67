#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kefu::gateway::app {

// What the machine says of a file or folder that the configuration names.
struct place_facts {
    std::string path;
    unsigned mode = 0; // permission bits, sticky included
};

// What there is of the places by which others on the machine could get at secrets or records.
struct places {
    std::optional<place_facts> records_folder;
    std::optional<place_facts> keys_folder; // of records.keys_path
    std::optional<place_facts> redis_password;
    std::optional<place_facts> tls_key = std::nullopt;
};

struct place_findings {
    std::vector<std::string> errors;   // whoever starts like this is open to others
    std::vector<std::string> warnings; // dangerous on a machine with other users
};
// Each says what to do. Pure.
[[nodiscard]] place_findings check_places(const places& found);
// Of the key of listen.tls alone, which may be another each time it is read; empty: nothing.
[[nodiscard]] std::string wrong_with_tls_key(const place_facts& key);

} // namespace kefu::gateway::app
