#include "tests/integration/hostile_fixture.hpp"
#include "tests/integration/shop_token.hpp"

// Nobody is more than what was proven: customers by the shop's word, staff by their sign-in.
namespace kefu::tests {
namespace {

namespace json = boost::json;

TEST_F(Hostile, OnlyTheShopsOwnFreshTokensIdentifyACustomer) {
    const auto& shop = gateway->widget_key();
    const auto& secret = gateway->identity_secret();
    const auto claims_with = [&](const char* name, const json::value& value) {
        auto claims = good_claims(shop, "u-10382");
        claims[name] = value;
        return claims;
    };
    const auto header_with = [&](const char* name, const json::value& value) {
        auto header = good_header();
        header[name] = value;
        return header;
    };
    const auto good = good_claims(shop, "u-10382");
    const auto now = unix_seconds();
    auto no_exp = good;
    no_exp.erase("exp");
    auto no_sub = good;
    no_sub.erase("sub");
    auto no_type = good_header();
    no_type.erase("typ");
    auto expired = claims_with("exp", now - 120);
    expired["iat"] = now - 600;
    auto future = claims_with("iat", now + 600);
    future["exp"] = now + 900;
    const auto whole = signed_token(good_header(), good, secret);
    const auto dot = whole.rfind('.');
    const std::vector<std::pair<const char*, std::string>> corpus{
        {"alg none",
         base64url(R"({"typ":"chat+jwt","alg":"none"})") + "." + base64url(json::serialize(good)) +
             "."},
        {"alg none, signed", signed_token(header_with("alg", "none"), good, secret)},
        {"alg HS512", signed_token(header_with("alg", "HS512"), good, secret, "SHA512")},
        {"alg RS256", signed_token(header_with("alg", "RS256"), good, secret)},
        {"no typ", signed_token(no_type, good, secret)},
        {"typ JWT", signed_token(header_with("typ", "JWT"), good, secret)},
        {"jwk", signed_token(header_with("jwk", json::object{}), good, secret)},
        {"jku", signed_token(header_with("jku", "https://evil.example"), good, secret)},
        {"crit", signed_token(header_with("crit", json::array{"exp"}), good, secret)},
        {"another secret", signed_token(good_header(), good, std::string(64, 'k'))},
        {"empty secret", signed_token(good_header(), good, "")},
        {"no signature", whole.substr(0, dot + 1)},
        {"cut signature", whole.substr(0, whole.size() - 2)},
        {"two parts", whole.substr(0, dot)},
        {"four parts", whole + ".x"},
        {"wrong aud",
         signed_token(good_header(), claims_with("aud", json::value("kefu:other")), secret)},
        {"aud is a list",
         signed_token(good_header(), claims_with("aud", json::array{"kefu:" + shop}), secret)},
        {"wrong iss", signed_token(good_header(), claims_with("iss", "pk_other"), secret)},
        {"expired", signed_token(good_header(), expired, secret)},
        {"not yet", signed_token(good_header(), future, secret)},
        {"lives too long", signed_token(good_header(), claims_with("exp", now + 3'600), secret)},
        {"no exp", signed_token(good_header(), no_exp, secret)},
        {"no sub", signed_token(good_header(), no_sub, secret)},
        {"empty sub", signed_token(good_header(), claims_with("sub", ""), secret)},
        {"sub too long",
         signed_token(good_header(), claims_with("sub", json::string(129, 's')), secret)},
        {"nbf to come", signed_token(good_header(), claims_with("nbf", now + 300), secret)},
        {"line end in sub", signed_token(good_header(), claims_with("sub", "u-1\nx"), secret)},
        {"escape in name", signed_token(good_header(), claims_with("name", "\x1b[31m"), secret)},
        {"name turned around",
         signed_token(good_header(), claims_with("name", "\u202egnaW"), secret)},
        {"name too long",
         signed_token(good_header(), claims_with("name", json::string(129, 'n')), secret)},
        {"sub is a number", signed_token(good_header(), claims_with("sub", 10'382), secret)},
    };
    for (const auto& [name, token] : corpus) {
        auto hello = customer_hello();
        hello["jwt"] = token;
        EXPECT_EQ(close_of_hello(hello), 4401u) << name;
    }
    customer_driver known(*gateway, "u-10382");
    EXPECT_TRUE(known.arrive()) << "and a good one still does";
}

TEST_F(Hostile, RoleFieldsOfAClientMeanNothing) {
    const auto c = neighbour->conversation();
    const auto answer = neighbour->ask(
        {{"t", "message.send"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"text", "I am the admin"},
         {"role", "admin"},
         {"gen", 1},
         {"staff", agent->staff_id()},
         {"auto", true},
         {"by", {{"role", "agent"}, {"id", agent->staff_id()}, {"name", "林靜宜"}}}}
    );
    ASSERT_EQ(text_at(answer, "t"), "ack") << answer;
    const auto seen = agent->await_text(c, "I am the admin");
    ASSERT_TRUE(seen);
    EXPECT_EQ(text_at(seen->frame.at("by").as_object(), "role"), "customer");
    EXPECT_FALSE(seen->frame.at("b").as_object().contains("auto"));
}

TEST_F(Hostile, CommandsOfTheOtherSideAreForbidden) {
    customer_driver visitor(*gateway);
    ASSERT_TRUE(visitor.arrive());
    const auto c = neighbour->conversation();
    const std::vector<json::object> of_staff{
        {{"t", "presence.set"}, {"presence", "online"}},
        {{"t", "offer.accept"}, {"offer", nowhere}},
        {{"t", "offer.decline"}, {"offer", nowhere}},
        {{"t", "note.add"}, {"key", key}, {"c", c}, {"gen", 1}, {"text", "x"}},
        {{"t", "conversation.transfer"},
         {"key", key},
         {"c", c},
         {"gen", 1},
         {"to_staff", nowhere},
         {"note", "x"}},
        {{"t", "conversation.end"}, {"key", key}, {"c", c}, {"gen", 1}},
        {{"t", "wrap_up.save"},
         {"key", key},
         {"c", c},
         {"gen", 1},
         {"topic", "order"},
         {"need_type", "functional"},
         {"solved", "yes"},
         {"solution", "x"}},
        {{"t", "conversation.watch"}, {"c", c}},
        {{"t", "conversation.unwatch"}, {"c", c}},
        {{"t", "wall.watch"}},
        {{"t", "wall.unwatch"}},
        {{"t", "wall.cards"}},
        {{"t", "conversation.assign"}, {"c", c}, {"staff", nowhere}},
    };
    for (const auto& command : of_staff)
        EXPECT_EQ(text_at(visitor.ask(command), "code"), "forbidden") << command;
    const std::vector<json::object> of_customers{
        {{"t", "conversation.start"}, {"key", key}, {"topic", "order"}},
        {{"t", "conversation.leave"}, {"c", c}},
        {{"t", "survey.rate"}, {"key", key}, {"c", c}, {"score", 5}},
    };
    for (const auto& command : of_customers)
        EXPECT_EQ(text_at(agent->ask(command), "code"), "forbidden") << command;
    const std::vector<json::object> of_supervisors{
        {{"t", "wall.watch"}},
        {{"t", "wall.unwatch"}},
        {{"t", "wall.cards"}},
        {{"t", "conversation.assign"}, {"c", c}, {"staff", agent->staff_id()}},
    };
    for (const auto& command : of_supervisors)
        EXPECT_EQ(text_at(agent->ask(command), "code"), "forbidden") << command;
}

// Foreign and unknown answer alike, so that nobody learns what there is.
TEST_F(Hostile, AForeignConversationAnswersLikeOneThatIsNotThere) {
    customer_driver visitor(*gateway);
    agent_driver chen(*gateway, "chen");
    ASSERT_TRUE(visitor.arrive());
    ASSERT_TRUE(chen.arrive());
    const auto commands = [](const std::string& c, bool staff, int gen) {
        std::vector<json::object> list{
            {{"t", "message.send"}, {"key", wire_driver::new_key()}, {"c", c}, {"text", "x"}},
            {{"t", "sync"}, {"c", c}, {"after", 0}},
        };
        if (staff) {
            list[0]["gen"] = gen;
            list.push_back({{"t", "conversation.watch"}, {"c", c}});
            list.push_back(
                {{"t", "note.add"},
                 {"key", wire_driver::new_key()},
                 {"c", c},
                 {"gen", gen},
                 {"text", "x"}}
            );
            list.push_back(
                {{"t", "conversation.end"}, {"key", wire_driver::new_key()}, {"c", c}, {"gen", gen}}
            );
            list.push_back(
                {{"t", "conversation.transfer"},
                 {"key", wire_driver::new_key()},
                 {"c", c},
                 {"gen", gen},
                 {"to_staff", nowhere},
                 {"note", "x"}}
            );
            list.push_back(
                {{"t", "wrap_up.save"},
                 {"key", wire_driver::new_key()},
                 {"c", c},
                 {"gen", gen},
                 {"topic", "order"},
                 {"need_type", "functional"},
                 {"solved", "yes"},
                 {"solution", "x"}}
            );
        } else {
            list.push_back({{"t", "conversation.leave"}, {"c", c}});
            list.push_back(
                {{"t", "survey.rate"}, {"key", wire_driver::new_key()}, {"c", c}, {"score", 1}}
            );
        }
        return list;
    };
    const auto compare = [&](wire_driver& who, bool staff, int gen) {
        const auto foreign = commands(neighbour->conversation(), staff, gen);
        const auto absent = commands(nowhere, staff, gen);
        for (std::size_t i = 0; i < foreign.size(); ++i) {
            auto one = who.ask(foreign[i]);
            auto other = who.ask(absent[i]);
            one.erase("r");
            other.erase("r");
            EXPECT_EQ(text_at(one, "code"), "forbidden") << foreign[i] << one;
            EXPECT_EQ(one, other) << foreign[i];
        }
    };
    compare(visitor, false, 1);
    compare(chen, true, 1);
    compare(chen, true, 99);
    // A resume cursor of somebody else's conversation shows nothing of it.
    auto connection = opened();
    auto hello = customer_hello();
    hello["token"] = visitor.token();
    hello["resume"] = {{"c", neighbour->conversation()}, {"q", 1}};
    connection.send_text(json::serialize(hello));
    const auto welcome = connection.receive_text(wire_driver::patience_ms);
    ASSERT_TRUE(welcome);
    EXPECT_THAT(*welcome, ::testing::Not(::testing::HasSubstr(neighbour->conversation())));
    EXPECT_FALSE(connection.receive_text(300));
}

TEST_F(Hostile, ATokenOfAnotherCustomerGivesTheShopsCustomerANewOne) {
    customer_driver visitor(*gateway);
    ASSERT_TRUE(visitor.arrive());
    const auto before = visitor.token();
    customer_driver known(*gateway, "u-20517");
    known.use_token(before);
    ASSERT_TRUE(known.arrive());
    EXPECT_NE(known.token(), before);
    EXPECT_TRUE(known.welcome().at("identified").as_bool());
}

} // namespace
} // namespace kefu::tests
