#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kefu::tests {

// The rows of a checked-in table of this folder, without its comments.
[[nodiscard]] inline std::vector<std::string> table_lines(const std::string& name) {
    std::ifstream file(KEFU_SOURCE_DIR "/tests/integration/" + name);
    std::vector<std::string> lines;
    std::string line;
    while (std::getline(file, line)) {
        if (!line.starts_with('#')) lines.push_back(line);
    }
    EXPECT_FALSE(lines.empty()) << name;
    return lines;
}

} // namespace kefu::tests
