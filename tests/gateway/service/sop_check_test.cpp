#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "gateway/service/sop_check.hpp"
#include "gateway/service/sop_file.hpp"

namespace kefu::gateway::service::test {
namespace {

const sop& good() {
    static const sop manual = [] {
        std::ifstream file(KEFU_SOP_FILE);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        return read_sop(text, "ecommerce.toml").manual.value();
    }();
    return manual;
}

std::string errors_after(const std::function<void(sop&)>& spoil) {
    auto manual = good();
    spoil(manual);
    std::string all;
    for (const auto& one : check_sop(manual))
        all += one.text + '\n';
    return all;
}

} // namespace

TEST(SopCheck, FindsNothingWrongWithAGoodManual) { EXPECT_TRUE(check_sop(good()).empty()); }

TEST(SopCheck, WantsEveryLanguage) {
    EXPECT_EQ(
        errors_after([](sop& m) { m.greeting.en.clear(); }), "texts: greeting.en is missing\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.phrases[3].text.zh_hans.clear(); }),
        "phrases: text.zh-Hans is missing\n"
    );
}

TEST(SopCheck, WantsKeysThatAreWellFormedAndUnique) {
    EXPECT_NE(
        errors_after([](sop& m) { m.topics[0].key = "Pre sale"; }).find("must be of"),
        std::string::npos
    );
    EXPECT_NE(
        errors_after([](sop& m) { m.phrases[1].code = "nh"; }).find("\"nh\" is there twice"),
        std::string::npos
    );
    EXPECT_NE(
        errors_after([](sop& m) { m.topics[0].key = std::string(33, 'k'); }).find("must be of"),
        std::string::npos
    );
}

TEST(SopCheck, WantsReferencesThatLeadSomewhere) {
    EXPECT_EQ(
        errors_after([](sop& m) { m.phrases[0].topic = "gone"; }),
        "phrases: topic \"gone\" does not exist\n"
    );
}

TEST(SopCheck, WantsNumbersInRange) {
    EXPECT_EQ(
        errors_after([](sop& m) { m.topics[0].level_min = 6; }),
        "topics: level_min must be 1 to 5\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.sla.warn = 180; }), "sla: warn must come before breach\n"
    );
    EXPECT_EQ(errors_after([](sop& m) { m.sla.accept = 0; }), "sla: seconds must be 1 to 86400\n");
}

TEST(SopCheck, WantsKnownVariablesOnly) {
    EXPECT_EQ(
        errors_after([](sop& m) { m.phrases[0].text.en = "{password}"; }),
        "phrases: variable \"password\" is not known\n"
    );
    EXPECT_NE(errors_after([](sop& m) { m.farewell.en = "a { b"; }), "");
}

TEST(SopCheck, ABlankStandsInAPhraseAndNotInWhatIsSaidWithoutAnAgent) {
    EXPECT_EQ(errors_after([](sop& m) { m.phrases[0].text.en = "because {…}, {……}"; }), "");
    EXPECT_EQ(
        errors_after([](sop& m) { m.farewell.en = "because {…}"; }),
        "texts: variable \"…\" is not known\n"
    );
}

TEST(SopCheck, WantsTheListsItNeeds) {
    EXPECT_NE(
        errors_after([](sop& m) { m.topics.clear(); }).find("topics: at least one"),
        std::string::npos
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.survey.score_words.pop_back(); }),
        "survey: score_words needs five entries, for 1 to 5\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.wrap_up.pop_back(); }),
        "wrap_up: field \"solution\" is missing\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.forbidden[0].words.clear(); }),
        "forbidden_words: words is empty\n"
    );
    EXPECT_EQ(errors_after([](sop& m) { m.forbidden.clear(); }), "");
}

TEST(SopCheck, WantsTheFieldsOfAServiceRecordAndNoOthers) {
    const auto more = errors_after([](sop& m) {
        m.wrap_up.push_back(m.wrap_up.back());
        m.wrap_up.back().key = "mood";
    });
    EXPECT_NE(more.find("wrap_up: \"mood\" is no field of a service record\n"), more.npos);
    EXPECT_EQ(
        errors_after([](sop& m) { m.wrap_up.back().required = false; }),
        "wrap_up: \"solution\" cannot be left out\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) { m.wrap_up.back().type = form_field::kind::one_of; }),
        "wrap_up: \"solution\" is of type text\n"
    );
    EXPECT_EQ(
        errors_after([](sop& m) {
            for (auto& field : m.wrap_up)
                if (field.key == "solved") field.options[1].key = "half";
        }),
        "wrap_up.options: keys are yes, partly and no\n"
    );
}

TEST(SopCheck, DoesNotLetCardNumbersPassForOrders) {
    EXPECT_NE(errors_after([](sop& m) { m.order_pattern = "################"; }), "");
    EXPECT_NE(errors_after([](sop& m) { m.order_pattern = "####-####"; }), "");
    EXPECT_EQ(errors_after([](sop& m) { m.order_pattern = ""; }), "");
    EXPECT_EQ(errors_after([](sop& m) { m.order_pattern = "@#########"; }), "");
}

TEST(SopCheck, BoundsItsLists) {
    EXPECT_NE(
        errors_after([](sop& m) { m.phrases.resize(1'001, m.phrases[0]); }
        ).find("phrases: too many"),
        std::string::npos
    );
    EXPECT_NE(
        errors_after([](sop& m) { m.topics.resize(33, m.topics[0]); }).find("topics: too many"),
        std::string::npos
    );
    EXPECT_NE(
        errors_after([](sop& m) { m.greeting.en = std::string(2'001, 'x'); }).find("too long"),
        std::string::npos
    );
}

} // namespace kefu::gateway::service::test
