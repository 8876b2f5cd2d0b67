#include "gateway/api/guessable.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kefu::tests {
namespace {

using namespace gateway::api;

TEST(Guessable, CommonPasswordsWithAnythingForeseeableAroundThemAre) {
    for (const auto* password :
         {"password1234567",
          "PASSWORDPASSWORD",
          "P@ssw0rd!P@ssw0rd!",
          "iloveyou!!!!!!!",
          "administrator123",
          "Welcome2Welcome2",
          "letmein 123456789",
          "correct horse battery staple",
          "woaini5201314520",
          "密码密码密码密码密码密码密码密码",
          "1qaz2wsx3edc4rfv",
          "ｐａｓｓｗｏｒｄ１２３４５６７"})
        EXPECT_TRUE(is_guessable(password)) << password;
}

TEST(Guessable, RunsAndRepeatsAre) {
    for (const auto* password :
         {"123456789012345",
          "987654321098765",
          "abcdefghijklmnop",
          "qwertyuiopasdfghjkl",
          "asdfghjklasdfghjkl",
          "aaaaaaaaaaaaaaa",
          "abcabcabcabcabcabc",
          "abcd1234abcd1234abcd1234",
          "xk7xk7xk7xk7xk7xk7",
          "-----------------",
          "一一一一一一一一一一一一一一一一"})
        EXPECT_TRUE(is_guessable(password)) << password;
}

TEST(Guessable, SentencesAndChanceAreNot) {
    for (const auto* password :
         {"correct horse battery",
          "a long enough password",
          "another long password",
          "fifteen chars..",
          "three lamps in a blue room",
          "849201746350281",
          "k7#Qv!x2$Lp9&Zt4",
          "today we sold a hundred lamps",
          "春眠不覺曉處處聞啼鳥夜來風雨聲",
          "一二三四五六七八九十甲乙丙丁戊"})
        EXPECT_FALSE(is_guessable(password)) << password;
}

TEST(Guessable, ANameIsFoundHoweverItIsWritten) {
    const std::vector<std::string> names{"ann.lee", "Lamp Store", "小米", "Lin", "X"};
    for (const auto* password :
         {"ANN.LEE likes tea",
          "i am annlee of the shop",
          "the lampstore is open",
          "The Lamp-Store!",
          "我在小米商城上班很多年了真的"})
        EXPECT_TRUE(holds_a_name(password, names)) << password;
    for (const auto* password :
         {"anna leaves the store", "a lamp in the store", "linen", "xxx", ""})
        EXPECT_FALSE(holds_a_name(password, names)) << password;
}

TEST(Guessable, ANameOfSignsAloneIsInNoPassword) {
    EXPECT_FALSE(holds_a_name("any password at all", std::vector<std::string>{"***", ""}));
}

} // namespace
} // namespace kefu::tests
