#include "gateway/app/demo_seed.hpp"

#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "gateway/api/json_object.hpp"
#include "gateway/api/password.hpp"
#include "gateway/app/bootstrap.hpp"
#include "gateway/app/waiting.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::app {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct demo_skill {
    const char* name;
    const char* topic;
};
constexpr demo_skill demo_skills[] = {
    {"售前", "presale"},
    {"訂單", "order"},
    {"物流", "logistics"},
    {"退換貨", "return"},
    {"投訴", "complaint"}};

struct demo_member {
    const char* sign_in_name;
    const char* display_name;
    storage::staff_role role;
    std::map<std::string, int> skills; // topic to level
};

std::vector<demo_member> demo_members() {
    using storage::staff_role;
    return {
        {"lin", "林靜宜", staff_role::agent, {{"return", 5}, {"complaint", 3}}},
        {"xu", "許哲維", staff_role::agent, {{"logistics", 5}, {"order", 4}, {"return", 3}}},
        {"chen", "陳柏翰", staff_role::agent, {{"presale", 5}, {"order", 3}}},
        {"huang", "黃士豪", staff_role::agent, {{"order", 5}, {"logistics", 3}, {"presale", 3}}},
        {"wu", "吳佩珊", staff_role::agent, {{"complaint", 5}, {"presale", 2}}},
        {"zhou", "周雅文", staff_role::supervisor, {}},
        {"admin", "管理員", staff_role::admin, {}}};
}

std::string whole_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

class seeding {
public:
    seeding(
        storage::record_store& records, chat::ids_source& ids, const net::transport_clock& clock
    )
        : records_(records), ids_(ids), clock_(clock) {}

    void run(const demo_seed_options& options) {
        const auto there = wait_for<std::vector<storage::organisation_row>>(
            [&](auto done) { records_.organisations(std::move(done)); }, "organisations"
        );
        if (!there.empty()) throw std::runtime_error("the store is not empty: nothing was seeded");
        auto customers = read_customers(options.customers_file);
        organisation_ = {chat::next_id<routing::organisation_id>(ids_), "日器"};
        wait_for<void>(
            [&](auto done) { records_.save_organisation(organisation_, std::move(done)); },
            "organisation"
        );
        save_skills();
        save_storefront(options);
        for (auto& one : customers)
            save_customer(one);
        // Staff last: a store with staff in it is a store that is ready.
        save_staff(options.sign_ins_file);
    }

private:
    struct demo_customer {
        storage::customer_row row;
        std::vector<storage::order_row> orders;
    };

    storage::audit_draft audit(std::string action, std::string object) const {
        return {std::move(action), {}, std::move(object), "ok", clock_.wall()};
    }

    void save_skills() {
        for (const auto& skill : demo_skills) {
            storage::skill_row row{
                chat::next_id<routing::skill_id>(ids_), organisation_.id, skill.name, skill.topic};
            skills_[skill.topic] = row.id;
            const auto entry = audit("skill.create", row.id.text());
            wait_for<void>(
                [&](auto done) { records_.save_skill(row, entry, std::move(done)); }, "skill"
            );
        }
    }

