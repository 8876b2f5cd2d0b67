#pragma once

// Every statement of the SQLite record store but the schema (schema_steps.cpp). Bound and read in
// the order written here. `database::use` keeps one prepared statement per constant.
namespace kefu::storage::sqlite::statements {

// The store's own number in an SQLite file's header: "KfRS".
inline constexpr char application_id[] = "1264996947";
inline constexpr char count_tables[] = "SELECT count(*) FROM sqlite_schema";
inline constexpr char make_version_table[] =
    "PRAGMA application_id = 1264996947;"
    "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY) STRICT";
inline constexpr char find_schema_version[] =
    "SELECT coalesce(max(version), 0) FROM schema_version";
inline constexpr char insert_schema_version[] = "INSERT INTO schema_version (version) VALUES (?)";
inline constexpr char find_meta[] = "SELECT value FROM store_meta WHERE name = ?";
inline constexpr char insert_meta[] = "INSERT INTO store_meta (name, value) VALUES (?, ?)";

inline constexpr char save_probe[] = "INSERT INTO store_meta (name, value) VALUES ('probe', ?) "
                                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value";

inline constexpr char begin_write[] = "BEGIN IMMEDIATE";
inline constexpr char begin_read[] = "BEGIN";
inline constexpr char commit[] = "COMMIT";
inline constexpr char rollback[] = "ROLLBACK";
inline constexpr char savepoint[] = "SAVEPOINT one_write";
inline constexpr char release[] = "RELEASE one_write";
inline constexpr char rollback_to[] = "ROLLBACK TO one_write";
inline constexpr char checkpoint[] = "PRAGMA wal_checkpoint(PASSIVE)";

// Conversations. One list of columns, in the order of read_conversation().
#define KEFU_CONVERSATION_COLUMNS                                                                  \
    "id, organisation, storefront, customer, state, generation, assignee, skill, min_level, "      \
    "points, topic, need_type, order_number, locale, opened_at, queued_at, state_since, "          \
    "waiting_since, due, excluded, seq_top, public_top, rated, credit_ms, waiting_from, "          \
    "longest_wait_ms, preferred, unanswered_count, unanswered_bytes"
inline constexpr char insert_conversation[] =
    "INSERT INTO conversation (" KEFU_CONVERSATION_COLUMNS ") "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
inline constexpr char find_conversation[] =
    "SELECT " KEFU_CONVERSATION_COLUMNS " FROM conversation WHERE organisation = ? AND id = ?";
inline constexpr char find_open_conversation[] =
    "SELECT " KEFU_CONVERSATION_COLUMNS
    " FROM conversation WHERE organisation = ? AND storefront = ? AND customer = ? "
    "AND state NOT IN (4, 5, 7)";
inline constexpr char list_open_conversations[] =
    "SELECT " KEFU_CONVERSATION_COLUMNS
    " FROM conversation INDEXED BY conversation_open WHERE state NOT IN (5, 7) ORDER BY position";
inline constexpr char find_latest_conversation[] =
    "SELECT " KEFU_CONVERSATION_COLUMNS " FROM conversation INDEXED BY conversation_of_customer "
    "WHERE organisation = ? AND storefront = ? AND customer = ? ORDER BY position DESC LIMIT 1";
#undef KEFU_CONVERSATION_COLUMNS
inline constexpr char find_last_server[] =
    "SELECT assignee FROM conversation INDEXED BY conversation_served "
    "WHERE organisation = ? AND customer = ? AND state IN (4, 5) AND assignee IS NOT NULL "
    "AND state_since >= ? ORDER BY state_since DESC, position DESC LIMIT 1";
// Only what a log write can change. What an index looks at comes first: SQLite takes a row out of an
// index and puts it back whenever a statement names such a column, whatever its new value, and most
// writes change none of them.
#define KEFU_UPDATE_CONVERSATION(indexed)                                                          \
    "UPDATE conversation SET " indexed "generation = ?, skill = ?, min_level = ?, topic = ?, "     \
    "need_type = ?, waiting_since = ?, due = ?, excluded = ?, seq_top = ?, public_top = ?, "       \
    "rated = ?, credit_ms = ?, waiting_from = ?, longest_wait_ms = ?, preferred = ?, "             \
    "unanswered_count = ?, unanswered_bytes = ? WHERE organisation = ? AND id = ?"
inline constexpr char update_conversation[] =
    KEFU_UPDATE_CONVERSATION("state = ?, assignee = ?, state_since = ?, ");
inline constexpr char update_conversation_in_place[] = KEFU_UPDATE_CONVERSATION("");
#undef KEFU_UPDATE_CONVERSATION
inline constexpr char update_rating[] =
    "UPDATE conversation SET rating_score = ?, rating_comment = ?, rated_at = ? "
    "WHERE organisation = ? AND id = ?";

// Events.
#define KEFU_EVENT_COLUMNS                                                                         \
    "id, conversation, seq, public_seq, kind, author_role, author, at, body, client_key"
inline constexpr char insert_event[] =
    "INSERT INTO event (" KEFU_EVENT_COLUMNS ", organisation, fingerprint) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)";
inline constexpr char find_event_by_key[] =
    "SELECT " KEFU_EVENT_COLUMNS
    ", fingerprint FROM event WHERE organisation = ? AND author = ? AND client_key = ?";
inline constexpr char list_events_after[] =
    "SELECT " KEFU_EVENT_COLUMNS
    " FROM event WHERE organisation = ? AND conversation = ? AND seq > ? ORDER BY seq LIMIT ?";
// public_seq is never larger than seq and grows with it, so the index on seq serves both.
inline constexpr char list_public_events_after[] =
    "SELECT " KEFU_EVENT_COLUMNS " FROM event WHERE organisation = ? AND conversation = ? "
    "AND seq > ?3 AND public_seq > ?3 ORDER BY seq LIMIT ?4";
#undef KEFU_EVENT_COLUMNS
inline constexpr char count_newest_public_events[] =
    "SELECT COUNT(*) FROM event WHERE organisation = ? AND conversation = ? "
    "AND seq > ?3 AND public_seq > ?3 AND kind = ?4";

// Receipts only grow.
inline constexpr char save_receipt[] =
    "INSERT INTO receipt (conversation, party, delivered, read) VALUES (?,?,?,?) "
    "ON CONFLICT (conversation, party) DO UPDATE SET "
    "delivered = max(delivered, excluded.delivered), read = max(read, excluded.read)";
inline constexpr char list_receipts[] =
    "SELECT conversation, party, delivered, read FROM receipt WHERE conversation = ? "
    "ORDER BY party";

// Service records. A conversation that is wrapped up again replaces its record.
inline constexpr char save_service_record[] =
    "INSERT INTO service_record (organisation, conversation, id, customer, staff, channel, topic, "
    "need_type, solved, solution, opened_at, accepted_at, ended_at, wrapped_up_at, "
    "longest_wait_ms, order_index) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT "
    "(organisation, "
    "conversation) DO UPDATE SET "
    "id = excluded.id, customer = excluded.customer, staff = excluded.staff, "
    "channel = excluded.channel, topic = excluded.topic, need_type = excluded.need_type, "
    "solved = excluded.solved, solution = excluded.solution, opened_at = excluded.opened_at, "
    "accepted_at = excluded.accepted_at, ended_at = excluded.ended_at, "
    "wrapped_up_at = excluded.wrapped_up_at, longest_wait_ms = excluded.longest_wait_ms, "
    "order_index = excluded.order_index";
inline constexpr char insert_took_part[] = "INSERT INTO took_part (organisation, conversation, "
                                           "staff) VALUES (?,?,?) ON CONFLICT DO NOTHING";
inline constexpr char update_took_part[] =
    "UPDATE took_part SET wrapped_up_at = ? WHERE organisation = ? AND conversation = ?";
// ?1 organisation, ?2 customer, ?3 staff, ?4 topic, ?5 and ?8 before (time and conversation), ?6
// how many, ?7 order. One statement for each index: a parameter that may be empty cannot be
// searched for, so ?5 never is.
#define KEFU_RECORD_PAGE(from, in_order, whose)                                                    \
    "SELECT r.organisation, r.conversation, r.id, r.customer, r.staff, r.channel, r.topic, "       \
    "r.need_type, r.solved, r.solution, r.opened_at, r.accepted_at, r.ended_at, "                  \
    "r.wrapped_up_at, r.longest_wait_ms, c.rating_score, c.rating_comment, c.order_number "        \
    "FROM " from "LEFT JOIN conversation c "                                                       \
    "ON c.organisation = r.organisation AND c.id = r.conversation "                                \
    "WHERE " in_order ".organisation = ?1 " whose "AND (?4 IS NULL OR r.topic = ?4) "              \
    "AND (" in_order ".wrapped_up_at, " in_order ".conversation) < (?5, ?8) "                      \
    "AND (?7 IS NULL OR r.order_index = ?7) "                                                      \
    "ORDER BY " in_order ".wrapped_up_at DESC, " in_order ".conversation DESC LIMIT ?6"
#define KEFU_OF_STAFF                                                                              \
    "AND (?3 IS NULL OR EXISTS (SELECT 1 FROM took_part p WHERE p.organisation = r.organisation "  \
    "AND p.conversation = r.conversation AND p.staff = ?3)) "
inline constexpr char list_service_records[] = KEFU_RECORD_PAGE("service_record r ", "r", "");
inline constexpr char list_service_records_of_staff[] = KEFU_RECORD_PAGE(
    "took_part p CROSS JOIN service_record r "
    "ON r.organisation = p.organisation AND r.conversation = p.conversation ",
    "p",
    "AND p.staff = ?3 AND p.wrapped_up_at IS NOT NULL "
);
inline constexpr char list_service_records_of_customer[] =
    KEFU_RECORD_PAGE("service_record r ", "r", "AND r.customer = ?2 " KEFU_OF_STAFF);
inline constexpr char list_service_records_of_order[] = KEFU_RECORD_PAGE(
    "service_record r ", "r", "AND r.order_index = ?7 AND r.order_index IS NOT NULL " KEFU_OF_STAFF
);
inline constexpr char list_service_records_of_topic[] =
    KEFU_RECORD_PAGE("service_record r ", "r", "AND r.topic = ?4 ");
#undef KEFU_OF_STAFF
#undef KEFU_RECORD_PAGE

// A day's figures. Conversations that ended since are found by conversation_done, the open ones by
// conversation_open (INDEXED BY: without its index a statement is an error, never a slow one); a
// first acceptance is one of a conversation's first few events.
inline constexpr char count_ended_since[] =
    "SELECT state, assignee, count(*) FROM conversation INDEXED BY conversation_done "
    "WHERE organisation = ? AND state IN (5, 7) AND state_since >= ? GROUP BY state, assignee";
inline constexpr char list_rated_since[] =
    "SELECT id, assignee, rating_score FROM conversation INDEXED BY conversation_rated "
    "WHERE organisation = ? AND rated_at >= ? AND rated_at IS NOT NULL "
    "ORDER BY rated_at DESC LIMIT ?";
inline constexpr char count_accepted_since[] =
    "WITH taken AS (SELECT queued_at, (SELECT at FROM event e WHERE e.organisation = ?1 "
    "AND e.conversation = c.id AND kind = 4 ORDER BY seq LIMIT 1) AS accepted_at FROM ("
    "SELECT id, queued_at FROM conversation INDEXED BY conversation_open "
    "WHERE organisation = ?1 AND state NOT IN (5, 7) AND generation > 0 "
    "UNION ALL SELECT id, queued_at FROM conversation INDEXED BY conversation_done "
    "WHERE organisation = ?1 AND state IN (5, 7) AND state_since >= ?2 AND generation > 0) c) "
    "SELECT count(*), coalesce(sum(accepted_at - queued_at <= ?3), 0) FROM taken "
    "WHERE accepted_at >= ?2";

// Customers.
#define KEFU_CUSTOMER_COLUMNS                                                                      \
    "id, organisation, storefront, identified, vip, external_id, name, phone, email, address, "    \
    "locale, created_at"
inline constexpr char save_customer[] =
    "INSERT INTO customer (" KEFU_CUSTOMER_COLUMNS ", external_id_index, phone_index, email_index) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (organisation, id) DO UPDATE SET "
    "storefront = excluded.storefront, identified = excluded.identified, vip = excluded.vip, "
    "external_id = excluded.external_id, name = excluded.name, phone = excluded.phone, "
    "email = excluded.email, address = excluded.address, locale = excluded.locale, "
    "created_at = excluded.created_at, external_id_index = excluded.external_id_index, "
    "phone_index = excluded.phone_index, email_index = excluded.email_index";
inline constexpr char find_customer[] =
    "SELECT " KEFU_CUSTOMER_COLUMNS " FROM customer WHERE organisation = ? AND id = ?";
inline constexpr char find_customer_by_external_id[] =
    "SELECT " KEFU_CUSTOMER_COLUMNS
    " FROM customer WHERE organisation = ? AND external_id_index = ?";
#undef KEFU_CUSTOMER_COLUMNS
inline constexpr char save_visitor_token[] =
    "INSERT INTO visitor_token (organisation, token_hash, customer, storefront, "
    "identity_generation, bound_at, used_at) VALUES (?,?,?,?,?,?,?) "
    "ON CONFLICT (organisation, token_hash) DO UPDATE SET customer = excluded.customer, "
    "storefront = excluded.storefront, identity_generation = excluded.identity_generation, "
    "bound_at = excluded.bound_at, used_at = excluded.used_at";
// The one just given stays, whatever the clock says.
inline constexpr char trim_visitor_tokens[] =
    "DELETE FROM visitor_token WHERE organisation = ?1 AND customer = ?2 AND token_hash <> ?3 "
    "AND token_hash NOT IN (SELECT token_hash FROM visitor_token WHERE organisation = ?1 "
    "AND customer = ?2 AND token_hash <> ?3 ORDER BY used_at DESC, bound_at DESC LIMIT ?4)";
inline constexpr char find_visitor_token[] =
    "SELECT t.token_hash, t.customer, t.storefront, t.identity_generation, t.bound_at, t.used_at, "
    "coalesce(s.identity_generation, 0) FROM visitor_token t "
    "LEFT JOIN storefront s ON s.organisation = t.organisation AND s.id = t.storefront "
    "WHERE t.organisation = ? AND t.token_hash = ?";
inline constexpr char touch_visitor_token[] =
    "UPDATE visitor_token SET used_at = ? WHERE organisation = ? AND token_hash = ?";
inline constexpr char drop_visitor_token[] =
    "DELETE FROM visitor_token WHERE organisation = ? AND token_hash = ?";
// The next visitors in the order of their making, and whether anything of each must be kept.
inline constexpr char list_visitors[] =
    "SELECT c.organisation, c.id, c.created_at, "
    "EXISTS (SELECT 1 FROM conversation v INDEXED BY conversation_of_customer "
    "WHERE v.organisation = c.organisation AND v.customer = c.id) "
    "OR EXISTS (SELECT 1 FROM shop_order o "
    "WHERE o.organisation = c.organisation AND o.customer = c.id) "
    "OR EXISTS (SELECT 1 FROM visitor_token t "
    "WHERE t.organisation = c.organisation AND t.customer = c.id AND t.used_at >= ?3) "
    "FROM customer c INDEXED BY customer_visitors WHERE c.identified = 0 "
    "AND (c.created_at, c.id) > (?1, ?2) AND c.created_at < ?3 "
    "ORDER BY c.created_at, c.id LIMIT ?4";
inline constexpr char is_customer[] = "SELECT 1 FROM customer WHERE organisation = ? AND id = ?";
inline constexpr char note_key_to_drop[] =
    "INSERT INTO key_to_drop (organisation, customer) VALUES (?,?) ON CONFLICT DO NOTHING";
inline constexpr char has_keys_to_drop[] = "SELECT EXISTS (SELECT 1 FROM key_to_drop)";
// And whether they have been stored again since.
inline constexpr char list_keys_to_drop[] =
    "SELECT k.organisation, k.customer, "
    "EXISTS (SELECT 1 FROM customer c WHERE c.organisation = k.organisation AND c.id = k.customer) "
    "OR EXISTS (SELECT 1 FROM shop_order o "
    "WHERE o.organisation = k.organisation AND o.customer = k.customer) "
    "FROM key_to_drop k LIMIT ?";
inline constexpr char forget_key_to_drop[] =
    "DELETE FROM key_to_drop WHERE organisation = ? AND customer = ?";
inline constexpr char drop_visitor_tokens_of[] =
    "DELETE FROM visitor_token WHERE organisation = ? AND customer = ?";
inline constexpr char drop_customer[] = "DELETE FROM customer WHERE organisation = ? AND id = ?";
#define KEFU_ORDER_COLUMNS                                                                         \
    "id, organisation, customer, number, status, currency, total_minor, placed_at, lines, "        \
    "timeline"
inline constexpr char save_order[] =
    "INSERT INTO shop_order (" KEFU_ORDER_COLUMNS ", number_index) VALUES (?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (organisation, id) DO UPDATE SET customer = excluded.customer, "
    "number = excluded.number, number_index = excluded.number_index, status = excluded.status, "
    "currency = excluded.currency, total_minor = excluded.total_minor, "
    "placed_at = excluded.placed_at, lines = excluded.lines, timeline = excluded.timeline";
inline constexpr char list_orders[] =
    "SELECT " KEFU_ORDER_COLUMNS " FROM shop_order WHERE organisation = ? AND customer = ? "
    "ORDER BY placed_at DESC, id DESC LIMIT ?";
#undef KEFU_ORDER_COLUMNS

// Configuration. A save that names another version than the next one changes no row and returns
// none.
inline constexpr char save_organisation[] = "INSERT INTO organisation (id, name) VALUES (?,?) "
                                            "ON CONFLICT (id) DO UPDATE SET name = excluded.name";
inline constexpr char list_organisations[] = "SELECT id, name FROM organisation ORDER BY id";
#define KEFU_STOREFRONT_COLUMNS                                                                    \
    "id, organisation, name, widget_key, origins, accent_color, locale, hours, greeting, "         \
    "identity_secret, identity_required, identity_generation, version"
inline constexpr char save_storefront[] =
    "INSERT INTO storefront (" KEFU_STOREFRONT_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (organisation, id) DO UPDATE SET name = excluded.name, "
    "widget_key = excluded.widget_key, origins = excluded.origins, "
    "accent_color = excluded.accent_color, locale = excluded.locale, hours = excluded.hours, "
    "greeting = excluded.greeting, identity_secret = excluded.identity_secret, "
    "identity_required = excluded.identity_required, "
    "identity_generation = excluded.identity_generation, version = excluded.version "
    "WHERE excluded.version = storefront.version + 1 RETURNING version";
inline constexpr char list_storefronts[] =
    "SELECT " KEFU_STOREFRONT_COLUMNS " FROM storefront ORDER BY organisation, id";
#undef KEFU_STOREFRONT_COLUMNS
inline constexpr char save_skill[] =
    "INSERT INTO skill (id, organisation, name, topic, version) VALUES (?,?,?,?,?) "
    "ON CONFLICT (organisation, id) DO UPDATE SET name = excluded.name, topic = excluded.topic, "
    "version = excluded.version WHERE excluded.version = skill.version + 1 RETURNING version";
inline constexpr char list_skills[] =
    "SELECT id, organisation, name, topic, version FROM skill ORDER BY organisation, id";
#define KEFU_STAFF_COLUMNS                                                                         \
    "id, organisation, sign_in_name, display_name, role, password_hash, must_change_password, "    \
    "active, capacity, auto_accept, locale, password_until, version"
inline constexpr char save_staff[] =
    "INSERT INTO staff (" KEFU_STAFF_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON CONFLICT (organisation, id) DO UPDATE SET sign_in_name = excluded.sign_in_name, "
    "display_name = excluded.display_name, role = excluded.role, "
    "password_hash = excluded.password_hash, "
    "must_change_password = excluded.must_change_password, active = excluded.active, "
    "capacity = excluded.capacity, auto_accept = excluded.auto_accept, "
    "locale = excluded.locale, password_until = excluded.password_until, "
    "version = excluded.version WHERE excluded.version = staff.version + 1 RETURNING version";
inline constexpr char list_staff[] =
    "SELECT " KEFU_STAFF_COLUMNS " FROM staff ORDER BY organisation, id";
#undef KEFU_STAFF_COLUMNS
inline constexpr char drop_staff_skills[] =
    "DELETE FROM staff_skill WHERE organisation = ? AND staff = ?";
inline constexpr char insert_staff_skill[] =
    "INSERT INTO staff_skill (organisation, staff, skill, level) VALUES (?,?,?,?)";
inline constexpr char list_staff_skills[] =
    "SELECT organisation, staff, skill, level FROM staff_skill "
    "ORDER BY organisation, staff, skill";
inline constexpr char find_staff_standing[] =
    "SELECT count(*) FROM staff WHERE id = ? AND active = 1 AND password_hash = ?";
inline constexpr char save_staff_session[] =
    "INSERT INTO staff_session (token_hash, staff, created_at, seen_at) VALUES (?,?,?,?) "
    "ON CONFLICT (token_hash) DO UPDATE SET staff = excluded.staff, "
    "created_at = excluded.created_at, seen_at = excluded.seen_at";
inline constexpr char find_staff_session[] =
    "SELECT token_hash, staff, created_at, seen_at FROM staff_session WHERE token_hash = ?";
inline constexpr char touch_staff_session[] =
    "UPDATE staff_session SET seen_at = ? WHERE token_hash = ? RETURNING 1";
inline constexpr char drop_staff_session[] = "DELETE FROM staff_session WHERE token_hash = ?";
inline constexpr char trim_staff_sessions[] =
    "DELETE FROM staff_session WHERE staff = ?1 AND token_hash <> ?2 AND token_hash NOT IN "
    "(SELECT token_hash FROM staff_session WHERE staff = ?1 AND token_hash <> ?2 "
    "ORDER BY seen_at DESC, created_at DESC LIMIT ?3)";
inline constexpr char drop_staff_sessions_of[] = "DELETE FROM staff_session WHERE staff = ?";

// Audit.
inline constexpr char insert_audit[] =
    "INSERT INTO audit (writer, n, organisation, at, action, author_role, author, object, result, "
    "mac) VALUES (?,?,?,?,?,?,?,?,?,?)";
inline constexpr char list_audit[] =
    "SELECT writer, n, organisation, at, action, author_role, author, object, result, mac "
    "FROM audit WHERE writer = ? ORDER BY n";
inline constexpr char list_audit_writers[] =
    "SELECT writer FROM audit UNION SELECT writer FROM audit_head ORDER BY 1";
inline constexpr char find_audit_head[] =
    "SELECT n, mac, head_mac FROM audit_head WHERE writer = ?";
inline constexpr char save_audit_head[] =
    "INSERT INTO audit_head (writer, n, mac, head_mac) VALUES (?,?,?,?) "
    "ON CONFLICT (writer) DO UPDATE SET n = excluded.n, mac = excluded.mac, "
    "head_mac = excluded.head_mac";

// Folds.
inline constexpr char save_fold_cursor[] =
    "INSERT INTO fold_cursor (fold, position) VALUES (?,?) "
    "ON CONFLICT (fold) DO UPDATE SET position = excluded.position";
inline constexpr char find_fold_cursor[] = "SELECT position FROM fold_cursor WHERE fold = ?";

} // namespace kefu::storage::sqlite::statements
