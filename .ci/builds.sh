# shellcheck shell=bash disable=SC2034
# Building the gateway (CMake presets) and the web side (npm), each only when its sources changed.
WEB=$ROOT/web
WEB_STAMP=$ROOT/build/web-built-from
KEFU_BINARY=$ROOT/build/release/gateway/app/kefu

# One cache for all presets and all checkouts: paths in it are relative to the checkout.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}

build_command() {
    local preset=${1:-release}
    [[ "$preset" =~ ^(release|dev|asan|tsan|lint)$ ]] || die "unknown preset: $preset"
    ensure_packages "${PACKAGES_BUILD[@]}"
    if [ "$preset" = lint ]; then ensure_packages clang-tidy; fi
    build_cpp "$preset" must all
    say "built: build/$preset"
}

# build_cpp PRESET step|must TARGET...
build_cpp() {
    configure_cpp "$1" "$2"
    [ "$STEP_STATUS" -ne 0 ] || compile_cpp "$@"
}

configure_cpp() { "$2" "configure-$1" "configure the $1 build" cmake -S "$ROOT" --preset "$1"; }

compile_cpp() {
    "$2" "build-$1" "build $1" cmake --build "$ROOT/build/$1" -j "$(parallel_jobs)" --target "${@:3}"
}

# A translation unit of the network side takes up to 1.5 GB under the sanitizers.
parallel_jobs() {
    local processors by_memory
    processors=$(nproc)
    by_memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || true)
    [ "${by_memory:-0}" -ge 1 ] || by_memory=1
    [ -r /proc/meminfo ] || by_memory=$processors
    echo $((processors < by_memory ? processors : by_memory))
}

in_web() { (cd "$WEB" && "$@"); }

# install_web_packages step|must
install_web_packages() {
    local wanted
    wanted="$(node --version) $(checksum "$WEB/package.json" "$WEB/package-lock.json")"
    if [ "$(cat "$WEB/node_modules/.installed-for" 2>/dev/null)" = "$wanted" ]; then
        STEP_STATUS=0
        return 0
    fi
    "$1" npm-ci "install web packages" in_web npm ci --ignore-scripts --no-audit --no-fund
    [ "$STEP_STATUS" -ne 0 ] || echo "$wanted" >"$WEB/node_modules/.installed-for"
}

# build_web step|must
build_web() {
    STEP_STATUS=0
    if [ ! -d "$WEB/dist" ] || [ "$(cat "$WEB_STAMP" 2>/dev/null)" != "$(web_sources_checksum)" ]; then
        "$1" web-build "build widget, console and demo shop" build_web_now
    fi
}

build_web_now() {
    local sources
    sources=$(web_sources_checksum)
    rm -f "$WEB_STAMP"
    in_web npm run build || return 1
    echo "$sources" >"$WEB_STAMP"
}

web_sources_checksum() {
    find "$WEB" -name node_modules -prune -o -path "$WEB/dist" -prune -o -type f -print0 | sort -z \
        | xargs -0 sha256sum | sha256sum
}

checksum() { sha256sum "$@" 2>/dev/null | sha256sum | cut -c1-40; }

fmt_command() {
    ensure_packages "${PACKAGES_BUILD[@]}" "${PACKAGES_FORMAT[@]}"
    must fmt-cpp "format C++" format_cpp
    [ -f "$WEB/package-lock.json" ] || return 0
    ensure_node
    install_web_packages must
    must fmt-web "format web" in_web npm run format
}

format_cpp() {
    find routing storage gateway tests -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0 | xargs -0 -r clang-format -i
}
