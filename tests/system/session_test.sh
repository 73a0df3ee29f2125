#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a saved TLS session must not do, and what can become of its file: the server would always resume it.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
. "$tests/system/resume.sh"

# ---- conditions that change: the server would go on with the session, the client must not

new_key other ec
new_root other other /CN=other
new_cert foreign other /CN=foreign 'subjectAltName=DNS:localhost' other other
new_key client ec
new_cert client client /CN=client 'extendedKeyUsage=clientAuth' root root
pin_of() { # CERTIFICATE
    printf 'sha256//'
    openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64
}
refused() { # NAME PATTERN [OPTION...]: and the session stays as it was
    name=$1
    pattern=$2
    shift 2
    cp -p "$S" before
    poll -q "$@"
    sed -i '/^[*] /d' "$T/err"
    fails "$name" 8 "$pattern"
    if cmp -s "$S" before; then ok "$name: the session stays"; else not_ok "$name: the session stays" "another file"; fi
}
for version in 1.2 1.3; do
    # shellcheck disable=SC2086 # options
    start_openssl $GOOD -tls1_${version#1.} -verify 1 -CAfile root.pem
    anew
    polls "conditions, TLS $version" "$version" full resumed
    BUNDLE=other.pem
    refused "other roots, TLS $version" 'trust'
    BUNDLE=root.pem
    refused "a wrong pin, TLS $version" 'pin' --pin "$(pin_of other.pem)"
    [ $version = 1.3 ] || refused "--tls-min, TLS $version" 'common' --tls-min 1.3
    polls "conditions as before, TLS $version" "$version" resumed
    cat root.pem other.pem >more.pem
    BUNDLE=more.pem
    polls "more roots, TLS $version" "$version" full resumed
    BUNDLE=root.pem
    poll --pin "$(pin_of good.pem)"
    judge "a pin, TLS $version" full $version
    poll --pin "$(pin_of good.pem)"
    judge "the same pin, TLS $version" resumed $version
    poll --pin "$(pin_of good.pem)" --pin "$(pin_of other.pem)"
    judge "one more pin, TLS $version" full $version
    poll --cert client.pem --key client.key
    judge "a client certificate, TLS $version" full $version
    poll --cert client.pem --key client.key
    judge "the same client certificate, TLS $version" resumed $version
    poll --cert client.pem --key client.key --pin "$(pin_of good.pem)"
    judge "a client certificate and a pin, TLS $version" full $version
    poll --cert client.pem --key client.key --pin "$(pin_of good.pem)"
    judge "the same of both, TLS $version" resumed $version
    poll
    judge "neither, TLS $version" full $version

    # By one that is as good, and by one that is not.
    # shellcheck disable=SC2086 # options
    again -cert good.pem -key ec.key -tls1_${version#1.}
    polls "another run of the server, TLS $version" "$version" full resumed
    again -cert foreign.pem -key other.key -tls1_${version#1.}
    poll -q
    sed -i '/^[*] /d' "$T/err"
    fails "a certificate of somebody else, TLS $version" 8 'trust'
    stop "$server"
done

# ---- roots that changed where nothing but their bytes shows it, as in another image of a read-only file system

cat >stat.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>
int fstatat(int folder, const char *path, struct stat *file, int flags) {
    int (*real)(int, const char *, struct stat *, int) =
        (int (*)(int, const char *, struct stat *, int))dlsym(RTLD_NEXT, "fstatat");
    int code = real(folder, path, file, flags);
    file->st_dev = 1;
    file->st_ino = 1;
    memset(&file->st_mtim, 0, sizeof file->st_mtim);
    memset(&file->st_ctim, 0, sizeof file->st_ctim);
    return code;
}
END
"${HOSTCC:-gcc}" -shared -fPIC -o stat.so stat.c -ldl || give_up "no shared object can be made"
poll_still() { # [OPTION...]: with what the environment says of roots, unless $BUNDLE has them
    LD_PRELOAD=$PWD/stat.so ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0" run status -v --retry 0 --api v1 \
        --endpoint "https://localhost:$PORT" --resolve "localhost:$PORT:127.0.0.1" --cluster "$CLUSTER" \
        ${BUNDLE:+--cacert "$BUNDLE"} --tls-session "$S" "$@" "$ASKED" </dev/null
}
fill() { # FILE WITH: the same file, of 4000 bytes
    { cat "$2" && head -c 4000 /dev/zero | tr '\0' '\n'; } | head -c 4000 >filled
    cat filled >"$1"
}
swapped() { # NAME FILE: its root was taken out
    name=$1
    anew
    fill "$2" more.pem
    poll_still
    judge "$name: before" full 1.3
    poll_still
    judge "$name: nothing changed" resumed 1.3
    fill "$2" other.pem
    poll_still -q
    sed -i '/^[*] /d' "$T/err"
    fails "$name: the root was taken out" 8 trust
    fill "$2" root.pem
    poll_still
    judge "$name: it is back, another one is not" full 1.3
}
# shellcheck disable=SC2086 # options
start_openssl $GOOD -tls1_3
BUNDLE=swapped.pem
swapped "--cacert" swapped.pem
BUNDLE=
SSL_CERT_FILE=swapped.pem
export SSL_CERT_FILE
swapped "SSL_CERT_FILE" swapped.pem
unset SSL_CERT_FILE
mkdir folder
cp client.pem folder/client.pem
SSL_CERT_DIR=folder
export SSL_CERT_DIR
swapped "SSL_CERT_DIR" folder/root.pem
unset SSL_CERT_DIR

# What can be read only once is for the roots themselves. The check at the start takes a kilobyte, and a certificate.
mkfifo fifo
anew
for turn in 1 2; do
    { cat other.pem && head -c 1100 /dev/zero | tr '\0' '\n' && cat root.pem; } >fifo &
    pids="$pids $!"
    BUNDLE=fifo
    poll
    sed -i '/^[*] /d' "$T/err"
    if sound "a pipe, run $turn" "$code" && [ ! -e "$S" ]; then ok "a pipe, run $turn"; else not_ok "a pipe, run $turn" "a session is kept"; fi
done
BUNDLE=root.pem
stop "$server"

# ---- the file

# shellcheck disable=SC2086 # options
start_openssl $GOOD -tls1_3
anew
is_private() { # NAME
    mode=$(stat -c %a "$S")
    if [ "$mode" = 600 ]; then ok "$1: mode 600"; else not_ok "$1: mode 600" "$mode"; fi
}
is_alone() { # NAME
    if [ "$(ls -A "$T/sessions")" = file ]; then ok "$1: no other file"; else not_ok "$1: no other file" "$(ls -A "$T/sessions")"; fi
}
mask=$(umask)
umask 0
polls "no umask" 1.3 full
is_private "no umask"
umask 377
: >"$T/out"
: >"$T/err"
poll
umask "$mask"
judge "a umask that forbids all" resumed 1.3
is_private "a umask that forbids all"
is_alone "another session"

spoil() { # NAME COMMAND...: then the session is not used, and the next one is
    name=$1
    shift
    "$@"
    polls "$name" 1.3 full resumed
    is_private "$name"
}
cut_short() {
    head -c 100 "$S" >short && cat short >"$S"
}
flip() {
    printf '\377' | dd of="$S" bs=1 seek=150 conv=notrunc 2>/dev/null
}
spoil "a file that is cut short" cut_short
spoil "a byte that is another" flip
spoil "an empty file" cp /dev/null "$S"
spoil "some other file" cp root.pem "$S"
spoil "a file that is too large" dd if=/dev/zero of="$S" bs=1000 count=100 status=none
spoil "a file that others may read" chmod 644 "$S"
spoil "a file that others may write" chmod 622 "$S"

poll_into() { # NAME FILE EXIT PATTERN
    kept=$S
    S=$2
    poll
    S=$kept
    if [ "$3" -eq 2 ]; then
        fails "$1" 2 "$4"
    elif sound "$1" "$3"; then
        if says "$4"; then ok "$1"; else not_ok "$1" "no word about it"; fi
    fi
}
poll_into "a folder" "$T/sessions" 2 'tls-session'
poll_into "a device" /dev/full 2 'tls-session'
poll_into "a folder that is not there" "$T/none/file" 0 'could not be written'
is_alone "what failed"

# Many at a time: the last one leaves a whole file.
anew
several=
for one in 1 2 3 4 5 6 7 8; do
    (T=$T/tmp/$one && mkdir "$T" && poll && exit "$code") &
    several="$several $!"
done
bad=
for one in $several; do
    wait "$one" || bad="$bad $?"
done
if [ -z "$bad" ]; then ok "eight at a time"; else not_ok "eight at a time" "exits$bad"; fi
polls "after eight at a time" 1.3 resumed
is_alone "after eight at a time"
stop "$server"
finish
