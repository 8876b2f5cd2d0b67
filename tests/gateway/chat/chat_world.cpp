#include "tests/gateway/chat/chat_world.hpp"

#include "gateway/service/sop_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kefu::tests {

namespace {

storage::staff_row member(
    routing::staff_id id, const char* name, storage::staff_role role, routing::organisation_id of
) {
    storage::staff_row row;
    row.id = id;
    row.organisation = of;
    row.sign_in_name = name;
    row.display_name = name;
    row.role = role;
    row.capacity = 2;
    return row;
}

bool is_of_type(const std::string& envelope, std::string_view type) {
    return envelope.starts_with("{\"t\":\"" + std::string(type) + "\"");
}

} // namespace

gateway::chat::catalog shop_catalog() {
    gateway::chat::catalog names;
    names.organisations = {{our_shop, "Lamps"}, {other_shop, "Others"}};
    storage::storefront_row shop;
    shop.id = lamp_store;
    shop.organisation = our_shop;
    shop.name = "Lamp Store";
    shop.widget_key = "pk_lamps";
    shop.origins = {"https://lamps.example"};
    shop.locale = "zh-Hant";
    shop.identity_secret = std::string(32, 's');
    names.storefronts = {shop};
    names.skills = {
        {returns, our_shop, "Returns", "return"},
        {presale, our_shop, "Presale", "presale"},
        {make_id<routing::skill_id>(33), other_shop, "Foreign", "return"}};
    auto first = member(ann, "Ann", storage::staff_role::agent, our_shop);
    first.skills = {{returns, 3}};
    auto second = member(ben, "Ben", storage::staff_role::agent, our_shop);
    second.skills = {{returns, 2}, {presale, 5}};
    names.staff = {
        first,
        second,
        member(sue, "Sue", storage::staff_role::supervisor, our_shop),
        member(eve, "Eve", storage::staff_role::agent, other_shop)};
    return names;
}

const gateway::service::sop& shipped_manual() {
    static const gateway::service::sop manual = [] {
        std::ifstream file(KEFU_SOP_FILE);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        auto read = gateway::service::read_sop(text, "ecommerce.toml");
        if (!read.manual) throw std::runtime_error("the shipped manual has errors");
        return *read.manual;
    }();
    return manual;
}

storage::customer_row customer_named(routing::customer_id id, std::string name) {
    storage::customer_row row;
    row.id = id;
    row.organisation = our_shop;
    row.storefront = lamp_store;
    row.name = std::move(name);
    row.locale = "en";
    return row;
}

storage::conversation_row waiting_row(routing::conversation_id id, routing::customer_id customer) {
    storage::conversation_row row;
    row.id = id;
    row.organisation = our_shop;
    row.storefront = lamp_store;
    row.customer = customer;
    row.skill = returns;
    row.topic = "return";
    row.need_type = "functional";
    row.locale = "en";
    row.opened_at = row.queued_at = row.waiting_from = row.state_since = opening_time;
    row.waiting_since = opening_time;
    return row;
}

routing::id_bits key(std::uint8_t n) {
    routing::id_bits bits;
    bits.bytes[0] = 0xCE;
    bits.bytes[15] = n;
    return bits;
}

