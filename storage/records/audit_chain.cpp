#include "storage/records/audit_chain.hpp"

#include <cassert>

#include "storage/vault/blind_index.hpp"

namespace kefu::storage {

namespace {

constexpr std::size_t mac_bytes = 32;

void add_number(std::string& out, std::uint64_t value) {
    for (int i = 0; i < 8; ++i)
        out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
}

void add_text(std::string& out, std::string_view text) {
    add_number(out, text.size());
    out.append(text);
}

void add_id(std::string& out, const routing::id_bits& id) {
    out.append(id.bytes.begin(), id.bytes.end());
}

std::string canonical(const audit_entry& entry) {
    std::string out;
    add_text(out, entry.writer);
    add_number(out, entry.n);
    add_id(out, entry.draft.organisation.bits);
    add_number(out, static_cast<std::uint64_t>(entry.draft.at.ms));
    add_text(out, entry.draft.action);
    add_number(out, static_cast<std::uint64_t>(entry.draft.by.role));
    add_id(out, entry.draft.by.id);
    add_text(out, entry.draft.object);
    add_text(out, entry.draft.result);
    return out;
}

key_view view_of(const std::string& key) {
    return key_view(reinterpret_cast<const std::uint8_t*>(key.data()), key_bytes);
}

} // namespace

std::string_view name_of(audit_fault fault) {
    switch (fault) {
    case audit_fault::none:
        return "none";
    case audit_fault::changed:
        return "changed";
    case audit_fault::missing:
        return "missing";
    case audit_fault::bad_head:
        return "bad_head";
    }
    return "unknown";
}

audit_chain::audit_chain(std::string key) : key_(std::move(key)) {
    assert(key_.size() == key_bytes);
}

std::string audit_chain::mac_of(const audit_entry& entry, std::string_view previous) const {
    return keyed_hash(view_of(key_), mac_bytes, "audit entry", previous, canonical(entry));
}

std::string audit_chain::head_mac_of(const audit_anchor& head) const {
    std::string out;
    add_number(out, head.n);
    add_text(out, head.mac);
    return keyed_hash(view_of(key_), mac_bytes, "audit head", head.writer, out);
}

audit_verifier::audit_verifier(const audit_chain& chain, std::string writer) : chain_(chain) {
    verdict_.writer = std::move(writer);
}

void audit_verifier::fault(audit_fault what, std::uint64_t position) {
    if (verdict_.fault != audit_fault::none) return;
    verdict_.fault = what;
    verdict_.position = position;
}

void audit_verifier::expect(const audit_anchor& anchor) { expected_ = anchor; }

void audit_verifier::next(const audit_entry& entry) {
    ++verdict_.entries;
    if (entry.n != last_n_ + 1) fault(audit_fault::missing, last_n_ + 1);
    if (chain_.mac_of(entry, previous_) != entry.mac) fault(audit_fault::changed, entry.n);
    if (expected_ && expected_->n == entry.n) {
        expectation_met_ = true;
        if (expected_->mac != entry.mac) fault(audit_fault::changed, entry.n);
    }
    last_n_ = entry.n;
    previous_ = entry.mac;
}

void audit_verifier::finish(const std::optional<audit_anchor>& head, std::string_view head_mac) {
    if (expected_ && !expectation_met_ && expected_->n > 0) {
        fault(audit_fault::missing, last_n_ + 1);
    }
    if (!head) {
        if (last_n_ != 0) fault(audit_fault::bad_head, last_n_);
        return;
    }
    if (chain_.head_mac_of(*head) != head_mac) fault(audit_fault::bad_head, last_n_);
    if (head->n > last_n_) fault(audit_fault::missing, last_n_ + 1);
    if (head->n < last_n_) fault(audit_fault::changed, head->n + 1);
    if (head->n == last_n_ && head->mac != previous_) fault(audit_fault::changed, last_n_);
}

} // namespace kefu::storage
