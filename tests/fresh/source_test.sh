#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# port/source.sh with an apt-get of our own: security updates are looked at before the release itself, and nothing but they
# is missing where there are none.

. "${0%/*}/../system/lib.sh"

mkdir "$T/bin" "$T/made"
cat >"$T/bin/apt-get" <<'END'
#!/bin/sh
# Knows the mirrors in $KNOWN, cannot reach those that match $AWAY, and has a package called some.
for word; do
    case $word in
    indextargets) cat "$KNOWN" && exit ;;
    --print-uris) exit ;;
    Dir::Etc::SourceList=*) list=${word#*=} ;;
    update)
        cat "$list" >>"$LISTS"
        echo . >>"$LISTS"
        ! grep -q -e "$AWAY" "$list"
        exit
        ;;
    source) cp "$MADE"/* . && exit ;;
    esac
done
END
chmod +x "$T/bin/apt-get"
mkdir -p "$T/some-1/debian"
echo upstream >"$T/some-1/file"
tar -C "$T" -czf "$T/made/some_1.orig.tar.gz" some-1/file
tar -C "$T/some-1" -czf "$T/made/some_1-1.debian.tar.gz" debian

# got AWAY MIRROR...: a package of trixie, on a machine with these mirrors, without those that match AWAY.
got() {
    away=$1
    shift
    printf 'Debian %s main %s\n' "$@" >"$T/known"
    rm -rf "$T/work" "$T/lists"
    env PATH="$T/bin:$PATH" KNOWN="$T/known" AWAY="$away" LISTS="$T/lists" MADE="$T/made" \
        sh "$tests/../port/source.sh" some trixie "$T/work" 'a hint' >"$T/out" 2>"$T/err"
    code=$?
}

# asked LINE...: the last list that apt got.
asked() {
    sed 's/ \[[^]]*\]//' "$T/work/sources.list" >"$T/last"
    printf 'deb-src %s main\n' "$@" | cmp -s - "$T/last"
}

main=http://a.invalid/debian/
security=http://a.invalid/debian-security/
got nothing bookworm $main bookworm-updates $main bookworm-security $security
holds "a package" "exit $code" [ "$code" -eq 0 -a -f "$T/work/tree/file" ]
holds "security updates before the release" "others" asked "$security trixie-security" "$main trixie"
holds "and nothing is said" "there is" [ ! -s "$T/err" ]

got nothing stable $main stable-security $security
holds "suites without a code name" "others" asked "$security trixie-security" "$main trixie"

got nothing bookworm $main
holds "no security updates known: those beside the release" "others" asked "$security trixie-security" "$main trixie"

got nothing bookworm http://a.invalid/copy/
holds "no security updates known: the release" "exit $code" [ "$code" -eq 0 ]
holds "no security updates known: it alone" "others" asked "http://a.invalid/copy/ trixie"
holds "no security updates known: that is said" "it is not" grep -q 'security updates of Debian trixie cannot be looked at' "$T/err"

got trixie-security bookworm $main bookworm-security $security
holds "no security updates to be had: the release" "exit $code" [ "$code" -eq 0 ]
holds "no security updates to be had: they were tried" "they were not" grep -q 'trixie-security' "$T/lists"
holds "no security updates to be had: it alone" "others" asked "$main trixie"
holds "no security updates to be had: that is said" "it is not" grep -q 'security updates of Debian trixie cannot be looked at' "$T/err"

got b.invalid bookworm http://b.invalid/debian/ bookworm $main bookworm-security http://b.invalid/security/ bookworm-security $security
holds "the first mirrors are away: the second ones" "others" asked "$security trixie-security" "$main trixie"

got . bookworm $main bookworm-security $security
holds "no mirror" "exit $code" [ "$code" -ne 0 ]
holds "no mirror: a hint" "none" grep -q 'gives Debian trixie: a hint' "$T/err"

finish
