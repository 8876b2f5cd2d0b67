# shellcheck shell=bash disable=SC2034
# `./dev test`: every suite once, each with its time beside its budget; the last line is the sum.
# The C++ suites run in the sanitizer builds; the release build gives the binary that integration and browser drive.
SUITES=(structure scripts cpp threads web integration browser clients faults)
COUNTS=$ROOT/build/logs/counts
declare -a SUMMARY=() WANTED=()
PASSED_TOTAL=0
SUITES_SECONDS=0
SUITES_SECONDS_MAX=900 # once everything is installed and built
FAILED_TOTAL=0

test_command() {
    local suite
    while [ $# -gt 0 ]; do
        [ "$1" = --only ] && [[ " ${SUITES[*]} " == *" ${2:-} "* ]] || die "usage: ./dev test [--only ${SUITES[*]}]"
        WANTED+=("$2")
        shift 2
    done
    [ "${#WANTED[@]}" -gt 0 ] || WANTED=("${SUITES[@]}")
    begin_tests
    for suite in "${SUITES[@]}"; do
        [[ " ${WANTED[*]} " != *" $suite "* ]] || "suite_$suite"
    done
    print_summary
    [ "$FAILED_TOTAL" -eq 0 ]
}

begin_tests() {
    trap 'stop_ticker; end_ahead' EXIT
    ensure_packages "${PACKAGES_BUILD[@]}" "${PACKAGES_TEST[@]}"
    wish_packages "${PACKAGES_TEST_WISHED[@]}"
    # The gateway under test refuses to run as root, as it does anywhere.
    [ "$(id -u)" -ne 0 ] || make_run_user
    rm -rf "$COUNTS"
    mkdir -p "$COUNTS"
}

suite_structure() {
    counted structure "structure" 10 last_line python3 -B "$ROOT/tests/structure/check.py"
    counted structure-self "structure test's own cases" 10 last_line python3 -B "$ROOT/tests/structure/self_test.py"
}

# What builds, starts, judges and counts is tested, too.
suite_scripts() {
    ahead state python3 -B "$ROOT/.ci/state_test.py"
    counted bench-report "the benchmark report's own cases" 10 last_line python3 -B "$ROOT/tests/bench/report_test.py"
    counted counts "the count's own cases" 10 last_line python3 -B "$ROOT/.ci/counts_test.py"
    counted failures "what a failed step shows" 10 last_line python3 -B "$ROOT/.ci/failures_test.py"
    counted run "the demo when a service ends" 10 last_line python3 -B "$ROOT/.ci/run_test.py"
    counted packages "installing packages" 10 last_line python3 -B "$ROOT/.ci/packages_test.py"
    counted hardening "the hardening check's own cases" 30 last_line python3 -B "$ROOT/.ci/hardening_test.py"
    counted state "the demo's folder" 20 last_line joined state
}

suite_cpp() {
    built_cpp asan all || { lost cpp; return; }
    # One more than there are cores: those that wait for sockets and threads leave a core free.
    counted cpp "C++ suites (ASan, UBSan)" 240 gtest run_ctest asan cpp -LE 'integration|bench' -j "$(($(nproc) + 1))"
    # Of what repeats the same with other numbers, the sanitizers play a share.
    built_labelled release whole || { lost cpp-whole; return; }
    counted cpp-whole "power loss and simulation, whole" 60 gtest run_ctest release cpp-whole -L whole
}

suite_threads() {
    built_labelled tsan threads || { lost threads; return; }
    counted threads "C++ suites with threads (TSan)" 240 gtest run_ctest tsan threads -L threads
}

# built_labelled PRESET LABEL: the tests that ctest has under it.
built_labelled() {
    local targets
    configure_cpp "$1" step
    [ "$STEP_STATUS" -eq 0 ] || return 1
    targets=$(ctest --test-dir "$ROOT/build/$1" -N -L "$2" | sed -n 's/^ *Test *#[0-9]*: //p')
    [ -n "$targets" ] || return 1
    # shellcheck disable=SC2086 # one word a target
    compile_cpp "$1" step $targets
    return "$STEP_STATUS"
}

suite_web() {
    ensure_node
    install_web_packages step
    [ "$STEP_STATUS" -eq 0 ] || { lost web; return; }
    counted web-types "web: types" 60 one in_web npm run typecheck
    counted web-lint "web: lint" 30 one in_web npm run lint
    counted web-unit "web: unit" 40 vitest in_web npx --no-install vitest run --reporter=default --reporter=json \
        --outputFile.json="$COUNTS/web-unit.json"
    counted web-build "web: build" 60 one build_web_now
    counted web-size "web: size limits" 10 one in_web npm run size
}

suite_integration() {
    built_cpp release kefu || { lost integration; return; }
    counted installed "installed binary and unit" 20 last_line installed_check
    built_cpp asan all || { lost integration; return; }
    # They mostly wait, for as long as an offer or a grace lasts.
    counted integration "real gateway" 300 gtest run_ctest asan integration -L integration -j "$(($(nproc) * 2))"
}

suite_browser() {
    built_product || { lost browser; return; }
    counted browser-web "browser: web apps alone" 240 one in_web npm run browser
    counted browser-console "browser: the console's screens" 150 last_line in_web npm run screens
    counted browser "browser: the whole product" 480 last_line env KEFU_BINARY="$KEFU_BINARY" \
        node "$ROOT/tests/browser/run.mjs"
}

# `./dev screens`: every screen in every way, of which a run of the tests takes a share (web/tests/browser/shares.mjs).
screens_command() {
    [ $# -eq 0 ] || die "usage: ./dev screens"
    export KEFU_LOOKS=all
    begin_tests
    if built_product; then
        counted screens-widget "screens: the widget" 180 one in_web node tests/browser/accessibility.mjs
        counted screens-console "screens: the console" 330 last_line in_web npm run screens
        counted screens-product "screens: the whole product" 180 last_line env KEFU_BINARY="$KEFU_BINARY" \
            node "$ROOT/tests/browser/run.mjs" screens
    else
        lost screens
    fi
    print_summary
    [ "$FAILED_TOTAL" -eq 0 ]
}

suite_faults() {
    begin_faults || { lost faults; return; }
    counted schedule "the fault schedule's own cases" 10 last_line python3 -B "$ROOT/tests/faults/schedule_test.py"
    counted fault-clients "the fault bench's clients' own cases" 10 last_line python3 -B "$ROOT/tests/faults/clients_test.py"
    counted checker "the history checker's own cases" 90 last_line joined checker
    counted faults "one node under faults" 130 last_line joined faults
}

# The bench waits half its time and the foreign clients two thirds: they go side by side.
begin_faults() {
    [ -z "${AHEAD[faults]:-}" ] || return 0
    built_cpp release kefu fault_shim || return 1
    ahead faults play_faults --seeds 4 --seconds 30 --at-once 4 --acknowledged-min 5000
    ahead checker python3 -B "$ROOT/tests/faults/checker_test.py"
}

# Debian's own Python, for its WebSocket library.
play_faults() { /usr/bin/python3 -B "$ROOT/tests/faults/run.py" --binary "$KEFU_BINARY" "$@"; }

# `./dev faults`: more seeds and longer ones than a test has time for; `./dev faults storm` measures recovery,
# `./dev faults broken` whether the bench finds a gateway with one part broken.
faults_command() {
    ensure_packages "${PACKAGES_BUILD[@]}" "${PACKAGES_FAULTS[@]}"
    [ "$(id -u)" -ne 0 ] || make_run_user
    if [ "${1:-}" = broken ]; then
        shift
        build_cpp release must kefu_faulty fault_shim
        /usr/bin/python3 -B "$ROOT/tests/faults/broken_builds_test.py" --build "$ROOT/build/release" "$@"
        return
    fi
    build_cpp release must kefu fault_shim store_filler
    play_faults "$@"
}

suite_clients() {
    built_product || { lost clients; return; }
    [[ " ${WANTED[*]} " != *" faults "* ]] || begin_faults || true # told where the suite's turn is
    counted clients "foreign client libraries" 90 last_line env KEFU_BINARY="$KEFU_BINARY" \
        node "$ROOT/tests/clients/run.mjs"
}

# The binary and the web apps, as a browser finds them.
built_product() {
    built_cpp release kefu || return 1
    ensure_node
    install_web_packages step
    [ "$STEP_STATUS" -eq 0 ] || return 1
    build_web step
    return "$STEP_STATUS"
}

# A build of the same targets happens once per run of the tests.
declare -A BUILT=()
built_cpp() {
    if [ -z "${BUILT[$*]:-}" ]; then
        build_cpp "$1" step "${@:2}"
        BUILT[$*]=$STEP_STATUS
    fi
    return "${BUILT[$*]}"
}

# What lies there after an installation, not what the build left.
installed_check() {
    rm -rf "$ROOT/build/installed"
    cmake --install "$ROOT/build/release" --prefix "$ROOT/build/installed" || return 1
    python3 -B "$ROOT/.ci/hardening.py" "$ROOT/build/installed" "$ROOT"
}

# Threads under TSan need the address space it knows; newer kernels scatter it more than GCC 12 expects.
# Of freed memory ASan keeps 32 MB from use instead of 256, for pages that are always new cost more than the tests on them.
run_ctest() {
    local preset=$1 name=$2 unscattered=()
    shift 2
    setarch "$(uname -m)" -R true 2>/dev/null && unscattered=(setarch "$(uname -m)" -R)
    mkdir -p "$COUNTS/$name"
    GTEST_OUTPUT=json:$COUNTS/$name/ KEFU_BINARY=$KEFU_BINARY \
        ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:quarantine_size_mb=32 \
        UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=second_deadlock_stack=1 \
        "${unscattered[@]}" ctest --test-dir "$ROOT/build/$preset" -j "$(nproc)" --output-on-failure \
        --no-tests=error --output-junit "$COUNTS/$name.xml" "$@"
}

# counted NAME TITLE BUDGET_SECONDS FORMAT COMMAND...: runs a suite and reads its counts.
counted() {
    local name=$1 title=$2 budget=$3 format=$4 begun=$SECONDS passed failed
    shift 4
    step "$name" "$title" "$@"
    SUITES_SECONDS=$((SUITES_SECONDS + SECONDS - begun))
    read -r passed failed <<<"$(python3 -B "$ROOT/.ci/counts.py" "$format" "$STEP_STATUS" "$LOGS/$name.log" "$COUNTS/$name")"
    record "$title" "$passed" "$failed" "$STEP_SECONDS" "$budget"
}

# A suite that could not run counts as one failure.
lost() { record "$1 (did not run)" 0 1 0 0; }

record() {
    SUMMARY+=("$(printf '%-36s %6s passed %4s failed %5ss of %4ss%s' "$1" "$2" "$3" "$4" "$5" "$(over_budget "$4" "$5")")")
    PASSED_TOTAL=$((PASSED_TOTAL + $2))
    FAILED_TOTAL=$((FAILED_TOTAL + $3))
}

over_budget() { [ "$1" -le "$2" ] || printf '  over budget'; }

print_summary() {
    say ""
    printf '%s\n' "${SUMMARY[@]}"
    say "all in $SECONDS s, of these the suites $SUITES_SECONDS s of $SUITES_SECONDS_MAX s$(over_budget "$SUITES_SECONDS" "$SUITES_SECONDS_MAX")"
    say "$PASSED_TOTAL passed, $FAILED_TOTAL failed"
}
