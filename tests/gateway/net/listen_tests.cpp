#include "gateway/net/transport.hpp"
#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

// Listens on a loopback port as any other program would, without sharing it.
class other_program {
public:
    other_program() {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* const name = reinterpret_cast<sockaddr*>(&at);
        listens_ = ::bind(socket_, name, sizeof at) == 0 && ::listen(socket_, 1) == 0 &&
                   ::getsockname(socket_, name, &size) == 0;
        port_ = ntohs(at.sin_port);
    }
    ~other_program() { ::close(socket_); }
    other_program(const other_program&) = delete;
    other_program& operator=(const other_program&) = delete;

    [[nodiscard]] bool listens() const { return listens_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool listens_ = false;
    std::uint16_t port_ = 0;
};

boost::system::result<std::uint16_t> listen_on(std::uint16_t port) {
    const net::system_clock clock;
    const net::site served;
    net::transport second(roomy(2), clock);
    return second.listen("127.0.0.1", port, {&served, &served});
}

// Both share their ports between shards, and would share them with each other: half of the
// customers would come to the one, half to the other.
TEST(Listen, RefusesAPortThatAnotherGatewayServes) {
    net_fixture first{{roomy(2)}};
    first.start();
    const auto taken = listen_on(first.port());
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error(), boost::system::errc::address_in_use);
    EXPECT_TRUE(first.open_ws().ok()); // and leaves it alone
}

TEST(Listen, RefusesAPortThatAnotherProgramHas) {
    const other_program other;
    ASSERT_TRUE(other.listens());
    const auto taken = listen_on(other.port());
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error(), boost::system::errc::address_in_use);
    EXPECT_EQ(taken.error().message(), "Address already in use");
}

// After a restart the old process's connections still linger in the kernel.
TEST(Listen, TakesAPortAgainThatAGatewayHasLeft) {
    std::uint16_t port = 0;
    {
        net_fixture first{{roomy(2)}};
        first.start();
        port = first.port();
        auto client = first.open_ws();
        ASSERT_TRUE(client.ok());
    }
    const auto bound = listen_on(port);
    ASSERT_TRUE(bound) << bound.error().message();
    EXPECT_EQ(*bound, port);
}

TEST(Listen, RefusesAnAddressThatIsNone) {
    const net::system_clock clock;
    const net::site served;
    net::transport one(roomy(1), clock);
    EXPECT_FALSE(one.listen("localhost of old", 0, {&served}));
    EXPECT_FALSE(one.listen("203.0.113.7", 0, {&served})); // not of this machine
}

} // namespace
} // namespace kefu::tests
