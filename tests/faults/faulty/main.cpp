#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "gateway/app/command_line.hpp"
#include "tests/faults/faulty/faults.hpp"
#include "tests/faults/faulty/late_disk.hpp"

namespace {

using namespace kefu::tests::faulty;

// Long enough that every kill finds acknowledged writes that are not there.
constexpr std::chrono::milliseconds disk_is_late{500};

int usage() {
    std::fputs("usage: kefu_faulty [--fault NAME], then as kefu. Faults:\n", stderr);
    for (const auto one : all_faults())
        std::fprintf(stderr, "  %s\n", std::string(name_of(one)).c_str());
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    // Without a fault it is the product, built from the same parts: what the bench must find sound.
    if (argc < 2 || std::strcmp(argv[1], "--fault") != 0)
        return kefu::gateway::app::run_command_line(argc, argv, {});
    if (argc < 3) return usage();
    const auto which = fault_named(argv[2]);
    if (!which) return usage();
    std::vector<char*> rest{argv[0]};
    rest.insert(rest.end(), argv + 3, argv + argc);
    rest.push_back(nullptr);
    std::unique_ptr<late_disk> disk;
    if (which == fault::ack_before_commit) disk = std::make_unique<late_disk>(disk_is_late);
    return kefu::gateway::app::run_command_line(argc - 2, rest.data(), wraps_of(*which));
}
