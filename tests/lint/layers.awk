# SPDX-License-Identifier: Apache-2.0
#
# awk -f layers.awk layers.txt FILE...: each #include that layers.txt does not allow, as FILE:LINE: message.

function is_core(name) {
    return name ~ /^(stdbool|stddef|stdint|limits|string)\.h$/
}

function is_system(name, angled) {
    return angled && name !~ /^(mbedtls|psa|lwip|netif|zimport|tests|src|port)\// && name !~ /^(jsmn|cmocka)\.h$/
}

# The rules for a file: those of the longest left side that it is or lies below.
function rules_of(file,    path) {
    for (path = file; path != ""; path = path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/) - 1) : "") {
        if (path in rules) {
            return rules[path]
        }
    }
    return "?"
}

function fits(rule, name, angled) {
    if (rule == "core") {
        return is_core(name) && angled
    }
    if (rule == "hosted") {
        return is_system(name, angled)
    }
    if (rule == "./") {
        return !angled && name !~ /\//
    }
    return rule ~ /\/$/ ? index(name, rule) == 1 : name == rule
}

function allowed(name, angled,    list, n, i, found) {
    n = split(rules_of(FILENAME), list, " ")
    for (i = 1; i <= n; i++) {
        if (list[i] ~ /^!/) {
            if (fits(substr(list[i], 2), name, angled)) {
                return 0
            }
        } else if (fits(list[i], name, angled)) {
            found = 1
        }
    }
    return found
}

BEGIN {
    table = ARGV[1]
}

FILENAME == table {
    sub(/#.*/, "")
    if (NF > 0) {
        place = $1
        $1 = ""
        rules[place] = rules[place] $0
    }
    next
}

FNR == 1 && rules_of(FILENAME) == "?" {
    print FILENAME ":1: tests/lint/layers.txt says nothing about this place"
}

/^[ \t]*#[ \t]*(include|import|include_next)/ {
    name = $0
    sub(/^[ \t]*#[ \t]*(include_next|include|import)[ \t]*/, "", name)
    angled = name ~ /^</
    if (name !~ /^[<"]/) {
        print FILENAME ":" FNR ": an include by a macro hides what it includes: " name
        next
    }
    sub(/^[<"]/, "", name)
    sub(/[>"].*/, "", name)
    if (!allowed(name, angled)) {
        print FILENAME ":" FNR ": may not include " name " here (tests/lint/layers.txt)"
    }
}
