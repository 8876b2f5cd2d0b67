#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/table_lines.hpp"
#include "tests/integration/ws_matrix_cast.hpp"

// Roles times envelopes, as ws_matrix.tsv says.
namespace kefu::tests {
namespace {

namespace json = boost::json;

const std::array<std::string, ws_roles> role_names{
    "nobody",
    "another visitor",
    "an identified customer",
    "its customer",
    "another agent",
    "the serving agent",
    "a supervisor",
    "an admin",
    "another shop's customer",
    "another shop's admin"};

struct row {
    std::string type;
    std::string fields;
    bool changes = false;
    std::array<std::string, ws_roles> answers;

    [[nodiscard]] bool has(std::string_view name) const {
        return fields.find("{" + std::string(name) + "}") != std::string::npos;
    }
};

std::vector<row> read_matrix() {
    std::vector<row> rows;
    for (const auto& line : table_lines("ws_matrix.tsv")) {
        std::istringstream cells(line);
        row one;
        std::getline(cells, one.type, '\t');
        std::getline(cells, one.fields, '\t');
        one.changes = one.type.starts_with('+');
        if (one.changes) one.type.erase(0, 1);
        for (auto& answer : one.answers)
            cells >> answer;
        EXPECT_TRUE(cells) << line;
        rows.push_back(one);
    }
    return rows;
}

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// What is done, not refused.
bool is_granted(const std::string& answer) {
    return answer == "ok" || answer == "ack" || answer == "heard" || answer == "1000" ||
           answer == "welcome";
}

struct said {
    std::string word; // as in the table
    std::string text; // the whole answer but for its `r`
};

said word_of(json::object answer) {
    const auto type = text_at(answer, "t");
    answer.erase("r");
    return {type == "err" ? text_at(answer, "code") : type, json::serialize(answer)};
}

std::string envelope(const row& of, const std::string& fields) {
    const auto comma = fields.empty() ? "" : ",";
    return R"({"t":")" + of.type + R"(","r":1)" + comma + fields + "}";
}

said ask_nobody(std::uint16_t port, const std::string& text, const std::string& expected) {
    ws_client connection(port);
    if (connection.upgrade("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}}).status != 101) return {};
    connection.send_text(text);
    connection.send_frame(9, "");
    while (const auto frame = connection.receive(wire_driver::patience_ms)) {
        if (frame->opcode == 8) return {std::to_string(frame->close_code()), frame->close_reason()};
        if (frame->opcode == 1) return word_of(json::parse(frame->body).as_object());
        if (frame->opcode == 10 && !is_number(expected) && expected != "welcome") {
            return {"heard", {}};
        }
    }
    return {};
}

// What has no answer is followed by something that has one: commands are looked at in order.
said ask_silent(wire_driver& who, const json::object& command, const std::string& expected) {
    const auto r = who.send(command);
    if (text_at(who.ask({{"t", "probe"}}), "code") != "unsupported") return {};
    const auto answer = who.wait(
        [&](const json::object& frame) {
            const bool refuses = text_at(frame, "t") == "err" && !frame.contains("r");
            return refuses || number_at(frame, "r") == r;
        },
        0
    );
    return answer ? word_of(*answer) : said{expected == "unheard" ? "unheard" : "heard", {}};
}

said ask_as(ws_matrix_cast& cast, ws_role role, const row& of, const std::string& expected) {
    auto& who = cast.who(role, of.fields);
    const auto text = envelope(of, cast.filled(of.fields));
    if (role == ws_role::nobody) return ask_nobody(cast.gateway.port(), text, expected);
    const auto command = json::parse(text).as_object();
    if (is_number(expected)) {
        who.send(command);
        const said closed{std::to_string(who.await_close()), {}};
        EXPECT_TRUE(who.connect(cast.gateway.port()));
        return closed;
    }
    const bool is_silent = of.type == "hello" || expected == "heard" || expected == "unheard";
    if (is_silent) return ask_silent(who, command, expected);
    auto answer = word_of(who.ask(command));
    if (answer.word == "bad_request") cast.forgive(who);
    return answer;
}

std::string name_of(const row& of, std::size_t role) {
    return of.type + " " + of.fields + " by " + role_names[role];
}

// One row. The refused ask first, and nobody has heard of it.
class matrix_run {
public:
    explicit matrix_run(const row& of) : of_(of) {}

    // The answers, whole, by role.
    std::array<std::string, ws_roles> refuse_and_grant(ws_matrix_cast& cast) {
        static_cast<void>(cast.filled(of_.fields)); // what it is about is there before
        const auto before = cast.mark();
        const auto tops = cast.tops();
        static_cast<void>(cast.intrusion());
        ask_all(cast, false);
        EXPECT_EQ(cast.tops(), tops) << of_.type << " " << of_.fields << ": left an event";
        EXPECT_EQ(cast.mark(), before + 4) << of_.type << " " << of_.fields << ": left an event";
        EXPECT_EQ(cast.intrusion(), "") << of_.type << " " << of_.fields;
        ask_all(cast, true);
        return texts_;
    }

private:
    void ask_all(ws_matrix_cast& cast, bool granted) {
        for (std::size_t i = 0; i < ws_roles; ++i) {
            const auto& expected = of_.answers[i];
            if (is_granted(expected) != granted) continue;
            const auto role = static_cast<ws_role>(i);
            const auto answer = ask_as(cast, role, of_, expected);
            EXPECT_EQ(answer.word, expected) << name_of(of_, i) << ": " << answer.text;
            texts_[i] = answer.text;
            if (expected == "heard" && of_.has("active")) {
                EXPECT_TRUE(cast.hearer_of(role).wait_for(of_.type)) << name_of(of_, i);
            }
            if (granted && of_.changes) cast.drop();
        }
    }

    const row& of_;
    std::array<std::string, ws_roles> texts_;
};

// The row without what it is about.
std::string shape_of(const row& of) {
    auto shape = of.type + " " + of.fields;
    for (const std::string name : {"{active}", "{waiting}", "{closed}", "{offer}", "{absent}"}) {
        const auto at = shape.find(name);
        if (at != std::string::npos) shape.replace(at, name.size(), "{it}");
    }
    return shape;
}

bool is_stranger(std::size_t role) {
    const auto who = static_cast<ws_role>(role);
    return who == ws_role::nobody || who == ws_role::another_visitor ||
           who == ws_role::identified_customer || who == ws_role::another_agent ||
           who == ws_role::another_shops_customer || who == ws_role::another_shops_admin;
}

TEST(WsMatrix, AnswersEveryRoleOnEveryEnvelopeAsTheTableSays) {
    ws_matrix_cast cast;
    // By shape and role: what a stranger is told of the first thing, which all others must equal.
    std::map<std::string, std::array<std::string, ws_roles>> told;
    for (const auto& one : read_matrix()) {
        const auto texts = matrix_run(one).refuse_and_grant(cast);
        const auto [first, is_new] = told.try_emplace(shape_of(one), texts);
        for (std::size_t i = 0; i < ws_roles && !is_new; ++i) {
            if (!is_stranger(i) || first->first.find("{it}") == std::string::npos) continue;
            EXPECT_EQ(texts[i], first->second[i])
                << name_of(one, i) << ": tells more than of another";
        }
    }
}

TEST(WsMatrix, LeavesNoCommandOut) {
    std::ifstream file(KEFU_SOURCE_DIR "/gateway/protocol/commands.cpp");
    const auto matrix = read_matrix();
    std::string line;
    std::size_t count = 0;
    while (std::getline(file, line)) {
        const auto begin = line.find("    {\"");
        if (begin == std::string::npos) continue;
        const auto word = line.substr(begin + 6, line.find('"', begin + 6) - begin - 6);
        ++count;
        bool there = false;
        std::map<std::string, bool> about{
            {"active", false}, {"absent", false}, {"malformed", false}};
        bool is_about = false;
        for (const auto& one : matrix) {
            if (one.type != word) continue;
            there = true;
            is_about = is_about || one.fields.find("\"c\":") != std::string::npos;
            for (auto& [name, found] : about)
                found = found || one.has(name);
        }
        EXPECT_TRUE(there) << word;
        if (!is_about) continue;
        for (const auto& [name, found] : about)
            EXPECT_TRUE(found) << word << " of what is " << name;
    }
    EXPECT_GT(count, 20u);
}

TEST(WsMatrix, LeavesNoEnvelopeOfTheServerOut) {
    const auto matrix = read_matrix();
    const std::set<std::string> both_ways{"typing", "receipt"};
    std::set<std::string> types;
    for (const auto& entry : std::filesystem::directory_iterator(KEFU_SOURCE_DIR "/tests/golden")) {
        if (!entry.path().filename().string().starts_with("server.")) continue;
        std::ifstream golden(entry.path());
        const std::string text{std::istreambuf_iterator<char>(golden), {}};
        types.insert(text_at(json::parse(text).as_object(), "t"));
    }
    EXPECT_GT(types.size(), 14u);
    for (const auto& type : types) {
        if (both_ways.contains(type)) continue;
        const auto row_of_it = std::find_if(matrix.begin(), matrix.end(), [&](const row& one) {
            return one.type == type;
        });
        ASSERT_NE(row_of_it, matrix.end()) << type;
        for (std::size_t i = 1; i < ws_roles; ++i)
            EXPECT_EQ(row_of_it->answers[i], "unsupported") << type << " by " << role_names[i];
    }
}

// RE7: an organisation is a wall; what is pushed stays behind it, too.
TEST(WsMatrix, AnotherShopHearsNothingOfThisOne) {
    ws_matrix_cast cast;
    auto& admin = cast.who(ws_role::another_shops_admin, {});
    auto& customer = dynamic_cast<customer_driver&>(cast.who(ws_role::another_shops_customer, {}));
    const auto shown = admin.ask({{"t", "wall.watch"}});
    ASSERT_EQ(text_at(shown, "t"), "ok") << shown;
    std::vector<std::string> this_shops;
    for (const auto* name : {"{active}", "{waiting}", "{closed}", "{staff}", "{skill}"})
        this_shops.push_back(cast.filled(name));
    this_shops.emplace_back("mark x");
    static_cast<void>(cast.mark());
    // Their own wall and line change after that; what belongs to others would have come before.
    const auto left = customer.ask({{"t", "conversation.leave"}, {"c", customer.conversation()}});
    ASSERT_EQ(text_at(left, "t"), "ok") << left;
    std::string heard = json::serialize(shown) + json::serialize(admin.welcome());
    const auto is_own_change = [&](const json::object& frame) {
        const auto text = json::serialize(frame);
        heard += text;
        return text_at(frame, "t") == "wall";
    };
    ASSERT_TRUE(admin.wait(is_own_change));
    ASSERT_TRUE(customer.wait([&](const json::object& frame) {
        heard += json::serialize(frame);
        return text_at(frame, "t") == "state";
    }));
    for (const auto& foreign : this_shops)
        EXPECT_EQ(heard.find(foreign), std::string::npos) << foreign << " in " << heard;
}

// RE3: what a client says about itself counts for nothing.
TEST(WsMatrix, WhoSpeaksAndWhereIsTheServersToSay) {
    ws_matrix_cast cast;
    const auto lies = cast.filled(
        R"("key":"{key}","c":"{active}","text":"I am the shop","from":"agent","role":"admin",)"
        R"("by":{"role":"system","name":"Kefu"},"seq":1,"q":1,"p":1,"ts":1,"at":1,"system":true,)"
        R"("id":"{absent}","auto":true,"k":"note","b":{"text":"other"},"staff":"{staff}",)"
        R"("__proto__":{"role":"admin"},"constructor":{"prototype":{}})"
    );
    const auto before = cast.mark();
    auto& customer = cast.who(ws_role::own_customer, "{active}");
    auto command = json::parse(R"({"t":"message.send",)" + lies + "}").as_object();
    const auto answer = customer.ask(command);
    ASSERT_EQ(text_at(answer, "t"), "ack") << answer;
    const auto c = cast.filled("{active}");
    auto& agent = cast.who(ws_role::serving_agent, {});
    const auto seen = agent.await_text(c, "I am the shop");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->kind, "message");
    EXPECT_EQ(seen->q, before + 1);
    EXPECT_EQ(text_at(seen->frame.at("by").as_object(), "role"), "customer");
    EXPECT_EQ(text_at(seen->frame.at("by").as_object(), "name"), "");
    EXPECT_NE(seen->id, cast.filled("{absent}"));
    EXPECT_GT(number_at(seen->frame, "at"), 1'500'000'000'000u);
    EXPECT_FALSE(seen->frame.at("b").as_object().contains("auto"));
}

} // namespace
} // namespace kefu::tests
