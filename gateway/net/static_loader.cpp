#include "gateway/net/static_loader.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <openssl/sha.h>
#include <system_error>
#include <utility>

namespace kefu::gateway::net {

namespace {

namespace fs = std::filesystem;

struct known_type {
    std::string_view extension;
    std::string_view type;
};

constexpr std::array<known_type, 18> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".mp3", "audio/mpeg"},
    {".wasm", "application/wasm"},
}};

boost::system::result<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return boost::system::error_code(errno, boost::system::generic_category());
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (file.bad()) return boost::system::error_code(EIO, boost::system::generic_category());
    return bytes;
}

boost::system::result<payload> read_coded(const fs::path& path, const char* suffix) {
    auto coded = path;
    coded += suffix;
    std::error_code absent;
    if (!fs::is_regular_file(coded, absent)) return payload{};
    auto bytes = read_file(coded);
    if (!bytes) return bytes.error();
    return make_payload(std::move(*bytes));
}

std::string etag_for(const std::string& bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string tag = "\"";
    for (std::size_t i = 0; i < 12; ++i) {
        tag.push_back("0123456789abcdef"[digest[i] >> 4]);
        tag.push_back("0123456789abcdef"[digest[i] & 15]);
    }
    return tag + "\"";
}

boost::system::result<asset> read_asset(const fs::path& path) {
    auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    auto brotli = read_coded(path, ".br");
    if (!brotli) return brotli.error();
    auto gzip = read_coded(path, ".gz");
    if (!gzip) return gzip.error();
    asset made;
    made.etag = etag_for(*bytes);
    made.identity = make_payload(std::move(*bytes));
    made.brotli = *brotli;
    made.gzip = *gzip;
    made.content_type = content_type_of(path.native());
    return made;
}

bool wanted(const fs::directory_entry& entry) {
    if (entry.is_symlink() || !entry.is_regular_file()) return false;
    const auto extension = entry.path().extension();
    return extension != ".br" && extension != ".gz";
}

bool hidden(const fs::path& relative) {
    return std::any_of(relative.begin(), relative.end(), [](const fs::path& part) {
        return part.native().starts_with('.');
    });
}

} // namespace

std::string_view content_type_of(std::string_view path) {
    const auto dot = path.rfind('.');
    if (dot != std::string_view::npos)
        for (const auto& known : types)
            if (path.substr(dot) == known.extension) return known.type;
    return "application/octet-stream";
}

boost::system::result<std::size_t> load_assets(
    const fs::path& directory,
    std::string_view url_prefix,
    const asset_fields& fields_of,
    static_assets& into
) {
    std::error_code failed;
    std::size_t count = 0;
    fs::recursive_directory_iterator at(directory, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        const auto relative = at->path().lexically_relative(directory);
        if (!wanted(*at) || hidden(relative)) continue;
        auto file = read_asset(at->path());
        if (!file) return file.error();
        auto url = std::string(url_prefix) + relative.generic_string();
        file->immutable = relative.generic_string().starts_with("assets/");
        if (fields_of) file->fields = fields_of(url);
        into.add(std::move(url), std::move(*file));
        ++count;
    }
    if (failed) return boost::system::error_code(failed);
    return count;
}

} // namespace kefu::gateway::net
