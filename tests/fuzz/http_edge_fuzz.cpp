// The bytes of one HTTP connection, many requests in a row. The edge hands on what a strict
// splitter finds, request for request with the same body, and nothing behind what the splitter
// refuses; and it is the same however the bytes are cut. So no request is smuggled in another's
// body.

#include "gateway/net/http_beast.hpp"
#include "gateway/net/http_head.hpp"
#include "gateway/net/ws_handshake.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

namespace kefu::fuzz {

namespace {

namespace net = gateway::net;

constexpr std::size_t http_edge_bytes_max = 16'384;

struct request {
    std::string method;
    std::string target;
    std::string body;
    bool operator==(const request&) const = default;
};

struct connection_story {
    std::vector<request> requests;
    bool refused = false; // the connection ends here
    bool operator==(const connection_story&) const = default;
};

// What gateway/net/connection_http.cpp does with what arrives, without its socket.
connection_story edge(std::string_view bytes, std::size_t first, std::size_t step) {
    const net::http_limits limits;
    connection_story story;
    std::string in;
    std::size_t scanned = 0;
    std::optional<net::request_parser> parser;
    const auto refuse = [&] { story.refused = true; };
    // False: more bytes are needed, or it is over.
    const auto go_on = [&] {
        if (!parser) {
            const auto end = net::find_head_end(in, scanned);
            if (end.found == net::head_end::state::refuse) return refuse(), false;
            if (end.found == net::head_end::state::incomplete) {
                if (in.size() > limits.head_bytes_max) refuse();
                return false;
            }
            const auto head = std::string_view(in).substr(0, end.size);
            if (net::check_head(head, limits).refuse_status != 0) return refuse(), false;
            parser.emplace(limits);
        }
        const auto progress = parser->feed(in);
        in.erase(0, progress.consumed);
        using state = net::request_parser::progress::state;
        if (progress.now == state::refused) return refuse(), false;
        if (progress.now == state::need_more) return false;
        const bool goes_on = parser->keep_alive();
        auto whole = parser->take();
        parser.reset();
        scanned = 0;
        story.requests.push_back({whole.method, whole.target, whole.body});
        // What follows an upgrade is never read as HTTP.
        if (!goes_on || net::asks_for_upgrade(whole)) return refuse(), false;
        return true;
    };
    for (std::size_t at = 0; at < bytes.size() && !story.refused;) {
        const auto n = std::min(at == 0 ? first : step, bytes.size() - at);
        in += bytes.substr(at, n);
        at += n;
        while (go_on()) {
        }
    }
    return story;
}

// By RFC 9112 alone, without limits; what it leaves open is refused.
class splitter {
public:
    explicit splitter(std::string_view bytes) : bytes_(bytes) {}

    connection_story all() {
        connection_story story;
        while (!story.refused) {
            auto next = one();
            if (over_ && !next) story.refused = !incomplete_;
            if (!next) break;
            story.requests.push_back(std::move(*next));
            if (over_) story.refused = true;
        }
        return story;
    }

private:
    struct field {
        std::string name; // small letters
        std::string value;
    };

    std::optional<request> stop(bool incomplete) {
        over_ = true;
        incomplete_ = incomplete;
        return std::nullopt;
    }

    std::optional<std::string> line() {
        const auto end = bytes_.find('\n', at_);
        if (end == std::string_view::npos) {
            stop(true);
            return std::nullopt;
        }
        const auto whole = bytes_.substr(at_, end - at_);
        at_ = end + 1;
        if (!whole.ends_with('\r') || whole.find('\r') != whole.size() - 1) {
            stop(false);
            return std::nullopt;
        }
        return std::string(whole.substr(0, whole.size() - 1));
    }

    static bool is_token(const std::string& text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                   std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
        });
    }

    static std::string small(std::string text) {
        for (auto& c : text) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
        return text;
    }

