# SPDX-License-Identifier: Apache-2.0
#
# What a board needs: sourced by budget.sh, whose names it uses.

# component MAP NAME: flash and RAM of a component in a linker's map.
component() {
    awk -f $here/components.awk "$1" | awk -v name="$2" '$1 == name { print $2, $3 }'
}

# library SUFFIX TOOLS FLAGS: the library without TLS for a processor: all of it, and what a firmware links that follows a
# job. No C library but the declarations of tests/lint/libc; the board's functions and the C library's are left open.
library() {
    out=$work/library$1
    cc=$2gcc
    flags="$3 -Os -std=c99 -ffreestanding -fbuiltin -nostdinc -ffunction-sections -fdata-sections
           -isystem tests/lint/libc -isystem $($cc -print-file-name=include) -isystem $B/jsmn -Iinclude -Isrc"
    mkdir -p "$out"
    for source in src/base/*.c src/http/*.c src/json/*.c src/api/*.c src/client/*.c; do
        # shellcheck disable=SC2086
        $cc $flags -c -o "$out/$(echo "$source" | tr / _).o" "$source"
    done
    "$2size" -A "$out"/*.o | awk '
        /^\.(text|rodata|srodata)/ { flash += $2 }
        /^\.(data|bss|sdata|sbss)/ { variables += $2 }
        END { print flash, variables + 0 }' >"$out/sum"
    put_of "$cc" "flash$1" "$(cut -d' ' -f1 "$out/sum")"
    [ -n "$1" ] || put_of "$cc" flash_variables "$(cut -d' ' -f2 "$out/sum")"
    # shellcheck disable=SC2086
    $cc $flags -c -o "$out/probe.o" $here/firmware.c
    # shellcheck disable=SC2086
    $cc $3 -nostdlib -Wl,--gc-sections,--entry=firmware,--unresolved-symbols=ignore-all,-Map="$out/map" -o "$out/probe" \
        "$out"/*.o -lgcc 2>"$out/log" || { cat "$out/log" && die "the library for $2 does not link"; }
    put_of "$cc" "flash_linked$1" "$(component "$out/map" library | cut -d' ' -f1)"
}

client_memory_32() {
    # shellcheck disable=SC2086
    arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -std=c99 -Iinclude -fno-common -c -o "$work/sizes32" $here/sizes.c
    put_of arm-none-eabi-gcc client_memory_32 "$(arm-none-eabi-nm -S -t d "$work/sizes32" | client_memory)"
}

# port/sockets as lwIP's headers have it, configured as for its tests.
sockets() {
    mkdir -p "$work/sockets"
    for source in port/sockets/*.c; do
        arm-none-eabi-gcc --specs=picolibc.specs -mcpu=cortex-m4 -mthumb -std=c99 -Os -DZIMPORT_SOCKETS_LWIP -Iinclude \
            -Itests/sockets -I"${LWIP_DIR:-$B/lwip-src}/contrib/ports/unix/port/include" \
            -I"${LWIP_DIR:-$B/lwip-src}/src/include" -c -o "$work/sockets/$(basename "$source" .c).o" "$source"
    done
    put_of arm-none-eabi-gcc flash_sockets "$(arm-none-eabi-size "$work"/sockets/*.o | awk 'NR > 1 { sum += $1 } END { print sum }')"
}

# image FOLDER SUFFIX CPU TLS OF-CPU: what the firmware of examples/firmware is made of; not its components where OF-CPU,
# the end of the names, is given.
image() {
    "$MAKE" --no-print-directory B="$work-$1" FIRMWARE_CPU="$3" FIRMWARE_TLS="$4" MBEDTLS_DIR="${MBEDTLS_DIR:-$B/mbedtls-src}" \
        LWIP_DIR="${LWIP_DIR:-$B/lwip-src}" JSMN_DIR="$B/jsmn" "$work-$1/firmware/firmware.elf" >"$work/make.log" 2>&1 ||
        { cat "$work/make.log" && die "the firmware for $1 does not build"; }
    map=$work-$1/firmware/firmware.map
    awk -f $here/components.awk "$map" >"$work/components"
    put_of arm-none-eabi-gcc "firmware$2_flash$5" "$(awk '{ sum += $2 } END { print sum }' "$work/components")"
    put_of arm-none-eabi-gcc "firmware$2_ram$5" "$(awk '{ sum += $3 } END { print sum }' "$work/components")"
    [ -z "$5" ] || return 0
    while read -r name flash ram; do
        put_of arm-none-eabi-gcc "firmware$2_flash_$name" "$flash"
        put_of arm-none-eabi-gcc "firmware$2_ram_$name" "$ram"
    done <"$work/components"
}

# on_board FOLDER OPTIONS...: a job that runs, a failed one and many rows on the emulated board, against a simulator with
# these options, which may demand the client certificate $own; sets stack and arena to the most that was used.
own=$work/own.pem

on_board() {
    folder=$1
    shift
    : >"$own"
    serve --san 10.0.2.2 "$@"
    stack=0
    arena=0
    for job in job-wide-1024 job-failed job-ok; do
        {
            printf 'url=https://10.0.2.2:%s\nkey=k\ncluster=c\njob=%s\ninterval_ms=200\n' "$port" $job
            cat "$ca"
            [ ! -s "$own" ] || echo client= | cat - "$own"
        } >"$work/settings"
        sh examples/firmware/run.sh "$work-$folder/firmware/firmware.elf" "$work/settings" >"$work/board.log" 2>&1 || :
        stack=$(larger "$stack" "$(used stack)")
        arena=$(larger "$arena" "$(used arena)")
    done
    stop
}

# The same firmware, but that it counts instructions: instructions.c.
counting_image() {
    out=$work-cortex-m4/firmware
    flags='--specs=picolibc.specs -mcpu=cortex-m4 -mthumb -Os'
    # shellcheck disable=SC2086
    arm-none-eabi-gcc $flags -std=c99 -Iexamples/firmware -Iinclude -I"${LWIP_DIR:-$B/lwip-src}/src/include" -c \
        -o "$work/instructions.o" $here/instructions.c
    arm-none-eabi-objcopy --redefine-sym zimport_follow_step=counted_step "$out/examples/firmware/main.o" "$work/main.o"
    limits=$(arm-none-eabi-nm "$out/firmware.elf" |
        awk '$3 == "flash_size" || $3 == "settings_size" { printf ",--defsym=%s=0x%s", $3, $1 }')
    # shellcheck disable=SC2046,SC2086
    arm-none-eabi-gcc $flags -nostartfiles -T examples/firmware/linker.ld -Wl,--gc-sections -Wl$limits -o "$work/counting.elf" \
        "$work/main.o" "$work/instructions.o" \
        $(awk -v own="$work-cortex-m4/" '$1 == "LOAD" && index($2, own) && $2 !~ /\/main\.o$/ { print $2 }' "$out/firmware.map")
}

# handshake SUFFIX OPTIONS...: thousands of instructions that one poll with its handshake takes on the emulated board, and
# the arena in use.
handshake() {
    suffix=$1
    shift
    serve --san 10.0.2.2 "$@"
    {
        printf 'url=https://10.0.2.2:%s\nkey=k\ncluster=c\njob=job-instant\n' "$port"
        cat "$ca"
    } >"$work/settings"
    sh examples/firmware/run.sh "$work/counting.elf" "$work/settings" -icount shift=0 >"$work/board.log" 2>&1 || :
    stop
    put_of arm-none-eabi-gcc "firmware_instructions$suffix" "$(sed -n 's/^instructions \([0-9]*\)...$/\1/p' "$work/board.log")"
    case $suffix in _goog | _le) put_of arm-none-eabi-gcc "firmware_arena$suffix" "$(used arena)" ;; esac
}

used() {
    sed -n "s/.*$1 \([0-9]*\) of .*/\1/p" "$work/board.log" | grep . || die "the board: $(cat "$work/board.log")"
}

