#include "gateway/chat/customer_gate.hpp"

#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/limits.hpp"
#include "gateway/chat/token_hash.hpp"
#include "gateway/chat/visitor_token.hpp"
#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/text_rules.hpp"

namespace kefu::gateway::chat {

namespace {

customer_gate_outcome refuse(protocol::close_code code, std::int64_t after_ms = 0) {
    customer_gate_outcome outcome;
    outcome.refused = code;
    outcome.after_ms = after_ms;
    return outcome;
}

customer_gate_outcome refuse_without_room() {
    auto outcome = refuse(protocol::close_code::rate, limits::writing_full_wait_ms);
    outcome.found_no_room = true;
    return outcome;
}

// The shop's word is shown like any other text: no card number is kept.
std::string shown(const std::string& said) { return service::mask_numbers(said).text; }

// A name of which nothing is to be seen is none.
std::string shown_name(const std::string& said) { return service::trimmed(shown(said)); }

storage::customer_row fresh_row(
    const customer_claim& claim, routing::customer_id id, routing::wall_time at
) {
    storage::customer_row row;
    row.id = id;
    row.organisation = claim.storefront.organisation;
    row.storefront = claim.storefront.id;
    row.locale = claim.locale;
    row.created_at = at;
    return row;
}

// Takes over what the shop signs; true when the row changed.
bool take_over(storage::customer_row& row, const protocol::jwt_claims& said) {
    const auto before = row;
    row.identified = true;
    row.external_id = said.subject;
    if (said.name) row.name = shown_name(*said.name);
    if (said.phone) row.phone = shown(*said.phone);
    if (said.email) row.email = shown(*said.email);
    if (said.vip) row.vip = *said.vip;
    return before.identified != row.identified || before.name != row.name ||
           before.phone != row.phone || before.email != row.email || before.vip != row.vip;
}

} // namespace

void customer_gate::identify(customer_claim claim, reply done) {
    if (!claim.jwt) return by_token(std::move(claim), std::move(done));
    const auto verified = protocol::verify_jwt(
        *claim.jwt, {claim.storefront.widget_key, claim.storefront.identity_secret, clock_.wall()}
    );
    if (verified.refusal != protocol::jwt_refusal::none) {
        spdlog::info("customer token refused: {}", protocol::word_of(verified.refusal));
        return done(refuse(protocol::close_code::not_signed_in));
    }
    by_shop(std::move(claim), verified.claims, false, std::move(done));
}

void customer_gate::recognise(customer_claim claim, reply done) {
    const auto organisation = claim.storefront.organisation;
    if (!claim.jwt) {
        return records_.visitor(
            organisation,
            token_hash(claim.token.value_or("")),
            [this, done](storage::result<std::optional<storage::known_visitor>> found) {
                if (!found) return done(refuse(protocol::close_code::store_lost));
                const bool stands =
                    *found && standing_of(**found, clock_.wall()) == token_standing::stands;
                if (!stands) return done(refuse(protocol::close_code::not_signed_in));
                done({{}, std::move((*found)->customer), {}, std::move((*found)->token), 0});
            }
        );
    }
    const auto verified = protocol::verify_jwt(
        *claim.jwt, {claim.storefront.widget_key, claim.storefront.identity_secret, clock_.wall()}
    );
    if (verified.refusal != protocol::jwt_refusal::none) {
        return done(refuse(protocol::close_code::not_signed_in));
    }
    records_.customer_by_external_id(
        organisation,
        verified.claims.subject,
        [done](storage::result<std::optional<storage::customer_row>> found) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            if (!*found) return done(refuse(protocol::close_code::not_signed_in));
            done({{}, std::move(**found), {}, {}, 0});
        }
    );
}

void customer_gate::by_shop(
    customer_claim claim, protocol::jwt_claims said, bool is_second_try, reply done
) {
    const auto organisation = claim.storefront.organisation;
    const auto subject = said.subject;
    records_.customer_by_external_id(
        organisation,
        subject,
        [this, claim = std::move(claim), said = std::move(said), is_second_try, done](
            storage::result<std::optional<storage::customer_row>> found
        ) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            const bool known = found->has_value();
            if (!known && !claim.has_room) return done(refuse_without_room());
            auto row = known ? std::move(**found)
                             : fresh_row(claim, next_id<routing::customer_id>(ids_), clock_.wall());
            if (!take_over(row, said) && known) return check_token(claim, std::move(row), done);
            records_.save_customer(
                row,
                [this, claim, said, row, known, is_second_try, done](
                    const storage::result<void>& saved
                ) {
                    if (saved) return check_token(claim, row, done);
                    const bool lost_race =
                        saved.error() == storage::store_error::conflict && !known && !is_second_try;
                    if (lost_race) return by_shop(claim, said, true, done);
                    done(refuse(protocol::close_code::store_lost));
                }
            );
        }
    );
}

