#include "tests/gateway/chat/port_bench.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <future>

namespace kefu::tests {

namespace asio = boost::asio;
namespace chat = gateway::chat;
namespace net = gateway::net;

void named_gate::admit(
    std::string ticket, std::function<void(std::optional<chat::staff_admission>)> done
) {
    using gateway::protocol::role;
    ++asked;
    const auto admit_as = [&](routing::staff_id id, routing::organisation_id of, role as) {
        chat::staff_admission admission;
        admission.staff = id;
        admission.organisation = of;
        admission.role = as;
        admission.session_hash = "sign-in of " + ticket;
        admission.ends = {opening_time.ms + 12LL * 3'600'000};
        if (!holds) return done(admission);
        const std::scoped_lock lock(guard_);
        held_.push_back([done, admission] { done(admission); });
    };
    if (ticket == "ann" || ticket == "ann 2") return admit_as(ann, our_shop, role::agent);
    if (ticket == "ben") return admit_as(ben, our_shop, role::agent);
    if (ticket == "sue") return admit_as(sue, our_shop, role::supervisor);
    if (ticket == "eve") return admit_as(eve, other_shop, role::supervisor);
    done(std::nullopt);
}

void named_gate::answer_held() {
    const std::scoped_lock lock(guard_);
    for (const auto& answer : std::exchange(held_, {}))
        answer();
}

// ---- client

chat_client::chat_client(std::uint16_t port, std::string_view origin, int buffer_bytes)
    : socket(port, buffer_bytes) {
    ws_client::fields more{{"Sec-WebSocket-Protocol", "kefu.v1"}};
    if (!origin.empty()) more.push_back({"Origin", std::string(origin)});
    EXPECT_EQ(socket.upgrade("/ws", more).status, 101U);
}

std::string chat_client::ask(std::string_view envelope, int r) {
    EXPECT_TRUE(send(envelope));
    const auto number = std::to_string(r);
    while (auto text = socket.receive_text()) {
        heard.push_back(*text);
        const bool answers = text->find("\"r\":" + number + ",") != std::string::npos ||
                             text->find("\"r\":" + number + "}") != std::string::npos ||
                             text->find("[[" + number + ",") != std::string::npos;
        if (answers) return *text;
    }
    ADD_FAILURE() << "no answer to " << envelope;
    return {};
}

std::string chat_client::until(std::string_view part) {
    while (auto text = socket.receive_text()) {
        heard.push_back(*text);
        if (text->find(part) != std::string::npos) return *text;
    }
    ADD_FAILURE() << "never heard " << part;
    return {};
}

std::vector<std::uint64_t> chat_client::event_numbers() const {
    std::vector<std::uint64_t> numbers;
    for (const auto& text : heard) {
        if (!text.starts_with("{\"t\":\"ev\"")) continue;
        numbers.push_back(std::stoull(text.substr(text.find("\"q\":") + 4)));
    }
    return numbers;
}

bool chat_client::hear_events(std::size_t count) {
    while (event_numbers().size() < count) {
        const auto text = socket.receive_text();
        if (!text) return false;
        heard.push_back(*text);
    }
    return true;
}

std::uint16_t chat_client::close_code() {
    const auto frame = socket.receive_close();
    return frame ? frame->close_code() : std::uint16_t{0};
}

std::string message(
    int r, const std::string& conversation, std::uint8_t k, const std::string& text
) {
    return R"({"t":"message.send","r":)" + std::to_string(r) + R"(,"c":")" + conversation +
           R"(","key":")" + routing::to_string(key(k)) + R"(","text":")" + text + "\"}";
}

void leave(chat_client& who, int r, const std::string& conversation) {
    const auto answer = who.ask(
        R"({"t":"conversation.leave","r":)" + std::to_string(r) + R"(,"c":")" + conversation +
            "\"}",
        r
    );
    EXPECT_NE(answer.find("\"ok\""), std::string::npos) << answer;
}

