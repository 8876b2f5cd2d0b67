#pragma once

#include "gateway/net/http.hpp"
#include "gateway/net/payload.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kefu::gateway::net {

struct asset {
    payload identity;
    payload brotli; // null: not prepared
    payload gzip;
    std::string content_type;
    std::string etag;       // quoted; of the identity bytes
    bool immutable = false; // hashed name: kept for a year; otherwise a minute, then revalidated
    std::vector<http_field> fields; // CSP, CORP…: win over the defaults
};

// Files prepared ahead of time, answered from memory. Pure; filled at start-up by
// static_loader.hpp, then only read: any thread.
class static_assets {
public:
    void add(std::string path, asset file); // path as requested: "/console/index.html"

    [[nodiscard]] const asset* find(std::string_view path) const;
    // Null when there is no such file. GET and HEAD; others get 405. A directory ("/console/")
    // means its index.html, and its name without the slash is redirected (308).
    [[nodiscard]] bool answers(std::string_view path) const;
    [[nodiscard]] http_response answer(const http_request& request) const; // 404 when absent
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::unordered_map<std::string, asset, text_hash, std::equal_to<>> files_;
    std::size_t bytes_ = 0;
};

enum class content_coding : unsigned char { identity, gzip, brotli, none_acceptable };
// RFC 9110 §12.5.3. Brotli before gzip before none among those of equal quality.
[[nodiscard]] content_coding choose_coding(
    std::string_view accept_encoding, bool has_brotli, bool has_gzip
);
// RFC 9110 §13.1.2, weak comparison; true: the client's copy is still good.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

} // namespace kefu::gateway::net
