# shellcheck shell=bash disable=SC2034
# `./dev run`: from a bare checkout to a shop with a live gateway behind it.
PORT=8080
SHOP_PORT=8081
OPS_PORT=8090
TRAFFIC=0
SOCKET_FOLDER= # of Redis, when the state's path is too long for one
REVIVALS_MAX=5
REVIVALS_SECONDS=60
REDIS_REVIVED=() # when it was started again

run_command() {
    read_run_options "$@"
    say "Kefu: build, start, demo shop (Ctrl-C stops everything)"
    trap end_run EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    ensure_packages "${PACKAGES_BUILD[@]}" "${PACKAGES_RUN[@]}"
    place_state
    lock_state
    demand_seeded_origin
    demand_free_port "$PORT" "the gateway" "--port N"
    demand_free_port "$OPS_PORT" "the gateway's health and metrics" "--port N (they take N + 10)"
    demand_free_port "$SHOP_PORT" "the demo shop" "--shop-port N"
    build_cpp release must kefu
    ensure_node
    install_web_packages must
    build_web must
    make_state
    choose_served_files
    write_config
    must redis "start a private Redis" start_redis
    must seed "fill the demo shop" seed_demo
    must gateway "start the gateway" start_gateway
    must shop "start the demo shop" start_shop
    echo "process $$, gateway http://localhost:$PORT, shop http://127.0.0.1:$SHOP_PORT" >"$STATE/run.lock"
    print_addresses
    [ "$TRAFFIC" -eq 0 ] || start_traffic
    watch_services
}

end_run() {
    [ "$BASHPID" = $$ ] || return 0
    stop_services
    [ -z "$SOCKET_FOLDER" ] || as_user rm -rf "$SOCKET_FOLDER"
}

read_run_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --traffic) TRAFFIC=$(number_option "$1" "${2:-}" 100); shift ;;
            --port) PORT=$(number_option "$1" "${2:-}" 65525); OPS_PORT=$((PORT + 10)); shift ;;
            --shop-port) SHOP_PORT=$(number_option "$1" "${2:-}" 65535); shift ;;
            *) die "unknown option: $1 (./dev help lists them)" ;;
        esac
        shift
    done
    [ "$SHOP_PORT" -ne "$PORT" ] && [ "$SHOP_PORT" -ne "$OPS_PORT" ] \
        || die "The gateway takes $PORT and $OPS_PORT: choose another port for the demo shop with --shop-port N."
}

number_option() {
    [[ "$2" =~ ^[1-9][0-9]{0,5}$ ]] && [ "$2" -le "$3" ] || die "$1 wants a number from 1 to $3"
    echo "$2"
}

choose_served_files() {
    BINARY=$(served "$KEFU_BINARY")
    WEB_DIST=$(served "$WEB/dist")
    SOP_FILE=$(served "$ROOT/gateway/service/sop/ecommerce.toml")
    SHOP=$(served "$WEB/storefront")
    NODE=$(served "$(readlink -f "$(command -v node)")")
    REDIS_SOCKET=$STATE/redis/redis.sock
    # The address of a unix socket holds 107 bytes.
    if [ "${#REDIS_SOCKET}" -gt 107 ]; then
        SOCKET_FOLDER=$(as_user mktemp -d)
        REDIS_SOCKET=$SOCKET_FOLDER/redis.sock
    fi
}

write_config() {
    write_for_user "$STATE/kefu.toml" <<TOML
# Written by ./dev run at each start.
[listen]
address = "127.0.0.1"
port = $PORT

[ops]
address = "127.0.0.1"
port = $OPS_PORT

[public]
url = "http://localhost:$PORT"

[records]
path = "$STATE/records/records.db"
keys_path = "$STATE/records/data-keys.db"

[vault]
key_file = "$STATE/keys/kek"

[redis]
socket = "$REDIS_SOCKET"

[web]
dist = "$WEB_DIST"

[sop]
file = "$SOP_FILE"

[log]
file = ""
level = "info"
TOML
}

start_redis() {
    start_service redis redis-server --port 0 --unixsocket "$REDIS_SOCKET" --unixsocketperm 600 \
        --dir "$STATE/redis" --save '' --appendonly no --daemonize no
    await_ready redis 10 redis-cli -s "$REDIS_SOCKET" ping
}

