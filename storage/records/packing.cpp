#include "storage/records/packing.hpp"

#include <algorithm>

namespace kefu::storage::packing {

namespace {

constexpr char form = 1;

class writer {
public:
    explicit writer(std::size_t count) {
        bytes_.push_back(form);
        put(count, 4);
    }
    void integer(std::int64_t value) { put(static_cast<std::uint64_t>(value), 8); }
    void text(std::string_view value) {
        put(value.size(), 4);
        bytes_.append(value);
    }
    void raw(const routing::id_bits& id) { bytes_.append(id.bytes.begin(), id.bytes.end()); }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    void put(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i)
            bytes_.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    }
    std::string bytes_;
};

// Reads past the end give zeros and make ok() false for good.
class reader {
public:
    explicit reader(std::string_view bytes) : rest_(bytes) {
        ok_ = take(1) == std::string_view(&form, 1);
        count_ = ok_ ? number(4) : 0;
        // Every entry has a byte or more: a count that cannot be true never reserves memory.
        if (count_ > rest_.size()) ok_ = false;
    }
    [[nodiscard]] std::size_t count() const { return ok_ ? static_cast<std::size_t>(count_) : 0; }
    std::int64_t integer() { return static_cast<std::int64_t>(number(8)); }
    std::string text() { return std::string(take(static_cast<std::size_t>(number(4)))); }
    routing::id_bits raw() {
        routing::id_bits id;
        const auto bytes = take(id.bytes.size());
        if (ok_) std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
        return id;
    }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (!ok_ || size > rest_.size()) {
            ok_ = false;
            return {};
        }
        const auto part = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return part;
    }
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        const auto part = take(size);
        for (std::size_t i = 0; i < part.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
        }
        return value;
    }

    std::string_view rest_;
    std::uint64_t count_ = 0;
    bool ok_ = true;
};

template <class Entry, class Read>
std::optional<std::vector<Entry>> list_from(std::string_view bytes, Read read_entry) {
    reader in(bytes);
    std::vector<Entry> list;
    for (std::size_t i = 0; i < in.count(); ++i)
        list.push_back(read_entry(in));
    if (!in.at_end()) return std::nullopt;
    return list;
}

order_line line_from(reader& in) {
    order_line line;
    line.title = in.text();
    line.variant = in.text();
    line.quantity = static_cast<int>(in.integer());
    line.price_minor = in.integer();
    return line;
}

} // namespace

std::string packed(const std::vector<std::string>& list) {
    writer out(list.size());
    for (const auto& entry : list)
        out.text(entry);
    return out.take();
}

std::optional<std::vector<std::string>> strings_from(std::string_view bytes) {
    return list_from<std::string>(bytes, [](reader& in) { return in.text(); });
}

std::string packed(const std::vector<routing::staff_id>& list) {
    writer out(list.size());
    for (const auto& entry : list)
        out.raw(entry.bits);
    return out.take();
}

std::optional<std::vector<routing::staff_id>> staff_from(std::string_view bytes) {
    return list_from<routing::staff_id>(bytes, [](reader& in) {
        return routing::staff_id{in.raw()};
    });
}

std::string packed(const std::vector<order_line>& lines) {
    writer out(lines.size());
    for (const auto& line : lines) {
        out.text(line.title);
        out.text(line.variant);
        out.integer(line.quantity);
        out.integer(line.price_minor);
    }
    return out.take();
}

std::optional<std::vector<order_line>> lines_from(std::string_view bytes) {
    return list_from<order_line>(bytes, line_from);
}

std::string packed(const timeline& entries) {
    writer out(entries.size());
    for (const auto& [at, words] : entries) {
        out.integer(at.ms);
        out.text(words);
    }
    return out.take();
}

std::optional<timeline> timeline_from(std::string_view bytes) {
    return list_from<timeline::value_type>(bytes, [](reader& in) {
        const routing::wall_time at{in.integer()};
        return timeline::value_type{at, in.text()};
    });
}

} // namespace kefu::storage::packing