std::string field_of(const std::string& envelope, std::string_view name) {
    const auto mark = "\"" + std::string(name) + "\":\"";
    const auto at = envelope.find(mark);
    if (at == std::string::npos) return {};
    const auto begin = at + mark.size();
    return envelope.substr(begin, envelope.find('"', begin) - begin);
}

// ---- bench

port_bench::port_bench(
    std::size_t outbox_bytes_max,
    chat::start_limits starts,
    chat::message_rates::bounds writers,
    chat::network_limits byte_limits
)
    : bytes(clock, byte_limits), live_(desk_loop_, [this] { return clock.now(); }),
      doors_(desk_loop_), words_(shipped_manual().forbidden),
      ours_(
          {desk_loop_, store, live_, floor, clock, ids, shipped_manual(), "node-1", starts},
          our_shop,
          std::make_shared<const chat::catalog>(names)
      ),
      theirs_(
          {desk_loop_, store, live_, floor, clock, ids, shipped_manual(), "node-1", starts},
          other_shop,
          std::make_shared<const chat::catalog>(names)
      ),
      desk_guard_(asio::make_work_guard(desk_loop_)),
      store_guard_(asio::make_work_guard(store_loop_)), desk_thread_([this] { desk_loop_.run(); }),
      store_thread_([this] { store_loop_.run(); }) {
    store.answer_through([this](std::function<void()> run) {
        asio::post(store_loop_, std::move(run));
    });
    for (const auto& [name, who] :
         {std::pair{"ann", ann}, {"ben", ben}, {"sue", sue}, {"eve", eve}}) {
        const auto began = clock.wall();
        store.put(storage::staff_session_row{"sign-in of " + std::string(name), who, began, began});
    }
    doors_.add(our_shop, ours_);
    doors_.add(other_shop, theirs_);
    // Only who says that they come by IPv6 meets these.
    net::transport_options options;
    options.admission.per_site_max = 4; // crowded from two on
    options.admission.per_network_in_crowd_max = 1;
    transport_ = std::make_unique<net::transport>(options, clock);
    auto& shard = transport_->shard_at(0);
    chat_ = std::make_unique<chat::chat_port>(
        chat::chat_parts{
            shard,
            store,
            doors_,
            floor,
            gate,
            customers,
            pages,
            bytes,
            clock,
            ids,
            shipped_manual(),
            words_,
            {"https://console.example"},
            {},
            chat::step_of,
            writers},
        std::make_shared<const chat::catalog>(names)
    );
    floor.add(shard, *chat_);
    net::ws_route route{"/ws", chat_.get(), {}, false, true};
    if (outbox_bytes_max > 0) route.limits.outbox_bytes_max = outbox_bytes_max;
    site_.routes.push_back(route);
    const auto bound = transport_->listen("127.0.0.1", 0, {&site_});
    EXPECT_TRUE(bound.has_value());
    port = *bound;
    proxied_ = site_;
    proxied_.trusted_proxies = {*net::peer_network::parse("127.0.0.1")};
    const auto behind = transport_->listen("127.0.0.1", 0, {&proxied_});
    EXPECT_TRUE(behind.has_value());
    proxied_port = *behind;
    start_desks();
    transport_->start();
    chat_->start();
}

void port_bench::start_desks() {
    std::promise<void> ready;
    int count = 0;
    asio::post(desk_loop_, [&] {
        live_.start({});
        for (auto* desk : {&ours_, &theirs_}) {
            desk->start([&] {
                if (++count == 2) ready.set_value();
            });
        }
    });
    ready.get_future().wait();
}

port_bench::~port_bench() {
    transport_->stop();
    std::promise<void> stopped;
    asio::post(desk_loop_, [&] {
        ours_.stop();
        theirs_.stop();
        live_.stop([&] { stopped.set_value(); });
    });
    stopped.get_future().wait();
    store_guard_.reset();
    store_thread_.join();
    desk_guard_.reset();
    desk_thread_.join();
}

