#include "gateway/app/ops_port.hpp"

#include <utility>

namespace kefu::gateway::app {

namespace {

// A connection that is kept would hold one of the few places until it is asked again.
void answer_once(net::responder& answer, net::http_response with) {
    with.close = true;
    answer(std::move(with));
}

} // namespace

void ops_port::on_request(net::http_request request, net::responder answer) {
    if (request.method != "GET")
        return answer_once(answer, net::http_response::text(405, "only GET\n"));
    const auto path = request.path();
    if (path == "/livez") return answer_once(answer, net::http_response::text(200, "ok\n"));
    if (path == "/readyz") {
        const auto why = parts_.readiness();
        const bool ready = why == readiness::ready;
        return answer_once(
            answer, net::http_response::json(ready ? 200 : 503, readiness_text(why))
        );
    }
    if (path != "/metrics")
        return answer_once(answer, net::http_response::text(404, "not found\n"));
    if (!parts_.has_metrics()) {
        return answer_once(
            answer, net::http_response::json(503, readiness_text(parts_.readiness()))
        );
    }
    auto answer_later = answers_.keep(std::move(answer));
    if (!answer_later) return;
    parts_.metrics([answer_later = std::move(answer_later)](std::string text) {
        auto response = net::http_response::text(200, std::move(text));
        response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        response.close = true;
        answer_later(std::move(response));
    });
}

} // namespace kefu::gateway::app
