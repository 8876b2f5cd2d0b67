#include "storage/records/sqlite/schema_steps.hpp"

#include "storage/records/sqlite/first_schema.hpp"

namespace kefu::storage::sqlite {

namespace {

// Identity. Two first visits of one shop's customer at once could make two customers: the first of
// the identified ones, which look-ups have always answered, keeps the shop's id and takes over the
// others' tokens; the others keep their conversations and orders (sealed under their own keys) and
// lose the shop's id. Tokens given before count as used when they were given.
constexpr char identity_schema[] = R"sql(
CREATE TABLE same_person AS
    SELECT organisation, id, first_value(id) OVER (
        PARTITION BY organisation, external_id_index ORDER BY identified DESC, id) AS kept
    FROM customer WHERE external_id_index IS NOT NULL;
DELETE FROM same_person WHERE id = kept;
UPDATE customer SET external_id = NULL, external_id_index = NULL
    WHERE (organisation, id) IN (SELECT organisation, id FROM same_person);
DROP INDEX customer_external_id;
CREATE UNIQUE INDEX customer_external_id ON customer (organisation, external_id_index)
    WHERE external_id_index IS NOT NULL;

CREATE TABLE token (
    organisation BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    customer BLOB NOT NULL,
    storefront BLOB NOT NULL,
    identity_generation INTEGER NOT NULL,
    bound_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (organisation, token_hash)
) STRICT, WITHOUT ROWID;
INSERT INTO token
    SELECT t.organisation, t.token_hash, c.id, c.storefront, c.identified, t.bound_at, t.bound_at
    FROM visitor_token t
    LEFT JOIN same_person p ON p.organisation = t.organisation AND p.id = t.customer
    JOIN customer c ON c.organisation = t.organisation AND c.id = coalesce(p.kept, t.customer);
DROP TABLE visitor_token;
ALTER TABLE token RENAME TO visitor_token;
CREATE INDEX visitor_token_of_customer ON visitor_token (organisation, customer, used_at);
DROP TABLE same_person;

ALTER TABLE storefront ADD COLUMN identity_generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE staff ADD COLUMN password_until INTEGER;
)sql";

// What a day's figures are counted from, and the head start that transfers give. The last rating of
// a conversation counts, at the time of its event (kind 15).
constexpr char figures_schema[] = R"sql(
ALTER TABLE conversation ADD COLUMN rated_at INTEGER;
ALTER TABLE conversation ADD COLUMN credit_ms INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET rated_at = (SELECT max(at) FROM event e
    WHERE e.organisation = conversation.organisation AND e.conversation = conversation.id
    AND e.kind = 15) WHERE rated = 1;
CREATE INDEX conversation_done ON conversation (organisation, state_since)
    WHERE state IN (5, 7);
CREATE INDEX conversation_rated ON conversation (organisation, rated_at)
    WHERE rated_at IS NOT NULL;
)sql";

// A customer's newest conversation is asked for by storefront. Versions: two admins who change one
// row at once must not undo each other.
constexpr char versions_schema[] = R"sql(
DROP INDEX conversation_of_customer;
CREATE INDEX conversation_of_customer
    ON conversation (organisation, customer, storefront, position);
ALTER TABLE storefront ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE skill ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE staff ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
)sql";

// When the present wait began and how long the longest was: kinds 2, 9 and 10 (queued, transferred,
// requeued) begin one, 4 (accepted) ends it, before one that follows 4 or 16 (parked) there was
// none. Of what is over only the first wait is known, and its service record does not tell.
constexpr char waits_schema[] = R"sql(
ALTER TABLE conversation ADD COLUMN waiting_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN longest_wait_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN preferred BLOB;
ALTER TABLE service_record ADD COLUMN longest_wait_ms INTEGER;
UPDATE conversation SET waiting_from = queued_at;
UPDATE conversation SET waiting_from = coalesce((SELECT at FROM event e
        WHERE e.organisation = conversation.organisation AND e.conversation = conversation.id
        AND e.kind IN (2, 9, 10) ORDER BY e.seq DESC LIMIT 1), queued_at),
    longest_wait_ms = coalesce((SELECT max(ended.at - (
            SELECT iif(began.kind IN (4, 16), NULL, began.at) FROM event began
            WHERE began.organisation = ended.organisation
            AND began.conversation = ended.conversation AND began.seq < ended.seq
            AND began.kind IN (2, 4, 9, 10, 16) ORDER BY began.seq DESC LIMIT 1))
        FROM event ended WHERE ended.organisation = conversation.organisation
        AND ended.conversation = conversation.id AND ended.kind = 4), 0)
    WHERE state NOT IN (5, 7);
)sql";