# Once for a new store. A seed that was cut short starts over: nobody has used that store yet.
seed_demo() {
    local origin=http://127.0.0.1:$SHOP_PORT
    [ ! -e "$STATE/seeded" ] || return 0
    as_user find "$STATE/records" "$STATE/keys" "$STATE/seed" -mindepth 1 -delete
    as_user "$BINARY" demo seed --config "$STATE/kefu.toml" --customers-file "$SHOP/demo-customers.json" \
        --shop-origin "$origin" --shop-file "$STATE/seed/shop" --sign-ins "$STATE/seed/sign-ins" || return 1
    as_user cat "$STATE/seed/shop" | write_for_user "$STATE/demo-shop.json" || return 1
    as_user cat "$STATE/seed/sign-ins" | write_for_user "$STATE/demo-sign-ins.txt" || return 1
    as_user find "$STATE/seed" -mindepth 1 -delete
    echo "$origin" >"$STATE/seeded"
}

# The widget opens only on the pages of the origin that the seed wrote down.
demand_seeded_origin() {
    local origin
    origin=$(cat "$STATE/seeded" 2>/dev/null) || return 0
    [ "$origin" = "http://127.0.0.1:$SHOP_PORT" ] \
        || die "This demo's shop is $origin: use --shop-port ${origin##*:}, or start afresh with ./dev reset."
}

shop_value() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' "$STATE/demo-shop.json"; }

start_gateway() {
    start_service gateway "$BINARY" serve --config "$STATE/kefu.toml"
    await_ready gateway 30 answers "http://127.0.0.1:$OPS_PORT/readyz"
}

start_shop() {
    shop_value identity_secret | write_for_user "$STATE/shop-secret"
    start_service shop "$NODE" "$SHOP/server.mjs" --port "$SHOP_PORT" --gateway "http://localhost:$PORT" \
        --widget-key "$(shop_value widget_key)" --identity-secret-file "$STATE/shop-secret"
    await_ready shop 15 answers "http://127.0.0.1:$SHOP_PORT/"
}

# Asked here, whatever proxy the caller's environment names for elsewhere.
answers() { curl -fsS --noproxy '*' --max-time 2 "$1"; }

start_traffic() {
    start_service traffic "$BINARY" demo --customers "$TRAFFIC" --config "$STATE/kefu.toml" \
        --sign-ins "$STATE/demo-sign-ins.txt" --shop-file "$STATE/demo-shop.json"
    say "$TRAFFIC demo customers are at it (${STATE#"$ROOT/"}/log/traffic.log)"
}

print_addresses() {
    local logs=${STATE#"$ROOT/"}/log
    say ""
    printf '  %-30s %s\n' "Shop (customer)" "http://127.0.0.1:$SHOP_PORT/" \
        "Console (agent, supervisor)" "http://localhost:$PORT/console/" \
        "Health and metrics" "http://127.0.0.1:$OPS_PORT/readyz and /metrics" \
        "Gateway's process" "${SERVICE_PID[gateway]}" \
        "Logs" "$logs"
    say ""
    say "  Sign-ins of the console (${STATE#"$ROOT/"}/demo-sign-ins.txt):"
    awk -F '\t' '{ printf "  %-14s %-18s %-12s %s\n", $1, $2, $3, $4 }' "$STATE/demo-sign-ins.txt"
    say ""
    say "Ready after $SECONDS s. Ctrl-C stops everything; ./dev run --traffic 20 plays customers."
}

# Until a signal; a service that ends by itself ends the run, except the traffic, which may be done, and Redis.
watch_services() {
    local name
    while :; do
        service_lives redis || revive_redis
        for name in gateway shop; do
            service_lives "$name" && continue
            tail -n 40 "$STATE/log/$name.log"
            die "$name ended by itself; its log is $STATE/log/$name.log"
        done
        wait -n || true
    done
}

# The gateway lives on without Redis, and so does the demo. One that ends again and again ends the run all the same.
revive_redis() {
    local log=$STATE/log/redis.log
    until service_lives redis; do
        may_revive_redis || {
            tail -n 40 "$log"
            die "redis ended by itself and was started again $REVIVALS_MAX times within $REVIVALS_SECONDS s; its log is $log"
        }
        REDIS_REVIVED+=("$SECONDS")
        if start_redis >/dev/null; then say "redis ended by itself and was started again"; fi
    done
}

may_revive_redis() {
    local at recent=()
    for at in "${REDIS_REVIVED[@]}"; do
        [ $((SECONDS - at)) -ge "$REVIVALS_SECONDS" ] || recent+=("$at")
    done
    REDIS_REVIVED=("${recent[@]}")
    [ "${#recent[@]}" -lt "$REVIVALS_MAX" ]
}