    static std::optional<field> field_in(const std::string& text) {
        const auto colon = text.find(':');
        if (colon == std::string::npos || !is_token(text.substr(0, colon))) return std::nullopt;
        auto value = text.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
            value.erase(0, 1);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
            value.pop_back();
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\t') || byte == 0x7F) return std::nullopt;
        }
        return field{small(text.substr(0, colon)), value};
    }

    static bool read_request_line(const std::string& text, request& into, int& minor) {
        const auto first = text.find(' ');
        const auto last = text.rfind(' ');
        if (first == std::string::npos || first == last) return false;
        into.method = text.substr(0, first);
        into.target = text.substr(first + 1, last - first - 1);
        const auto version = text.substr(last + 1);
        minor = version == "HTTP/1.1" ? 1 : 0;
        const bool visible = std::all_of(into.target.begin(), into.target.end(), [](char c) {
            return c > 0x20 && c < 0x7F && c != '#';
        });
        return is_token(into.method) && visible && (minor == 1 || version == "HTTP/1.0") &&
               (into.target == "*" || into.target.starts_with('/'));
    }

    std::optional<request> one() {
        request made;
        int minor = 0;
        const auto first = line();
        if (!first) return std::nullopt;
        if (!read_request_line(*first, made, minor)) return stop(false);
        std::vector<field> fields;
        for (;;) {
            const auto text = line();
            if (!text) return std::nullopt;
            if (text->empty()) break;
            auto read = field_in(*text);
            if (!read) return stop(false);
            fields.push_back(std::move(*read));
        }
        const auto values = [&](std::string_view name) {
            std::vector<std::string> found;
            for (const auto& f : fields) {
                if (f.name == name) found.push_back(f.value);
            }
            return found;
        };
        const auto host = values("host");
        const auto coded = values("transfer-encoding");
        const auto length = values("content-length");
        if (host.size() != 1 || host[0].empty()) return stop(false);
        if (coded.size() > 1 || length.size() > 1) return stop(false);
        if (!coded.empty() && (!length.empty() || minor == 0)) return stop(false);
        if (!coded.empty() && small(coded[0]) != "chunked") return stop(false);
        if (!coded.empty() && !chunks(made.body)) return std::nullopt;
        if (!length.empty() && !counted(length[0], made.body)) return std::nullopt;
        bool closes = minor == 0;
        for (const auto& value : values("connection")) {
            const auto words = small(value);
            if (words.find("keep-alive") != std::string::npos) closes = false;
            if (words.find("close") != std::string::npos) closes = true;
        }
        if (closes || !values("upgrade").empty()) over_ = true;
        return made;
    }

    bool counted(const std::string& length, std::string& body) {
        const bool digits =
            !length.empty() && length.size() <= 18 &&
            std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits) return stop(false), false;
        const auto size = std::stoull(length);
        if (bytes_.size() - at_ < size) return stop(true), false;
        body = bytes_.substr(at_, size);
        at_ += size;
        return true;
    }

    // Extensions are words behind semicolons; their meaning is nobody's.
    static std::optional<std::size_t> chunk_size(const std::string& text) {
        static constexpr std::string_view hex = "0123456789abcdef";
        std::size_t size = 0;
        std::size_t at = 0;
        for (; at < text.size(); ++at) {
            const auto digit = hex.find(small(text.substr(at, 1)));
            if (digit == std::string_view::npos) break;
            if (at >= 15) return std::nullopt;
            size = size * 16 + digit;
        }
        if (at == 0) return std::nullopt;
        const auto behind = text.find_first_not_of(" \t", at);
        if (behind == std::string::npos)
            return at == text.size() ? std::optional(size) : std::nullopt;
        return text[behind] == ';' ? std::optional(size) : std::nullopt;
    }

    bool chunks(std::string& body) {
        for (;;) {
            const auto head = line();
            if (!head) return false;
            const auto size = chunk_size(*head);
            if (!size) return stop(false), false;
            if (*size == 0) break;
            if (bytes_.size() - at_ < *size + 2) return stop(true), false;
            body += bytes_.substr(at_, *size);
            if (bytes_.substr(at_ + *size, 2) != "\r\n") return stop(false), false;
            at_ += *size + 2;
        }
        for (;;) {
            const auto trailer = line();
            if (!trailer) return false;
            if (trailer->empty()) return true;
            if (!field_in(*trailer)) return stop(false), false;
        }
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool over_ = false;
    bool incomplete_ = false;
};

} // namespace

void http_edge(input bytes) {
    const auto stream = text_of(bytes.first(std::min(bytes.size(), http_edge_bytes_max)));
    const auto all = std::max<std::size_t>(stream.size(), 1);
    const auto whole = edge(stream, all, all);
    if (stream.size() <= 2'048) holds(edge(stream, 1, 1) == whole, "byte by byte the same", stream);
    for (std::size_t cut = 1; cut < std::min<std::size_t>(stream.size(), 32); ++cut)
        holds(edge(stream, cut * 7, all) == whole, "the same, cut anywhere", stream);

    const auto strict = splitter(stream).all();
    holds(whole.requests.size() <= strict.requests.size(), "no request out of nothing", stream);
    const bool same =
        std::equal(whole.requests.begin(), whole.requests.end(), strict.requests.begin());
    holds(same, "each request is the one that was sent", stream);
    // The edge may refuse more (limits, odd hosts), and then it ends the connection.
    if (whole.requests.size() < strict.requests.size())
        holds(whole.refused, "whoever is not served is not kept waiting", stream);
}

} // namespace kefu::fuzz