    void save_storefront(const demo_seed_options& options) {
        storefront_.id = chat::next_id<routing::storefront_id>(ids_);
        storefront_.organisation = organisation_.id;
        storefront_.name = "日器";
        storefront_.widget_key = "pk_" + chat::token_text(ids_.secret());
        storefront_.origins = {options.shop_origin};
        storefront_.accent_color = "#076077";
        storefront_.locale = "zh-Hant";
        storefront_.identity_secret =
            chat::token_text(ids_.secret()) + chat::token_text(ids_.secret());
        const auto entry = audit("storefront.create", storefront_.id.text());
        wait_for<void>(
            [&](auto done) { records_.save_storefront(storefront_, entry, std::move(done)); },
            "storefront"
        );
        write_secret_file(
            options.shop_file,
            R"({"widget_key":")" + storefront_.widget_key + R"(","identity_secret":")" +
                storefront_.identity_secret + "\"}\n"
        );
    }

    void save_staff(const std::string& file) {
        std::vector<storage::staff_row> rows;
        std::ostringstream list;
        for (const auto& member : demo_members()) {
            const auto password = chat::token_text(ids_.secret()).substr(0, 16);
            storage::staff_row row;
            row.id = chat::next_id<routing::staff_id>(ids_);
            row.organisation = organisation_.id;
            row.sign_in_name = member.sign_in_name;
            row.display_name = member.display_name;
            row.role = member.role;
            row.password_hash = api::hash_password(password);
            for (const auto& [topic, level] : member.skills) {
                row.skills.push_back({skills_.at(topic), level});
            }
            list << member.sign_in_name << '\t' << password << '\t'
                 << protocol::word_of(chat::role_of(member.role)) << '\t' << member.display_name
                 << '\n';
            rows.push_back(std::move(row));
        }
        write_secret_file(file, list.str());
        for (const auto& row : rows) {
            const auto entry = audit("staff.create", row.id.text());
            wait_for<void>(
                [&](auto done) { records_.save_staff(row, entry, std::move(done)); }, "staff"
            );
        }
    }

    void save_customer(demo_customer& one) {
        one.row.storefront = storefront_.id;
        one.row.organisation = organisation_.id;
        wait_for<void>(
            [&](auto done) { records_.save_customer(one.row, std::move(done)); }, "customer"
        );
        for (auto& order : one.orders) {
            order.organisation = organisation_.id;
            wait_for<void>(
                [&](auto done) { records_.save_order(order, std::move(done)); }, "order"
            );
        }
    }

    std::vector<demo_customer> read_customers(const std::string& path) {
        auto parsed = api::parse_object("{\"customers\":" + whole_file(path) + "}");
        if (!parsed) throw std::runtime_error(path + ": not a JSON list");
        api::json_object file(std::move(*parsed));
        auto list = file.objects("customers", 1'000);
        if (!list) throw std::runtime_error(path + ": " + file.error());
        std::vector<demo_customer> customers;
        for (auto& item : *list) {
            customers.push_back(read_customer(item));
            if (const auto wrong = item.error(); !wrong.empty()) {
                throw std::runtime_error(path + ": " + wrong);
            }
        }
        return customers;
    }

    demo_customer read_customer(api::json_object& from) {
        demo_customer one;
        one.row.id = chat::next_id<routing::customer_id>(ids_);
        one.row.identified = true;
        one.row.external_id = from.required_text("sub", 128);
        one.row.name = from.required_text("name", 128);
        one.row.phone = from.text("phone", 64).value_or("");
        one.row.email = from.text("email", 256).value_or("");
        one.row.address = from.text("address", 512).value_or("");
        one.row.vip = from.flag("vip").value_or(false);
        one.row.locale = from.text("locale", 16).value_or("zh-Hant");
        one.row.created_at = clock_.wall();
        auto orders = from.objects("orders", 100);
        if (orders) {
            for (auto& order : *orders)
                one.orders.push_back(read_order(order, one.row.id, from));
        }
        return one;
    }

    storage::order_row read_order(
        api::json_object& from, routing::customer_id customer, api::json_object& report
    ) {
        storage::order_row row;
        row.id = chat::next_id<routing::order_id>(ids_);
        row.customer = customer;
        row.number = from.required_text("number", 64);
        row.status = from.required_text("status", 32);
        row.currency = from.required_text("currency", 8);
        row.total_minor = from.number("total_minor", 0, 1'000'000'000'000).value_or(0);
        row.placed_at = days_ago(from, "placed_days_ago");
        if (auto lines = from.objects("lines", 100)) {
            for (auto& line : *lines) {
                row.lines.push_back(
                    {line.required_text("title", 256),
                     line.text("variant", 128).value_or(""),
                     static_cast<int>(line.number("quantity", 1, 1'000).value_or(1)),
                     line.number("price_minor", 0, 1'000'000'000'000).value_or(0)}
                );
                if (!line.error().empty()) report.refuse("lines: " + line.error());
            }
        }
        if (auto steps = from.objects("timeline", 100)) {
            for (auto& step : *steps) {
                const auto at = days_ago(step, "days_ago");
                row.timeline.emplace_back(at, step.required_text("text", 512));
                if (!step.error().empty()) report.refuse("timeline: " + step.error());
            }
        }
        if (!from.error().empty()) report.refuse("orders: " + from.error());
        return row;
    }

    routing::wall_time days_ago(api::json_object& from, std::string_view field) const {
        return {clock_.wall().ms - from.number(field, 0, 3'650).value_or(0) * day_ms};
    }

    storage::record_store& records_;
    chat::ids_source& ids_;
    const net::transport_clock& clock_;
    storage::organisation_row organisation_;
    storage::storefront_row storefront_;
    std::map<std::string, routing::skill_id> skills_;
};

} // namespace

void seed_demo(
    storage::record_store& records,
    chat::ids_source& ids,
    const net::transport_clock& clock,
    const demo_seed_options& options
) {
    seeding(records, ids, clock).run(options);
}

} // namespace kefu::gateway::app
