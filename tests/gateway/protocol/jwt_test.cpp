#include <gtest/gtest.h>

#include <string>

#include <sodium.h>

#include "gateway/protocol/jwt.hpp"

namespace kefu::gateway::protocol::test {
namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";
constexpr std::int64_t now_s = 1'732'435'200;
constexpr std::string_view good_header = R"({"alg":"HS256","typ":"chat+jwt"})";

std::string base64url(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 8, '\0');
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    return text.c_str();
}

std::string hmac(std::string_view text, std::string_view key) {
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    const auto bytes = [](std::string_view from) {
        return reinterpret_cast<const unsigned char*>(from.data());
    };
    crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return mac;
}

std::string token_of(
    std::string_view header, std::string_view claims, std::string_view key = secret
) {
    const auto text = base64url(header) + '.' + base64url(claims);
    return text + '.' + base64url(hmac(text, key));
}

std::string claims_with(
    std::string_view more = "", std::int64_t iat = now_s, std::int64_t exp = now_s + 600
) {
    return R"({"iss":"pk_demo","aud":"kefu:pk_demo","sub":"u-1","iat":)" + std::to_string(iat) +
           R"(,"exp":)" + std::to_string(exp) + std::string(more) + "}";
}

jwt_outcome verify(std::string_view token) {
    return verify_jwt(token, {"pk_demo", secret, {now_s * 1000}});
}

std::string_view refusal(std::string_view token) { return word_of(verify(token).refusal); }
std::string_view refusal_of_claims(std::string_view claims) {
    return refusal(token_of(good_header, claims));
}
std::string_view refusal_of_header(std::string_view header) {
    return refusal(token_of(header, claims_with()));
}

} // namespace

TEST(Jwt, GivesTheClaimsOfAGoodToken) {
    const auto outcome = verify(token_of(
        good_header,
        claims_with(
            R"(,"name":"王小明","phone":"0912345678","email":"m@mail.example","vip":true,"x":[1])"
        )
    ));
    ASSERT_EQ(outcome.refusal, jwt_refusal::none) << word_of(outcome.refusal);
    EXPECT_EQ(outcome.claims.subject, "u-1");
    EXPECT_EQ(outcome.claims.name, "王小明");
    EXPECT_EQ(outcome.claims.phone, "0912345678");
    EXPECT_EQ(outcome.claims.email, "m@mail.example");
    EXPECT_EQ(outcome.claims.vip, true);
    EXPECT_EQ(outcome.claims.issued_at.ms, now_s * 1000);
    EXPECT_EQ(outcome.claims.expires_at.ms, (now_s + 600) * 1000);
}

TEST(Jwt, VerifiesATokenMadeByAnotherLibrary) {
    // Made with Python's hmac and base64 modules from the same secret and claims.
    EXPECT_EQ(
        refusal("eyJhbGciOiJIUzI1NiIsInR5cCI6ImNoYXQrand0In0."
                "eyJpc3MiOiJwa19kZW1vIiwiYXVkIjoia2VmdTpwa19kZW1vIiwic3ViIjoidS0xIiwiaWF0IjoxNzMyND"
                "M1MjAwLCJl"
                "eHAiOjE3MzI0MzU4MDB9.6plzffocjGgcnsYWJv6GoitFaa3bnR4YcnUmDnA-2SQ"),
        "none"
    );
}

TEST(Jwt, OptionalClaimsMayBeAbsent) {
    const auto outcome = verify(token_of(good_header, claims_with()));
    ASSERT_EQ(outcome.refusal, jwt_refusal::none);
    EXPECT_FALSE(outcome.claims.name || outcome.claims.vip);
}

