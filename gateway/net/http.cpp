#include "gateway/net/http.hpp"

#include <algorithm>
#include <utility>

namespace kefu::gateway::net {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

} // namespace

bool same_field_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string_view http_request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view http_request::query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view{}
                                     : std::string_view(target).substr(mark + 1);
}

std::string_view http_request::field(std::string_view name) const {
    for (const auto& f : fields)
        if (same_field_name(f.name, name)) return f.value;
    return {};
}

bool http_request::has_field(std::string_view name) const {
    return std::any_of(fields.begin(), fields.end(), [&](const http_field& f) {
        return same_field_name(f.name, name);
    });
}

http_response http_response::text(unsigned status, std::string body) {
    http_response made{status, {}, make_payload(std::move(body)), false};
    made.set("Content-Type", "text/plain; charset=utf-8");
    return made;
}

http_response http_response::json(unsigned status, std::string body) {
    http_response made{status, {}, make_payload(std::move(body)), false};
    made.set("Content-Type", "application/json");
    return made;
}

void http_response::set(std::string_view name, std::string value) {
    std::erase_if(fields, [&](const http_field& f) { return same_field_name(f.name, name); });
    fields.push_back({std::string(name), std::move(value)});
}

responder::responder(responder&& other) noexcept
    : sink_(std::exchange(other.sink_, nullptr)), to_(other.to_),
      request_number_(other.request_number_) {}

responder& responder::operator=(responder&& other) noexcept {
    if (this == &other) return *this;
    if (!answered()) (*this)(http_response::text(500, "no answer\n"));
    sink_ = std::exchange(other.sink_, nullptr);
    to_ = other.to_;
    request_number_ = other.request_number_;
    return *this;
}

responder::~responder() {
    if (!answered()) (*this)(http_response::text(500, "no answer\n"));
}

void responder::operator()(http_response response) {
    if (answered()) return;
    std::exchange(sink_, nullptr)->reply(to_, request_number_, std::move(response));
}

} // namespace kefu::gateway::net
