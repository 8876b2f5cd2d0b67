#include "storage/live/resp_codec.hpp"

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

// Redis is inside the trust boundary, its bytes are not: a proxy, another server or a bug may
// speak.
namespace kefu::tests {

using namespace storage::live;

namespace {

using nodes = reply::array;

reply text(std::string value) { return {std::move(value)}; }
reply number(std::int64_t value) { return {value}; }

// All replies in `bytes`, fed in pieces that end at the given places.
std::vector<reply> decode(std::string_view bytes, std::size_t cut_a, std::size_t cut_b) {
    resp_decoder decoder;
    std::vector<reply> replies;
    const std::string_view pieces[] = {
        bytes.substr(0, cut_a), bytes.substr(cut_a, cut_b - cut_a), bytes.substr(cut_b)};
    for (const std::string_view piece : pieces) {
        decoder.feed(piece);
        while (true) {
            auto next = decoder.next();
            EXPECT_FALSE(next.has_error());
            if (next.has_error() || !next->has_value()) break;
            replies.push_back(std::move(**next));
        }
    }
    EXPECT_TRUE(decoder.at_boundary());
    return replies;
}

bool is_garbage(std::string_view bytes) {
    resp_decoder decoder;
    decoder.feed(bytes);
    while (true) {
        const auto next = decoder.next();
        if (next.has_error()) return next.error() == errc::protocol;
        if (!next->has_value()) return false;
    }
}

std::string nested(int depth) {
    std::string bytes;
    for (int i = 0; i < depth; ++i)
        bytes += "*1\r\n";
    return bytes + ":1\r\n";
}

} // namespace

TEST(RespCodec, EncodesAnyBytes) {
    std::string bytes;
    EXPECT_FALSE(encode({"SET", std::string("a\0b", 3), "", "\r\n"}, bytes));
    EXPECT_EQ(bytes, std::string("*4\r\n$3\r\nSET\r\n$3\r\na\0b\r\n$0\r\n\r\n$2\r\n\r\n\r\n", 36));
}

TEST(RespCodec, AppendsOneCommandToAnother) {
    std::string bytes;
    EXPECT_FALSE(encode({"PING"}, bytes));
    EXPECT_FALSE(encode({"PING"}, bytes));
    EXPECT_EQ(bytes, "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n");
}

TEST(RespCodec, RefusesACommandBeyondItsBounds) {
    std::string bytes = "before";
    EXPECT_EQ(encode({}, bytes), errc::too_large);
    EXPECT_EQ(encode(command(limits::command_arguments_max + 1, "x"), bytes), errc::too_large);
    EXPECT_EQ(encode({std::string(limits::command_bytes_max + 1, 'x')}, bytes), errc::too_large);
    EXPECT_EQ(bytes, "before");
}

TEST(RespCodec, DecodesEveryKindSplitAtEveryTwoBytes) {
    const std::string bytes =
        "+OK\r\n-ERR no\r\n:-42\r\n$5\r\nab\r\nc\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
        "*3\r\n$1\r\na\r\n*2\r\n:1\r\n$-1\r\n+x\r\n";
    const std::vector<reply> expected{
        {reply_status{"OK"}},
        {reply_error{"ERR no"}},
        number(-42),
        text("ab\r\nc"),
        text(""),
        {reply_nil{}},
        {reply_nil{}},
        {nodes{}},
        {nodes{text("a"), {nodes{number(1), {reply_nil{}}}}, {reply_status{"x"}}}},
    };
    for (std::size_t a = 0; a <= bytes.size(); ++a) {
        for (std::size_t b = a; b <= bytes.size(); ++b)
            ASSERT_EQ(decode(bytes, a, b), expected) << a << " " << b;
    }
}

TEST(RespCodec, NeverReadsAReplyThatIsNotComplete) {
    const std::string bytes = "*2\r\n$3\r\nabc\r\n:7\r\n";
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        resp_decoder decoder;
        decoder.feed(std::string_view(bytes).substr(0, length));
        const auto next = decoder.next();
        ASSERT_FALSE(next.has_error()) << length;
        EXPECT_FALSE(next->has_value()) << length;
        EXPECT_EQ(decoder.at_boundary(), length == 0) << length;
    }
}

