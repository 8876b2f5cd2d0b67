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
    lesser_rights
    "${LESSER_RIGHTS[@]}" "$@"
}

# Sets LESSER_RIGHTS, the words before a command. Of the caller's environment, which may hold what opens other doors,
# a command gets where programs are, the language and the time zone; everything of Kefu's is said in options and files.
lesser_rights() {
    local name kept=("PATH=$PATH" "HOME=${STATE:-/nonexistent}") user=()
    for name in LANG LANGUAGE ${!LC_@} TZ; do
        [ -z "${!name:-}" ] || kept+=("$name=${!name}")
    done
    [ "$(id -u)" -ne 0 ] || user=(--reuid "$RUN_USER" --regid "$RUN_USER" --init-groups --inh-caps=-all --no-new-privs)
    LESSER_RIGHTS=(env -i "${kept[@]}" setpriv "${user[@]}" --pdeathsig TERM --)
}

# The folder itself, its logs and what is written at each start stay the caller's: were they the services', whoever
# takes one over could put a link there and have root write, change or delete what it points to.
claim_state() {
    local link
    mkdir -p "$STATE" || die "cannot write $STATE (made by another user? ./dev reset as that user)"
    if [ "$(id -u)" -eq 0 ]; then
        [ ! -L "$STATE" ] || die "$STATE is a link: ./dev run as root writes into no folder that it did not make"
        chown "root:$RUN_USER" "$STATE"
        chmod 750 "$STATE"
        mkdir -p "$STATE/log"
        chown -h root:root "$STATE/log"
        drop_copies_of_others
    else
        mkdir -p "$STATE/log"
        chmod 700 "$STATE"
    fi
    chmod 700 "$STATE/log"
    link=$(find "$STATE" "$STATE/log" -maxdepth 1 -type l -print -quit)
    [ -z "$link" ] || die "$link is a link, which nothing here makes: look where it leads, and remove it"
}

# The copies to serve are made anew where they are missing. What root did not copy may be an older version's, which
# gave them to the services: a link in there would lead the next copying out of this folder. `rm` follows none.
drop_copies_of_others() {
    [ -n "$(find "$STATE/app" \( ! -uid 0 -o -type l \) -print -quit 2>/dev/null)" ] || return 0
    rm -rf "$STATE/app" || die "cannot empty $STATE/app, where something still writes: look what, and end it"
}

make_state() {
    local folder
    for folder in records keys redis seed; do
        mkdir -p "$STATE/$folder"
        [ "$(id -u)" -ne 0 ] || chown -h "$RUN_USER:$RUN_USER" "$STATE/$folder"
        as_user chmod 700 "$STATE/$folder"
    done
}

# A file that the services read and the caller writes, from what is piped in.
write_for_user() {
    rm -f "$1"
    (umask 077 && cat >"$1") || return 1
    [ "$(id -u)" -ne 0 ] || { chown "root:$RUN_USER" "$1" && chmod 640 "$1"; }
}

# Held by the running `./dev run`; children do not inherit it. Nobody else may open it, for who can may hold it, too.
lock_state() {
    claim_state
    exec 9>>"$STATE/run.lock"
    chmod 600 "$STATE/run.lock"
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
    chmod -R a+rX "$STATE/app"
    echo "$copy"
}

readable_by_user() {
    [ -z "$(as_user find -L "$1" \( ! -readable -o -type d ! -executable \) -print -quit 2>&1)" ]
}

# Touches nothing before the answer, and nothing of another user's, whose demo it would be.
reset_command() {
    local state found=() answer= lock
    for state in "$ROOT/.state" "$(state_elsewhere)"; do
        [ -d "$state" ] || continue
        if [ "$(id -u)" -ne 0 ] && [ ! -O "$state" ]; then
            say "kept $state, which is $(stat -c %U "$state")'s"
            continue
        fi
        found+=("$state")
        [ -f "$state/run.lock" ] || continue
        exec {lock}<"$state/run.lock"
        flock -n "$lock" || die "still running here: $(cat "$state/run.lock")"
    done
    [ "${#found[@]}" -gt 0 ] || { say "nothing to reset"; return; }
    if [ "${1:-}" != --yes ]; then
        read -r -p "Delete all demo data in ${found[*]}? [y/N] " answer || true
        [[ "$answer" =~ ^[yY] ]] || die "kept"
    fi
    rm -rf "${found[@]}"
    say "deleted ${found[*]}"
}
