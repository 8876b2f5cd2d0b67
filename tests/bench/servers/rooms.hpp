#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace kefu::bench {

// Who shares a room: what one says goes to all the others. Members are slot numbers. Pure.
class rooms {
public:
    void enter(std::size_t slot, const std::string& name) {
        auto& room = by_name_[name];
        room.push_back(slot);
        if (of_slot_.size() <= slot) of_slot_.resize(slot + 1, nullptr);
        of_slot_[slot] = &room;
    }
    void leave(std::size_t slot) {
        if (slot >= of_slot_.size() || of_slot_[slot] == nullptr) return;
        std::erase(*of_slot_[slot], slot);
        of_slot_[slot] = nullptr;
    }
    template <typename Each>
    void others(std::size_t slot, Each each) const {
        if (slot >= of_slot_.size() || of_slot_[slot] == nullptr) return;
        for (const auto member : *of_slot_[slot])
            if (member != slot) each(member);
    }

private:
    std::unordered_map<std::string, std::vector<std::size_t>> by_name_; // rooms stay
    std::vector<std::vector<std::size_t>*> of_slot_;
};

// The room of `/room?room=NAME`.
[[nodiscard]] inline std::string room_of(std::string_view query) {
    constexpr std::string_view field = "room=";
    return query.starts_with(field) ? std::string(query.substr(field.size())) : std::string{};
}

} // namespace kefu::bench