// Who served a customer last is asked at each start of a talk; a regular has hundreds behind them.
// Only what has been served and is over for the customer is in it: a running talk costs it nothing.
constexpr char last_server_schema[] = R"sql(
CREATE INDEX conversation_served ON conversation (organisation, customer, state_since)
    WHERE state IN (4, 5) AND assignee IS NOT NULL;
)sql";

// What a customer came with before is read with their file; an agent's own records are read at each
// sign-in. By time alone, both would read everybody's.
constexpr char record_lists_schema[] = R"sql(
CREATE INDEX service_record_of_customer
    ON service_record (organisation, customer, wrapped_up_at);
CREATE INDEX service_record_of_staff ON service_record (organisation, staff, wrapped_up_at);
)sql";

// How much a customer has written since the staff last answered. What stands unanswered in an older
// store counts as nothing.
constexpr char unanswered_schema[] = R"sql(
ALTER TABLE conversation ADD COLUMN unanswered_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN unanswered_bytes INTEGER NOT NULL DEFAULT 0;
)sql";

// Sign-in names are folded before they are stored. Of those that were told apart by capitals alone
// one keeps the name: who is active, then who had it in small letters; the others' gets a tail that
// an admin sees.
constexpr char sign_in_names_schema[] = R"sql(
CREATE TABLE same_name AS
    SELECT organisation, id, row_number() OVER (
        PARTITION BY lower(sign_in_name)
        ORDER BY active DESC, sign_in_name = lower(sign_in_name) DESC, id) AS place
    FROM staff;
UPDATE staff SET sign_in_name = sign_in_name || '-' || hex(substr(id, -4))
    WHERE (organisation, id) IN (SELECT organisation, id FROM same_name WHERE place > 1);
DROP TABLE same_name;
UPDATE staff SET sign_in_name = lower(sign_in_name) WHERE sign_in_name <> lower(sign_in_name);
)sql";

// Visitors who came and never wrote are looked for in the order of their making.
constexpr char visitors_schema[] = R"sql(
CREATE INDEX customer_visitors ON customer (created_at, id) WHERE identified = 0;
)sql";

// Who served a conversation, whoever closed it then; when its record was written (null: not yet) is
// here too, so that an agent's list is walked in its order. Of what was there before: whoever took
// an offer (kind 4) or transferred it (9), closed it or serves it now; whom a supervisor chose and
// who never passed it on stands in sealed words alone.
constexpr char took_part_schema[] = R"sql(
CREATE TABLE took_part (
    organisation BLOB NOT NULL,
    conversation BLOB NOT NULL,
    staff BLOB NOT NULL,
    wrapped_up_at INTEGER,
    PRIMARY KEY (organisation, conversation, staff)
) STRICT, WITHOUT ROWID;
INSERT INTO took_part
    SELECT organisation, conversation, staff, NULL FROM service_record UNION
    SELECT organisation, id, assignee, NULL FROM conversation
        WHERE assignee IS NOT NULL AND state IN (3, 4) UNION
    SELECT organisation, conversation, author, NULL FROM event
        WHERE kind IN (4, 9) AND author_role = 2;
UPDATE took_part SET wrapped_up_at = (SELECT wrapped_up_at FROM service_record r
    WHERE r.organisation = took_part.organisation AND r.conversation = took_part.conversation);
CREATE INDEX took_part_in_records
    ON took_part (organisation, staff, wrapped_up_at, conversation)
    WHERE wrapped_up_at IS NOT NULL;
DROP INDEX service_record_of_staff;

ALTER TABLE service_record ADD COLUMN order_index BLOB;
CREATE INDEX service_record_of_order ON service_record (organisation, order_index, wrapped_up_at)
    WHERE order_index IS NOT NULL;
)sql";

// Visitors who are forgotten but for their data keys, which go in a later commit: whatever comes
// between the two, the next sweep finds here whose are left.
constexpr char keys_to_drop_schema[] = R"sql(
CREATE TABLE key_to_drop (
    organisation BLOB NOT NULL,
    customer BLOB NOT NULL,
    PRIMARY KEY (organisation, customer)
) STRICT, WITHOUT ROWID;
)sql";

// The records of a topic that is seldom, or that nobody had yet, without a walk through all.
constexpr char record_topics_schema[] = R"sql(
CREATE INDEX service_record_of_topic ON service_record (organisation, topic, wrapped_up_at);
)sql";

constexpr const char* steps[] = {
    first_schema,
    identity_schema,
    figures_schema,
    versions_schema,
    waits_schema,
    last_server_schema,
    record_lists_schema,
    unanswered_schema,
    sign_in_names_schema,
    visitors_schema,
    took_part_schema,
    keys_to_drop_schema,
    record_topics_schema};

} // namespace

std::span<const char* const> schema_steps() { return steps; }

} // namespace kefu::storage::sqlite