TEST(RespCodec, CallsGarbageGarbage) {
    for (const std::string_view bytes :
         {"HTTP/1.1 200 OK\r\n",
          "\r\n",
          "?\r\n",
          "_\r\n",
          "%1\r\n",
          ">3\r\n",
          "$-2\r\n",
          "$x\r\n",
          "$99999999999999999999\r\n",
          "*-2\r\n",
          "*x\r\n",
          "*2147483648\r\n",
          ":12x\r\n",
          ":\r\n",
          ":99999999999999999999\r\n",
          "*1\r\n?\r\n",
          "\x16\x03\x01\x02"}) {
        EXPECT_TRUE(is_garbage(bytes)) << bytes;
    }
}

TEST(RespCodec, StaysBrokenUntilReset) {
    resp_decoder decoder;
    decoder.feed("?\r\n");
    EXPECT_TRUE(decoder.next().has_error());
    decoder.feed("+OK\r\n");
    EXPECT_TRUE(decoder.next().has_error());
    EXPECT_FALSE(decoder.at_boundary());
    decoder.reset();
    decoder.feed("+OK\r\n");
    EXPECT_EQ(decoder.next().value().value(), reply{reply_status{"OK"}});
}

TEST(RespCodec, BoundsDepth) {
    EXPECT_FALSE(is_garbage(nested(limits::reply_depth_max)));
    EXPECT_TRUE(is_garbage(nested(limits::reply_depth_max + 2)));
    EXPECT_TRUE(is_garbage(nested(100'000)));
}

TEST(RespCodec, BoundsTheNumberOfValuesBeforeMakingRoomForThem) {
    const auto header = [](std::size_t count) { return "*" + std::to_string(count) + "\r\n"; };
    EXPECT_FALSE(is_garbage(header(limits::reply_nodes_max)));
    EXPECT_TRUE(is_garbage(header(limits::reply_nodes_max + 1)));
    EXPECT_TRUE(is_garbage("*2147483647\r\n"));
    EXPECT_TRUE(is_garbage(header(2) + header(limits::reply_nodes_max - 1)));
}

TEST(RespCodec, BoundsTheBytesOfOneReply) {
    const std::string half(limits::reply_bytes_max / 2 + 1, 'x');
    const std::string bulk = "$" + std::to_string(half.size()) + "\r\n" + half + "\r\n";
    EXPECT_FALSE(is_garbage(bulk));
    EXPECT_FALSE(is_garbage(bulk + bulk)) << "two replies have two budgets";
    EXPECT_TRUE(is_garbage("*2\r\n" + bulk + bulk));
}

TEST(RespCodec, BoundsWhatItBuffersForAReplyThatNeverEnds) {
    resp_decoder endless_line;
    endless_line.feed("+" + std::string(limits::reply_bytes_max + 1, 'x'));
    EXPECT_EQ(endless_line.next().error(), errc::protocol);
    resp_decoder endless_bulk;
    endless_bulk.feed("$9000000000\r\n" + std::string(limits::reply_bytes_max + 1, 'x'));
    EXPECT_EQ(endless_bulk.next().error(), errc::protocol);
}

TEST(RespCodec, ForgetsHalfAReplyOnReset) {
    resp_decoder decoder;
    decoder.feed("*2\r\n$3\r\nabc\r\n$2\r\nx");
    EXPECT_FALSE(decoder.next().value().has_value());
    decoder.reset();
    decoder.feed(":1\r\n");
    EXPECT_EQ(decoder.next().value().value(), number(1));
}

} // namespace kefu::tests
