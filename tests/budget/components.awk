# SPDX-License-Identifier: Apache-2.0
#
# awk -f components.awk MAP...: of GNU ld's map of a firmware, what each component has in flash and in RAM, in bytes:
#   NAME FLASH RAM      NAME: library, tls, lwip, libc, board

function hex(text,    value, i) {
    value = 0
    for (i = 3; i <= length(text); i++) {
        value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
    }
    return value
}

# By the file it comes from; what an application gives the library in RAM, by its name.
function component(section, file) {
    if (file ~ /examples\/firmware\/main\.o/ && section ~ /\.(memory|arena|tls|trust)$/) {
        return "tls"
    }
    if (file ~ /examples\/firmware\/main\.o/ && section ~ /\.(tcp|platform)$/) {
        return "lwip"
    }
    if (file ~ /examples\/firmware\/main\.o/ && section ~ /^\.(data|bss)/ || file ~ /\/src\/[a-z]*\/|\/src_/) {
        return "library"
    }
    if (file ~ /libmbedtls\.a|port\/mbedtls/) {
        return "tls"
    }
    if (file ~ /liblwip\.a|port\/lwip/) {
        return "lwip"
    }
    return file ~ /lib(c|gcc)\.a/ ? "libc" : "board"
}

function count(section, size, who) {
    if (section ~ /^\.(text|rodata|data|vectors|srodata|sdata)/) {
        flash[who] += size
    }
    if (section ~ /^\.(data|bss|sdata|sbss)|^COMMON/) {
        ram[who] += size
    }
}

# What was placed last ends where the next begins: texts that are alike are placed once, and listed with their sizes twice.
function end_at(at) {
    if (section != "") {
        count(section, at - begun, who)
    }
    section = ""
}

/^Linker script and memory map/ {
    placed = 1
}
!placed {
    next
}
# A section of the output.
/^\.[a-z]/ {
    end_at(limit)
    limit = $2 ~ /^0x/ ? hex($2) + hex($3) : 0
}
/^ (\.(text|rodata|data|bss|vectors|srodata|sdata|sbss)|COMMON)/ {
    name = $1
    if (NF == 1) {
        getline
        $0 = name " " $0
    }
    if (limit > 0 && hex($3) > 0) {
        end_at(hex($2))
        section = name
        begun = hex($2)
        who = component(name, $4)
    }
}
END {
    n = split("library tls lwip libc board", names, " ")
    for (i = 1; i <= n; i++) {
        print names[i], flash[names[i]] + 0, ram[names[i]] + 0
    }
}
