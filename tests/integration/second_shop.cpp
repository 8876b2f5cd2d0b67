#include "tests/integration/second_shop.hpp"

#include <cstdio>
#include <cstdlib>

#include <sqlite3.h>

namespace kefu::tests {

namespace {

// Rows of the demo's shop under other ids, whatever other columns they have. What is sealed is
// sealed for its own row, so it is left out.
constexpr const char* copied = R"sql(
BEGIN;
CREATE TEMP TABLE other (id BLOB);
INSERT INTO other VALUES (randomblob(16));
CREATE TEMP TABLE org AS SELECT * FROM main.organisation;
UPDATE org SET id = (SELECT id FROM other), name = 'another';
INSERT INTO main.organisation SELECT * FROM org;
CREATE TEMP TABLE front AS SELECT * FROM main.storefront;
UPDATE front SET organisation = (SELECT id FROM other), id = randomblob(16),
    widget_key = widget_key || '-other', identity_secret = NULL;
INSERT INTO main.storefront SELECT * FROM front;
CREATE TEMP TABLE topics AS SELECT * FROM main.skill;
UPDATE topics SET organisation = (SELECT id FROM other), id = randomblob(16);
INSERT INTO main.skill SELECT * FROM topics;
CREATE TEMP TABLE people AS SELECT * FROM main.staff WHERE sign_in_name IN ('zhou', 'admin');
UPDATE people SET organisation = (SELECT id FROM other), id = randomblob(16),
    sign_in_name = 'other-' || sign_in_name;
INSERT INTO main.staff SELECT * FROM people;
COMMIT;
)sql";

} // namespace

second_shop add_second_shop(gateway_process& gateway) {
    sqlite3* store = nullptr;
    char* wrong = nullptr;
    if (sqlite3_open_v2(gateway.records_path().c_str(), &store, SQLITE_OPEN_READWRITE, nullptr) !=
            SQLITE_OK ||
        sqlite3_exec(store, copied, nullptr, nullptr, &wrong) != SQLITE_OK) {
        std::fprintf(stderr, "a second shop: %s\n", wrong != nullptr ? wrong : "cannot be opened");
        std::abort();
    }
    sqlite3_close(store);
    gateway.give_away(gateway.directory());
    for (const auto* name : {"zhou", "admin"}) {
        auto other = gateway.sign_in_of(name);
        other.name = "other-" + other.name;
        gateway.add_sign_in(std::move(other));
    }
    return {gateway.widget_key() + "-other"};
}

} // namespace kefu::tests
