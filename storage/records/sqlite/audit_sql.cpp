#include "storage/records/sqlite/audit_sql.hpp"

#include "storage/records/sqlite/statements.hpp"

namespace kefu::storage::sqlite {

namespace {

struct stored_head {
    audit_anchor anchor;
    std::string head_mac;
};

result<std::optional<stored_head>> find_head(session& s, const std::string& writer) {
    auto query = s.store.use(statements::find_audit_head);
    query.text(writer);
    std::optional<stored_head> head;
    if (query.step()) {
        head.emplace();
        head->anchor.writer = writer;
        head->anchor.n = query.take_number();
        head->anchor.mac = query.take_blob();
        head->head_mac = query.take_blob();
    }
    if (query.error()) return query.error();
    return head;
}

audit_entry take_entry(execution& query) {
    audit_entry entry;
    entry.writer = query.take_text();
    entry.n = query.take_number();
    entry.draft.organisation = query.take_id<routing::organisation_id>();
    entry.draft.at = query.take_time();
    entry.draft.action = query.take_text();
    entry.draft.by.role = static_cast<author_role>(query.take_integer());
    entry.draft.by.id = query.take_bits();
    entry.draft.object = query.take_text();
    entry.draft.result = query.take_text();
    entry.mac = query.take_blob();
    return entry;
}

result<std::vector<std::string>> list_writers(session& s) {
    auto query = s.store.use(statements::list_audit_writers);
    std::vector<std::string> writers;
    while (query.step())
        writers.push_back(query.take_text());
    if (query.error()) return query.error();
    return writers;
}

result<audit_verdict> verify_chain(
    session& s, const std::string& writer, const std::optional<audit_anchor>& outside
) {
    const auto head = find_head(s, writer);
    if (!head) return head.error();
    audit_verifier verifier(s.context.chain, writer);
    if (outside && outside->writer == writer) verifier.expect(*outside);
    auto query = s.store.use(statements::list_audit);
    query.text(writer);
    while (query.step()) {
        const auto entry = take_entry(query);
        if (!query.error()) verifier.next(entry);
    }
    if (query.error()) return query.error();
    if (*head) {
        verifier.finish((*head)->anchor, (*head)->head_mac);
    } else {
        verifier.finish(std::nullopt, {});
    }
    return verifier.verdict();
}

} // namespace

result<void> append_audit(session& s, const audit_draft& draft) {
    const auto head = find_head(s, s.context.writer_name);
    if (!head) return head.error();
    const auto before = *head ? (*head)->anchor : audit_anchor{};
    audit_entry entry{s.context.writer_name, before.n + 1, draft, {}};
    entry.mac = s.context.chain.mac_of(entry, before.mac);
    {
        auto insert = s.store.use(statements::insert_audit);
        insert.text(entry.writer).number(entry.n).id(draft.organisation).at(draft.at);
        insert.text(draft.action).integer(static_cast<int>(draft.by.role)).bits(draft.by.id);
        insert.text(draft.object).text(draft.result).blob(std::string_view(entry.mac));
        if (const auto error = insert.run()) return error;
    }
    const audit_anchor next{entry.writer, entry.n, entry.mac};
    auto save = s.store.use(statements::save_audit_head);
    save.text(next.writer).number(next.n).blob(std::string_view(next.mac));
    save.blob(std::string_view(s.context.chain.head_mac_of(next)));
    return as_result(save.run());
}

result<audit_anchor> find_audit_anchor(session& s) {
    const auto head = find_head(s, s.context.writer_name);
    if (!head) return head.error();
    if (*head) return (*head)->anchor;
    return audit_anchor{s.context.writer_name, 0, {}};
}

result<audit_verdict> verify_audit(session& s, const std::optional<audit_anchor>& outside) {
    auto writers = list_writers(s);
    if (!writers) return writers.error();
    // A chain that is gone whole is only known from outside.
    const auto is_listed = [&](const std::string& writer) {
        for (const auto& listed : *writers) {
            if (listed == writer) return true;
        }
        return false;
    };
    if (outside && !is_listed(outside->writer)) writers->push_back(outside->writer);
    audit_verdict all;
    for (const auto& writer : *writers) {
        const auto verdict = verify_chain(s, writer, outside);
        if (!verdict) return verdict.error();
        all.entries += verdict->entries;
        if (verdict->fault == audit_fault::none || all.fault != audit_fault::none) continue;
        all.fault = verdict->fault;
        all.writer = verdict->writer;
        all.position = verdict->position;
    }
    return all;
}

} // namespace kefu::storage::sqlite
