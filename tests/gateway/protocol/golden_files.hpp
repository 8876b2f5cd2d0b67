#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

// The wire examples of tests/golden, by name without ".json".
namespace kefu::gateway::protocol::test {

inline std::map<std::string, std::string> golden_files(std::string_view direction) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(KEFU_GOLDEN_FOLDER)) {
        const auto name = entry.path().stem().string();
        if (entry.path().extension() != ".json" || !name.starts_with(direction)) continue;
        std::ifstream file(entry.path());
        files[name] = std::string(std::istreambuf_iterator<char>(file), {});
    }
    return files;
}

} // namespace kefu::gateway::protocol::test
