#include "gateway/net/static_assets.hpp"

#include "gateway/net/ws_handshake.hpp"

#include <algorithm>
#include <utility>

namespace kefu::gateway::net {

namespace {

constexpr std::string_view immutable_control = "public, max-age=31536000, immutable";
constexpr std::string_view short_control = "public, max-age=60, must-revalidate";

// In thousandths. "q=0", "q=0.000" and anything unreadable: not acceptable.
int quality_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    auto text = parameters.substr(at + 2);
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return 0;
    int quality = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return 0;
    int place = 100;
    for (std::size_t i = 2; i < text.size() && place > 0; ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9') return 0;
        quality += (text[i] - '0') * place;
    }
    return std::min(quality, 1000);
}

// What a list says about one coding; -1: nothing.
int quality_for(const std::vector<std::string_view>& elements, std::string_view coding) {
    int anything_else = -1;
    for (const auto element : elements) {
        const auto semicolon = element.find(';');
        auto name = element.substr(0, semicolon);
        while (name.ends_with(' ') || name.ends_with('\t'))
            name.remove_suffix(1);
        const auto quality =
            semicolon == std::string_view::npos ? 1000 : quality_of(element.substr(semicolon + 1));
        if (same_field_name(name, coding)) return quality;
        if (name == "*") anything_else = quality;
    }
    return anything_else;
}

std::string etag_of(const asset& file, content_coding coding) {
    std::string_view inner = file.etag;
    inner.remove_prefix(1);
    inner.remove_suffix(1);
    std::string tag = "\"" + std::string(inner);
    if (coding == content_coding::brotli) tag += "-br";
    if (coding == content_coding::gzip) tag += "-gz";
    return tag + "\"";
}

} // namespace

content_coding choose_coding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
    const auto elements = list_elements(accept_encoding);
    const int brotli = has_brotli ? quality_for(elements, "br") : 0;
    const int gzip = has_gzip ? quality_for(elements, "gzip") : 0;
    const int as_said = quality_for(elements, "identity");
    const int identity = as_said < 0 ? 1 : as_said; // acceptable unless excluded
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return content_coding::brotli;
    if (gzip > 0 && gzip >= identity) return content_coding::gzip;
    return identity > 0 ? content_coding::identity : content_coding::none_acceptable;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
    for (auto candidate : list_elements(if_none_match)) {
        if (candidate == "*") return true;
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == etag) return true;
    }
    return false;
}

void static_assets::add(std::string path, asset file) {
    for (const auto& bytes : {file.identity, file.brotli, file.gzip})
        if (bytes) bytes_ += bytes->size();
    files_.insert_or_assign(std::move(path), std::move(file));
}

const asset* static_assets::find(std::string_view path) const {
    auto found = files_.find(path);
    if (found == files_.end() && path.ends_with('/'))
        found = files_.find(std::string(path) + "index.html");
    return found == files_.end() ? nullptr : &found->second;
}

bool static_assets::answers(std::string_view path) const {
    return find(path) != nullptr || files_.contains(std::string(path) + "/index.html");
}

http_response static_assets::answer(const http_request& request) const {
    const auto path = request.path();
    const auto* file = find(path);
    if (file == nullptr) {
        if (!answers(path)) return http_response::text(404, "not found\n");
        auto moved = http_response::text(308, {});
        const auto query = request.query();
        auto target = std::string(path) + "/";
        if (!query.empty()) target.append("?").append(query);
        moved.set("Location", std::move(target));
        return moved;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        auto refused = http_response::text(405, "method not allowed\n");
        refused.set("Allow", "GET, HEAD");
        return refused;
    }
    const auto coding = choose_coding(
        request.field("Accept-Encoding"), file->brotli != nullptr, file->gzip != nullptr
    );
    if (coding == content_coding::none_acceptable)
        return http_response::text(406, "not acceptable\n");

    http_response made;
    made.fields = file->fields;
    made.set("Cache-Control", std::string(file->immutable ? immutable_control : short_control));
    made.set("Vary", "Accept-Encoding");
    made.set("ETag", etag_of(*file, coding));
    if (etag_matches(request.field("If-None-Match"), etag_of(*file, coding))) {
        made.status = 304;
        return made;
    }
    made.set("Content-Type", file->content_type);
    made.body = file->identity;
    if (coding == content_coding::brotli) {
        made.body = file->brotli;
        made.set("Content-Encoding", "br");
    } else if (coding == content_coding::gzip) {
        made.body = file->gzip;
        made.set("Content-Encoding", "gzip");
    }
    return made;
}

} // namespace kefu::gateway::net