board() {
    library '' arm-none-eabi- '-mcpu=cortex-m4 -mthumb'
    library _m3 arm-none-eabi- '-mcpu=cortex-m3 -mthumb'
    library _rv32 riscv64-unknown-elf- '-march=rv32imc -mabi=ilp32'
    client_memory_32
    sockets
    image cortex-m4 '' cortex-m4 small ''
    image cortex-m3 '' cortex-m3 small _m3
    image small13 13 cortex-m4 small13 ''
    on_board cortex-m4 --duration 2
    put_of arm-none-eabi-gcc firmware_stack "$stack"
    put_of arm-none-eabi-gcc firmware_arena "$arena"
    on_board cortex-m4 --duration 2 --cert-kind rsa --intermediate
    put_of arm-none-eabi-gcc firmware_arena_chain "$arena"
    on_board small13 --duration 2 --tls-min 1.3 --client-out "$own"
    put_of arm-none-eabi-gcc firmware13_stack "$stack"
    put_of arm-none-eabi-gcc firmware13_arena "$arena"
    on_board small13 --duration 2 --tls-min 1.3 --client-out "$own" --cert-kind rsa --intermediate
    put_of arm-none-eabi-gcc firmware13_arena_chain "$arena"
    counting_image
    for chain in '' _chain _goog _le; do
        # shellcheck disable=SC2046
        handshake "$chain" $(keys_of "$chain")
    done
}
