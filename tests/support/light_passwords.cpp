#include "tests/support/light_passwords.hpp"

#include <fstream>
#include <limits>
#include <memory>
#include <stdexcept>

#include <sodium.h>
#include <sqlite3.h>

namespace kefu::tests {

std::string light_password_hash(std::string_view password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str(
        hash.data(),
        password.data(),
        password.size(),
        crypto_pwhash_OPSLIMIT_MIN,
        crypto_pwhash_MEMLIMIT_MIN
    );
    if (failed != 0) throw std::runtime_error("no memory for a hash");
    hash.resize(hash.find('\0'));
    return hash;
}

void lighten_passwords(const std::string& records_path, const std::string& sign_ins_file) {
    sqlite3* opened = nullptr;
    sqlite3_open_v2(records_path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> record(opened, &sqlite3_close);
    sqlite3_stmt* prepared = nullptr;
    constexpr auto text = "UPDATE staff SET password_hash = ?1 WHERE sign_in_name = ?2";
    sqlite3_prepare_v2(opened, text, -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> update(
        prepared, &sqlite3_finalize
    );
    std::ifstream sign_ins(sign_ins_file);
    std::string name;
    std::string password;
    bool any = false;
    while (std::getline(sign_ins, name, '\t') && std::getline(sign_ins, password, '\t')) {
        sign_ins.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
        const auto hash = light_password_hash(password);
        sqlite3_bind_text(prepared, 1, hash.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_text(prepared, 2, name.c_str(), -1, SQLITE_STATIC);
        if (sqlite3_step(prepared) != SQLITE_DONE || sqlite3_changes(opened) != 1)
            throw std::runtime_error(records_path + ": " + name + ": " + sqlite3_errmsg(opened));
        sqlite3_reset(prepared);
        any = true;
    }
    if (!any) throw std::runtime_error(sign_ins_file + ": nobody signs in by it");
}

} // namespace kefu::tests
