#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Broken machines: system roots that cannot be read, closed descriptors without /dev/null. With mounts of its own.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"
need openssl
ip link set lo up
. "$tests/system/certs.sh"

# ---- roots of the system

new_key root ec
new_key ec ec
new_root root root /CN=root
new_root other ec /CN=other
new_cert server ec /CN=server 'subjectAltName=DNS:localhost' root root
program=$ZIMPORT
sh "$tests/../port/mbedtls/trust/bundle.sh" root.pem >ca_bundle.inc
silent "${HOSTCC:-gcc}" -std=c99 -I"$tests/../include" -I. -DZIMPORT_CA_BUNDLE -c -o builtin.o "$tests/../port/mbedtls/trust/builtin.c"
silent link_program "$T/variant" builtin.o
start_openssl -cert server.pem -key ec.key
mkdir mounted
for place in /etc/ssl /etc/pki; do
    [ ! -d "$place" ] || mount --bind mounted "$place" || give_up "$place cannot be covered"
done
system=/etc/ssl/certs

asks() { # NAME EXIT PATTERN PROGRAM
    ZIMPORT=$4
    ZILLIZ_API_KEY=$KEY run status --retry 0 --api v1 --endpoint "https://localhost:$PORT" --cluster "$CLUSTER" \
        --resolve "localhost:$PORT:127.0.0.1" "$JOB" </dev/null
    if [ "$2" -eq 0 ]; then completes "$1, ${4##*/}"; else fails "$1, ${4##*/}" "$2" "$3"; fi
    ZIMPORT=$program
}
built_in() { # NAME: the roots of the program stand in
    asks "$1" 0 '' "$T/variant"
    asks "$1" 8 'no trusted root certificates; this machine has no bundle' "$program"
}
nothing() { # NAME PATTERN: no others do
    for one in "$T/variant" "$program"; do
        asks "$1" 8 "$2" "$one"
    done
}

if [ -d /usr/share/certs/trusted ] || [ -e /usr/local/share/certs/ca-root-nss.crt ]; then
    skip "roots of the system" "they are in places that are not covered here"
else
    built_in "a system without roots"
    mkdir mounted/certs
    built_in "a folder without roots"
    echo "no certificate" >mounted/certs/README
    built_in "a folder with other files"
    ln -s gone mounted/certs/ca-certificates.crt
    built_in "a bundle that is a link to nothing"
    rm mounted/certs/ca-certificates.crt
    mkdir mounted/certs/ca-certificates.crt
    nothing "a bundle that cannot be read" "'$system/ca-certificates.crt' cannot be read: Is a directory"
    rmdir mounted/certs/ca-certificates.crt
    : >mounted/certs/ca-certificates.crt
    nothing "a bundle that is empty" "'$system/ca-certificates.crt' holds no usable certificate"
    head -n 5 root.pem >mounted/certs/ca-certificates.crt
    nothing "a bundle that breaks off" "'$system/ca-certificates.crt' holds no usable certificate"
    { cat other.pem && head -n 5 root.pem; } >mounted/certs/ca-certificates.crt
    nothing "a bundle that breaks off behind its first root" "not trusted"
    cp root.pem mounted/cert.pem
    nothing "a bundle that breaks off, and another place" "not trusted"
    rm mounted/certs/ca-certificates.crt
    for one in "$T/variant" "$program"; do
        asks "the next place" 0 '' "$one"
    done
    rm mounted/cert.pem
    rm -r mounted/certs
    ln -s certs mounted/certs
    nothing "folders that cannot be read" "/etc/ssl/certs.* cannot be read: .*links"
    rm mounted/certs
fi
stop "$server"

# ---- descriptors that are closed where there is no /dev/null

cd "$T" || exit 1
start_serve
reply "$JOB" '{"code":200,"data":{"readyPercentage":1}}'
mkdir root
cp "$STATIC" root/zimport
ZIMPORT=/zimport
if chroot root /zimport version >"$T/out" 2>&1; then
    # Redirections, and the exit: what cannot be written is a failure.
    while IFS='~' read -r name redirections exit; do
        : >"$T/requests"
        : >"$T/out"
        : >"$T/err"
        eval "ZIMPORT_CONFIG= ZILLIZ_API_KEY=\$KEY timeout 30 chroot root /zimport status -v --retry 0 --api v1 --endpoint \
            http://127.0.0.1:\$PORT --cluster \$CLUSTER \$JOB </dev/null >\$T/out 2>\$T/err $redirections"
        code=$?
        if sound "closed, no /dev/null: $name" "$exit"; then
            grep -v '^connection' "$T/requests" >asked
            if [ "$(wc -l <asked)" -ge 4 ] && ! grep -v -q '^GET \|^[A-Z][A-Za-z-]*: ' asked &&
                [ "$(grep -c '^GET ' asked)" -eq 1 ]; then
                ok "closed, no /dev/null: $name"
            else
                not_ok "closed, no /dev/null: $name" "something else was sent"
                show "sent" "$T/requests"
            fi
        fi
    done <<'END'
none~~0
0~<&-~0
1~>&-~1
2~2>&-~0
0 and 1~<&- >&-~1
0 and 2~<&- 2>&-~0
1 and 2~>&- 2>&-~1
all~<&- >&- 2>&-~1
END
    ZIMPORT_CONFIG='' ZILLIZ_API_KEY='' timeout 30 chroot root /zimport status --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" \
        --token-file - "$JOB" >"$T/out" 2>"$T/err" <&-
    code=$?
    fails "closed, no /dev/null: a key from standard input" 2 'cannot read'
else
    skip "closed, no /dev/null" "the static program does not run in a root of its own"
fi
ZIMPORT=$program
stop "$server"

finish
