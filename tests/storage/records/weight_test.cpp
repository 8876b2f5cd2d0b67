#include "storage/records/weight.hpp"

#include <gtest/gtest.h>

#include "storage/records/limits.hpp"
#include "tests/storage/records/sample_rows.hpp"

namespace kefu::storage {
namespace {

using namespace kefu::storage::testing;

const std::string kilobyte(1'024, 'x');

// Each text must be counted, else the queue's bound can be passed by.
TEST(Weight, GrowsWithEveryTextOfALogWrite) {
    auto write = start(1, 1);
    write.change.emplace();
    write.record = record_of(1, 1);
    write.rating = rating_draft{1, ""};
    write.audits = {audited("x")};
    auto before = weight_of(write);
    const auto expect_growth = [&](std::string& text) {
        text += kilobyte;
        EXPECT_GE(weight_of(write), before + kilobyte.size());
        before = weight_of(write);
    };
    expect_growth(write.create->topic);
    expect_growth(write.create->order_number);
    expect_growth(write.events[1].body);
    expect_growth(write.change->topic.emplace());
    expect_growth(write.change->need_type.emplace());
    expect_growth(write.record->solution);
    expect_growth(write.rating->comment);
    expect_growth(write.audits[0].object);
}

TEST(Weight, GrowsWithEveryTextOfACustomerOrderStorefrontAndStaff) {
    auto person = customer(1);
    for (auto* text :
         {&person.external_id,
          &person.name,
          &person.phone,
          &person.email,
          &person.address,
          &person.locale}) {
        const auto before = weight_of(person);
        *text += kilobyte;
        EXPECT_EQ(weight_of(person), before + kilobyte.size());
    }
    auto bought = order(1, 1);
    for (auto* text :
         {&bought.number,
          &bought.lines[0].title,
          &bought.lines[1].variant,
          &bought.timeline[1].second}) {
        const auto before = weight_of(bought);
        *text += kilobyte;
        EXPECT_EQ(weight_of(bought), before + kilobyte.size());
    }
    auto shop_front = storefront(1);
    for (auto* text : {&shop_front.hours, &shop_front.greeting, &shop_front.origins[1]}) {
        const auto before = weight_of(shop_front);
        *text += kilobyte;
        EXPECT_EQ(weight_of(shop_front), before + kilobyte.size());
    }
    auto person_of_staff = staff(amy, "amy");
    const auto before = weight_of(person_of_staff);
    person_of_staff.display_name += kilobyte;
    EXPECT_EQ(weight_of(person_of_staff), before + kilobyte.size());
}

TEST(Weight, LetsEventsBeAsManyAndAsLongAsTheBoundSays) {
    auto write = say(1, message({}, std::string(limits::event_body_bytes_max, 'x'), 1));
    EXPECT_TRUE(events_fit(write));
    write.events[0].body += 'x';
    EXPECT_FALSE(events_fit(write));
    write.events.assign(limits::events_per_write_max, message({}, "x", 1));
    EXPECT_TRUE(events_fit(write));
    write.events.push_back(message({}, "x", 1));
    EXPECT_FALSE(events_fit(write));
}

} // namespace
} // namespace kefu::storage
