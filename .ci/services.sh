# shellcheck shell=bash disable=SC2034
# The processes of the demo: started as children in sessions of their own, so that Ctrl-C reaches only this script,
# which then stops them in order.
declare -A SERVICE_PID=()
STOP_ORDER=(traffic gateway shop redis)
# The gateway drains for up to 20 s.
STOP_SECONDS_MAX=25

# start_service NAME COMMAND...
start_service() {
    local name=$1 log=$STATE/log/$1.log
    shift
    [ ! -s "$log" ] || mv -f "$log" "$log.1"
    : >"$log"
    as_user_service "$@" >>"$log" 2>&1 </dev/null 9>&- &
    SERVICE_PID[$name]=$!
}

# Replaces the shell it runs in, so that the child's id is the service's.
as_user_service() {
    lesser_rights
    cd "$STATE" || exit
    exec setsid "${LESSER_RIGHTS[@]}" "$@"
}

service_lives() { [ -n "${SERVICE_PID[$1]:-}" ] && kill -0 "${SERVICE_PID[$1]}" 2>/dev/null; }

stop_services() {
    local name
    trap '' INT TERM HUP
    stop_ticker
    [ "${#SERVICE_PID[@]}" -eq 0 ] || printf '\nstopping'
    for name in "${STOP_ORDER[@]}"; do
        [ -z "${SERVICE_PID[$name]:-}" ] || stop_service "$name"
    done
    [ "${#SERVICE_PID[@]}" -eq 0 ] || printf ' done\n'
    SERVICE_PID=()
}

stop_service() {
    local pid=${SERVICE_PID[$1]} tenths=0
    service_lives "$1" && printf ' %s' "$1"
    kill -TERM "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.1
        tenths=$((tenths + 1))
        if [ "$tenths" -eq $((STOP_SECONDS_MAX * 10)) ]; then
            printf ' (killed after %s s)' "$STOP_SECONDS_MAX"
            kill -KILL "$pid" 2>/dev/null || true
        fi
    done
}

# await_ready NAME SECONDS COMMAND...: until the command succeeds; fails when the service ends or time is up.
await_ready() {
    local name=$1 deadline=$((SECONDS + $2))
    shift 2
    until "$@" >/dev/null 2>&1; do
        service_lives "$name" || { echo "$name ended:"; tail -n 40 "$STATE/log/$name.log"; return 1; }
        [ "$SECONDS" -lt "$deadline" ] || { echo "$name is not ready:"; tail -n 40 "$STATE/log/$name.log"; return 1; }
        sleep 0.2
    done
}

# demand_free_port PORT WHAT OPTION
demand_free_port() {
    local holder
    port_is_busy "$1" || return 0
    holder=$(port_holder "$1")
    die "Port $1, wanted for $2, is in use${holder:+ by $holder}. Stop that program, or choose another with $3."
}

port_is_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_holder() {
    local inode descriptor pid
    inode=$(awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null) || return 0
    [ -n "$inode" ] || return 0
    descriptor=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit 2>/dev/null || true)
    [ -n "$descriptor" ] || return 0
    pid=${descriptor#/proc/}
    pid=${pid%%/*}
    echo "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-80)(process $pid)"
}
