#include "tests/support/gateway_process.hpp"

#include "tests/support/test_certificate.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <iterator>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <pwd.h>
#include <random>
#include <sstream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include "tests/support/child_process.hpp"
#include "tests/support/light_passwords.hpp"
#include "tests/support/ws_client.hpp"

namespace kefu::tests {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& what) {
    std::perror(what.c_str());
    std::abort();
}

std::string make_directory(const char* name) {
    auto pattern = (fs::temp_directory_path() / (std::string(name) + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) give_up("mkdtemp");
    if (::chmod(pattern.c_str(), 0755) != 0) give_up("chmod");
    return pattern;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) give_up(path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) give_up(path.string());
}

std::string setting(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : otherwise;
}

// Ourselves, unless that is root.
owner gateway_owner() {
    owner who;
    if (who.user != 0) return who;
    const auto* entry = ::getpwnam("kefu");
    if (entry == nullptr) entry = ::getpwnam("nobody");
    if (entry == nullptr) give_up("no user to run the gateway as");
    return {entry->pw_uid, entry->pw_gid, true};
}

void give_to(const owner& who, const fs::path& path) {
    if (!who.changes) return;
    const auto one = [&](const fs::path& p) {
        if (::lchown(p.c_str(), who.user, who.group) != 0) give_up("chown " + p.string());
    };
    one(path);
    if (!fs::is_directory(path)) return;
    for (const auto& entry : fs::recursive_directory_iterator(path))
        one(entry.path());
}

constexpr std::string_view tiny_page = "<!doctype html><title>Kefu</title><p>a page";

void make_tiny_web(const fs::path& into) {
    write_text(into / "console/index.html", tiny_page);
    write_text(into / "console/index.html.br", "brotli bytes");
    write_text(into / "console/index.html.gz", "gzip bytes");
    write_text(into / "console/assets/app-0123abcd.js", "export {};\n");
    write_text(into / "widget/index.html", tiny_page);
    write_text(into / "loader/v1.js", "void 0;\n");
}

// What all gateways of this test program share, made once: the binary and the files it reads,
// where its user can reach them, and a store with the demo shop in it.
class shared_files {
public:
    shared_files() : root(make_directory("kefu-shared")) {
        const fs::path at(root);
        const auto source = setting("KEFU_BINARY", KEFU_BUILT_BINARY);
        fs::copy_file(source, binary());
        fs::permissions(binary(), fs::perms{0755});
        fs::copy_file(KEFU_SOURCE_DIR "/gateway/service/sop/ecommerce.toml", sop());
        fs::copy_file(KEFU_SOURCE_DIR "/web/storefront/demo-customers.json", customers());
        const auto dist = setting("KEFU_WEB_DIST", "");
        if (dist.empty()) {
            make_tiny_web(web());
        } else {
            fs::copy(dist, web(), fs::copy_options::recursive);
        }
        fs::create_directories(seed());
        give_to(gateway_owner(), seed());
    }
    ~shared_files() {
        std::error_code left_behind;
        fs::remove_all(root, left_behind);
    }
    shared_files(const shared_files&) = delete;
    shared_files& operator=(const shared_files&) = delete;

    [[nodiscard]] std::string binary() const { return root + "/kefu"; }
    [[nodiscard]] std::string sop() const { return root + "/sop.toml"; }
    [[nodiscard]] std::string customers() const { return root + "/customers.json"; }
    [[nodiscard]] std::string web() const { return root + "/web"; }
    [[nodiscard]] std::string seed() const { return root + "/seed"; }

    const std::string root;
    bool seeded = false;
};

shared_files& shared() {
    static shared_files files;
    return files;
}

// Below those that the kernel gives away by itself: still free when the gateway starts, whatever
// else is starting.
std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    std::random_device chance;
    std::uniform_int_distribution<std::uint16_t> port(10'000, 32'767);
    do {
        address.sin_port = htons(port(chance));
        if (::bind(probe, generic, sizeof address) == 0) break;
        if (errno != EADDRINUSE) give_up("bind");
    } while (true);
    ::close(probe);
    return ntohs(address.sin_port);
}

