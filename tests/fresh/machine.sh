# SPDX-License-Identifier: Apache-2.0
#
# Shared by the tests on a new Debian, sourced from the top of the checkout: fresh.sh and ../packages/deb.sh. Makes
# $tree, a Debian RELEASE with gcc, make and git and nothing else, below $work, which is $B/fresh; the release as it was
# unpacked stays there for a month.
#
# Set before: RELEASE, SUITE (for messages), FUZZ_SECONDS.

mkdir -p "${B:=build}/fresh" && B=$(cd "$B" && pwd) || exit 1
fresh=$PWD/tests/fresh
work=$B/fresh
base=$work/$RELEASE.tar
tree=$work/$RELEASE.$$

passed=0
failed=0
skipped=0

finish() {
    rm -rf --one-file-system "$tree"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
    exit
}

skip() { # WHY
    echo "skip $SUITE: $1"
    skipped=1
    finish
}

trap 'rm -rf --one-file-system "$tree"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

ok() { # NAME
    passed=$((passed + 1))
    echo "ok $RELEASE, $1"
}

not_ok() { # NAME WHY
    failed=$((failed + 1))
    echo "not ok $RELEASE, $1: $2"
    show_log | sed 's/^/#   /'
}

# It begins at the first failed program.
show_log() {
    if grep -q '^==== ' "$log"; then
        sed -n '/^==== /,$p' "$log" | head -n 100
    else
        tail -n 25 "$log"
    fi
}

holds() { # NAME WHAT-WENT-WRONG TEST...
    name=$1
    why=$2
    shift 2
    if "$@"; then ok "$name"; else not_ok "$name" "$why"; fi
}

# ---- machines

# With gcc, make and git: unpacked once.
unpack_base() {
    [ -z "$(find "$base" -mtime -30 2>/dev/null)" ] || return 0
    mkdir -p "$work/apt"
    for mirror in $(sh port/mirrors.sh "$work/apt"); do
        echo "  FETCH   Debian $RELEASE, gcc, make and git"
        rm -rf --one-file-system "$tree"
        include=gcc,make,git
        case $mirror in https:*) include=$include,ca-certificates ;; esac
        http_proxy=$(proxy_of) debootstrap --variant=minbase --include="$include" "$RELEASE" "$tree" "$mirror" \
            >"$work/$RELEASE-debootstrap.log" 2>&1 && tar -C "$tree" --one-file-system --exclude='./var/cache/apt/archives/*.deb' \
            -cf "$base.new" . && mv "$base.new" "$base" && return 0
        rm -f "$base.new"
    done
    return 1
}

proxy_of() {
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    printf %s "${proxy-}"
}

# why_not TARGET: gets what is needed, the release too; or says why it cannot be, and fails.
why_not() {
    [ "$(id -u)" -eq 0 ] || { echo 'it needs root'; return 1; }
    unshare --mount --pid --fork true 2>/dev/null || { echo 'no mounts of its own here'; return 1; }
    sh port/need.sh "$1" >&2 || { echo 'there is no debootstrap'; return 1; }
    unpack_base >&2 || { echo "Debian $RELEASE is not to be had here: $(tail -n 1 "$work/$RELEASE-debootstrap.log" 2>/dev/null)"; return 1; }
}

# The tree anew, with this machine's network.
new_tree() {
    rm -rf --one-file-system "$tree"
    mkdir "$tree" && tar -C "$tree" -xpf "$base" || return 1
    cp -L /etc/resolv.conf /etc/hosts "$tree/etc/" || return 1
    [ -z "$(proxy_of)" ] || echo "Acquire::http::Proxy \"$(proxy_of)\";" >"$tree/etc/apt/apt.conf.d/proxy"
}

# on WHO COMMAND...: on that machine, from the checkout, as after a login without a terminal. Whatever it starts ends
# with it.
on() {
    who=$1
    shift
    timeout -k 10 2400 unshare --mount --pid --fork --kill-child --propagation private sh "$fresh/enter.sh" "$tree" "$who" \
        "${place:-/}" FUZZ_SECONDS="$FUZZ_SECONDS" SOURCE_DATE_EPOCH=1700000000 CI="${CI-}" "$@" </dev/null
}

# step NAME WHO COMMAND...: $log and $code; says how long it took.
step() {
    step=$1
    log=$work/$RELEASE-$(echo "$1" | tr -c 'a-z\n' -).log
    shift
    begun=$(date +%s)
    on "$@" >"$log" 2>&1
    code=$?
    echo "# $RELEASE, $step: exit $code after $(($(date +%s) - begun)) s"
}

succeeds() {
    if [ "$code" -eq 0 ]; then ok "$step"; else not_ok "$step" "exit $code"; fi
    sed -n 's/^\(skip .*\|[0-9]* passed, [0-9]* failed, .*\)/#   \1/p' "$log"
}
