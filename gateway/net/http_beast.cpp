#include "gateway/net/http_beast.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>
#include <utility>

namespace kefu::gateway::net {

namespace http = boost::beast::http;

namespace {

// A body sent in tiny chunks costs many times its size on the wire.
constexpr std::size_t wire_bytes_per_body_byte_max = 8;

// What is still to come of a chunked body is at least so long. Beast takes for granted that it is
// called again with no less (an assertion of its parse_chunk_header).
constexpr std::size_t last_chunk_bytes_min = std::string_view("0\r\n\r\n").size();

std::string_view view_of(boost::beast::string_view text) { return {text.data(), text.size()}; }
boost::beast::string_view beast_view(std::string_view text) { return {text.data(), text.size()}; }

unsigned status_for(const boost::beast::error_code& failed) {
    if (failed == http::error::body_limit) return 413;
    if (failed == http::error::header_limit) return 431;
    return 400;
}

std::vector<http_field> copy_fields(const http::fields& from) {
    std::vector<http_field> fields;
    for (const auto& field : from)
        fields.push_back({std::string(field.name_string()), std::string(field.value())});
    return fields;
}

bool may_be_sent(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string head_of(http::response<http::empty_body>& message) {
    http::response_serializer<http::empty_body> serialiser(message);
    boost::beast::error_code failed;
    std::string bytes;
    const auto visit = [&](boost::beast::error_code&, const auto& buffers) {
        for (const auto& buffer : boost::beast::buffers_range_ref(buffers))
            bytes.append(static_cast<const char*>(buffer.data()), buffer.size());
        serialiser.consume(boost::beast::buffer_bytes(buffers));
    };
    while (!failed && !serialiser.is_done())
        serialiser.next(failed, visit);
    return bytes;
}

} // namespace

struct request_parser::parts {
    explicit parts(const http_limits& from) : limits(from) {
        parser.header_limit(static_cast<std::uint32_t>(limits.head_bytes_max));
        parser.body_limit(limits.body_bytes_max);
    }

    // They go to the same fields. Nobody needs them, and Beast reads them with less care than a
    // head (folded lines).
    [[nodiscard]] bool has_trailers() const {
        const auto& all = parser.get().base();
        return static_cast<std::size_t>(std::distance(all.begin(), all.end())) != fields.size();
    }

    const http_limits& limits;
    http::request_parser<http::string_body> parser;
    std::vector<http_field> fields;
    std::size_t wire_bytes = 0;
    bool head_seen = false;
};

request_parser::request_parser(const http_limits& limits)
    : parts_(std::make_unique<parts>(limits)) {}

request_parser::~request_parser() = default;

request_parser::progress request_parser::feed(std::string_view bytes) {
    auto& parser = parts_->parser;
    progress made;
    boost::beast::error_code failed;
    while (made.consumed < bytes.size() && !parser.is_done() && !failed) {
        const auto rest = bytes.substr(made.consumed);
        if (parts_->head_seen && parser.chunked() && rest.size() < last_chunk_bytes_min) break;
        const auto n = parser.put(boost::asio::buffer(rest.data(), rest.size()), failed);
        made.consumed += n;
        if (parser.is_header_done() && !parts_->head_seen) {
            parts_->head_seen = true;
            parser.eager(true); // not before, or what was read at once would hold trailers
            parts_->fields = copy_fields(parser.get().base());
        }
        if (n == 0) break;
    }
    parts_->wire_bytes += made.consumed;
    const auto& limits = parts_->limits;
    const auto wire_max =
        limits.head_bytes_max + limits.body_bytes_max * wire_bytes_per_body_byte_max;
    const auto refuse = [&](unsigned status) {
        made.now = progress::state::refused;
        made.refuse_status = status;
    };
    if (failed && failed != http::error::need_more)
        refuse(status_for(failed));
    else if (parser.is_done() && parts_->has_trailers())
        refuse(400);
    else if (parser.is_done())
        made.now = progress::state::complete;
    else if (parts_->wire_bytes > wire_max)
        refuse(413);
    else if (bytes.size() - made.consumed > limits.head_bytes_max)
        refuse(400);
    return made;
}

bool request_parser::keep_alive() const { return parts_->parser.get().keep_alive(); }

http_request request_parser::head() const {
    const auto& message = parts_->parser.get();
    http_request request;
    request.method = view_of(message.method_string());
    request.target = view_of(message.target());
    request.version_minor = message.version() == 11 ? 1 : 0;
    request.fields = parts_->fields;
    return request;
}

http_request request_parser::take() {
    auto message = parts_->parser.release();
    http_request request;
    request.method = view_of(message.method_string());
    request.target = view_of(message.target());
    request.version_minor = message.version() == 11 ? 1 : 0;
    request.fields = std::move(parts_->fields);
    request.body = std::move(message.body());
    return request;
}

std::string serialise_head(const http_response& response, const response_frame& frame) {
    const bool sound =
        std::all_of(response.fields.begin(), response.fields.end(), [](const http_field& field) {
            return may_be_sent(field.name) && may_be_sent(field.value);
        });
    http::response<http::empty_body> message;
    message.version(frame.version_minor == 0 ? 10 : 11);
    if (!sound) return {};
    message.result(response.status);
    message.set(http::field::date, beast_view(frame.date));
    for (const auto& field : response.fields)
        message.insert(beast_view(field.name), beast_view(field.value));
    message.keep_alive(frame.keep_alive);
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) message.content_length(response.body ? response.body->size() : 0);
    return head_of(message);
}

std::string serialise_upgrade(
    std::string_view accept, std::string_view subprotocol, std::string_view date
) {
    http::response<http::empty_body> message(http::status::switching_protocols, 11);
    message.set(http::field::date, beast_view(date));
    message.set(http::field::upgrade, "websocket");
    message.set(http::field::connection, "Upgrade");
    message.set(http::field::sec_websocket_accept, beast_view(accept));
    if (!subprotocol.empty())
        message.set(http::field::sec_websocket_protocol, beast_view(subprotocol));
    return head_of(message);
}

} // namespace kefu::gateway::net