std::string json_text(const std::string& file, const std::string& name) {
    const auto mark = "\"" + name + "\":\"";
    const auto at = file.find(mark);
    if (at == std::string::npos) give_up("demo-shop.json lacks " + name);
    const auto begin = at + mark.size();
    return file.substr(begin, file.find('"', begin) - begin);
}

} // namespace

gateway_process::gateway_process(gateway_options options, bool start_now)
    : options_(std::move(options)), directory_(make_directory("kefu-gateway")) {
    if (options_.with_redis) {
        redis_ = std::make_unique<redis_server>();
        ::chmod(fs::path(redis_->socket_path()).parent_path().c_str(), 0755);
        ::chmod(redis_->socket_path().c_str(), 0777);
    }
    port_ = free_port();
    ops_port_ = free_port();
    lay_out();
    if (options_.tls) write_certificate();
    if (start_now) start();
}

gateway_process::~gateway_process() {
    if (pid_ > 0) kill();
    end_log();
    std::error_code left_behind;
    fs::remove_all(directory_, left_behind);
}

void gateway_process::give_away(const std::string& path) const { give_to(gateway_owner(), path); }

void gateway_process::lay_out() {
    auto& files = shared();
    fs::create_directories(directory_ + "/records");
    fs::create_directories(directory_ + "/keys");
    ::chmod((directory_ + "/keys").c_str(), 0700);
    write_config();
    give_to(gateway_owner(), directory_);
    if (!options_.seeded) return;
    const auto copy = [](const std::string& from, const std::string& to) {
        fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    };
    if (!files.seeded) {
        const auto done = run(
            {"demo",
             "seed",
             "--config",
             config_path(),
             "--customers-file",
             files.customers(),
             "--sign-ins",
             directory_ + "/sign-ins.txt",
             "--shop-file",
             directory_ + "/shop.json"}
        );
        if (done.status != 0) give_up("kefu demo seed: " + done.output);
        lighten_passwords(records_path(), directory_ + "/sign-ins.txt");
        copy(directory_, files.seed());
        files.seeded = true;
    } else {
        copy(files.seed(), directory_);
        write_config();
        give_to(gateway_owner(), directory_);
    }
    read_seed();
}

void gateway_process::read_seed() {
    const auto shop = text_of(directory_ + "/shop.json");
    widget_key_ = json_text(shop, "widget_key");
    identity_secret_ = json_text(shop, "identity_secret");
    std::istringstream lines(text_of(directory_ + "/sign-ins.txt"));
    demo_sign_in one;
    while (std::getline(lines, one.name, '\t')) {
        std::getline(lines, one.password, '\t');
        std::getline(lines, one.role, '\t');
        std::getline(lines, one.display_name);
        sign_ins_.push_back(one);
    }
}

const demo_sign_in& gateway_process::sign_in_of(std::string_view name) const {
    for (const auto& one : sign_ins_) {
        if (one.name == name) return one;
    }
    give_up("no sign-in of " + std::string(name));
}

void gateway_process::write_config(const std::string& more) const {
    const auto& files = shared();
    std::ostringstream out;
    out << "[listen]\naddress = \"127.0.0.1\"\nport = " << port_
        << "\nthreads = " << options_.threads
        << "\n[ops]\naddress = \"127.0.0.1\"\nport = " << ops_port_ << "\n[public]\nurl = \""
        << own_origin() << "\"\n[records]\npath = \"" << records_path() << "\"\nkeys_path = \""
        << data_keys_path() << "\"\n[vault]\nkey_file = \"" << key_file() << "\"\n[web]\ndist = \""
        << files.web() << "\"\n[sop]\nfile = \"" << files.sop() << "\"\n[limits]\nprofile = \""
        << options_.profile << "\"\n";
    if (redis_) out << "[redis]\nsocket = \"" << redis_->socket_path() << "\"\n";
    const auto at = directory_ + "/tls";
    if (options_.tls)
        out << "[listen.tls]\ncertificate_file = \"" << at << "\"\nkey_file = \"" << at
            << "-key\"\n";
    out << more;
    write_text(config_path(), out.str());
}

