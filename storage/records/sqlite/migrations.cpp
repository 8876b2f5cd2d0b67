#include "storage/records/sqlite/migrations.hpp"

#include "storage/records/sqlite/schema_steps.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/sqlite/sqlite_error.hpp"

namespace kefu::storage::sqlite {

namespace {

std::runtime_error refusal(const std::string& path, const std::string& why) {
    return std::runtime_error("record store " + path + ": " + why);
}

std::string answer_of(database& store, const std::string& path, const char* sql) {
    auto answer = store.pragma(sql);
    if (answer) return *answer;
    const std::string why = is_corrupt(answer.error()) ? "damaged or not a record store: " : "";
    throw refusal(path, why + answer.error().message());
}

void run(database& store, const std::string& path, const char* sql) {
    if (const auto error = store.execute(sql)) throw refusal(path, error.message());
}

} // namespace

int newest_schema() { return static_cast<int>(schema_steps().size()); }

int schema_of(database& store, const std::string& path) {
    if (answer_of(store, path, statements::count_tables) == "0") return 0;
    if (answer_of(store, path, "PRAGMA application_id") != statements::application_id) {
        throw refusal(path, "not a record store of kefu");
    }
    const auto version = answer_of(store, path, statements::find_schema_version);
    return version.empty() ? 0 : std::stoi(version);
}

void migrate(database& store, const std::string& path) { migrate_to(store, path, newest_schema()); }

void migrate_to(database& store, const std::string& path, int version) {
    const int found = schema_of(store, path);
    if (found > newest_schema()) {
        throw refusal(
            path,
            "written by a newer kefu (schema " + std::to_string(found) + ", this one knows " +
                std::to_string(newest_schema()) + ")"
        );
    }
    if (found >= version) return;
    run(store, path, "BEGIN IMMEDIATE");
    if (found == 0) run(store, path, statements::make_version_table);
    for (int step = found; step < version; ++step) {
        run(store, path, schema_steps()[static_cast<std::size_t>(step)]);
        auto insert = store.use(statements::insert_schema_version);
        if (const auto error = insert.integer(step + 1).run()) {
            throw refusal(path, error.message());
        }
    }
    run(store, path, "COMMIT");
}

} // namespace kefu::storage::sqlite
