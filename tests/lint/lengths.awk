# SPDX-License-Identifier: Apache-2.0
#
# awk -f lengths.awk FILE...: functions above 80 lines; and at the end, if the median is above 15 or fewer than nine in
# ten have at most 45. A function goes from the line of its name to the brace in the first column, as clang-format has it.

function take(lines) {
    total++
    count[lines]++
    if (lines > most) {
        most = lines
    }
    if (lines > 80) {
        print where ": " name " has " lines " lines, more than 80"
    }
}

# The smallest length that this share of the functions does not exceed.
function share(part,    lines, sum) {
    for (lines = 0; lines < most && sum + count[lines] < total * part; lines++) {
        sum += count[lines]
    }
    return lines
}

# At the top level: a line in the first column may begin a function; one that ends in ") {" opens its body.
FNR == 1 {
    start = 0
    open = 0
}

/^[A-Za-z_]/ {
    start = FNR
    where = FILENAME ":" FNR
    name = $0
    sub(/\(.*/, "", name)
    sub(/.*[ *]/, "", name)
}

!open && start > 0 && /\) \{$/ {
    open = 1
}

!open && /[;{]$/ {
    start = 0
}

/^}/ {
    if (open) {
        take(FNR - start + 1)
    }
    open = 0
    start = 0
}

END {
    if (total > 0 && share(0.5) > 15) {
        print "src:1: the median length of a function is " share(0.5) " lines, more than 15"
    }
    if (total > 0 && share(0.9) > 45) {
        print "src:1: nine in ten functions have at most " share(0.9) " lines; that should be 45"
    }
    if (verbose) {
        printf "%d functions: median %d, nine in ten %d, longest %d\n", total, share(0.5), share(0.9), most
    }
}
