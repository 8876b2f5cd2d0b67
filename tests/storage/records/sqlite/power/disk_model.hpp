#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

// What a disk holds after the power failed: pure, so that each moment can be looked at again.
namespace kefu::storage::testing {

// What was done to the files of one folder, in order.
struct disk_step {
    enum class kind : std::uint8_t {
        make,        // a file that was not there; with `bytes` one that has been there for long
        write,       // `bytes` at `at`
        truncate,    // to `at` bytes
        sync,        // of this file
        failed_sync, // the kernel has dropped what was to be written, and holds it for written
        sync_folder,
        erase,
        mark, // nothing on the disk: `at` says what was told or asked at this moment
    };
    kind what{};
    std::string file;
    std::int64_t at = 0;
    std::string bytes;
};

// What becomes of all that was not synced.
enum class power_loss : std::uint8_t {
    keeps_nothing,
    keeps_all,
    tears_512,  // of each write any of its sectors, of the folder's changes the first few
    tears_4096, // the same
    cuts_short, // the first few changes, the last of them in part
};
inline constexpr unsigned power_losses = 5;

class disk_model {
public:
    void apply(const disk_step& step);
    // Every file that is there when it has power again, by its name.
    [[nodiscard]] std::map<std::string, std::string> after(power_loss how, std::uint64_t seed)
        const;

private:
    struct change {
        std::int64_t at;
        std::string bytes; // none: cut to `at`
        bool lost;         // never gets onto the disk, whatever is synced after it
    };
    struct content {
        std::string durable;
        std::vector<change> pending;
    };
    struct entry {
        std::string name;
        std::optional<std::size_t> content; // none: erased
    };
    using numbers = std::mt19937_64;

    static void put(std::string& bytes, const change& one);
    static void put_part(
        std::string& bytes, const change& one, std::size_t sector, numbers& random
    );
    static std::string left_of(const content& file, power_loss how, numbers& random);
    void sync(content& file);
    void sync_folder();
    [[nodiscard]] content& of(const std::string& name) { return contents_[now_.at(name)]; }

    std::vector<content> contents_; // of every file there ever was
    std::map<std::string, std::size_t> now_;
    std::map<std::string, std::size_t> durable_;
    std::vector<entry> pending_;
};

} // namespace kefu::storage::testing
