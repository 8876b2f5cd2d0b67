#include "storage/live/redis_link.hpp"

#include <iterator>
#include <utility>

#include <boost/asio/post.hpp>

#include "storage/live/live_errc.hpp"
#include "storage/live/server_error.hpp"

namespace kefu::storage::live {

namespace {

command script_words(
    std::string verb,
    std::string script,
    std::vector<std::string> keys,
    std::vector<std::string> arguments
) {
    command words{std::move(verb), std::move(script), std::to_string(keys.size())};
    words.reserve(words.size() + keys.size() + arguments.size());
    std::ranges::move(keys, std::back_inserter(words));
    std::ranges::move(arguments, std::back_inserter(words));
    return words;
}

} // namespace

redis_link::redis_link(
    boost::asio::io_context& io,
    const redis_settings& settings,
    const now_source& now,
    const jitter_source& jitter,
    operation_count& operations,
    live_counters& counters,
    std::function<void(bool up)> on_status
)
    : io_(io), now_(now), operations_(operations), counters_(counters),
      on_status_(std::move(on_status)), pipeline_(settings.command_ms),
      breaker_(settings.breaker_failures, settings.breaker_rest_ms),
      alarm_(io, now, operations, [this] { on_alarm(); }),
      wire_(
          io,
          settings,
          now,
          jitter,
          operations,
          counters,
          {[this] { on_up(); },
           [this](error_code why) { on_down(why); },
           [this](std::string_view bytes) { on_bytes(bytes); }}
      ) {}

void redis_link::stop() {
    stopped_ = true;
    alarm_.cancel();
    wire_.stop();
    complete(pipeline_.on_lost(errc::stopped));
}

void redis_link::submit(command words, done<reply> on_done) {
    accept(std::move(words), {std::move(on_done), nullptr, {}});
}

void redis_link::call(
    const redis_script& script,
    std::vector<std::string> keys,
    std::vector<std::string> arguments,
    done<reply> on_done
) {
    command words = script_words("EVALSHA", script.sha1, std::move(keys), std::move(arguments));
    command kept = words;
    accept(std::move(words), {std::move(on_done), &script, std::move(kept)});
}

void redis_link::call_in_order(
    const redis_script& script,
    std::vector<std::string> keys,
    std::vector<std::string> arguments,
    done<reply> on_done
) {
    submit(
        script_words("EVAL", script.text, std::move(keys), std::move(arguments)), std::move(on_done)
    );
}

bool redis_link::breaker_open() const { return breaker_.state(now_()) != breaker_state::closed; }

void redis_link::accept(command words, pending added) {
    error_code why;
    if (stopped_) {
        why = errc::stopped;
    } else if (!wire_.ready()) {
        why = errc::not_connected;
    } else if (!breaker_.allow(now_())) {
        why = errc::breaker_open;
    } else {
        output_.clear();
        why = pipeline_.submit(++last_token_, words, now_(), output_);
    }
    if (why) {
        refuse(std::move(added.on_done), why);
        return;
    }
    pending_.emplace(last_token_, std::move(added));
    wire_.send(output_);
    alarm_.set(pipeline_.next_deadline());
}

void redis_link::refuse(done<reply> on_done, error_code why) {
    operations_.enter();
    boost::asio::post(io_, [this, on_done = std::move(on_done), why] {
        operations_.leave();
        on_done(why);
    });
}

void redis_link::on_up() {
    breaker_.on_success();
    on_status_(true);
}

void redis_link::on_down(error_code why) {
    if (pipeline_.size() > 0) note_failure();
    auto completions = pipeline_.on_lost(why);
    on_status_(false);
    complete(std::move(completions));
}

void redis_link::on_bytes(std::string_view bytes) {
    auto arrival = pipeline_.on_bytes(bytes);
    complete(std::move(arrival.completions));
    if (arrival.garbage) wire_.drop(errc::protocol);
}

void redis_link::on_alarm() {
    auto completions = pipeline_.expire(now_());
    if (!completions.empty()) {
        note_failure();
        for (const completion& one : completions)
            if (one.outcome.error() == errc::timed_out) ++counters_.time_outs;
        wire_.drop(errc::timed_out);
        complete(std::move(completions));
    }
    if (!stopped_) alarm_.set(pipeline_.next_deadline());
}

void redis_link::complete(std::vector<completion> completions) {
    for (completion& one : completions)
        complete(std::move(one));
}

void redis_link::complete(completion one) {
    server_trouble trouble = server_trouble::none;
    if (one.outcome.has_value()) {
        const reply_error* refused = one.outcome->error();
        if (refused != nullptr) trouble = classify(refused->text);
        if (trouble == server_trouble::no_script && send_again(one.token)) return;
        if (refused != nullptr) one.outcome = make_error_code(errc::server_error);
        if (trouble == server_trouble::none) breaker_.on_success();
    }
    if (trouble == server_trouble::overloaded || trouble == server_trouble::wrong_server)
        note_failure();
    auto finished = pending_.extract(one.token);
    finished.mapped().on_done(std::move(one.outcome));
    if (trouble == server_trouble::wrong_server) wire_.drop(errc::server_error);
}

bool redis_link::send_again(std::uint64_t token) {
    pending& waiting = pending_.at(token);
    if (waiting.script == nullptr || !wire_.ready()) return false;
    waiting.words[0] = "EVAL";
    waiting.words[1] = std::exchange(waiting.script, nullptr)->text;
    output_.clear();
    if (pipeline_.submit(token, waiting.words, now_(), output_)) return false;
    ++counters_.script_reloads;
    wire_.send(output_);
    alarm_.set(pipeline_.next_deadline());
    return true;
}

void redis_link::note_failure() {
    if (breaker_.on_failure(now_())) ++counters_.breaker_opens;
}

} // namespace kefu::storage::live
