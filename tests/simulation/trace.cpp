#include "tests/simulation/trace.hpp"

#include <sstream>

namespace kefu::tests {

using namespace kefu::routing;

namespace {

class line {
public:
    line(std::string_view what, instant origin) : origin_(origin) { out_ << what; }

    line& operator<<(std::string_view text) { return add(text); }
    line& operator<<(bool b) { return add(b ? "yes" : "no"); }
    line& operator<<(instant at) { return add(at - origin_); }
    line& operator<<(conversation_id id) { return tagged('c', number_of(id)); }
    line& operator<<(staff_id id) { return tagged('a', number_of(id)); }
    line& operator<<(skill_id id) { return tagged('s', number_of(id)); }
    line& operator<<(offer_id id) { return tagged('#', number_of(id)); }
    line& operator<<(const requirement& r) { return *this << r.skill << r.level; }
    line& operator<<(const command::claim& c) { return *this << c.staff << c.generation; }
    template <class Number>
    requires std::is_integral_v<Number> line& operator<<(Number n) { return add(n); }
    template <class Enum>
    requires std::is_enum_v<Enum> line& operator<<(Enum e) { return add(to_string(e)); }
    template <class T>
    line& operator<<(const std::optional<T>& value) {
        return value ? *this << *value : add("-");
    }
    template <class T>
    line& operator<<(const std::vector<T>& values) {
        add("[");
        for (const auto& v : values)
            *this << v;
        return add("]");
    }
    line& operator<<(const agent_skill& s) { return *this << s.skill << s.level; }

    [[nodiscard]] std::string text() const { return out_.str(); }

private:
    template <class T>
    line& add(const T& value) {
        out_ << ' ' << value;
        return *this;
    }
    line& tagged(char tag, std::uint64_t n) {
        out_ << ' ' << tag << n;
        return *this;
    }

    std::ostringstream out_;
    instant origin_;
};

struct effect_line {
    instant o;

    std::string operator()(const effect::queued& e) const {
        return (line("queued", o) << e.conversation << e.generation << e.need << e.points
                                  << e.queued_at)
            .text();
    }
    std::string operator()(const effect::offered& e) const {
        return (line("offered", o)
                << e.offer << e.conversation << e.generation << e.staff << e.deadline)
            .text();
    }
    std::string operator()(const effect::offer_withdrawn& e) const {
        return (line("withdrawn", o)
                << e.offer << e.conversation << e.staff << e.why << e.waits_again)
            .text();
    }
    std::string operator()(const effect::declined& e) const {
        return (line("declined", o) << e.offer << e.conversation << e.staff << e.reason).text();
    }
    std::string operator()(const effect::missed& e) const {
        return (line("missed", o) << e.offer << e.conversation << e.staff << e.misses_in_a_row)
            .text();
    }
    std::string operator()(const effect::assigned& e) const {
        return (line("assigned", o)
                << e.conversation << e.generation << e.staff << e.how << e.offer << e.from)
            .text();
    }
    std::string operator()(const effect::requeued& e) const {
        return (line("requeued", o)
                << e.conversation << e.generation << e.from << e.why << e.queued_at)
            .text();
    }
    std::string operator()(const effect::transferred& e) const {
        return (line("transferred", o) << e.conversation << e.generation << e.from << e.to_staff
                                       << e.to_need << e.queued_at << e.credit_ms)
            .text();
    }
    std::string operator()(const effect::wrap_up_started& e) const {
        return (line("wrap_up", o) << e.conversation << e.generation << e.staff << e.by).text();
    }
    std::string operator()(const effect::closed& e) const {
        return (line("closed", o) << e.conversation << e.generation << e.staff << e.why << e.by)
            .text();
    }
    std::string operator()(const effect::abandoned& e) const {
        return (line("abandoned", o) << e.conversation << e.generation << e.why << e.waited_ms)
            .text();
    }
    std::string operator()(const effect::parked& e) const {
        return (line("parked", o) << e.conversation << e.generation << e.due << e.from).text();
    }
    std::string operator()(const effect::unparked& e) const {
        return (line("unparked", o) << e.conversation << e.generation << e.queued_at).text();
    }
    std::string operator()(const effect::exclusions_cleared& e) const {
        return (line("exclusions_cleared", o) << e.conversation).text();
    }
    std::string operator()(const effect::agent_set_away& e) const {
        return (line("set_away", o) << e.staff << e.reason).text();
    }
    std::string operator()(const effect::presence_changed& e) const {
        return (line("presence", o) << e.staff << e.now << e.reason).text();
    }
    std::string operator()(const effect::grace_started& e) const {
        return (line("grace_started", o) << e.staff << e.until).text();
    }
    std::string operator()(const effect::grace_ended& e) const {
        return (line("grace_ended", o) << e.staff << e.how).text();
    }
    std::string operator()(const effect::place_changed& e) const {
        return (line("place_changed", o) << e.skills).text();
    }
};

struct command_line {
    instant o;

