# shellcheck shell=bash disable=SC2034
# Debian packages, installed only when missing, so that a warm run needs no network and no rights.
PACKAGES_BUILD=(
    ca-certificates curl git python3 g++ cmake ninja-build ccache pkg-config
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
    libhiredis-dev libsimdjson-dev libspdlog-dev libssl-dev libsodium-dev libsqlite3-dev zlib1g-dev libicu-dev
    libcli11-dev libtomlplusplus-dev libgtest-dev libgmock-dev brotli
)
PACKAGES_RUN=(redis-server passwd)
PACKAGES_FAULTS=(redis-server passwd python3-websockets)
PACKAGES_TEST=(redis-server chromium fonts-noto-cjk python3-websockets)
PACKAGES_TEST_WISHED=(chromium-headless-shell)
PACKAGES_FORMAT=(clang-format)

# ensure_packages NAME...
ensure_packages() {
    local missing
    # No process substitution anywhere here: it needs /proc, which a bare chroot lacks.
    read -r -a missing <<<"$(missing_packages "$@" | tr '\n' ' ')"
    command -v node >/dev/null && command -v npm >/dev/null || missing+=(nodejs npm)
    [ "${#missing[@]}" -eq 0 ] && return 0
    [ "$(debian_release)" = 12 ] || say "note: made for Debian 12, this is $(debian_release)"
    privileged true || die "These packages are missing, and installing them needs root or sudo:
  apt-get install ${missing[*]}"
    must packages "install ${#missing[@]} packages" install_packages "${missing[@]}"
}

# wish_packages NAME...: it is quicker with them and possible without, where none can be installed.
wish_packages() {
    local missing
    read -r -a missing <<<"$(missing_packages "$@" | tr '\n' ' ')"
    [ "${#missing[@]}" -eq 0 ] && return 0
    if privileged true; then
        step packages-wished "install ${missing[*]}" install_packages "${missing[@]}"
        [ "$STEP_STATUS" -ne 0 ] || return 0
    fi
    say "note: goes on without ${missing[*]}"
}

debian_release() { (. /etc/os-release && echo "${VERSION_ID:-unknown}"); }

missing_packages() {
    local name
    for name in "$@"; do
        case $(dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null) in
            ?i*) ;;
            *) echo "$name" ;;
        esac
    done
}

privileged() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        return 1
    fi
}

# A shell of its own: whatever ends it, services may be started again.
install_packages() (
    export DEBIAN_FRONTEND=noninteractive
    trap allow_service_starts EXIT
    privileged apt-get update || exit 1
    forbid_service_starts || exit 1
    privileged apt-get install -y --no-install-recommends "$@"
)

# Debian's Redis package would start a server of its own on the machine; Kefu runs its own, private one. The mark
# tells ours, left by one that was killed, from the machine's.
POLICY=/usr/sbin/policy-rc.d
POLICY_MARK='# Written by Kefu for the time of an installation.'
forbid_service_starts() {
    [ -e "$POLICY" ] && return 0
    printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" | privileged tee "$POLICY" >/dev/null || return 1
    privileged chmod +x "$POLICY"
}

allow_service_starts() {
    ! grep -qsxF "$POLICY_MARK" "$POLICY" || privileged rm -f "$POLICY"
}
