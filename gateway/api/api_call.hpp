#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "gateway/api/request_rates.hpp"
#include "gateway/api/staff_access.hpp"
#include "gateway/api/whole_readings.hpp"
#include "gateway/chat/catalog.hpp"
#include "gateway/chat/customer_gate.hpp"
#include "gateway/chat/desk_door.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/ids_source.hpp"
#include "gateway/chat/staffing.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/static_assets.hpp"
#include "gateway/service/sop.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::api {

// What the handlers of every shard share; all of it may be used from any thread.
struct api_shared {
    storage::record_store& records;
    chat::desk_door& desks;
    chat::floor_port& floor;
    staff_access& access;
    chat::customer_gate& customers;
    whole_readings& readings;
    request_rates& requests;
    const net::transport_clock& clock;
    chat::ids_source& ids;
    const service::sop& manual;
    const net::static_assets& assets;
    std::vector<std::string> own_origins; // the first is public.url
    // Reads the configuration again after a change and gives it to everybody; false: the record
    // did not answer, and everybody has the old one until it does (it is asked again by itself).
    std::function<void(std::function<void(bool)> done)> reload_catalog;
};

// One request on its way to one answer. Copied into whatever continues it: `answer` may be called
// from any thread, and only its first call counts.
struct api_call {
    api_shared* shared = nullptr;
    chat::catalog_ptr names;
    chat::staffing_ptr staffed; // never null
    net::http_request request;
    std::string id;         // what stands for {id} in the route
    storage::staff_row who; // signed in, unless the route is open
    std::string session_token;
    std::function<void(net::http_response)> answer;
    std::shared_ptr<const reading_place>
        reading; // a place of api_shared::readings, until the last copy is gone
};

// Whoever gets an answer may ask at once: a reading's place is given back before.
void answer_with(const api_call& call, net::http_response response);
void answer_json(const api_call& call, unsigned status, const boost::json::value& body);
void answer_empty(const api_call& call);
// {"error": code, "text": what was wrong}. `after_s` > 0 becomes Retry-After.
void answer_error(
    const api_call& call,
    unsigned status,
    std::string_view code,
    std::string_view text = {},
    std::int64_t after_s = 0
);
void answer_not_found(const api_call& call); // also for what exists but is not theirs
void answer_unavailable(const api_call& call);
// Why the record did not take a row: 400 when no admin would be left, 409 `conflict` (a name is
// taken) or answer_changed; else 503.
void answer_not_saved(const api_call& call, const storage::error_code& why);
// 409 `changed_meanwhile`, once the configuration was read again, so that the next try meets the
// newest row.
void answer_changed(const api_call& call);

// Value of ?name=…, percent-decoded; "" when absent or empty. Nothing when it cannot be read:
// escapes that are none, NUL, no UTF-8, or given twice. Then it must not be taken for absent.
[[nodiscard]] std::optional<std::string> query_value(
    const net::http_request& request, std::string_view name
);
// Value of one cookie; "" when absent.
[[nodiscard]] std::string cookie_value(const net::http_request& request, std::string_view name);

inline constexpr std::string_view session_cookie = "__Host-kefu";
inline constexpr std::string_view device_cookie = "__Host-kefu-device"; // signs nobody in

} // namespace kefu::gateway::api
