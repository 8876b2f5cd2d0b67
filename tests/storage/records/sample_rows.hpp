#pragma once

#include <string>

#include "storage/records/record_store.hpp"

// Rows for tests: ids are small numbers, everything else has a value that shows when it is lost.
namespace kefu::storage::testing {

inline routing::id_bits bits(std::uint64_t number) {
    routing::id_bits id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return id;
}

template <class Id>
Id id(std::uint64_t number) {
    return Id{bits(number)};
}

inline const auto shop = id<routing::organisation_id>(1);
inline const auto other_shop = id<routing::organisation_id>(2);
inline const auto front = id<routing::storefront_id>(11);
inline const auto amy = id<routing::staff_id>(21);
inline const auto ben = id<routing::staff_id>(22);
inline const auto returns = id<routing::skill_id>(31);

inline routing::customer_id customer_id(std::uint64_t n) {
    return id<routing::customer_id>(1'000 + n);
}
inline routing::conversation_id conversation_id(std::uint64_t n) {
    return id<routing::conversation_id>(1'000'000 + n);
}

inline author by_customer(std::uint64_t n) { return {author_role::customer, customer_id(n).bits}; }
inline author by_agent(routing::staff_id staff) { return {author_role::agent, staff.bits}; }

inline conversation_row conversation(std::uint64_t n, std::uint64_t customer) {
    conversation_row row;
    row.id = conversation_id(n);
    row.organisation = shop;
    row.storefront = front;
    row.customer = customer_id(customer);
    row.skill = returns;
    row.min_level = 2;
    row.points = 7;
    row.topic = "return";
    row.need_type = "functional";
    row.order_number = "TW-2026-1122-007";
    row.locale = "zh-Hant";
    row.opened_at = {1'000};
    row.queued_at = {1'001};
    row.waiting_from = {1'001};
    row.state_since = {1'002};
    return row;
}

inline event_draft message(author by, std::string text, std::uint64_t event_number) {
    event_draft draft;
    draft.id = id<routing::event_id>(9'000'000 + event_number);
    draft.kind = event_kind::message;
    draft.by = by;
    draft.at = {2'000};
    draft.body = std::move(text);
    return draft;
}

inline event_draft draft_of(event_kind kind, author by, std::uint64_t event_number) {
    auto draft = message(by, R"({"kind":")" + std::string(name_of(kind)) + "\"}", event_number);
    draft.kind = kind;
    return draft;
}

inline event_draft with_key(event_draft draft, std::uint64_t key) {
    draft.client_key = bits(key);
    return draft;
}

// Opens conversation n for the customer with an `opened` and a `queued` event.
inline log_write start(std::uint64_t n, std::uint64_t customer) {
    log_write write;
    write.organisation = shop;
    write.conversation = conversation_id(n);
    write.create = conversation(n, customer);
    write.events = {
        draft_of(event_kind::opened, by_customer(customer), n * 1'000),
        draft_of(event_kind::queued, {}, n * 1'000 + 1)};
    return write;
}

inline log_write write_to(std::uint64_t n) {
    log_write write;
    write.organisation = shop;
    write.conversation = conversation_id(n);
    return write;
}

inline log_write say(std::uint64_t n, event_draft draft) {
    auto write = write_to(n);
    write.events.push_back(std::move(draft));
    return write;
}

inline log_write change_of(std::uint64_t n, conversation_change change) {
    auto write = write_to(n);
    write.change = std::move(change);
    return write;
}

inline service_record_row record_of(std::uint64_t n, std::uint64_t customer) {
    service_record_row row;
    row.id = id<routing::record_id>(5'000 + n);
    row.organisation = shop;
    row.conversation = conversation_id(n);
    row.customer = customer_id(customer);
    row.staff = amy;
    row.channel = "chat";
    row.topic = "return";
    row.need_type = "emotional";
    row.solved = "partly";
    row.solution = "sent a new one";
    row.opened_at = {10};
    row.accepted_at = {20};
    row.ended_at = {30};
    row.wrapped_up_at = {static_cast<std::int64_t>(100 * n)};
    row.longest_wait_ms = 15;
    return row;
}

inline customer_row customer(std::uint64_t n) {
    customer_row row;
    row.id = customer_id(n);
    row.organisation = shop;
    row.storefront = front;
    row.identified = true;
    row.vip = true;
    row.external_id = "shop-user-" + std::to_string(n);
    row.name = "王小明";
    row.phone = "0912-345-678";
    row.email = "Ming@Example.tw";
    row.address = "上海市黃浦區 1 號";
    row.locale = "zh-Hant";
    row.created_at = {77};
    return row;
}

inline order_row order(std::uint64_t n, std::uint64_t customer) {
    order_row row;
    row.id = id<routing::order_id>(7'000 + n);
    row.organisation = shop;
    row.customer = customer_id(customer);
    row.number = "TW-" + std::to_string(n);
    row.status = "shipped";
    row.currency = "TWD";
    row.total_minor = 129'900;
    row.placed_at = {static_cast<std::int64_t>(100 * n)};
    row.lines = {{"外套", "M", 1, 99'900}, {"圍巾", "", 2, 15'000}};
    row.timeline = {{{5}, "placed"}, {{6}, "shipped"}};
    return row;
}

inline staff_row staff(routing::staff_id who, std::string sign_in_name) {
    staff_row row;
    row.id = who;
    row.organisation = shop;
    row.sign_in_name = std::move(sign_in_name);
    row.display_name = "小艾";
    row.role = staff_role::supervisor;
    row.password_hash = "$argon2id$v=19$…";
    row.must_change_password = true;
    row.active = true;
    row.capacity = 4;
    row.auto_accept = true;
    row.locale = "en";
    row.skills = {{returns, 3}, {id<routing::skill_id>(32), 5}};
    return row;
}

inline storefront_row storefront(std::uint64_t n) {
    storefront_row row;
    row.id = id<routing::storefront_id>(n);
    row.organisation = shop;
    row.name = "旗艦店";
    row.widget_key = "pk_" + std::to_string(n);
    row.origins = {"https://shop.example", "https://www.shop.example"};
    row.accent_color = "#076077";
    row.locale = "zh-Hant";
    row.hours = "480;1:540-1080";
    row.greeting = "您好";
    row.identity_secret = "a secret of at least thirty-two bytes";
    row.identity_required = true;
    return row;
}

inline audit_draft audited(std::string action) {
    return {std::move(action), by_agent(amy), "object", "ok", {42}, {}};
}

} // namespace kefu::storage::testing
