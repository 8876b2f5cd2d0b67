#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace kefu::gateway::net {

// A function without arguments that is called at most once and may own move-only things
// (std::function cannot).
class task {
public:
    template <class F>
    requires(!std::is_same_v<std::decay_t<F>, task>) task(F&& function)
        : body_(std::make_unique<holder<std::decay_t<F>>>(std::forward<F>(function))) {}

    void operator()() { body_->run(); }

private:
    struct callable {
        virtual ~callable() = default;
        virtual void run() = 0;
    };
    template <class F>
    struct holder final : callable {
        explicit holder(F&& f) : function(std::move(f)) {}
        explicit holder(const F& f) : function(f) {}
        void run() override { function(); }
        F function;
    };

    std::unique_ptr<callable> body_;
};

} // namespace kefu::gateway::net
