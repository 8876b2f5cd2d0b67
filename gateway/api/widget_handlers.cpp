#include <utility>

#include "gateway/api/hours_json.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/page_policy.hpp"
#include "gateway/api/request_body.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/api/sop_json.hpp"
#include "gateway/api/transcript.hpp"
#include "gateway/chat/customer_writes.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/service/limits.hpp"

// What the widget asks for over HTTP. Nobody is signed in: a widget key is public.
namespace kefu::gateway::api {

// The widget's page, which only the storefront's own pages may frame.
void get_widget_frame(api_call call) {
    const auto key = query_value(call.request, "key");
    const auto* shop = key ? call.names->storefront_by_key(*key) : nullptr;
    if (shop == nullptr) return answer_not_found(call);
    auto request = call.request;
    request.target = "/w/index.html";
    auto response = call.shared->assets.answer(request);
    response.set(
        "Content-Security-Policy", frame_policy(call.shared->own_origins.front(), shop->origins)
    );
    response.set("Cache-Control", "no-cache");
    call.answer(std::move(response));
}

void get_widget_config(api_call call) {
    const auto key = query_value(call.request, "key");
    const auto* shop = key ? call.names->storefront_by_key(*key) : nullptr;
    if (shop == nullptr) return answer_not_found(call);
    const auto& manual = call.shared->manual;
    auto body = widget_sop_json(manual);
    body["name"] = shop->name;
    body["accent"] = shop->accent_color;
    body["locale"] = shop->locale;
    if (shop->greeting.empty()) {
        body["greeting"] = localized_json(manual.greeting);
    } else {
        body["greeting"] = shop->greeting;
    }
    if (auto hours = hours_now_json(shop->hours, call.shared->clock.wall())) {
        body["hours"] = std::move(*hours);
    }
    const auto is_staffed = [&call, shop](const routing::requirement& need) {
        return call.staffed->covers(shop->organisation, need);
    };
    body["online"] = is_staffed(routing::any_agent());
    auto& topics = body.at("topics").as_array(); // as many and in the manual's order
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const auto& topic = manual.topics.at(i);
        topics[i].as_object()["staffed"] =
            is_staffed(chat::need_of(topic, shop->organisation, *call.names));
    }
    answer_json(call, 200, body);
}

void post_widget_transcript(api_call call) {
    auto body = body_of(call);
    if (!body) return;
    const auto key = body->required_text("storefront", limits::name_bytes_max);
    const auto id = routing::conversation_id::parse(body->required_text("c", 36));
    chat::customer_claim claim;
    claim.token = body->text("token", protocol::limits::token_bytes_max);
    claim.jwt = body->text("jwt", protocol::limits::jwt_bytes_max);
    const auto clock = body->number(
        "utc_offset_min", service::limits::utc_offset_min_low, service::limits::utc_offset_min_high
    );
    if (!id) body->refuse("c: not an id");
    if (!claim.token && !claim.jwt) body->refuse("token: missing");
    if (refused_body(call, *body)) return;
    const auto* shop = call.names->storefront_by_key(key);
    if (shop == nullptr) return answer_not_found(call);
    claim.storefront = *shop;
    claim.locale = shop->locale; // and no address: nobody is made
    auto& customers = call.shared->customers;
    customers.recognise(
        std::move(claim),
        [call, id = *id, here = shop->id, clock](const chat::customer_gate_outcome& who) {
            if (who.refused == protocol::close_code::store_lost) return answer_unavailable(call);
            if (who.refused) return answer_not_found(call);
            auto reading = call;
            const auto caller = who.customer.id.text();
            if (!begin_reading(reading, reading_kind::own_transcript, caller)) return;
            // Only now: a neighbour without a token, or faster than one may be, takes nothing from
            // those behind the same address.
            const auto now = call.shared->clock.now();
            const auto& from = call.request.peer;
            if (has_enough_unsent(reading, unsent_holder::customer(who.customer.id, from))) return;
            const auto wait_ms = call.shared->readings.take_from_network(from, now);
            if (wait_ms > 0)
                return answer_error(reading, 429, "rate_limited", {}, (wait_ms + 999) / 1000);
            read_whole_of_customer(
                reading,
                id,
                who.customer,
                here,
                [clock](const api_call& to, const whole_conversation& whole) {
                    answer_transcript(to, whole, transcript_for::customer, clock);
                }
            );
        }
    );
}

} // namespace kefu::gateway::api