void gateway_process::write_certificate() const {
    const auto made = make_test_certificate();
    for (const auto& [name, pem] :
         {std::pair("/tls", made.certificate_pem), std::pair("/tls-key", made.key_pem)}) {
        write_text(directory_ + name, pem);
        ::chmod((directory_ + name).c_str(), 0600);
        give_away(directory_ + name);
    }
}

finished_process gateway_process::run(
    const std::vector<std::string>& arguments, bool keep_root, int within_ms
) const {
    auto who = gateway_owner();
    if (keep_root) who.changes = false;
    const auto child = launch(shared().binary(), arguments, who);
    finished_process done;
    std::thread reader([&] { done.output = until_end(child.output); });
    auto status = wait_for(child.pid, within_ms);
    if (!status) {
        ::kill(child.pid, SIGKILL);
        ::waitpid(child.pid, nullptr, 0);
    }
    reader.join();
    done.status = status.value_or(-1);
    return done;
}

void gateway_process::start() {
    if (pid_ > 0) give_up("the gateway runs already");
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (try_start()) return;
        const bool clash = log().find("Address already in use") != std::string::npos;
        if (!clash) break;
        port_ = free_port();
        ops_port_ = free_port();
        write_config();
    }
    std::fputs(log().c_str(), stderr);
    give_up("kefu serve did not become ready");
}

bool gateway_process::try_start() {
    end_log();
    const auto from = log().size();
    std::vector<std::string> words{"serve", "--config", config_path()};
    words.insert(words.end(), options_.arguments.begin(), options_.arguments.end());
    const auto child = launch(shared().binary(), words, gateway_owner());
    pid_ = child.pid;
    log_open_ = true;
    log_thread_ = std::thread([this, output = child.output] { read_log(output); });
    if (await_log(" serves http", ready_ms_max, from) && is_ready()) return true;
    kill();
    return false;
}

bool gateway_process::is_ready() const {
    ws_client ops(ops_port_);
    return ops.ok() && ops.get("/readyz").status == 200;
}

void gateway_process::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
    end_log();
}

void gateway_process::begin_to_stop() { send_signal(SIGTERM); }

void gateway_process::send_signal(int number) { ::kill(pid_, number); }

finished_process gateway_process::terminate(int within_ms) {
    begin_to_stop();
    return wait_for_end(within_ms);
}

finished_process gateway_process::wait_for_end(int within_ms) {
    const auto status = wait_for(pid_, within_ms);
    if (!status) return {};
    pid_ = -1;
    end_log();
    return {*status, log()};
}

void gateway_process::freeze() { ::kill(pid_, SIGSTOP); }
void gateway_process::thaw() { ::kill(pid_, SIGCONT); }

void gateway_process::start_redis() {
    redis_->start();
    ::chmod(redis_->socket_path().c_str(), 0777);
}

// ---- its log

void gateway_process::read_log(int descriptor) {
    std::array<char, 4096> chunk{};
    for (;;) {
        const auto n = ::read(descriptor, chunk.data(), chunk.size());
        const std::lock_guard lock(log_mutex_);
        if (n > 0) log_.append(chunk.data(), static_cast<std::size_t>(n));
        if (n <= 0) log_open_ = false;
        log_grew_.notify_all();
        if (n <= 0) break;
    }
    ::close(descriptor);
}

void gateway_process::end_log() {
    if (log_thread_.joinable()) log_thread_.join();
}

std::string gateway_process::log() const {
    const std::lock_guard lock(log_mutex_);
    return log_;
}

bool gateway_process::await_log(std::string_view text, int within_ms, std::size_t from) {
    std::unique_lock lock(log_mutex_);
    const auto there = [&] { return log_.find(text, from) != std::string::npos; };
    log_grew_.wait_for(lock, std::chrono::milliseconds(within_ms), [&] {
        return there() || !log_open_;
    });
    return there();
}

} // namespace kefu::tests
