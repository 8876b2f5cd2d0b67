# shellcheck shell=bash disable=SC2034
# Numbered steps with elapsed time. Long output goes to build/logs and is shown when a step fails.
LOGS=$ROOT/build/logs
STEP_NUMBER=0
STEP_STATUS=0
STEP_SECONDS=0
TICKER=

die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

say() { printf '%s\n' "$*"; }

# step LOG TITLE COMMAND...: sets STEP_STATUS and STEP_SECONDS, never fails itself.
step() {
    local log=$LOGS/$1.log title=$2 started=$SECONDS
    shift 2
    STEP_NUMBER=$((STEP_NUMBER + 1))
    mkdir -p "$LOGS"
    : >"$log"
    show_progress "$STEP_NUMBER" "$title" "$log" &
    TICKER=$!
    STEP_STATUS=0
    "$@" >"$log" 2>&1 </dev/null || STEP_STATUS=$?
    stop_ticker
    STEP_SECONDS=$((SECONDS - started))
    [ -t 1 ] && printf '\r\033[K'
    if [ "$STEP_STATUS" -eq 0 ]; then
        printf '%3d. %-46s %5ss\n' "$STEP_NUMBER" "$title" "$STEP_SECONDS"
    else
        printf '%3d. %-46s %5ss  FAILED\n' "$STEP_NUMBER" "$title" "$STEP_SECONDS"
        show_failure "$log" "${STEP_TAIL:-60}" | sed 's/^/     | /'
        say "     log: ${log#"$ROOT/"}"
    fi
}

# Its last lines alone before Python is installed.
show_failure() { python3 -B "$ROOT/.ci/failures.py" "$1" "$2" 2>/dev/null || tail -n "$2" "$1"; }

# must LOG TITLE COMMAND...: a step that ends the run when it fails.
must() {
    step "$@"
    [ "$STEP_STATUS" -eq 0 ] || exit 1
}

# ahead LOG COMMAND...: begins now, beside the steps that follow, what a later step waits for with `joined LOG`.
# A process group of its own, for Ctrl-C reaches no background command of a script: `end_ahead` ends it.
declare -A AHEAD=()
ahead() {
    local name=$1
    shift
    mkdir -p "$LOGS"
    rm -f "$LOGS/$name.ahead.seconds"
    set -m
    run_ahead "$LOGS/$name.ahead" "$@" &
    AHEAD[$name]=$!
    set +m
}

run_ahead() {
    local log=$1 begun=$SECONDS status=0
    trap - EXIT
    shift
    "$@" >"$log" 2>&1 </dev/null || status=$?
    echo $((SECONDS - begun)) >"$log.seconds"
    exit "$status"
}

# What it took is the step's time, not the rest that was waited for: `started` is the one of `step`.
joined() {
    local status=0
    wait "${AHEAD[$1]}" || status=$?
    unset "AHEAD[$1]"
    cat "$LOGS/$1.ahead"
    # Not there when it was killed.
    started=$((SECONDS - $(cat "$LOGS/$1.ahead.seconds" || echo 0)))
    return "$status"
}

end_ahead() {
    local group
    for group in "${AHEAD[@]}"; do
        kill -TERM -- "-$group" 2>/dev/null || true
    done
}

# KILL, because a child just forked still has the traps of this script.
stop_ticker() {
    [ -n "$TICKER" ] || return 0
    kill -KILL "$TICKER" 2>/dev/null || true
    wait "$TICKER" 2>/dev/null || true
    TICKER=
}

# On a terminal the last line of the log, each second; elsewhere a sign of life each minute.
show_progress() {
    local number=$1 title=$2 log=$3 elapsed=0 width
    exec 2>/dev/null
    while sleep 1; do
        kill -0 $$ || exit 0
        elapsed=$((elapsed + 1))
        if [ -t 1 ]; then
            width=$(tput cols || echo 80)
            printf '\r\033[K%.*s' "$((width - 1))" "$(printf '%3d. %s %ss  %s' "$number" "$title" "$elapsed" \
                "$(tail -n 1 "$log" | tr -d '\r\033')")"
        elif [ $((elapsed % 60)) -eq 0 ]; then
            printf '     %s: %ss  %.80s\n' "$title" "$elapsed" "$(tail -n 1 "$log" | tr -d '\r\033')"
        fi
    done
}
