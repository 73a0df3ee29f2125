#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The library as it is installed: one application, built and run in each way that users have.

. "${0%/*}/lib.sh"

CLANG=${FUZZCC:-clang}
need g++ "$CLANG" "$CLANG++" cmake pkg-config musl-gcc nm /usr/include/mbedtls/ssl.h
top=$(cd "$tests/.." && pwd)
app=$tests/system/install/app.c
unset PKG_CONFIG_PATH CFLAGS CPPFLAGS LDFLAGS

# put PREFIX SETTING...: make install-library.
put() {
    installed=$1
    shift
    make -C "$top" --no-print-directory MAKEFLAGS= PREFIX="$installed" LIBDIR="$installed/lib/here" "$@" install-library \
        >"$T/log" 2>&1 || give_up "make install-library $*"
}

flags() { # how an application finds it
    PKG_CONFIG_PATH=$installed/lib/here/pkgconfig:${with-} pkg-config --cflags --libs --static zimport
}

# asks NAME PROGRAM: it is told of a job over verified TLS.
asks() {
    "$2" "$SITE" "$CA" job-demo >"$T/out" 2>"$T/err"
    code=$?
    if [ "$code" -eq 0 ] && grep -q "^$version: success, [A-Z]" "$T/out"; then ok "$1"; else not_ok "$1" "exit $code"; fi
}

# built NAME COMPILER...: the application, by the one documented line; it asks.
built() {
    name=$1
    shift
    rm -f "$T/app"
    # shellcheck disable=SC2046
    if "$@" "$app" $(flags) -o "$T/app" >"$T/out" 2>"$T/err"; then
        asks "$name" "$T/app"
    else
        not_ok "$name" "does not build: $*"
    fi
}

# misfit NAME SYMBOL COMPILER...: the linker refuses it, and its message names a symbol like that.
misfit() {
    name=$1 symbol=$2
    shift 2
    # shellcheck disable=SC2046
    if "$@" "$app" $(flags) -o "$T/app" >"$T/out" 2>"$T/err"; then
        not_ok "$name" "it links"
    elif grep -q "undefined reference to .$symbol'" "$T/err"; then
        ok "$name"
    else
        not_ok "$name" "not for $symbol"
    fi
}

version=$(sed -n 's/^#define ZIMPORT_VERSION "\(.*\)"/\1/p' "$top/include/zimport/config.h")
start_sim --milvus
put "$T/usr" B="$BUILD"

# ---- what is in it

foreign=$(nm -g "$installed/lib/here/libzimport.a" 2>/dev/null | awk 'NF == 3 && $3 !~ /^zimport_/ { print $3 }')
true >"$T/out" 2>"$T/err"
if [ -z "$foreign" ]; then ok "every symbol is the library's own"; else not_ok "every symbol is the library's own" "$foreign"; fi
unknown=$(nm -g "$installed/lib/here/libzimport.a" 2>/dev/null | awk 'NF == 3 { defined[$3] } NF == 2 { used[$2] }
    END { for (name in used) if (name ~ /^(zimport|mbedtls|psa)_/ && !(name in defined)) print name }')
if [ -z "$unknown" ]; then ok "nothing is missing in it"; else not_ok "nothing is missing in it" "$unknown"; fi

# ---- headers, each alone

warnings='-Wall -Wextra -Wpedantic -Werror -fsyntax-only'
mkdir "$T/headers"
for header in "$installed"/include/zimport/*.h; do
    name=${header##*/}
    printf '#include <zimport/%s>\nint header_%s;\n' "$name" "${name%.h}" | tee "$T/headers/$name.c" >"$T/headers/$name.cpp"