void port_bench::settle() {
    // A message crosses each thread at most a few times before it is answered.
    for (int i = 0; i < 12; ++i) {
        for (auto* loop : {&desk_loop_, &store_loop_}) {
            std::promise<void> ran;
            asio::post(*loop, [&] { ran.set_value(); });
            ran.get_future().wait();
        }
        std::promise<void> ran;
        transport_->shard_at(0).post([&] { ran.set_value(); });
        ran.get_future().wait();
    }
}

void port_bench::settle_shard() {
    for (int i = 0; i < 12; ++i) {
        std::promise<void> ran;
        transport_->shard_at(0).post([&] { ran.set_value(); });
        ran.get_future().wait();
    }
}

std::uint64_t port_bench::open_sockets() const {
    return transport_->shard_at(0).metrics().websockets.value();
}

std::uint64_t port_bench::hints_dropped() const {
    return transport_->shard_at(0).metrics().hints_dropped.value();
}

void port_bench::settle_store() {
    std::promise<void> ran;
    asio::post(store_loop_, [&] { ran.set_value(); });
    ran.get_future().wait();
}

void port_bench::hold(std::promise<void>& let_go, std::function<void(std::function<void()>)> post) {
    let_go = {};
    std::promise<void> stands;
    post([&stands, go = let_go.get_future().share()] {
        stands.set_value();
        go.wait();
    });
    stands.get_future().wait();
}

void port_bench::hold_desk(bool held) {
    if (!held) return desk_let_go_.set_value();
    hold(desk_let_go_, [this](std::function<void()> wait) {
        asio::post(desk_loop_, std::move(wait));
    });
}

void port_bench::crowd_desk() {
    for (std::size_t i = 0; i < chat::limits::desk_tasks_waiting_max; ++i)
        doors_.post(our_shop, [](chat::front_desk*) {});
}

void port_bench::hold_shard(bool held) {
    if (!held) return shard_let_go_.set_value();
    hold(shard_let_go_, [this](std::function<void()> wait) {
        auto& shard = transport_->shard_at(0);
        asio::post(shard.context(), [&shard, wait = std::move(wait)] {
            shard.begin_turn();
            wait();
        });
    });
}

void port_bench::use_catalog(chat::catalog_ptr fresh) {
    floor.use_catalog(fresh);
    on_desk([fresh](chat::front_desk& desk) { desk.use_catalog(fresh); });
    settle();
}

bool port_bench::eventually(const std::function<bool()>& holds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        settle();
    }
    return true;
}

void port_bench::on_desk(std::function<void(chat::front_desk&)> work) {
    std::promise<void> ran;
    asio::post(desk_loop_, [&] {
        work(ours_);
        ran.set_value();
    });
    ran.get_future().wait();
}

void port_bench::pass(std::int64_t ms) {
    clock.pass(ms);
    on_desk([](chat::front_desk& desk) { desk.check_deadlines(); });
    settle();
}

chat_client port_bench::customer(std::string& token) {
    auto made = client();
    const auto known = token.empty() ? std::string() : ",\"token\":\"" + token + "\"";
    made.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en")" + known + "}");
    const auto welcome = made.until("\"t\":\"welcome\"");
    if (token.empty()) token = field_of(welcome, "token");
    return made;
}

chat_client port_bench::staff(std::string_view name) {
    auto made = client();
    made.send(R"({"t":"hello","v":1,"ticket":")" + std::string(name) + "\"}");
    made.until("\"t\":\"welcome\"");
    return made;
}

std::string port_bench::start(chat_client& by, std::uint8_t k) {
    const auto answer = by.ask(
        R"({"t":"conversation.start","r":900,"topic":"return","text":"hello","key":")" +
            routing::to_string(key(k)) + "\"}",
        900
    );
    return field_of(answer, "c");
}

} // namespace kefu::tests