    std::string operator()(const command::define_agent& c) const {
        return (line("define_agent", o)
                << c.staff << c.skills << c.capacity << c.auto_accept << c.takes_offers)
            .text();
    }
    std::string operator()(const command::remove_agent& c) const {
        return (line("remove_agent", o) << c.staff).text();
    }
    std::string operator()(const command::set_presence& c) const {
        return (line("set_presence", o) << c.staff << c.wanted << c.reason).text();
    }
    std::string operator()(const command::agent_connected& c) const {
        return (line("agent_connected", o) << c.staff).text();
    }
    std::string operator()(const command::agent_lost& c) const {
        return (line("agent_lost", o) << c.staff).text();
    }
    std::string operator()(const command::agent_signed_out& c) const {
        return (line("agent_signed_out", o) << c.staff).text();
    }
    std::string operator()(const command::queue& c) const {
        return (line("queue", o) << c.conversation << c.generation << c.need << c.points
                                 << c.queued_at << c.preferred << c.excluded
                                 << c.customer_connected)
            .text();
    }
    std::string operator()(const command::accept& c) const {
        return (line("accept", o) << c.offer << c.staff).text();
    }
    std::string operator()(const command::decline& c) const {
        return (line("decline", o) << c.offer << c.staff).text();
    }
    std::string operator()(const command::transfer_to_agent& c) const {
        return (line("transfer_to_agent", o) << c.conversation << c.by << c.to).text();
    }
    std::string operator()(const command::transfer_to_skill& c) const {
        return (line("transfer_to_skill", o) << c.conversation << c.by << c.to).text();
    }
    std::string operator()(const command::end& c) const {
        return (line("end", o) << c.conversation << c.by << c.agent).text();
    }
    std::string operator()(const command::wrap_up_saved& c) const {
        return (line("wrap_up_saved", o) << c.conversation << c.by).text();
    }
    std::string operator()(const command::customer_lost& c) const {
        return (line("customer_lost", o) << c.conversation).text();
    }
    std::string operator()(const command::customer_returned& c) const {
        return (line("customer_returned", o) << c.conversation).text();
    }
    std::string operator()(const command::supervisor_assign& c) const {
        return (line("supervisor_assign", o) << c.conversation << c.to).text();
    }
    std::string operator()(const command::take_over& c) const {
        return (line("take_over", o) << c.conversation << c.by << c.seen).text();
    }
    std::string operator()(const command::park& c) const {
        return (line("park", o) << c.conversation << c.due << c.agent).text();
    }
    std::string operator()(const command::unpark& c) const {
        return (line("unpark", o) << c.conversation).text();
    }
    std::string operator()(const command::restore_conversation& c) const {
        return (line("restore", o) << c.conversation << c.state << c.generation << c.owner << c.need
                                   << c.points << c.queued_at << c.park_due)
            .text();
    }
    std::string operator()(const command::tick&) const { return "tick"; }
};

std::string text_of(const explanation& x) {
    line l("because", {});
    l << x.decisive << x.need << x.waited_ms << x.emergency << x.candidate_count << x.passed_count;
    for (const auto& c : x.candidates)
        l << c.staff << c.level << c.load << c.capacity << c.idle_ms << c.preferred
          << c.speaks_language;
    for (const auto& p : x.passed)
        l << p.staff << p.why;
    return l.text();
}

} // namespace

std::string trace(const any_effect& e, instant origin) {
    return std::visit(effect_line{origin}, e);
}

std::string trace(const any_command& c, instant origin) {
    return std::visit(command_line{origin}, c);
}

std::string trace_reasons(const any_effect& e) {
    if (const auto* o = std::get_if<effect::offered>(&e)) return text_of(o->reasons);
    if (const auto* a = std::get_if<effect::assigned>(&e)) return text_of(a->reasons);
    return {};
}

} // namespace kefu::tests
