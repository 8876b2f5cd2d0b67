#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

constexpr int small_buffer = 4096;
constexpr std::size_t body_bytes = 8 * 1024;

// "n" with padding: a message of the record.
net::payload numbered(std::uint64_t n) {
    auto text = std::to_string(n) + " ";
    text.resize(body_bytes, '.');
    return net::text_frame(text);
}

class SlowReader : public testing::Test {
protected:
    SlowReader() : served({roomy(), true, limits()}) {}

    static net::ws_limits limits() {
        net::ws_limits made;
        made.outbox_bytes_max = 128 * 1024;
        made.outbox_reserve_bytes = 32 * 1024;
        return made;
    }
    net_fixture served;
};

// Promise G8 from end to end: the record holds 1..n, pushes are dropped while the client does not
// read, and afterwards it has everything, once, in order.
TEST_F(SlowReader, LagsThenPullsFromTheRecordAndMissesNothing) {
    constexpr std::uint64_t top = 1000;
    std::uint64_t next = 1; // the first that is neither queued nor written; shard's thread
    const auto push_on = [&](net::ws_outlet& out, net::connection_ref to) {
        while (next <= top) {
            const auto sent = out.send(to, numbered(next), net::entry_kind::durable, next);
            if (sent.verdict == net::push_verdict::dropped_to_pull) {
                for (const auto mark : sent.dropped)
                    next = std::min(next, mark);
                return;
            }
            ASSERT_EQ(sent.verdict, net::push_verdict::queued);
            ++next;
        }
    };
    served.ws().when_drained = push_on;
    served.start();
    auto client = served.open_ws("/open", small_buffer);
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    served.on_shard([&] { push_on(served.home(), *ref); });
    served.on_shard([&] {
        EXPECT_LT(next, top);
        EXPECT_LE(served.home().queued_bytes(*ref), std::size_t{128} * 1024);
        EXPECT_GE(served.home().metrics().lagging_begun.value(), 1U);
    });
    for (std::uint64_t n = 1; n <= top; ++n) {
        const auto text = client.receive_text();
        ASSERT_TRUE(text) << "message " << n;
        ASSERT_EQ(text->substr(0, text->find(' ')), std::to_string(n));
    }
    served.on_shard([&] { served.ws().when_drained = nullptr; }); // it refers to this function
}

TEST_F(SlowReader, IsClosedWith4008AfterThirtySecondsWithoutProgress) {
    served.start();
    auto client = served.open_ws("/open", small_buffer);
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    served.on_shard([&] {
        for (std::uint64_t n = 1; n <= 500; ++n)
            static_cast<void>(served.home().send(*ref, numbered(n), net::entry_kind::durable, n));
    });
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().writes_blocked.value() > 0; }
    ));
    served.pass(29'000);
    EXPECT_EQ(served.ws().closed_count(), 0U);
    served.pass(3'000);
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, 4008);
    const auto last = client.receive_close(); // it reads again, and learns why
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4008);
}

TEST_F(SlowReader, IsClosedWith4008WhenNotEvenAcknowledgementsFit) {
    served.start();
    auto client = served.open_ws("/open", small_buffer);
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    auto verdict = net::push_verdict::queued;
    served.on_shard([&] {
        for (std::uint64_t n = 1; n <= 2000 && verdict == net::push_verdict::queued; ++n)
            verdict = served.home().send(*ref, numbered(n), net::entry_kind::control).verdict;
    });
    EXPECT_EQ(verdict, net::push_verdict::full);
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, 4008);
    served.pass(7'000); // and is cut when it does not answer
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
}

TEST_F(SlowReader, DoesNotSlowAnotherClient) {
    served.start();
    auto slow = served.open_ws("/open", small_buffer);
    auto quick = served.open_ws("/open");
    const auto to_slow = served.ws().opened(0);
    const auto to_quick = served.ws().opened(1);
    ASSERT_TRUE(to_slow && to_quick);
    for (std::uint64_t n = 1; n <= 500; ++n) {
        served.on_shard([&] {
            static_cast<void>(served.home().send(*to_slow, numbered(n), net::entry_kind::durable, n)
            );
            static_cast<void>(
                served.home().send(*to_quick, numbered(n), net::entry_kind::durable, n)
            );
        });
        const auto text = quick.receive_text();
        ASSERT_TRUE(text);
        ASSERT_EQ(text->substr(0, text->find(' ')), std::to_string(n));
    }
    served.on_shard([&] { EXPECT_LE(served.home().queued_bytes(*to_slow), 128U * 1024U); });
}

TEST_F(SlowReader, OfEchoesIsHeldBackInsteadOfClosed) {
    served.start();
    auto client = served.open_ws("/echo-ws", small_buffer);
    // More than the sockets and the pause hold: the server must stop reading, or this would grow.
    const std::string message(64 * 1024, 'e');
    std::string bytes;
    for (int i = 0; i < 200; ++i)
        bytes += ws_client::encode(1, message);
    std::thread sender([&] { client.send_raw(bytes); });
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().writes_blocked.value() > 0; }
    ));
    served.on_shard([&] { EXPECT_LE(served.home().metrics().queued_bytes.value(), 1024U * 1024U); }
    );
    for (int i = 0; i < 200; ++i) {
        const auto text = client.receive_text();
        ASSERT_TRUE(text) << i;
        ASSERT_EQ(text->size(), message.size());
    }
    sender.join();
}

// Our close frame waits behind what they do not read; meanwhile they could send without end.
TEST_F(SlowReader, IsNotReadFromWhileItsCloseFrameWaits) {
    constexpr std::size_t flood_bytes = std::size_t{64} << 20;
    served.start();
    auto client = served.open_ws("/open", small_buffer);
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    while (served.home().metrics().writes_blocked.value() == 0) {
        served.on_shard([&] {
            static_cast<void>(served.home().send(*ref, numbered(1), net::entry_kind::ephemeral));
        });
    }
    served.on_shard([&] { served.home().close(*ref, net::close_code::policy, "flood"); });

    const auto frame = ws_client::encode(1, std::string(60'000, 'x'));
    std::size_t taken = 0;
    for (int stands = 0; stands < 20 && taken < flood_bytes;) {
        const auto n = client.send_what_fits(std::string_view(frame).substr(taken % frame.size()));
        taken += n;
        stands = n > 0 ? 0 : stands + 1;
        if (n == 0) served.on_shard([] {});
    }
    EXPECT_LT(taken, flood_bytes);
    EXPECT_GT(served.home().metrics().connections.value(), 0U);
    served.pass(limits().close_ms_max);
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
}

} // namespace
} // namespace kefu::tests