routing::id_bits counted_ids::numbered(std::uint8_t sort) {
    const auto n = ++made_;
    routing::id_bits id;
    id.bytes[0] = sort;
    for (std::size_t i = 0; i < 4; ++i)
        id.bytes[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
    return id;
}

std::string envelope_in(const gateway::net::payload& frame) {
    const auto length = static_cast<unsigned char>((*frame)[1]) & 0x7F;
    return frame->substr(length == 127 ? 10 : length == 126 ? 4 : 2);
}

// ---- floor

void recording_floor::publish(gateway::chat::publication news) {
    said entry;
    entry.conversation = news.conversation;
    entry.events = std::move(news.events);
    log.push_back(std::move(entry));
}
void recording_floor::to_staff(
    routing::staff_id staff, gateway::net::payload frame, gateway::net::entry_kind
) {
    log.push_back({said::sort::to_staff, staff, {}, envelope_in(frame), {}, 0, {}});
}
void recording_floor::to_customer(
    routing::conversation_id conversation, gateway::net::payload frame, gateway::net::entry_kind
) {
    log.push_back({said::sort::to_customer, {}, conversation, envelope_in(frame), {}, 0, {}});
}
void recording_floor::to_followers(
    routing::conversation_id conversation, gateway::net::payload frame, gateway::net::entry_kind
) {
    log.push_back({said::sort::to_followers, {}, conversation, envelope_in(frame), {}, 0, {}});
}
bool recording_floor::try_side(
    routing::conversation_id conversation, gateway::chat::audience side, gateway::net::payload frame
) {
    if (crowded) return false;
    const auto kind = gateway::net::entry_kind::control;
    if (side == gateway::chat::audience::customer)
        to_customer(conversation, frame, kind);
    else
        to_followers(conversation, frame, kind);
    return true;
}
void recording_floor::follow(
    routing::staff_id staff, routing::conversation_id conversation, std::uint64_t after
) {
    log.push_back({said::sort::followed, staff, conversation, {}, {}, after, {}});
}
void recording_floor::unfollow(
    routing::staff_id staff, routing::conversation_id conversation, gateway::net::payload frame
) {
    log.push_back({said::sort::unfollowed, staff, conversation, envelope_in(frame), {}, 0, {}});
}
// Only sessions say this.
void recording_floor::customer_opened(storage::conversation_row) {}

void recording_floor::to_wall(routing::organisation_id organisation, gateway::net::payload frame) {
    log.push_back({said::sort::wall, {}, {}, envelope_in(frame), {}, 0, organisation});
}
void recording_floor::use_catalog(gateway::chat::catalog_ptr) {
    log.push_back({said::sort::catalog, {}, {}, {}, {}, 0, {}});
}
void recording_floor::signed_out(gateway::chat::staff_sign_in which) {
    log.push_back({said::sort::signed_out, which.staff, {}, which.session_hash, {}, 0, {}});
}
void recording_floor::revoke(routing::staff_id staff) {
    log.push_back({said::sort::revoked, staff, {}, {}, {}, 0, {}});
}

std::vector<std::string> recording_floor::to_staff_of(
    routing::staff_id staff, std::string_view type
) const {
    std::vector<std::string> texts;
    for (const auto& one : log) {
        const bool told = one.what == said::sort::to_staff || one.what == said::sort::unfollowed;
        if (told && one.staff == staff && is_of_type(one.text, type)) texts.push_back(one.text);
    }
    return texts;
}
std::vector<std::string> recording_floor::to_customer_of(
    routing::conversation_id conversation, std::string_view type
) const {
    std::vector<std::string> texts;
    for (const auto& one : log) {
        const bool theirs = one.what == said::sort::to_customer && one.conversation == conversation;
        if (theirs && is_of_type(one.text, type)) texts.push_back(one.text);
    }
    return texts;
}
std::vector<std::string> recording_floor::walls() const {
    std::vector<std::string> texts;
    for (const auto& one : log) {
        if (one.what == said::sort::wall) texts.push_back(one.text);
    }
    return texts;
}
bool recording_floor::follows(routing::staff_id staff, routing::conversation_id conversation)
    const {
    bool following = false;
    for (const auto& one : log) {
        if (one.staff != staff || one.conversation != conversation) continue;
        if (one.what == said::sort::followed) following = true;
        if (one.what == said::sort::unfollowed) following = false;
    }
    return following;
}
std::size_t recording_floor::events_published(routing::conversation_id conversation) const {
    std::size_t count = 0;
    for (const auto& one : log) {
        if (one.what == said::sort::published && one.conversation == conversation) {
            count += one.events.size();
        }
    }
    return count;
}

} // namespace kefu::tests
