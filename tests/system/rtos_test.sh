#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# port/esp-idf and port/zephyr, as far as it goes without those systems: YAML and Kconfig are read by their parsers, and CMake
# builds component and module with stand-ins for what the systems supply (rtos/).

. "${0%/*}/lib.sh"

top=$(cd "$tests/.." && pwd)
rtos=$tests/system/rtos
python=/usr/bin/python3
need cmake $python /usr/lib/python3/dist-packages/kconfiglib.py /usr/lib/python3/dist-packages/yaml/__init__.py \
    "$B/lwip-sockets/liblwip.a" "$B/mbedtls-sim/libmbedtls.a" "$B/jsmn/jsmn.h"

yaml() { # FILE
    $python "$rtos/kconfig.py" --yaml "$1" 2>"$T/err"
}

kconfig() { # SYSTEM [SYMBOL=VALUE...]
    file=$T/Kconfig.$1
    shift
    $python "$rtos/kconfig.py" "$file" "$@" >"$T/out" 2>"$T/err"
}

# ---- YAML

version=$(sed -n 's/^#define ZIMPORT_VERSION "\(.*\)"/\1/p' "$top/include/zimport/config.h")
got=$(yaml "$top/port/esp-idf/zimport/idf_component.yml")
case $got in
*'"dependencies": {"idf": ">=5.3,<6.0"}'*"\"version\": \"$version\""*) ok 'the component has the version of the library' ;;
*) not_ok 'the component has the version of the library' "$got" ;;
esac
got=$(yaml "$top/port/zephyr/module.yml")
[ "$got" = '{"build": {"cmake": "zephyr", "kconfig": "zephyr/Kconfig"}, "name": "zimport"}' ] &&
    [ -f "$top/port/zephyr/CMakeLists.txt" ] && [ -f "$top/port/zephyr/Kconfig" ] &&
    ok 'the module names what there is, from its root on' || not_ok 'the module names what there is, from its root on' "$got"

# ---- Kconfig

echo "source \"$top/port/esp-idf/zimport/Kconfig\"" >"$T/Kconfig.esp-idf"
for symbol in NET_SOCKETS NET_TCP DNS_RESOLVER MBEDTLS; do
    printf 'config %s\n    bool "%s"\n    default y\n' "$symbol" "$symbol"
done >"$T/Kconfig.zephyr"
echo "source \"$top/port/zephyr/Kconfig\"" >>"$T/Kconfig.zephyr"

# What config.h has where nothing is set. Room for TLS is not asked for: the contexts are on the heap there.
awk '/^#ifndef ZIMPORT_CONFIG_H/ { next } /^#ifndef/ { name = $2 }
    $1 == "#define" && $2 == name { value = $3; gsub(/UINT64_C\(|\)/, "", value); print name "=" value }' \
    "$top/include/zimport/config.h" | grep -v TLS | sort >"$T/limits"
[ "$(wc -l <"$T/limits")" -ge 7 ] || give_up 'config.h has limits'
for system in esp-idf zephyr; do
    on=''
    [ $system = esp-idf ] || on=ZIMPORT=y
    # shellcheck disable=SC2086
    kconfig $system $on || not_ok "$system: Kconfig is read" 'it is not'
    grep -v -e JSMN -e TLS -e '^ZIMPORT=' "$T/out" | sort | cmp -s - "$T/limits" && grep -q '^ZIMPORT_TLS=y$' "$T/out" &&
        ok "$system: Kconfig asks for each limit, and has the same defaults" ||
        not_ok "$system: Kconfig asks for each limit, and has the same defaults" "$(diff "$T/out" "$T/limits")"
done
kconfig zephyr && [ "$(cat "$T/out")" = 'ZIMPORT=n' ] && ok 'zephyr: it is off unless asked for' ||
    not_ok 'zephyr: it is off unless asked for' "$(cat "$T/out")"

# ---- CMake

# configure SYSTEM [SYMBOL=VALUE...]: with what Kconfig makes of it; into $T/SYSTEM
configure() {
    system=$1
    kconfig "$@" || return 1
    sed 's/^\([^=]*\)=\(.*\)/set(CONFIG_\1 "\2" CACHE STRING "")/; s/"n" CACHE/"" CACHE/' "$T/out" >"$T/$system.cmake"
    rm -rf "${T:?}/$system"
    CFLAGS='' LDFLAGS='' cmake -C "$T/$system.cmake" -S "$rtos" -B "$T/$system" -DSYSTEM="$system" -DTREE="$top" -DBUILD="$B" \
        -DCMAKE_C_COMPILER_WORKS=1 -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"$T/out" 2>"$T/err"
}

for system in esp-idf zephyr; do
    on=''
    [ $system = esp-idf ] || on=ZIMPORT=y
    # shellcheck disable=SC2086
    if configure $system $on; then
        not_ok "$system: no jsmn.h is an error" 'it is not'
    elif grep -q 'CONFIG_ZIMPORT_JSMN_DIR="" has to' "$T/err"; then
        ok "$system: no jsmn.h is an error"
    else
        not_ok "$system: no jsmn.h is an error" 'another one'
    fi
    # shellcheck disable=SC2086
    if configure $system $on ZIMPORT_TLS=n ZIMPORT_JSMN_DIR="$B/jsmn" && ! grep -q 'port/mbedtls' "$T/$system/compile_commands.json" &&
        grep -q 'port/sockets/tcp.c' "$T/$system/compile_commands.json"; then
        ok "$system: without TLS nothing of it is compiled"
    else
        not_ok "$system: without TLS nothing of it is compiled" 'it is'
    fi
    # shellcheck disable=SC2086
    if configure $system $on ZIMPORT_HOST_MAX=63 ZIMPORT_JSMN_DIR="$B/jsmn" &&
        cmake --build "$T/$system" -j2 >"$T/out" 2>"$T/err"; then
        ok "$system: builds, with an application"
    else
        not_ok "$system: builds, with an application" 'it does not'
        continue
    fi
    "$T/$system/app" >"$T/out" 2>"$T/err"
    code=$?
    if [ $code -eq 0 ] && grep -q '^host 63, id 128, body 4294967295$' "$T/out" && grep -q 'built after 2020: 1$' "$T/out"; then
        ok "$system: the application has the limits of Kconfig"
    else
        not_ok "$system: the application has the limits of Kconfig" "exit $code"
    fi
done

# The module's sockets are this machine's by Zephyr's names: they carry a whole poll.
start_sim --plain --milvus
"$T/zephyr/app" "$PORT" job-demo >"$T/out" 2>"$T/err"
code=$?
[ $code -eq 0 ] && grep -q '^success: ' "$T/out" && ok 'zephyr: a poll through port/sockets' ||
    not_ok 'zephyr: a poll through port/sockets' "exit $code"

finish
