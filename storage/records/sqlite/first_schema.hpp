#pragma once

namespace kefu::storage::sqlite {

// The first step of schema_steps.cpp: the tables of a new store as they were once. Never changed.
inline constexpr char first_schema[] = R"sql(
CREATE TABLE store_meta (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE organisation (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE storefront (
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    widget_key TEXT NOT NULL UNIQUE,
    origins BLOB NOT NULL,
    accent_color TEXT NOT NULL,
    locale TEXT NOT NULL,
    hours TEXT NOT NULL,
    greeting TEXT NOT NULL,
    identity_secret BLOB,
    identity_required INTEGER NOT NULL,
    PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE skill (
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    sign_in_name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password INTEGER NOT NULL,
    active INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    auto_accept INTEGER NOT NULL,
    locale TEXT NOT NULL,
    PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_skill (
    organisation BLOB NOT NULL,
    staff BLOB NOT NULL,
    skill BLOB NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (organisation, staff, skill)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    staff BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_of_staff ON staff_session (staff);

CREATE TABLE customer (
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    storefront BLOB NOT NULL,
    identified INTEGER NOT NULL,
    vip INTEGER NOT NULL,
    external_id BLOB,
    external_id_index BLOB,
    name BLOB,
    phone BLOB,
    phone_index BLOB,
    email BLOB,
    email_index BLOB,
    address BLOB,
    locale TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_external_id ON customer (organisation, external_id_index)
    WHERE external_id_index IS NOT NULL;
CREATE INDEX customer_phone ON customer (organisation, phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX customer_email ON customer (organisation, email_index) WHERE email_index IS NOT NULL;

CREATE TABLE visitor_token (
    organisation BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    customer BLOB NOT NULL,
    bound_at INTEGER NOT NULL,
    PRIMARY KEY (organisation, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE shop_order (
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    customer BLOB NOT NULL,
    number BLOB,
    number_index BLOB,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    total_minor INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    lines BLOB NOT NULL,
    timeline BLOB NOT NULL,
    PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_order_of_customer ON shop_order (organisation, customer, placed_at);
CREATE INDEX shop_order_number ON shop_order (organisation, number_index)
    WHERE number_index IS NOT NULL;

-- `position` is the order of insertion: "newest" never depends on the wall clock.
CREATE TABLE conversation (
    position INTEGER PRIMARY KEY,
    organisation BLOB NOT NULL,
    id BLOB NOT NULL,
    storefront BLOB NOT NULL,
    customer BLOB NOT NULL,
    state INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    assignee BLOB,
    skill BLOB NOT NULL,
    min_level INTEGER NOT NULL,
    points INTEGER NOT NULL,
    topic TEXT NOT NULL,
    need_type TEXT NOT NULL,
    order_number BLOB,
    locale TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    state_since INTEGER NOT NULL,
    waiting_since INTEGER,
    due INTEGER,
    excluded BLOB NOT NULL,
    seq_top INTEGER NOT NULL,
    public_top INTEGER NOT NULL,
    rated INTEGER NOT NULL,
    rating_score INTEGER,
    rating_comment BLOB,
    UNIQUE (organisation, id)
) STRICT;
-- One talk per customer and storefront; wrap-up is the staff's own affair and holds up nobody.
CREATE UNIQUE INDEX conversation_talking ON conversation (organisation, storefront, customer)
    WHERE state NOT IN (4, 5, 7);
CREATE INDEX conversation_open ON conversation (position) WHERE state NOT IN (5, 7);
CREATE INDEX conversation_of_customer ON conversation (organisation, customer, position);

-- The log, in order of arrival: `position` only grows, so folds can follow it.
CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    organisation BLOB NOT NULL,
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    public_seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind INTEGER NOT NULL,
    author_role INTEGER NOT NULL,
    author BLOB NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    client_key BLOB,
    fingerprint BLOB,
    UNIQUE (organisation, conversation, seq)
) STRICT;
CREATE UNIQUE INDEX event_client_key ON event (organisation, author, client_key)
    WHERE client_key IS NOT NULL;

CREATE TABLE receipt (
    conversation BLOB NOT NULL,
    party INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    read INTEGER NOT NULL,
    PRIMARY KEY (conversation, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_record (
    organisation BLOB NOT NULL,
    conversation BLOB NOT NULL,
    id BLOB NOT NULL,
    customer BLOB NOT NULL,
    staff BLOB NOT NULL,
    channel TEXT NOT NULL,
    topic TEXT NOT NULL,
    need_type TEXT NOT NULL,
    solved TEXT NOT NULL,
    solution BLOB,
    opened_at INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    wrapped_up_at INTEGER NOT NULL,
    PRIMARY KEY (organisation, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_record_by_time ON service_record (organisation, wrapped_up_at);

CREATE TABLE audit (
    writer TEXT NOT NULL,
    n INTEGER NOT NULL,
    organisation BLOB NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    author_role INTEGER NOT NULL,
    author BLOB NOT NULL,
    object TEXT NOT NULL,
    result TEXT NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (writer, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;

CREATE TABLE audit_head (
    writer TEXT NOT NULL PRIMARY KEY,
    n INTEGER NOT NULL,
    mac BLOB NOT NULL,
    head_mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fold_cursor (
    fold TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

} // namespace kefu::storage::sqlite
