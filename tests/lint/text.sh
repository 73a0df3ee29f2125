#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# text.sh: what git keeps: names at the top level, licence lines, words that have no place in any file.
# Prints each finding as FILE:LINE: message; fails if there is one.

set -eu

top='Makefile README.md SECURITY.md CONTRIBUTING.md CHANGELOG.md LICENSE src port include tests examples .ci .clang-format .clang-tidy .gitattributes .gitignore'

# Files that git keeps, those to be added included.
kept() {
    git ls-files -co --exclude-standard -- "$@" | while read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}

top_level() {
    git ls-files -c | cut -d/ -f1 | sort -u | while read -r name; do
        case " $top " in
        *" $name "*) ;;
        *) echo "$name:1: not one of the names at the top level" ;;
        esac
    done
}

licences() {
    kept '*.c' '*.h' '*.sh' '*.mk' '*.awk' Makefile .ci/run .clang-format .clang-tidy | while read -r file; do
        head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2\.0' ||
            echo "$file:1: no line SPDX-License-Identifier: Apache-2.0"
    done
}

# Where this machine gets packages: a log or a copied configuration could leave them in a file.
mirror_hosts() {
    apt-get indextargets --format '$(SITE)' 2>/dev/null | sed 's|.*//||; s|[:/].*||' | sort -u | grep '\.' || :
}

# Written so that this file does not find itself.
words() {
    pattern='T[O]DO|F[I]XME|X[X]X|H[A]CK'
    places='(^|[^A-Za-z0-9_.$}/-])/(w[o]rk|h[o]me|r[o]ot|U[s]ers|tmp/[t])/'
    hosts='(deb|security|snapshot|archive|ftp)\.[d]ebian\.org'
    for host in $(mirror_hosts); do
        hosts="$hosts|$(printf %s "$host" | sed 's/\./\\./g')"
    done
    kept | tr '\n' '\0' | xargs -0 grep -InwE "$pattern" | sed 's/^\([^:]*:[0-9]*\):.*/\1: a note to oneself/' || :
    kept | tr '\n' '\0' | xargs -0 grep -InE "$places" | sed 's/^\([^:]*:[0-9]*\):.*/\1: a path of one machine/' || :
    kept | tr '\n' '\0' | xargs -0 grep -IniE "$hosts" | sed 's/^\([^:]*:[0-9]*\):.*/\1: the name of a package mirror/' || :
}

# They make noise in every later change.
ends() {
    kept '*.c' '*.h' '*.sh' '*.mk' '*.awk' '*.md' '*.txt' Makefile .ci/run | while read -r file; do
        grep -n '[[:blank:]]$' "$file" | sed "s|^\([0-9]*\):.*|$file:\1: space at the end|" || :
        [ -z "$(tail -c 1 "$file")" ] || echo "$file:1: no line end at the end"
    done
}

found=$(top_level && licences && words && ends)
[ -z "$found" ] || {
    printf '%s\n' "$found"
    exit 1
}
