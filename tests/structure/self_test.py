#!/usr/bin/env python3
"""Proves that each rule can fail: for every case a small tree with one breach, and its mended twin."""

import os
import sys
import tempfile

sys.dont_write_bytecode = True

import rules  # noqa: E402
from source import Tree  # noqa: E402


def awaiting(statement):
    return {"gateway/net/x.cpp": f"awaitable<void> f() {{\n    {statement}\n}}\n"}


def cpp(line, path="gateway/net/x.cpp"):
    return {path: line + "\n"}


# (rule, tree that breaks it, tree that keeps it)
CASES = [
    ("rooms_include_downward", cpp('#include "storage/a.hpp"', "routing/x.hpp"), cpp('#include "routing/a.hpp"')),
    ("rooms_include_downward", cpp('#include "gateway/net/a.hpp"', "storage/x.cpp"), cpp("// #include \"web/x\"")),
    ("rooms_include_downward", cpp('#include "tests/a.hpp"'), cpp('#include "tests/a.hpp"', "tests/x.cpp")),
    ("gateway_parts_include_their_ports", cpp('#include "gateway/api/a.hpp"'), cpp('#include "gateway/net/a.hpp"')),
    ("gateway_parts_include_their_ports", cpp('#include "gateway/net/a.hpp"', "gateway/service/x.cpp"),
     cpp('#include "gateway/net/a.hpp"', "gateway/app/x.cpp")),
    ("gateway_parts_include_their_ports", cpp("int a;", "gateway/misc/x.cpp"), cpp("int a;", "gateway/chat/x.cpp")),
    ("lower_parts_include_their_foundations", cpp('#include "routing/desk.hpp"'),
     cpp('#include "routing/instant.hpp"')),
    ("lower_parts_include_their_foundations", cpp('#include "storage/live/a.hpp"', "storage/vault/x.cpp"),
     cpp('#include "storage/vault/a.hpp"', "storage/records/x.cpp")),
    ("includes_start_at_the_root", cpp('#include "../a.hpp"'), cpp('#include "gateway/net/a.hpp"')),
    ("includes_start_at_the_root", {**cpp('#include "a.hpp"'), "gateway/net/a.hpp": ""}, cpp("#include <a.hpp>")),
    ("pure_files_touch_nothing", cpp("auto t = std::chrono::steady_clock::now();", "routing/x.cpp"),
     cpp("// steady_clock", "routing/x.cpp")),
    ("pure_files_touch_nothing", cpp("auto t = std::time(nullptr);", "routing/x.cpp"),
     cpp("auto t = event.time();", "routing/x.cpp")),
    ("pure_files_touch_nothing", cpp("std::random_device d;", "routing/x.cpp"), cpp("std::random_device d;")),
    ("pure_files_touch_nothing", cpp("sqlite3_step(s);", "gateway/service/a/x.cpp"), cpp("sqlite3_step(s);")),
    ("pure_files_touch_nothing", cpp("#include <boost/asio/io_context.hpp>", "gateway/protocol/x.hpp"),
     cpp("#include <boost/asio/io_context.hpp>")),
    ("pure_files_touch_nothing", cpp("simdjson::dom::parser p;", "gateway/protocol/x.cpp"),
     cpp("simdjson::dom::parser p;", "gateway/protocol/frame_codec.cpp")),
    ("pure_files_touch_nothing", {**cpp("spdlog::info(1);"), **cpp("// A wheel. Pure.", "gateway/net/x.hpp")},
     {**cpp("spdlog::info(1);"), **cpp("// A wheel.", "gateway/net/x.hpp")}),
    ("pure_files_touch_nothing", cpp("spdlog::info(1);", "routing/x.cpp"), cpp("spdlog::info(1);")),
    ("pure_files_touch_nothing", cpp("#include <thread>", "routing/x.cpp"), cpp("#include <vector>", "routing/x.cpp")),
    ("pure_files_touch_nothing", cpp("#include <fstream>", "routing/x.cpp"), cpp("#include <fstream>")),
    ("nobody_calls_what_is_banned", cpp("std::this_thread::sleep_for(1s);", "tests/x.cpp"),
     cpp('log("sleep_for");', "tests/x.cpp")),
    ("nobody_calls_what_is_banned", cpp("t.detach();"), cpp("t.join();")),
    ("nobody_calls_what_is_banned", cpp("co_spawn(ex, f(), asio::detached);"), cpp("co_spawn(ex, f(), done);")),
    ("nobody_calls_what_is_banned", cpp("struct a : std::enable_shared_from_this<a> {};"), cpp("struct a {};")),
    ("nobody_calls_what_is_banned", cpp("std::weak_ptr<a> p;"), cpp("std::unique_ptr<a> p;")),
    ("nobody_calls_what_is_banned", cpp("auto r = std::async(f);"), cpp("auto r = f();")),
    ("nobody_calls_what_is_banned", cpp("std::system(command);"), cpp("boost::system::error_code e; a.system();")),
    ("nobody_calls_what_is_banned", cpp("popen(command, mode);"), cpp("queue.pop();")),
    ("nobody_calls_what_is_banned", cpp("strcpy(a, b);"), cpp("std::copy(a, b, c);")),
    ("nobody_calls_what_is_banned", cpp("sprintf(a, b);"), cpp("snprintf(a, n, b);")),
    ("nobody_calls_what_is_banned", cpp("gets(a);"), cpp("targets(a);")),
    ("nobody_calls_what_is_banned", cpp("int i = rand();"), cpp("int i = operand();")),
    ("nobody_calls_what_is_banned", cpp("std::regex r;"), cpp("re2::RE2 r;")),
    ("nobody_calls_what_is_banned", cpp("std::cout << 1;"), cpp("std::cout << 1;", "gateway/app/x.cpp")),
    ("nothing_is_swallowed", cpp("try { f(); } catch (...) { /* never mind */ }"),
     cpp("try { f(); } catch (...) { failed = true; }")),
    ("shared_ownership_is_for_constant_bytes", cpp("std::shared_ptr<session> s;"),
     cpp("std::shared_ptr<const std::string> s;")),
    ("coroutines_avoid_the_compilers_traps", awaiting("co_spawn(co_await this_coro::executor, f(), token);"),
     awaiting("auto ex = co_await this_coro::executor;\n    co_spawn(ex, f(), token);")),
    ("coroutines_avoid_the_compilers_traps", awaiting("co_await g([s] { return s; });"),
     awaiting("auto step = [s] { return s; };\n    co_await g(step);")),
    ("coroutines_avoid_the_compilers_traps", awaiting("co_await g({.a = 1});"),
     awaiting("options o{.a = 1};\n    co_await g(std::move(o));")),
    ("coroutines_avoid_the_compilers_traps", awaiting("auto x = co_await g(options{1});"),
     awaiting("if (auto x = co_await g(o); x) {\n        use(options{1});\n    }")),
    ("coroutines_avoid_the_compilers_traps", awaiting("auto x = a ? co_await g() : h();"),
     awaiting("if (a) co_await g();\n    auto x = b ? 1 : 2;")),
    ("coroutines_avoid_the_compilers_traps", awaiting("f(co_await g(), co_await h());"),
     awaiting("auto x = co_await g();\n    auto [y, z] = co_await h();\n    f(x, v[y]);")),
    ("coroutines_avoid_the_compilers_traps", awaiting("while (co_await g({1})) {\n    }"),
     awaiting("while (co_await g()) {\n        co_return options{1};\n    }")),
    ("coroutines_avoid_the_compilers_traps", awaiting("auto l = [] { return g(co_await h({})); };"),
     awaiting("auto l = [&](auto x) -> awaitable<void> { co_await h(x); };\n    use(a ? b : c);")),
    ("beast_stays_in_net", cpp("#include <boost/beast/http.hpp>", "gateway/net/x.hpp"),
     cpp("#include <boost/beast/http.hpp>")),
    ("files_have_one_job", cpp("\n" * 401), cpp("\n" * 399)),
    ("folders_explain_themselves", cpp("int a;"),
     {**cpp("int a;"), "gateway/README.md": "# a\n", "gateway/net/README.md": "# b\n"}),
    ("folders_explain_themselves", {"web/README.md": "\n" * 61}, {"web/README.md": "\n" * 60}),
    ("the_architecture_names_what_is_there", {**cpp("int a;"), "ARCHITECTURE.md": "in `net/y.cpp`\n"},
     {**cpp("int a;"), "ARCHITECTURE.md": "in `net/x.cpp`, `x.cpp` and `*/y.cpp`\n"}),
    ("the_architecture_names_what_is_there", {**cpp("int a;"), "ARCHITECTURE.md": "in `et/x.cpp`\n"},
     {**cpp("int a;"), "ARCHITECTURE.md": "in `gateway/net/x.cpp`; y.cpp is no code here\n"}),
    ("the_architecture_names_what_is_there", {**cpp("class door { void shut(); };"), "ARCHITECTURE.md": "`door::open`\n"},
     {**cpp("class door final : public a { void shut(); };"), "ARCHITECTURE.md": "`door::shut(key)`, `open`\n"}),
    ("the_architecture_names_what_is_there", {**cpp("class door; void shut();"), "ARCHITECTURE.md": "`door::shut`\n"},
     {**cpp("namespace kefu::door { void shut(); }"), "ARCHITECTURE.md": "`kefu::door::shut`\n"}),
    ("the_architecture_names_what_is_there",
     {**cpp("class door { void shut(); };", "tests/x.cpp"), "ARCHITECTURE.md": "`door::shut`\n"},
     {**cpp("struct door { void shut(); };"), "ARCHITECTURE.md": "`door::shut`\n"}),
    ("the_architecture_names_what_is_there", {**cpp("class door { }; // shut"), "ARCHITECTURE.md": "`door::shut`\n"},
     {**cpp("enum class door { shut };"), "ARCHITECTURE.md": "`door::shut`\n"}),
    ("nothing_is_left_for_later", cpp("// TO" + "DO: more"), cpp("// all todos are done")),
    ("the_project_knows_no_machine", {"README.md": "see /hom" + "e/amy/kefu\n"}, {"README.md": "see web/home/x\n"}),
    ("the_project_knows_no_machine", {"web/a.json": '"https://registr' + 'y.example.org/a"\n'}, {"web/a.json": "{}\n"}),
    ("the_top_level_is_known", {"notes.md": ""}, {"README.md": ""}),
    ("every_source_is_built", {**cpp("int a;"), "gateway/CMakeLists.txt": "add_library(a net/xx.cpp)"},
     {**cpp("int a;"), "gateway/CMakeLists.txt": "add_library(a net/x.cpp)"}),
    ("every_source_is_built", {**cpp("int a;", "tests/support/x.cpp"), "tests/a/CMakeLists.txt": "f(support/x.cpp)"},
     {**cpp("int a;", "tests/support/x.cpp"), "tests/a/CMakeLists.txt": "f(../support/x.cpp)"}),
    ("every_source_is_built", {**cpp("int a;", "tests/a/x.cpp"), "tests/CMakeLists.txt": "f(b/a/x.cpp)"},
     {**cpp("int a;", "tests/a/x.cpp"), "tests/b/CMakeLists.txt": "f(${CMAKE_CURRENT_SOURCE_DIR}/../a/x.cpp)"}),
    ("tests_run_and_never_wait", cpp("TEST(a, DISABLE" + "D_b) {}", "tests/x.cpp"), cpp("TEST(a, b) {}", "tests/x.cpp")),
    ("tests_run_and_never_wait", {"web/a.test.ts": "it.ski" + "p('a')"}, {"web/a.test.ts": "it('a')"}),
    ("tests_run_and_never_wait", {"tests/browser/a.mjs": "await page.waitForTimeout(5)"},
     {"web/shared/a.ts": "setTimeout(f, 20000)"}),
    ("pages_never_run_text_as_code", {"web/a.ts": "e.innerHTML = x"}, {"web/a.ts": "e.textContent = x"}),
]


def breaches(rule, files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return list(rule(Tree(root)))


def main():
    by_name = {rule.__name__: rule for rule in rules.RULES}
    passed = failed = 0

    def expect(held, what):
        nonlocal passed, failed
        passed, failed = passed + held, failed + (not held)
        if not held:
            print(f"FAIL {what}")

    for name, broken, kept in CASES:
        expect(bool(breaches(by_name[name], broken)), f"{name} misses {broken}")
        expect(not breaches(by_name[name], kept), f"{name} refuses {kept}: {breaches(by_name[name], kept)}")
    for name in by_name:
        expect(any(case[0] == name for case in CASES), f"{name} has no case here")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
