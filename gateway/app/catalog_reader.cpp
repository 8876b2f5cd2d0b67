#include "gateway/app/catalog_reader.hpp"

#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

namespace kefu::gateway::app {

void read_catalog(storage::record_store& records, std::function<void(chat::catalog_ptr)> done) {
    records.organisations([&records,
                           done](storage::result<std::vector<storage::organisation_row>> a) {
        if (!a) return done(nullptr);
        chat::catalog read;
        read.organisations = std::move(*a);
        records.storefronts([&records, done, read](
                                storage::result<std::vector<storage::storefront_row>> b
                            ) mutable {
            if (!b) return done(nullptr);
            read.storefronts = std::move(*b);
            records.skills([&records, done, read](storage::result<std::vector<storage::skill_row>> c
                           ) mutable {
                if (!c) return done(nullptr);
                read.skills = std::move(*c);
                records.staff([done,
                               read](storage::result<std::vector<storage::staff_row>> d) mutable {
                    if (!d) return done(nullptr);
                    read.staff = std::move(*d);
                    done(std::make_shared<const chat::catalog>(std::move(read)));
                });
            });
        });
    });
}

chat::catalog_ptr load_catalog(storage::record_store& records) {
    std::promise<chat::catalog_ptr> answered;
    auto answer = answered.get_future();
    read_catalog(records, [&answered](chat::catalog_ptr read) {
        answered.set_value(std::move(read));
    });
    auto read = answer.get();
    if (read == nullptr) throw std::runtime_error("the record store's configuration is unreadable");
    return read;
}

} // namespace kefu::gateway::app
