#include <gtest/gtest.h>

#include <string>

#include "gateway/service/process_steps.hpp"

namespace kefu::gateway::service::test {
namespace {

using storage::author_role;
using storage::event_kind;

// c = customer speaks, a = agent, s = system, t = taken, e = ended, w = wrapped up, n = note.
storage::event entry_of(char what) {
    storage::event entry;
    entry.kind = event_kind::message;
    entry.by.role = author_role::agent;
    if (what == 'c') entry.by.role = author_role::customer;
    if (what == 's') entry.by.role = author_role::system;
    if (what == 't') entry.kind = event_kind::accepted;
    if (what == 'e') entry.kind = event_kind::ended;
    if (what == 'w') entry.kind = event_kind::wrapped_up;
    if (what == 'n') entry.kind = event_kind::note;
    return entry;
}

// The first letters of the steps reached: g n h c f.
std::string reached(std::string_view log) {
    process_steps steps;
    for (const char what : log)
        steps.apply(entry_of(what));
    std::string letters;
    for (std::size_t i = 0; i < process_step_count; ++i) {
        const auto step = static_cast<process_step>(i);
        if (steps.reached(step)) letters += key_of(step).front();
    }
    EXPECT_EQ(static_cast<std::size_t>(steps.reached_count()), letters.size());
    return letters;
}

} // namespace

TEST(ProcessSteps, BeginWithNothing) { EXPECT_EQ(reached(""), ""); }

TEST(ProcessSteps, AGreetingMayComeFromTheSystem) {
    EXPECT_EQ(reached("s"), "g");
    EXPECT_EQ(reached("ta"), "g");
}

TEST(ProcessSteps, TheNeedIsUnderstoodWhenTheCustomerAnswersStaff) {
    EXPECT_EQ(reached("stc"), "g");
    EXPECT_EQ(reached("stcac"), "gn");
    EXPECT_EQ(reached("tw"), "n");
}

TEST(ProcessSteps, HelpAndContactFollow) {
    EXPECT_EQ(reached("stcaca"), "gnhc");
    EXPECT_EQ(reached("stcaa"), "g");
}

TEST(ProcessSteps, AFarewellIsStaffsLastWord) {
    EXPECT_EQ(reached("stcacae"), "gnhcf");
    EXPECT_EQ(reached("stcacace"), "gnhc");
    EXPECT_EQ(reached("se"), "g");
}

TEST(ProcessSteps, NotesCountForNothing) { EXPECT_EQ(reached("tnnc"), ""); }

} // namespace kefu::gateway::service::test
