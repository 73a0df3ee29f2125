#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# bundle.sh FILE.pem: writes the certificates of a PEM file as DER, one after the other: numbers for an array in C.
# For builtin.c.

set -eu

[ $# -eq 1 ] || {
    echo "usage: bundle.sh FILE.pem" >&2
    exit 2
}
[ -r "$1" ] && [ -f "$1" ] || {
    echo "bundle.sh: $1: no file that can be read" >&2
    exit 1
}

# The name is given by the environment: awk takes an argument with = in it for something else.
NAME=$1 LC_ALL=C awk '
    function fail(why) {
        print "bundle.sh: " ENVIRON["NAME"] ":" begin ": " why >"/dev/stderr"
        failed = 1
        exit 1
    }

    # What a certificate in DER must begin with: a sequence of just this size.
    function check() {
        size = byte[1] == 130 ? 4 + byte[2] * 256 + byte[3] : byte[1] == 129 ? 3 + byte[2] : 0
        if (byte[0] != 48 || size != count)
            fail("no certificate in DER")
        certificates++
    }

    function put(value) {
        byte[count++] = value
        line = line value ","
        if (length(line) > 100) {
            print line
            line = ""
        }
    }

    function decode(text,    bits, held, i, c, padding) {
        padding = text ~ /==$/ ? 2 : text ~ /=$/ ? 1 : 0
        if (length(text) % 4 != 0)
            fail("no base64")
        text = substr(text, 1, length(text) - padding)
        count = bits = held = 0
        for (i = 1; i <= length(text); i++) {
            c = substr(text, i, 1)
            if (!(c in value))
                fail("no base64")
            held = held * 64 + value[c]
            bits += 6
            if (bits >= 8) {
                bits -= 8
                put(int(held / 2 ^ bits))
                held %= 2 ^ bits
            }
        }
        check()
    }

    BEGIN {
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (i = 1; i <= 64; i++)
            value[substr(letters, i, 1)] = i - 1
    }

    { gsub(/[ \t\r]/, "") }
    /^-----BEGINCERTIFICATE-----$/ && inside { fail("a certificate without an end") }
    /^-----BEGINCERTIFICATE-----$/ { begin = NR; inside = 1; text = ""; next }
    /^-----ENDCERTIFICATE-----$/ && inside { decode(text); inside = 0; next }
    inside { text = text $0 }

    END {
        if (failed)
            exit 1
        if (inside)
            fail("a certificate without an end")
        if (certificates == 0) {
            begin = 1
            fail("no certificate in it")
        }
        if (line != "")
            print line
    }
' <"$1"
