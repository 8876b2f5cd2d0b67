# shellcheck shell=bash
# `./dev bench`: what the gateway costs, beside its peers; builds, installs and hands over to tests/bench.
BENCH=$ROOT/tests/bench

bench_command() {
    trap stop_ticker EXIT
    ensure_packages "${PACKAGES_BUILD[@]}" "${PACKAGES_RUN[@]}"
    [ "$(id -u)" -ne 0 ] || make_run_user
    build_cpp release must kefu bench_programs
    ensure_node
    install_peers
    python3 -B "$BENCH/bench.py" "$@"
}

# Nothing else of Kefu needs them.
install_peers() {
    local peers=$BENCH/peers wanted
    wanted="$(node --version) $(checksum "$peers/package.json" "$peers/package-lock.json")"
    [ "$(cat "$peers/node_modules/.installed-for" 2>/dev/null)" != "$wanted" ] || return 0
    must npm-ci-peers "install the peers (ws, Socket.IO, Bun)" in_peers npm ci --ignore-scripts --no-audit --no-fund
    echo "$wanted" >"$peers/node_modules/.installed-for"
}

in_peers() { (cd "$BENCH/peers" && "$@"); }