TEST(Jwt, IsNotTakenBeforeItsTime) {
    const auto nbf = [](const std::string& value) {
        return refusal_of_claims(claims_with(R"(,"nbf":)" + value));
    };
    EXPECT_EQ(nbf(std::to_string(now_s - 1'000)), "none");
    EXPECT_EQ(nbf(std::to_string(now_s + jwt_skew_s)), "none");
    EXPECT_EQ(nbf(std::to_string(now_s + jwt_skew_s + 1)), "not_yet_valid");
    EXPECT_EQ(nbf("0"), "none");
    for (const auto* wrong : {"\"1\"", "1.5", "null", "[1]", "true", "9e18", "999999999999999"})
        EXPECT_EQ(nbf(wrong), "malformed") << wrong;
}

TEST(Jwt, RefusesTextsWithControlCharacters) {
    for (const auto* claim : {"sub", "name", "phone", "email"}) {
        const auto with = [&](std::string_view text) {
            const auto field = std::string(R"(,")") + claim + R"(":"a)" + std::string(text) + "b\"";
            auto claims = claims_with(field);
            if (claim == std::string_view("sub"))
                claims.replace(claims.find(R"("sub":"u-1",)"), 12, "");
            return refusal_of_claims(claims);
        };
        for (const auto* bad :
             {R"(\u0000)",
              R"(\n)",
              R"(\r)",
              R"(\t)",
              R"(\u001b[31m)",
              R"(\u007f)",
              R"(\u0085)",
              R"(\u009f)",
              R"(\u2028)",
              R"(\u2029)",
              R"(\u202a)",
              R"(\u202e)",
              R"(\u2066)",
              R"(\u2069)"}) {
            EXPECT_EQ(with(bad), "bad_text") << claim << ' ' << bad;
        }
        for (const auto* good :
             {" ", "é", "王", R"(\u00a0)", R"(\u200d)", R"(\u202f)", R"(\ud83d\ude00)"})
            EXPECT_EQ(with(good), "none") << claim << ' ' << good;
    }
}

TEST(Jwt, RefusesTextsThatAreTooLong) {
    const auto with = [](const char* claim, std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += "王";
        return refusal_of_claims(claims_with(R"(,")" + std::string(claim) + R"(":")" + text + "\"")
        );
    };
    for (const auto& [claim, most] : {std::pair{"name", 128U}, {"phone", 32U}, {"email", 254U}}) {
        EXPECT_EQ(with(claim, most), "none") << claim;
        EXPECT_EQ(with(claim, most + 1), "bad_text") << claim;
        EXPECT_EQ(with(claim, 0), "none") << claim;
    }
}

TEST(Jwt, RefusesEveryAlgorithmButItsOwn) {
    for (const auto* alg :
         {"none", "None", "NONE", "HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256", ""}) {
        const auto header = R"({"alg":")" + std::string(alg) + R"(","typ":"chat+jwt"})";
        EXPECT_EQ(refusal_of_header(header), "wrong_algorithm") << alg;
    }
    EXPECT_EQ(refusal_of_header(R"({"typ":"chat+jwt"})"), "wrong_algorithm");
    EXPECT_EQ(refusal_of_header(R"({"alg":["HS256"],"typ":"chat+jwt"})"), "wrong_algorithm");
}

TEST(Jwt, RefusesAnUnsignedTokenBeforeLookingAtItsClaims) {
    const auto unsigned_token =
        base64url(R"({"alg":"none","typ":"chat+jwt"})") + '.' + base64url(claims_with()) + '.';
    EXPECT_EQ(refusal(unsigned_token), "wrong_algorithm");
    const auto empty_mac = base64url(good_header) + '.' + base64url("not even JSON") + '.';
    EXPECT_EQ(refusal(empty_mac), "bad_signature");
}

TEST(Jwt, RefusesHeadersThatBringTheirOwnKey) {
    for (const auto* name : {"jku", "jwk", "x5u", "x5c", "crit"}) {
        const auto header =
            R"({"alg":"HS256","typ":"chat+jwt",")" + std::string(name) + R"(":null})";
        EXPECT_EQ(refusal_of_header(header), "forbidden_header") << name;
    }
}

TEST(Jwt, RefusesAnotherType) {
    EXPECT_EQ(refusal_of_header(R"({"alg":"HS256","typ":"JWT"})"), "wrong_type");
    EXPECT_EQ(refusal_of_header(R"({"alg":"HS256"})"), "wrong_type");
}

TEST(Jwt, RefusesRepeatedFields) {
    EXPECT_EQ(
        refusal_of_header(R"({"alg":"HS256","alg":"HS256","typ":"chat+jwt"})"), "duplicate_field"
    );
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"sub":"u-2")")), "duplicate_field");
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"su\u0062":"u-2")")), "duplicate_field");
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"x":{},"x":{})")), "duplicate_field");
}

TEST(Jwt, RefusesAnotherKeyAndEveryChangedBit) {
    EXPECT_EQ(refusal(token_of(good_header, claims_with(), std::string(32, 'k'))), "bad_signature");
    const auto good = token_of(good_header, claims_with());
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto changed = good;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        if (changed == good) continue;
        EXPECT_NE(refusal(changed), "none") << at;
    }
}

