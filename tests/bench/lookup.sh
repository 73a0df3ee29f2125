# SPDX-License-Identifier: Apache-2.0
#
# Looking for one root in a bundle of all, as verification does, and parsing all of them. Beginning the program takes
# time, too: that of a look-up in a bundle of one is taken off.

lookup() {
    bundle=${BUNDLE:-/etc/ssl/certs/ca-certificates.crt}
    # The last one: nothing is found before all was read.
    awk '/BEGIN CERT/ { text = "" } { text = text $0 "\n" } END { printf "%s", text }' "$bundle" >"$work/root.pem"
    program lookup -D_POSIX_C_SOURCE=200809L -fno-inline "-DMBEDTLS_CONFIG_FILE=\"port/mbedtls/config/$TLS.h\"" -I. \
        -Iport/mbedtls/config -isystem "${MBEDTLS_DIR:-$B/mbedtls-src}/include"
    printf '\nTrusted roots: %s, %s of them, %s bytes\n' "$bundle" "$(grep -c 'BEGIN CERT' "$bundle")" "$(wc -c <"$bundle")"
    shown "$work/lookup" find "$bundle" "$work/root.pem"
    shown "$work/lookup" parse "$bundle" "$work/root.pem"
    i=0
    while [ $i -lt "$COLD_RUNS" ]; do
        once find "$work/lookup" find "$bundle" "$work/root.pem"
        once parse "$work/lookup" parse "$bundle" "$work/root.pem"
        once begin "$work/lookup" find "$work/root.pem" "$work/root.pem"
        i=$((i + 1))
    done
    good lookup "$work/find.times"
    good lookup "$work/parse.times"
    begin=$(median "$work/begin.times" 1)
    printf '  %-34s %13s %13s %13s\n' '' 'wall' 'instructions' 'heap'
    searched find 'looking up one' look_up
    searched parse 'parsing all' parse_all
    read -r find _ found <"$work/find.row"
    read -r parse _ _ <"$work/parse.row"
    judged 'looking up / parsing all, wall time' "$find" "$parse" 0.5 'less than half' 'MORE than half'
    judged 'heap of looking up / 8 KiB' "$found" 8192 1 'less than 8 KiB' 'MORE than 8 KiB'
}

# searched NAME TITLE FUNCTION
searched() {
    wall=$(($(median "$work/$1.times" 1) - begin))
    heap=$(sed -n 's/.*heap \([0-9]*\) bytes.*/\1/p' "$work/$1.out")
    work_done=$(instructions --toggle-collect="$3" "$work/lookup" "$1" "$bundle" "$work/root.pem")
    printf '  %-34s %10.2f ms %10.2f M  %9d bytes\n' "$2" "$(milli "$wall")" \
        "$(awk -v n="$work_done" 'BEGIN { print n / 1e6 }')" "$heap"
    echo "$wall $work_done $heap" >"$work/$1.row"
}
