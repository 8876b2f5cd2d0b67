# shellcheck shell=bash disable=SC2034
# Where the demo keeps its data, and who may touch it. Started as root, nothing that talks to the network stays root.
RUN_USER=kefu
STATE=

# Sets STATE and, as root, makes sure of the unprivileged user.
place_state() {
    STATE=$ROOT/.state
    [ "$(id -u)" -eq 0 ] || return 0
    make_run_user
    as_user test -x "$ROOT" || STATE=$(state_elsewhere)
}

make_run_user() {
    id "$RUN_USER" >/dev/null 2>&1 \
        || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$RUN_USER" \
        || die "could not create the system user $RUN_USER"
}

# For a checkout that the unprivileged user cannot enter, such as one in root's home.
state_elsewhere() { echo "/var/lib/kefu-dev-$(printf '%s' "$ROOT" | sha256sum | cut -c1-10)"; }

# as_user COMMAND...: without root's rights, and ended with this script whatever ends it.
as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid "$RUN_USER" --regid "$RUN_USER" --init-groups --inh-caps=-all --no-new-privs \
            --pdeathsig TERM -- "$@"
    else
        setpriv --pdeathsig TERM -- "$@"
    fi
}

make_state() {
    mkdir -p "$STATE"/{records,keys,redis,log} || die "cannot write $STATE (made by another user? ./dev reset as that user)"
    chmod 700 "$STATE" "$STATE"/*/
    own "$STATE"
}

own() { [ "$(id -u)" -ne 0 ] || chown -R "$RUN_USER:$RUN_USER" "$@"; }

# Held by the running `./dev run`; children do not inherit it.
lock_state() {
    mkdir -p "$STATE"
    exec 9>>"$STATE/run.lock"
    if ! flock -n 9; then
        die "already running here: $(cat "$STATE/run.lock")"
    fi
}

# served PATH: the path the unprivileged user reads it by: the checkout's own, or a copy beside the state.
served() {
    local source=$1 copy=$STATE/app/${1#"$ROOT/"}
    if readable_by_user "$source"; then
        echo "$source"
        return
    fi
    rm -rf "$copy"
    mkdir -p "$(dirname "$copy")"
    cp -rL "$source" "$copy"
    chmod -R a+rX "$copy"
    own "$STATE/app"
    echo "$copy"
}

readable_by_user() {
    [ -z "$(as_user find -L "$1" \( ! -readable -o -type d ! -executable \) -print -quit 2>&1)" ]
}

reset_command() {
    local state found=() answer=
    for state in "$ROOT/.state" "$(state_elsewhere)"; do
        [ -d "$state" ] && found+=("$state")
    done
    [ "${#found[@]}" -gt 0 ] || { say "nothing to reset"; return; }
    for state in "${found[@]}"; do
        STATE=$state
        lock_state
    done
    if [ "${1:-}" != --yes ]; then
        read -r -p "Delete all demo data in ${found[*]}? [y/N] " answer || true
        [[ "$answer" =~ ^[yY] ]] || die "kept"
    fi
    rm -rf "${found[@]}"
    say "deleted ${found[*]}"
}
