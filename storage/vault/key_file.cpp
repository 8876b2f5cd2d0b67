#include "storage/vault/key_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sodium.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "storage/vault/limits.hpp"
#include "storage/vault/vault.hpp"

namespace kefu::storage {

namespace {

constexpr std::string_view head = "kefu key 1\n";
constexpr std::size_t hex_digits = 2 * key_bytes;
constexpr std::size_t file_bytes = head.size() + hex_digits + 1;

[[noreturn]] void fail(vault_error error, const std::string& path) {
    throw std::system_error(std::error_code(make_error_code(error)), "key file " + path);
}

[[noreturn]] void fail_with_errno(const std::string& what, const std::string& path) {
    throw std::system_error(errno, std::generic_category(), what + " " + path);
}

class file_descriptor {
public:
    explicit file_descriptor(int fd) : fd_(fd) {}
    file_descriptor(const file_descriptor&) = delete;
    file_descriptor& operator=(const file_descriptor&) = delete;
    ~file_descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

void check_owner_and_mode(int fd, const std::string& path) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) fail_with_errno("cannot stat key file", path);
    if (!S_ISREG(status.st_mode)) fail(vault_error::key_file_malformed, path);
    const bool private_mode = (status.st_mode & 0177) == 0;
    if (status.st_uid != ::geteuid() || !private_mode) {
        fail(vault_error::key_file_readable_by_others, path);
    }
}

secret read_key(int fd, const std::string& path) {
    check_owner_and_mode(fd, path);
    secret buffer(limits::key_file_bytes_max);
    std::size_t filled = 0;
    while (filled < buffer.bytes().size()) {
        const auto got = ::read(fd, &buffer.bytes()[filled], buffer.bytes().size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_with_errno("cannot read key file", path);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    const auto* text = reinterpret_cast<const char*>(buffer.bytes().data());
    auto key = parsed_key_file({text, filled});
    if (!key) fail(vault_error::key_file_malformed, path);
    return std::move(*key);
}

void write_new_key(int fd, const std::string& path) {
    secret key(key_bytes);
    randombytes_buf(key.bytes().data(), key_bytes);
    secret content(file_bytes + 1); // sodium_bin2hex ends with a zero byte
    auto* text = reinterpret_cast<char*>(content.bytes().data());
    head.copy(text, head.size());
    sodium_bin2hex(text + head.size(), hex_digits + 1, key.bytes().data(), key_bytes);
    text[file_bytes - 1] = '\n';
    if (::write(fd, text, file_bytes) != static_cast<ssize_t>(file_bytes)) {
        fail_with_errno("cannot write key file", path);
    }
    if (::fsync(fd) != 0) fail_with_errno("cannot sync key file", path);
}

void sync_directory(const std::filesystem::path& directory) {
    const file_descriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
        fail_with_errno("cannot sync directory", directory.string());
    }
}

// Missing directories are made 0700, the outermost first.
void make_directories(const std::filesystem::path& directory) {
    if (directory.empty() || std::filesystem::exists(directory)) return;
    make_directories(directory.parent_path());
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        fail_with_errno("cannot make directory", directory.string());
    }
}

void make_key_file(const std::string& path) {
    const auto directory = std::filesystem::absolute(path).parent_path();
    make_directories(directory);
    const std::string draft = path + ".new." + std::to_string(::getpid());
    ::unlink(draft.c_str()); // left by a start that was killed
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    const file_descriptor fd(::open(draft.c_str(), flags, 0600));
    if (fd.get() < 0) fail_with_errno("cannot make key file", draft);
    write_new_key(fd.get(), draft);
    // link() never replaces: a key that another process made meanwhile stays.
    const bool linked = ::link(draft.c_str(), path.c_str()) == 0;
    const int link_error = errno;
    ::unlink(draft.c_str());
    if (!linked && link_error != EEXIST) {
        errno = link_error;
        fail_with_errno("cannot make key file", path);
    }
    sync_directory(directory);
}

} // namespace

std::optional<secret> parsed_key_file(std::string_view content) {
    if (content.size() != file_bytes || !content.starts_with(head) || content.back() != '\n') {
        return std::nullopt;
    }
    secret key(key_bytes);
    std::size_t made = 0;
    const int code = sodium_hex2bin(
        key.bytes().data(),
        key_bytes,
        content.data() + head.size(),
        hex_digits,
        nullptr,
        &made,
        nullptr
    );
    if (code != 0 || made != key_bytes) return std::nullopt;
    return key;
}

secret opened_key_file(const std::string& path, bool store_exists) {
    const file_descriptor found(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (found.get() >= 0) return read_key(found.get(), path);
    if (errno != ENOENT) fail_with_errno("cannot open key file", path);
    if (store_exists) fail(vault_error::key_file_missing_beside_store, path);
    make_key_file(path);
    const file_descriptor made(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (made.get() < 0) fail_with_errno("cannot open key file", path);
    return read_key(made.get(), path);
}

} // namespace kefu::storage
