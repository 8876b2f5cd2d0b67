#include "tests/storage/records/contract/record_store_contract.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

namespace kefu::storage::testing {
namespace {

class sqlite_under_test final : public store_under_test {
public:
    sqlite_under_test() { place_.open(); }
    record_store& store() override { return place_.store(); }
    void reopen() override { place_.open(); }

private:
    sqlite_place place_;
};

std::unique_ptr<store_under_test> make_sqlite() { return std::make_unique<sqlite_under_test>(); }

INSTANTIATE_TEST_SUITE_P(
    Sqlite,
    RecordStore,
    ::testing::Values(engine{"sqlite", make_sqlite}),
    [](const auto& tested) { return std::string(tested.param.name); }
);

} // namespace
} // namespace kefu::storage::testing
