#include "tests/storage/records/sqlite/power/disk_model.hpp"

#include <algorithm>

namespace kefu::storage::testing {

namespace {

bool by_chance(std::mt19937_64& random) { return (random() & 1) != 0; }

// How many of so many.
std::size_t some_of(std::size_t count, std::mt19937_64& random) { return random() % (count + 1); }

} // namespace

void disk_model::apply(const disk_step& step) {
    using kind = disk_step::kind;
    switch (step.what) {
    case kind::make:
        now_[step.file] = contents_.size();
        pending_.push_back({step.file, contents_.size()});
        contents_.push_back({step.bytes, {}});
        if (!step.bytes.empty()) sync_folder();
        return;
    case kind::write:
    case kind::truncate:
        of(step.file).pending.push_back({step.at, step.bytes, false});
        return;
    case kind::sync:
        return sync(of(step.file));
    case kind::failed_sync:
        for (auto& one : of(step.file).pending)
            one.lost = true;
        return;
    case kind::sync_folder:
        return sync_folder();
    case kind::erase:
        now_.erase(step.file);
        pending_.push_back({step.file, std::nullopt});
        return;
    case kind::mark:
        return;
    }
}

void disk_model::put(std::string& bytes, const change& one) {
    const auto at = static_cast<std::size_t>(one.at);
    if (one.bytes.empty()) return bytes.resize(at);
    bytes.resize(std::max(bytes.size(), at + one.bytes.size()));
    bytes.replace(at, one.bytes.size(), one.bytes);
}

// Of a write any of the sectors that it touches.
void disk_model::put_part(
    std::string& bytes, const change& one, std::size_t sector, numbers& random
) {
    if (one.bytes.empty()) {
        if (by_chance(random)) put(bytes, one);
        return;
    }
    std::size_t begin = 0;
    while (begin < one.bytes.size()) {
        const auto at = static_cast<std::size_t>(one.at) + begin;
        const auto count = std::min(one.bytes.size() - begin, sector - at % sector);
        if (by_chance(random)) {
            put(bytes, {static_cast<std::int64_t>(at), one.bytes.substr(begin, count), false});
        }
        begin += count;
    }
}

void disk_model::sync(content& file) {
    for (const auto& one : file.pending) {
        if (!one.lost) put(file.durable, one);
    }
    std::erase_if(file.pending, [](const change& one) { return !one.lost; });
}

void disk_model::sync_folder() {
    for (const auto& one : pending_) {
        if (one.content)
            durable_[one.name] = *one.content;
        else
            durable_.erase(one.name);
    }
    pending_.clear();
}

std::string disk_model::left_of(const content& file, power_loss how, numbers& random) {
    auto bytes = file.durable;
    std::vector<change> pending = file.pending;
    std::erase_if(pending, [](const change& one) { return one.lost; });
    switch (how) {
    case power_loss::keeps_nothing:
        break;
    case power_loss::keeps_all:
        for (const auto& one : pending)
            put(bytes, one);
        break;
    case power_loss::tears_512:
    case power_loss::tears_4096:
        for (const auto& one : pending)
            put_part(bytes, one, how == power_loss::tears_512 ? 512 : 4096, random);
        break;
    case power_loss::cuts_short:
        pending.resize(some_of(pending.size(), random));
        for (std::size_t i = 0; i < pending.size(); ++i) {
            auto one = pending[i];
            const bool last = i + 1 == pending.size();
            if (last && !one.bytes.empty()) one.bytes.resize(1 + random() % one.bytes.size());
            put(bytes, one);
        }
        break;
    }
    return bytes;
}

std::map<std::string, std::string> disk_model::after(power_loss how, std::uint64_t seed) const {
    numbers random(seed);
    auto names = durable_;
    auto kept = some_of(pending_.size(), random);
    if (how == power_loss::keeps_nothing) kept = 0;
    if (how == power_loss::keeps_all) kept = pending_.size();
    for (std::size_t i = 0; i < kept; ++i) {
        if (pending_[i].content)
            names[pending_[i].name] = *pending_[i].content;
        else
            names.erase(pending_[i].name);
    }
    std::map<std::string, std::string> files;
    for (const auto& [name, index] : names)
        files[name] = left_of(contents_[index], how, random);
    return files;
}

} // namespace kefu::storage::testing