void customer_gate::by_token(customer_claim claim, reply done) {
    if (!claim.token) return make_visitor(claim, std::nullopt, std::move(done));
    const auto organisation = claim.storefront.organisation;
    const auto hash = token_hash(*claim.token);
    records_.visitor(
        organisation,
        hash,
        [this, claim = std::move(claim), hash, done = std::move(done)](
            storage::result<std::optional<storage::known_visitor>> found
        ) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            if (!*found) return make_visitor(claim, std::nullopt, done);
            auto& known = **found;
            const bool stands = standing_of(known, clock_.wall()) == token_standing::stands;
            const bool enough = known.customer.identified || !claim.storefront.identity_required;
            if (stands && enough) return accept(std::move(known), done);
            make_visitor(claim, stands ? std::nullopt : std::optional(hash), done);
        }
    );
}

void customer_gate::make_visitor(
    const customer_claim& claim, std::optional<std::string> replaced_hash, reply done
) {
    if (claim.storefront.identity_required) {
        return done(refuse(protocol::close_code::not_signed_in));
    }
    if (!claim.has_room) return done(refuse_without_room());
    if (const auto wait_ms = visitors_.take(claim.from, clock_.now()); wait_ms > 0) {
        return done(refuse(protocol::close_code::rate, wait_ms));
    }
    auto row = fresh_row(claim, next_id<routing::customer_id>(ids_), clock_.wall());
    new_token wanted{claim.storefront, row, false, std::move(replaced_hash)};
    records_.save_customer(
        std::move(row),
        [this, wanted = std::move(wanted), from = claim.from, done](
            const storage::result<void>& saved
        ) {
            if (!saved) {
                visitors_.give_back(from, clock_.now());
                return done(refuse(protocol::close_code::store_lost));
            }
            give_token(wanted, done);
        }
    );
}

// The shop has said who it is: does the browser's token say the same?
void customer_gate::check_token(customer_claim claim, storage::customer_row customer, reply done) {
    new_token wanted{claim.storefront, customer, true, std::nullopt};
    if (!claim.token) return give_token(std::move(wanted), std::move(done));
    const auto hash = token_hash(*claim.token);
    const auto organisation = customer.organisation;
    records_.visitor(
        organisation,
        hash,
        [this, wanted = std::move(wanted), hash, done = std::move(done)](
            storage::result<std::optional<storage::known_visitor>> found
        ) mutable {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            const bool own = *found && (*found)->customer.id == wanted.customer.id &&
                             standing_of(**found, clock_.wall()) == token_standing::stands;
            if (own) return accept({(*found)->token, wanted.customer, 0}, std::move(done));
            if (*found) wanted.replaced_hash = hash;
            give_token(std::move(wanted), std::move(done));
        }
    );
}

void customer_gate::accept(storage::known_visitor known, reply done) {
    const auto at = clock_.wall();
    if (is_touch_due(known.token, at)) {
        records_.touch_visitor_token(
            known.customer.organisation,
            known.token.token_hash,
            at,
            [](const storage::result<void>& noted) {
                if (!noted) spdlog::warn("visitor token: {}", noted.error().message());
            }
        );
    }
    done({{}, std::move(known.customer), {}, std::move(known.token), 0});
}

void customer_gate::give_token(new_token wanted, reply done) {
    if (!wanted.replaced_hash) return save_token(wanted, std::move(done));
    const auto organisation = wanted.customer.organisation;
    const auto hash = *wanted.replaced_hash;
    records_.drop_visitor_token(
        organisation,
        hash,
        [this, wanted = std::move(wanted), done](const storage::result<void>& dropped) {
            if (!dropped) return done(refuse(protocol::close_code::store_lost));
            save_token(wanted, done);
        }
    );
}

void customer_gate::save_token(const new_token& wanted, reply done) {
    auto token = token_text(ids_.secret());
    storage::visitor_token_row row;
    row.token_hash = token_hash(token);
    row.customer = wanted.customer.id;
    row.storefront = wanted.storefront.id;
    if (wanted.vouched_for) row.identity_generation = wanted.storefront.identity_generation;
    row.bound_at = row.used_at = clock_.wall();
    records_.save_visitor_token(
        wanted.customer.organisation,
        row,
        limits::tokens_per_customer_max,
        [customer = wanted.customer, row, token, done](const storage::result<void>& saved) {
            if (!saved) return done(refuse(protocol::close_code::store_lost));
            done({{}, customer, token, row, 0});
        }
    );
}

} // namespace kefu::gateway::chat