done
headers() { # COMPILER STANDARD KIND
    # shellcheck disable=SC2086
    if $1 -std="$2" $warnings -I"$installed/include" "$T/headers"/*."$3" >"$T/out" 2>"$T/err"; then
        ok "headers: $1 -std=$2"
    else
        not_ok "headers: $1 -std=$2" "they do not compile"
    fi
}
for standard in c99 c11 c17 c2x; do
    headers gcc $standard c
    headers "$CLANG" $standard c
done
for standard in c++98 c++11 c++14 c++17 c++20 c++2b; do
    headers g++ $standard cpp
    headers "$CLANG++" $standard cpp
done

# ---- the ways to link it

built 'gcc, position-independent' gcc -fPIE -pie
built 'gcc, not position-independent' gcc -no-pie
built 'gcc, all warnings' gcc -std=c99 -Wall -Wextra -Wpedantic -Werror -O2
built 'gcc, static' gcc -static
built 'gcc, whole-program optimization' gcc -O2 -flto
built 'clang' "$CLANG"
built 'musl-gcc, static' musl-gcc -static
built 'g++' g++ -x c++ -Wall -Wextra -Wpedantic -Werror
built 'g++, C++98' g++ -x c++ -std=c++98
built 'beside an mbedTLS of its own' gcc -DTHEIRS -Wl,--no-as-needed -lmbedtls -lmbedx509 -lmbedcrypto

# In a shared object none of it can be seen.
# shellcheck disable=SC2046
if gcc -fPIC -shared -Dmain=ask "$app" $(flags) -o "$T/plugin.so" >"$T/out" 2>"$T/err"; then
    seen=$(nm -D --defined-only "$T/plugin.so" | awk '{ print $3 }' | tr '\n' ' ')
    if [ "$seen" = 'ask ' ]; then ok "in a shared object"; else not_ok "in a shared object" "it shows $seen"; fi
else
    not_ok "in a shared object" "it does not link"
fi

mkdir "$T/cmake"
cat >"$T/cmake/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.16)
project(app C)
find_package(zimport ${version%%.*} REQUIRED)
add_executable(app $app)
target_link_libraries(app zimport::zimport)
END
cmake_asks() { # NAME
    rm -rf "$T/cmake/build"
    if cmake -S "$T/cmake" -B "$T/cmake/build" -Dzimport_DIR="$installed/lib/here/cmake/zimport" >"$T/out" 2>"$T/err" &&
        cmake --build "$T/cmake/build" >"$T/out" 2>"$T/err"; then
        asks "$1" "$T/cmake/build/app"
    else
        not_ok "$1" "it does not build"
    fi
}
cmake_asks CMake
mv "$installed" "$T/moved"
installed=$T/moved
cmake_asks 'CMake, moved elsewhere'
mv "$installed" "$T/usr"
installed=$T/usr
sed -i "s/zimport ${version%%.*}/zimport $((${version%%.*} + 1))/" "$T/cmake/CMakeLists.txt"
cmake -S "$T/cmake" -B "$T/cmake/next" -Dzimport_DIR="$installed/lib/here/cmake/zimport" >"$T/out" 2>"$T/err"
if grep -q "version: $version" "$T/err"; then ok "CMake: no other major version"; else not_ok "CMake: no other major version" "taken"; fi
sed -i "s/zimport $((${version%%.*} + 1))/zimport ${version%%.*}/" "$T/cmake/CMakeLists.txt"

# ---- what does not fit

misfit 'another limit is an error of the linker' 'zimport_client_init_253_128_255_64_.*' gcc -DZIMPORT_ID_MAX=64
misfit 'in C++, too' 'zimport_client_init_253_128_255_128_4294967295_30_.*' g++ -x c++ -DZIMPORT_JSON_TOKENS=30
misfit 'another room for TLS' 'zimport_tls_init_.*_100' gcc -DZIMPORT_TLS_CONTEXT_MAX=100

# ---- another library's: a distribution's mbedTLS, which is the one that comes with pkg-config's files

if pkg-config --exists 'mbedtls >= 3.6'; then
    with=''
else
    # This Debian's is older; mbedTLS's own configuration of 3.6 stands in.
    with=$T/system
    mkdir "$with"
    for part in mbedtls mbedx509 mbedcrypto; do
        printf 'Name: %s\nDescription: stand-in\nVersion: 3.6.6\nCflags: -I%s\nLibs: -L%s -lmbedtls\n' $part \
            "$B/mbedtls-src/include" "$B/mbedtls-sim" >"$with/$part.pc"
    done
fi
export PKG_CONFIG_PATH="$with"
put "$T/shared" B="$T/build" MBEDTLS=system CFLAGS='-O0' LTO= JSMN_DIR="$B/jsmn"
built 'MBEDTLS=system' gcc
cmake_asks 'MBEDTLS=system, CMake'
if [ -n "$with" ]; then
    # Headers of another configuration, in which contexts are larger. No linker can know.
    sed -i 's/^Cflags:.*/& -DMBEDTLS_SSL_DTLS_SRTP/' "$with"/*.pc
    rm "$T/build/obj-lib/port/mbedtls/tls.o" "$T/build/libzimport.a"
    put "$T/shared" B="$T/build" MBEDTLS=system CFLAGS='-O0' LTO= JSMN_DIR="$B/jsmn"
    # shellcheck disable=SC2046
    gcc "$app" $(flags) -o "$T/app" >"$T/out" 2>"$T/err" && "$T/app" "$SITE" "$CA" job-demo >"$T/out" 2>"$T/err"
    code=$?
    if [ "$code" -eq 1 ] && grep -q ': TLS failed' "$T/out"; then
        ok 'MBEDTLS=system: another configuration is told'
    else
        not_ok 'MBEDTLS=system: another configuration is told' "exit $code"
    fi
else
    skip 'MBEDTLS=system: another configuration is told' 'tried only where the distribution has no mbedTLS 3.6'
fi

finish
