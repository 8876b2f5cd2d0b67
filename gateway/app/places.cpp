#include "gateway/app/places.hpp"

#include <filesystem>

#include <sys/stat.h>

namespace kefu::gateway::app {

namespace {

std::optional<place_facts> facts_of(const std::string& path) {
    struct stat about {};
    if (path.empty() || ::stat(path.c_str(), &about) != 0) return std::nullopt;
    return place_facts{path, about.st_mode & 07777U};
}

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

} // namespace

places places_of(const config& from) {
    return {
        facts_of(folder_of(from.records.path)),
        facts_of(folder_of(from.records.keys_path)),
        facts_of(from.redis.password_file),
        facts_of(from.listen.tls.key_file)};
}

} // namespace kefu::gateway::app
