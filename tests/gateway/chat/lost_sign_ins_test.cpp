#include "gateway/chat/lost_sign_ins.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

class LostSignIns : public testing::Test {
protected:
    gateway::chat::lost_sign_ins lost{20'000};
};

TEST_F(LostSignIns, WhoLostTheLineMayReturnWhileTheGraceLasts) {
    EXPECT_FALSE(lost.may_return(ann, {0}));
    lost.note(ann, "desk", {0});
    EXPECT_TRUE(lost.may_return(ann, {19'999}));
    EXPECT_FALSE(lost.may_return(ben, {19'999}));
    EXPECT_FALSE(lost.may_return(ann, {20'000}));
}

TEST_F(LostSignIns, NobodyReturnsByASignInThatHasEnded) {
    lost.note(ann, "desk", {0});
    lost.note(ann, "phone", {1});
    lost.forget(ann, "phone");
    EXPECT_TRUE(lost.may_return(ann, {2})) << "by the other one";
    lost.forget(ann, "desk");
    lost.forget(ann, "never seen");
    EXPECT_FALSE(lost.may_return(ann, {2}));
}

TEST_F(LostSignIns, TheGraceBeginsWithTheLastSessionOfASignIn) {
    lost.note(ann, "desk", {0});
    lost.note(ann, "desk", {15'000});
    EXPECT_TRUE(lost.may_return(ann, {30'000}));
    lost.note(ann, "phone", {40'000});
    lost.forget(ann, "phone");
    EXPECT_FALSE(lost.may_return(ann, {40'000})) << "the old one is over";
}

} // namespace
} // namespace kefu::tests
