#include "tests/fuzz/session_stage.hpp"

#include "tests/fuzz/oracle.hpp"

#include <algorithm>
#include <sys/socket.h>
#include <unistd.h>

namespace kefu::fuzz {

namespace chat = gateway::chat;
namespace net = gateway::net;
using tests::other_shop;
using tests::our_shop;

namespace {

// So small that a reader who rests for a while is one whose events are dropped and read again.
constexpr std::size_t outbox_bytes_max = 12 * 1024;
constexpr int socket_bytes = 4 * 1024;
constexpr std::int64_t step_ms = 500;

const gateway::service::forbidden_words& words() {
    static const gateway::service::forbidden_words made(tests::shipped_manual().forbidden);
    return made;
}

} // namespace

// ---- gate

void slow_gate::admit(
    std::string ticket, std::function<void(std::optional<chat::staff_admission>)> done
) {
    using gateway::protocol::role;
    const auto answer_with = [&](std::optional<chat::staff_admission> answer) {
        waiting_.push_back([done = std::move(done), answer = std::move(answer)] { done(answer); });
    };
    chat::staff_admission as;
    as.organisation = our_shop;
    as.session_hash = "sign-in of " + ticket;
    as.ends = {tests::opening_time.ms + 12LL * 3'600'000};
    if (ticket == "ann")
        as.staff = tests::ann;
    else if (ticket == "ben")
        as.staff = tests::ben;
    else if (ticket == "sue")
        as.staff = tests::sue;
    else if (ticket == "eve")
        as.staff = tests::eve;
    else
        return answer_with(std::nullopt);
    if (ticket == "sue" || ticket == "eve") as.role = role::supervisor;
    if (ticket == "eve") as.organisation = other_shop;
    answer_with(as);
}

std::size_t slow_gate::answer() {
    const auto waiting = std::exchange(waiting_, {});
    for (const auto& one : waiting)
        one();
    return waiting.size();
}

// ---- process

// What a kill takes with it. The members that others call stand first and go last.
struct session_stage::process {
    process(session_stage& on, chat::catalog_ptr names)
        : admission(net::admission_limits{}), live(on.redis_, on.redis_down),
          customers(on.store, on.clock, on.ids), pages(chat::sync_limits), bytes(on.clock),
          shard(0, limits, on.clock, admission), doors(desk_loop),
          ours(parts_of(on), our_shop, names), theirs(parts_of(on), other_shop, names),
          port(
              {shard,
               on.store,
               doors,
               floor,
               gate,
               customers,
               pages,
               bytes,
               on.clock,
               on.ids,
               tests::shipped_manual(),
               words(),
               {},
               {}},
              names
          ) {
        admission.on_drop([this](const net::waiting_connection& one) {
            shard.post([this, one] { shard.drop_unproven(one.who, one.listing); });
        });
        doors.add(our_shop, ours);
        doors.add(other_shop, theirs);
        floor.add(shard, port);
        net::ws_route route{"/ws", &port, {}, false, true};
        route.limits.outbox_bytes_max = outbox_bytes_max;
        served.routes.push_back(route);
        ours.start([] {});
        theirs.start([] {});
    }

    chat::front_desk_parts parts_of(session_stage& on) {
        return {
            desk_loop, on.store, live, floor, on.clock, on.ids, tests::shipped_manual(), "node-1"};
    }

    net::http_limits limits;
    boost::asio::io_context desk_loop{1};
    net::shared_admission admission;
    net::site served;
    chat::floor floor;
    slow_gate gate;
    failing_live live;
    chat::customer_gate customers;
    chat::network_rates pages;
    chat::network_bytes bytes;
    net::shard shard;
    chat::desk_door doors;
    chat::front_desk ours;
    chat::front_desk theirs;
    chat::chat_port port;
};

session_stage::session_stage()
    : names_(std::make_shared<const chat::catalog>(tests::shop_catalog())),
      redis_(live_loop_, [this] { return clock.now(); }) {
    for (const auto& [name, who] :
         {std::pair{"ann", tests::ann},
          {"ben", tests::ben},
          {"sue", tests::sue},
          {"eve", tests::eve}}) {
        const auto began = clock.wall();
        store.put(storage::staff_session_row{"sign-in of " + std::string(name), who, began, began});
    }
    for (const auto& row : names_->storefronts)
        store.put(row);
    redis_.start({});
    begin();
}

session_stage::~session_stage() {
    store.forget_calls();
    process_.reset();
    redis_.stop([] {});
    live_loop_.restart();
    live_loop_.poll();
}

void session_stage::begin() { process_ = std::make_unique<process>(*this, names_); }

void session_stage::kill() {
    store.forget_calls();
    process_.reset();
    begin();
}

void session_stage::empty_redis() {
    redis_.forget_everything();
    process_->ours.live_lost();
    process_->theirs.live_lost();
}

bool session_stage::knows(routing::conversation_id id) const {
    return process_->ours.find_open(id) != nullptr;
}

int session_stage::connect() {
    const auto from = *net::peer_address::parse("127.0.0.1");
    const auto verdict = process_->admission.open(from, false, clock.now());
    const bool undecided = verdict == net::admission_verdict::undecided;
    if (!undecided && verdict != net::admission_verdict::admitted) return -1;
    int ends[2];
    const int made = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends);
    holds(made == 0, "a pair of sockets can be made");
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &socket_bytes, sizeof socket_bytes);
    process_->shard.adopt(ends[0], {from, false, undecided}, process_->served);
    return ends[1];
}

bool session_stage::turn() {
    auto& now = *process_;
    const auto& counts = now.shard.metrics();
    const auto before = counts.tasks_posted.value() + counts.writes.value();
    now.shard.poll();
    std::size_t done = now.gate.answer();
    for (auto* loop : {&now.desk_loop, &live_loop_}) {
        loop->restart();
        done += loop->poll();
    }
    if (!record_held) done += store.answer_all();
    return done > 0 || counts.tasks_posted.value() + counts.writes.value() > before;
}

void session_stage::pass(std::int64_t ms, const std::function<void()>& after_each) {
    for (std::int64_t left = ms; left > 0; left -= step_ms) {
        clock.pass(std::min(left, step_ms));
        auto& now = *process_;
        now.shard.post([&now] {
            now.shard.check_deadlines();
            now.port.check_deadlines();
        });
        now.ours.check_deadlines();
        now.theirs.check_deadlines();
        after_each();
    }
}

} // namespace kefu::fuzz