TEST(Jwt, RefusesEveryPrefix) {
    const auto good = token_of(good_header, claims_with());
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_NE(refusal(std::string_view(good).substr(0, length)), "none") << length;
    }
}

TEST(Jwt, RefusesMalformedText) {
    const auto good = token_of(good_header, claims_with());
    for (const auto& text :
         {std::string(),
          std::string("."),
          std::string(".."),
          std::string("a.b"),
          good + ".x",
          good + "=",
          " " + good,
          good + "\n",
          std::string("....")}) {
        EXPECT_EQ(refusal(text), "malformed") << text;
    }
    EXPECT_EQ(refusal(std::string(9'000, 'a')), "too_long");
    EXPECT_EQ(refusal_of_header("[]"), "malformed");
    EXPECT_EQ(refusal_of_claims("[]"), "malformed");
    EXPECT_EQ(refusal_of_claims("{} {}"), "malformed");
    EXPECT_EQ(refusal_of_claims(std::string(1'000, '[')), "malformed");
}

TEST(Jwt, RefusesAWeakSecretOfOurs) {
    const auto token = token_of(good_header, claims_with(), "short");
    const auto outcome = verify_jwt(token, {"pk_demo", "short", {now_s * 1000}});
    EXPECT_EQ(outcome.refusal, jwt_refusal::weak_secret);
    const auto empty =
        verify_jwt(token_of(good_header, claims_with(), ""), {"pk_demo", "", {now_s * 1000}});
    EXPECT_EQ(empty.refusal, jwt_refusal::weak_secret);
}

TEST(Jwt, RefusesAnotherShopsToken) {
    const auto claims = [](std::string_view iss, std::string_view aud) {
        return R"({"iss":")" + std::string(iss) + R"(","aud":")" + std::string(aud) +
               R"(","sub":"u","iat":1732435200,"exp":1732435800})";
    };
    EXPECT_EQ(refusal_of_claims(claims("pk_other", "kefu:pk_demo")), "wrong_issuer");
    EXPECT_EQ(refusal_of_claims(claims("pk_demo", "kefu:pk_other")), "wrong_audience");
    EXPECT_EQ(refusal_of_claims(claims("pk_demo", "pk_demo")), "wrong_audience");
}

TEST(Jwt, RefusesMissingAndMistypedClaims) {
    EXPECT_EQ(refusal_of_claims("{}"), "missing_claim");
    EXPECT_EQ(
        refusal_of_claims(R"({"iss":"pk_demo","aud":"kefu:pk_demo","sub":"u","iat":1732435200})"),
        "missing_claim"
    );
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"vip":"yes")")), "malformed");
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"name":["x"])")), "malformed");
    EXPECT_EQ(refusal_of_claims(claims_with(R"(,"name":null)")), "malformed");
    const std::string head =
        R"({"iss":"pk_demo","aud":"kefu:pk_demo","iat":1732435200,"exp":1732435800,"sub":)";
    EXPECT_EQ(refusal_of_claims(head + "\"\"}"), "bad_text");
    EXPECT_EQ(refusal_of_claims(head + "7}"), "malformed");
    EXPECT_EQ(refusal_of_claims(head + '"' + std::string(129, 'u') + "\"}"), "bad_text");
    EXPECT_EQ(refusal_of_claims(head + '"' + std::string(128, 'u') + "\"}"), "none");
}

TEST(Jwt, LivesAtMostFifteenMinutes) {
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s, now_s + 900)), "none");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s, now_s + 901)), "lifetime_too_long");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s, now_s)), "lifetime_too_long");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s, now_s - 10)), "lifetime_too_long");
}

TEST(Jwt, AllowsAMinuteOfSkewOnBothSides) {
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s + 60, now_s + 120)), "none");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s + 61, now_s + 120)), "not_yet_valid");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s - 600, now_s - 59)), "none");
    EXPECT_EQ(refusal_of_claims(claims_with("", now_s - 600, now_s - 60)), "expired");
}

TEST(Jwt, RefusesTimesThatAreNoWholeSeconds) {
    const std::string head =
        R"({"iss":"pk_demo","aud":"kefu:pk_demo","sub":"u","exp":1732435800,"iat":)";
    for (const auto* iat :
         {"1732435200.5",
          "\"1732435200\"",
          "1e400",
          "-1",
          "99999999999999999999",
          "9223372036854775807"}) {
        EXPECT_EQ(refusal_of_claims(head + iat + "}"), "malformed") << iat;
    }
}

} // namespace kefu::gateway::protocol::test
