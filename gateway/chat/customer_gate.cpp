#include "gateway/chat/customer_gate.hpp"

#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::chat {

namespace {

customer_gate_outcome refuse(protocol::close_code code) { return {code, {}, std::nullopt}; }

// Takes over what the shop signs; true when the row changed.
bool take_over(storage::customer_row& row, const protocol::jwt_claims& said) {
    const auto before = row;
    row.identified = true;
    row.external_id = said.subject;
    if (said.name) row.name = *said.name;
    if (said.phone) row.phone = *said.phone;
    if (said.email) row.email = *said.email;
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
    by_shop(std::move(claim), verified.claims, std::move(done));
}

void customer_gate::recognise(customer_claim claim, reply done) {
    const auto known = [done](storage::result<std::optional<storage::customer_row>> found) {
        if (!found) return done(refuse(protocol::close_code::store_lost));
        if (!*found) return done(refuse(protocol::close_code::not_signed_in));
        done({std::nullopt, std::move(**found), std::nullopt});
    };
    const auto organisation = claim.storefront.organisation;
    if (!claim.jwt) {
        records_.customer_by_visitor_token(
            organisation, token_hash(claim.token.value_or("")), known
        );
        return;
    }
    const auto verified = protocol::verify_jwt(
        *claim.jwt, {claim.storefront.widget_key, claim.storefront.identity_secret, clock_.wall()}
    );
    if (verified.refusal != protocol::jwt_refusal::none) {
        return done(refuse(protocol::close_code::not_signed_in));
    }
    records_.customer_by_external_id(organisation, verified.claims.subject, known);
}

void customer_gate::by_shop(customer_claim claim, protocol::jwt_claims said, reply done) {
    const auto organisation = claim.storefront.organisation;
    records_.customer_by_external_id(
        organisation,
        said.subject,
        [this, claim = std::move(claim), said, done = std::move(done)](
            storage::result<std::optional<storage::customer_row>> found
        ) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            storage::customer_row row;
            const bool known = found->has_value();
            if (known) {
                row = std::move(**found);
            } else {
                row.id = next_id<routing::customer_id>(ids_);
                row.organisation = claim.storefront.organisation;
                row.storefront = claim.storefront.id;
                row.locale = claim.locale;
                row.created_at = clock_.wall();
            }
            if (!take_over(row, said) && known) return check_token(claim, std::move(row), done);
            save(
                std::move(row),
                [this, claim, done](storage::customer_row saved) {
                    check_token(claim, std::move(saved), done);
                },
                done
            );
        }
    );
}

void customer_gate::by_token(customer_claim claim, reply done) {
    if (!claim.token) {
        if (claim.storefront.identity_required) {
            return done(refuse(protocol::close_code::not_signed_in));
        }
        return make_visitor(claim, std::move(done));
    }
    const auto organisation = claim.storefront.organisation;
    const auto hash = token_hash(*claim.token);
    records_.customer_by_visitor_token(
        organisation,
        hash,
        [this,
         claim = std::move(claim),
         done = std::move(done)](storage::result<std::optional<storage::customer_row>> found) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            const bool usable =
                *found && ((*found)->identified || !claim.storefront.identity_required);
            if (usable) return done({std::nullopt, std::move(**found), std::nullopt});
            if (claim.storefront.identity_required) {
                return done(refuse(protocol::close_code::not_signed_in));
            }
            make_visitor(claim, done);
        }
    );
}

void customer_gate::make_visitor(const customer_claim& claim, reply done) {
    storage::customer_row row;
    row.id = next_id<routing::customer_id>(ids_);
    row.organisation = claim.storefront.organisation;
    row.storefront = claim.storefront.id;
    row.locale = claim.locale;
    row.created_at = clock_.wall();
    save(
        std::move(row),
        [this, done](storage::customer_row saved) { give_token(std::move(saved), done); },
        done
    );
}

void customer_gate::check_token(customer_claim claim, storage::customer_row customer, reply done) {
    if (!claim.token) return give_token(std::move(customer), std::move(done));
    records_.customer_by_visitor_token(
        customer.organisation,
        token_hash(*claim.token),
        [this,
         customer,
         done = std::move(done)](storage::result<std::optional<storage::customer_row>> found) {
            if (!found) return done(refuse(protocol::close_code::store_lost));
            const bool own = *found && (*found)->id == customer.id;
            if (own) return done({std::nullopt, customer, std::nullopt});
            give_token(customer, done);
        }
    );
}

void customer_gate::give_token(storage::customer_row customer, reply done) {
    auto token = token_text(ids_.secret());
    const auto hash = token_hash(token);
    const auto organisation = customer.organisation;
    const auto id = customer.id;
    records_.save_visitor_token(
        organisation,
        hash,
        id,
        clock_.wall(),
        [customer = std::move(customer),
         token = std::move(token),
         done = std::move(done)](const storage::result<void>& saved) {
            if (!saved) return done(refuse(protocol::close_code::store_lost));
            done({std::nullopt, customer, token});
        }
    );
}

void customer_gate::save(
    storage::customer_row customer, std::function<void(storage::customer_row)> then, reply done
) {
    auto copy = customer;
    records_.save_customer(
        std::move(copy),
        [customer = std::move(customer),
         then = std::move(then),
         done = std::move(done)](const storage::result<void>& saved) {
            if (!saved) return done(refuse(protocol::close_code::store_lost));
            then(customer);
        }
    );
}

} // namespace kefu::gateway::chat
