#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Which chains are taken, and what is said about the others: shown by chains.c, which is the server and has no network.
# chains_certs.sh makes the certificates.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/chains_certs.sh"

# What the judge prints is a result a line.
shown() { # [--memory N]: cases, as chains.c has them; SENT `…` is the labyrinth
    sed -e '/^#/d' -e '/^$/d' -e "s/@maze/$maze/" -e "s/@dull/$dull/" >cases
    "$B/tests/system/chains" "$@" <cases >results 2>judge.err
    status=$?
    cat results
    failures=$((failures + $(grep -c '^not ok ' results)))
    if [ "$status" -ne 0 ] || [ "$(wc -l <cases)" -ne "$(wc -l <results)" ]; then
        not_ok "the judge" "exit status $status after $(wc -l <results) of $(wc -l <cases) cases"
        show "what it wrote" judge.err
    fi
}

NAMES='has name constraints that exclude a name below it'
EXTENSION='has an unknown critical extension'

# NAME~SENT~ROOTS~HOST~DAYS~VERDICT
shown <<END
nothing special~leaf mid~root~host.test~0~ok
only the root above it~leaf-root~root~host.test~0~ok
two authorities between~leaf-2 mid2 mid~root~host.test~0~ok
another name~leaf mid~root~other.test~0~host own leaf:
another root~leaf mid~other~host.test~0~untrusted root:
no intermediate~leaf~root~host.test~0~untrusted mid:
a bent signature of the server's~leaf! mid~root~host.test~0~untrusted intermediate mid: has another key than the issuer
a bent signature in the middle~leaf mid!~root~host.test~0~untrusted trusted root: has another key than the issuer
a bent signature of the root's, which says nothing~leaf mid~root!~host.test~0~ok

# ---- name constraints: DNS
names: permitted, critical~leaf nc-dns~root~host.test~0~ok
names: permitted, not critical~leaf nc-dns-soft~root~host.test~0~ok
names: not permitted~leaf nc-dns-no~root~host.test~0~weak intermediate mid: $NAMES
names: not permitted, not critical~leaf nc-dns-no-soft~root~host.test~0~weak intermediate mid: $NAMES
names: excluded~leaf nc-dns-ex~root~host.test~0~weak intermediate mid: $NAMES
names: another one excluded~leaf nc-dns-ex-other~root~host.test~0~ok
names: one below excluded~leaf nc-dns-ex-below~root~host.test~0~ok
names: permitted and excluded~leaf nc-dns-both~root~host.test~0~weak intermediate mid: $NAMES
names: the third of a list, other case~leaf nc-dns-list~root~host.test~0~ok
names: all permitted~leaf nc-dns-all~root~host.test~0~ok
names: all excluded~leaf nc-dns-none~root~host.test~0~weak intermediate mid: $NAMES
names: the end of a label is no match~leaf nc-dns-part~root~host.test~0~weak intermediate mid: $NAMES
names: a leading period~leaf nc-dns-dot~root~host.test~0~weak intermediate mid: $NAMES
names: a wildcard as constraint~leaf nc-dns-star~root~host.test~0~weak intermediate mid: $NAMES
names: case of the server's~leaf-case nc-dns~root~host.test~0~ok
names: a second name not permitted~leaf-two nc-dns~root~host.test~0~weak intermediate mid: $NAMES
names: a wildcard inside~leaf-star nc-dns~root~a.host.test~0~ok
names: a wildcard over one that is excluded, asked for~leaf-star nc-dns-ex-below~root~a.host.test~0~weak intermediate mid: $NAMES
names: a wildcard over one that is excluded, another asked for~leaf-star nc-dns-ex-below~root~b.host.test~0~ok
names: a wildcard outside~leaf-star nc-dns-no~root~a.host.test~0~weak intermediate mid: $NAMES
names: a host with a period at its end~leaf nc-dns~root~host.test.~0~ok
names: a host with a period at its end, excluded~leaf nc-dns-ex~root~host.test.~0~weak intermediate mid: $NAMES
names: with an underscore~leaf-underscore nc-dns~root~host.test~0~ok
names: with a blank~leaf-bad-name nc-dns~root~host.test~0~weak intermediate mid: $NAMES
names: with a blank, not constrained~leaf-bad-name mid~root~host.test~0~ok
names: none, but a common name~leaf-common nc-dns~root~host.test~0~host own host.test:

# ---- name constraints: addresses
IPv4: permitted~leaf-v4 nc-v4~root~10.1.2.3~0~ok
IPv4: not permitted~leaf-v4-no nc-v4~root~10.2.2.3~0~weak intermediate mid: $NAMES
IPv4: excluded~leaf-v4 nc-v4-ex~root~10.1.2.3~0~weak intermediate mid: $NAMES
IPv4: not excluded~leaf-v4-no nc-v4-ex~root~10.2.2.3~0~ok
IPv4: all excluded~leaf-v4 nc-v4-none~root~10.1.2.3~0~weak intermediate mid: $NAMES
IPv4: all excluded, but of DNS~leaf nc-v4-none~root~host.test~0~ok
IPv6: permitted~leaf-v6 nc-v6~root~fd00:1::5~0~ok
IPv6: excluded~leaf-v6 nc-v6-ex~root~fd00:1::5~0~weak intermediate mid: $NAMES
IPv6: only IPv4 permitted~leaf-v6 nc-v4~root~fd00:1::5~0~weak intermediate mid: $NAMES
IPv6: IPv4 excluded~leaf-v6 nc-v4-none~root~fd00:1::5~0~ok
addresses: a constraint of five bytes~leaf-v4 nc-ip-odd~root~10.1.2.3~0~weak intermediate mid: $NAMES
addresses: constraints on DNS~leaf-v4 nc-dns-no~root~10.1.2.3~0~ok

# ---- name constraints: directory names
directory: permitted~leaf-good nc-dir~root~host.test~0~ok
directory: permitted, other case~leaf-good-case nc-dir~root~host.test~0~ok
directory: not permitted~leaf nc-dir~root~host.test~0~weak intermediate mid: $NAMES
directory: longer value~leaf-good-more nc-dir~root~host.test~0~weak intermediate mid: $NAMES
directory: the right part in the wrong place~leaf-behind nc-dir~root~host.test~0~weak intermediate mid: $NAMES
directory: excluded~leaf-good nc-dir-ex~root~host.test~0~weak intermediate mid: $NAMES
directory: excluded, other case~leaf-good-case nc-dir-ex~root~host.test~0~weak intermediate mid: $NAMES
directory: not excluded~leaf nc-dir-ex~root~host.test~0~ok
directory: two parts~leaf-unit nc-dir-two~root~host.test~0~ok
directory: one of two parts~leaf-good nc-dir-two~root~host.test~0~weak intermediate mid: $NAMES
directory: the alternative name is not permitted~leaf-dir nc-dir~root~host.test~0~weak intermediate mid: $NAMES
directory: so is the alternative name~leaf-dir-good nc-dir~root~host.test~0~ok
directory: the alternative name is excluded~leaf-dir-good nc-dir-ex~root~host.test~0~weak intermediate mid: $NAMES
directory: any name permitted~leaf-behind nc-dir-empty~root~host.test~0~ok

# ---- name constraints: other kinds
e-mail: constrained, none there~leaf nc-mail~root~host.test~0~ok
e-mail: permitted~leaf-mail nc-mail~root~host.test~0~weak intermediate mid: $NAMES
e-mail: excluded, critical, none there~leaf nc-mail-ex~root~host.test~0~ok
e-mail: excluded, critical~leaf-mail nc-mail-ex~root~host.test~0~weak intermediate mid: $NAMES
e-mail: in the subject~leaf-mail-subject nc-mail-ex~root~host.test~0~weak intermediate mid: $NAMES
e-mail: in the subject, not constrained~leaf-mail-subject nc-dns~root~host.test~0~ok
URI: constrained, none there~leaf nc-uri~root~host.test~0~ok
URI: constrained~leaf-uri nc-uri~root~host.test~0~weak intermediate mid: $NAMES
URI: not constrained~leaf-uri nc-dns~root~host.test~0~ok
registered: constrained, none there~leaf nc-rid~root~host.test~0~ok
registered: constrained~leaf-rid nc-rid~root~host.test~0~weak intermediate mid: $NAMES
another name, not constrained~leaf-upn nc-dns~root~host.test~0~ok

# ---- name constraints: form
form: empty~leaf nc-empty~root~host.test~0~weak intermediate mid: $NAMES
form: lists that are empty~leaf nc-lists-empty~root~host.test~0~weak intermediate mid: $NAMES
form: no sequence~leaf nc-bad~root~host.test~0~weak intermediate mid: $NAMES
form: cut~leaf nc-cut~root~host.test~0~weak intermediate mid: $NAMES
form: a distance~leaf nc-min~root~host.test~0~weak intermediate mid: $NAMES
form: a third list~leaf nc-third~root~host.test~0~weak intermediate mid: $NAMES
form: an excluded directory name that is none~leaf nc-bad-dir-ex~root~host.test~0~weak intermediate mid: $NAMES
form: not critical, in the server's own~leaf-nc mid~root~host.test~0~ok
form: critical, in the server's own~leaf-nc-critical mid~root~host.test~0~weak own leaf-nc-critical: $EXTENSION

# ---- name constraints: who has them
two up: not permitted~leaf mid-nc-up nc-up~root~host.test~0~weak intermediate up: $NAMES
two up: not permitted, the one below permits more~leaf mid-nc-wide nc-up~root~host.test~0~weak intermediate up: $NAMES
two up: permitted by both~leaf mid-nc-good nc-up-good~root~host.test~0~ok
two up: permitted by one~leaf-two mid-nc-good nc-up-good~root~host.test~0~weak intermediate up: $NAMES
two up: names of the authority between~leaf mid-san nc-up-good~root~host.test~0~weak intermediate up: $NAMES
root: not permitted~leaf mid~nc-root~host.test~0~weak trusted root: $NAMES
root: permitted~leaf mid~nc-root-good~host.test~0~ok
root: not permitted, beside one without~leaf mid~nc-root root~host.test~0~ok
root: the directory name in the middle permitted, the server's not~leaf mid~nc-root-dir~host.test~0~weak trusted root: $NAMES
root: the directory name in the middle excluded~leaf mid~nc-root-dir-ex~host.test~0~weak trusted root: $NAMES
self-issued between: exempt~leaf-self-good self-below nc-self~root~host.test~0~ok
self-issued at the end: not exempt~leaf-self self-below nc-self~root~host.test~0~weak intermediate Self: $NAMES

# ---- several issuers of one name
path: the first has expired~leaf mid-short mid~root~host.test~10~ok
path: the last has expired~leaf mid mid-short~root~host.test~10~ok
path: the only one has expired~leaf mid-short~root~host.test~10~expired intermediate mid:
path: the first is not valid yet~leaf mid-early mid~root~host.test~0~ok
path: the only one is not valid yet~leaf mid-early~root~host.test~0~early intermediate mid:
path: the first has another key~leaf mid-other-key mid~root~host.test~0~ok
path: the only one has another key~leaf mid-other-key~root~host.test~0~untrusted intermediate mid: has another key than the issuer
path: the first is not trusted~leaf mid-other-root mid~root~host.test~0~ok
path: the last is not trusted~leaf mid mid-other-root~root~host.test~0~ok
path: the only one is not trusted~leaf mid-other-root~root~host.test~0~untrusted other:
path: the first is no authority~leaf mid-no-ca mid~root~host.test~0~ok
path: the only one is no authority~leaf mid-no-ca~root~host.test~0~untrusted intermediate mid: is no authority
path: the first may not sign~leaf mid-no-sign mid~root~host.test~0~ok
path: the first has no basic constraints~leaf mid-no-constraints mid~root~host.test~0~ok
path: the first is for clients~leaf mid-client mid~root~host.test~0~ok
path: the only one is for clients~leaf mid-client~root~host.test~0~weak intermediate mid: is not meant for servers
path: the first has a weak signature~leaf mid-sha1 mid~root~host.test~0~ok
path: the only one has a weak signature~leaf mid-sha1~root~host.test~0~weak intermediate mid: has a weak signature
path: the first has an unknown critical extension~leaf mid-unknown mid~root~host.test~0~ok
path: the only one has an unknown critical extension~leaf mid-unknown~root~host.test~0~weak intermediate mid: $EXTENSION
path: the first excludes the name~leaf nc-dns-no mid~root~host.test~0~ok
path: the last excludes the name~leaf mid nc-dns-no~root~host.test~0~ok
path: the first is of version 1~leaf mid-v1 mid~root~host.test~0~ok
path: the only one is of version 1~leaf mid-v1~root~host.test~0~untrusted intermediate mid: is no authority
path: the first has a weak key~leaf mid-1024 mid~root~host.test~0~ok
path: the first is self-signed~leaf mid-self mid~root~host.test~0~ok
path: all of them before the right one~leaf mid-short mid-other-key mid-other-root mid-no-ca mid-client nc-dns-no mid-sha1 mid-self mid-unknown mid~root~host.test~10~ok
path: other case of the issuer's name~leaf mid-case~root~host.test~0~ok
path: in reverse order~leaf-2 mid mid2~root~host.test~0~ok
path: the server's own among the others, too~leaf leaf mid mid leaf~root~host.test~0~ok
path: with the root~leaf mid root~root~host.test~0~ok
path: with another root~leaf mid other~root~host.test~0~ok
path: a root in the middle, trusted~leaf~mid~host.test~0~ok
path: a root in the middle, trusted and sent~leaf mid~mid~host.test~0~ok
root: renewed, the old one first~leaf mid~root-short root~host.test~10~ok
root: renewed, the old one last~leaf mid~root root-short~host.test~10~ok
root: the old one alone~leaf mid~root-short~host.test~10~expired trusted root:
root: another key of that name first~leaf mid~root-twin root~host.test~0~ok
root: another key of that name alone~leaf mid~root-twin~host.test~0~untrusted trusted root: has another key than the issuer
root: not trusted, but vouched for by another one~leaf mid root-by-other~other~host.test~0~ok
root: not trusted, the one that vouches is not sent~leaf mid~other~host.test~0~untrusted root:
root: expired, vouched for by another one~leaf mid root-by-other~root-short other~host.test~10~ok
root: its twin vouches for it~leaf mid root-by-twin~root-twin~host.test~0~ok
root: its twin vouches for it, and the other way round~leaf mid twin-by-root root-by-twin~root-twin~host.test~0~ok
cross-signed both ways, one is trusted~leaf mid root-by-other other-by-root~root~host.test~0~ok
cross-signed both ways, the other one is~leaf mid root-by-other other-by-root~other~host.test~0~ok
cross-signed both ways, neither is~leaf mid root-by-other other-by-root~root-twin~host.test~0~untrusted
cross-signed twins, neither is trusted~leaf mid twin-by-root root-by-twin~other~host.test~0~untrusted
a loop, and a way out~leaf mid-by-2 mid2 mid~root~host.test~0~ok
a loop~leaf mid-by-2 mid2~root~host.test~0~untrusted mid:
eight between~leaf-i8 i8 i7 i6 i5 i4 i3 i2 i1~root~host.test~0~ok
eight between, backwards~leaf-i8 i1 i2 i3 i4 i5 i6 i7 i8~root~host.test~0~ok
nine between~leaf-i9 i9 i8 i7 i6 i5 i4 i3 i2 i1~root~host.test~0~weak own leaf-i9: has more than 8 others above it
nine between, one of them is trusted~leaf-i9 i9 i8 i7 i6 i5 i4 i3 i2 i1~i1~host.test~0~ok
a labyrinth~leaf-maze@maze~root~host.test~0~weak own leaf-maze: takes too much work to verify
a labyrinth, one way in is trusted~leaf-maze@maze~maze-self1~host.test~0~ok
a labyrinth of SHA-1~leaf-maze-sha1@dull~root~host.test~0~weak own leaf-maze-sha1: has a weak signature
a labyrinth of SHA-1 below a good signature~leaf-maze@dull~root~host.test~0~weak
forty times the same~leaf mid*40~root~host.test~0~ok
a hundred that cannot be read~leaf junk-short*100 mid~root~host.test~0~ok
more than a message holds~leaf mid*60~root~host.test~0~limit

# ---- path length
length: none allowed and none there~leaf-len0 len0~root~host.test~0~ok
length: none allowed and one there~leaf mid-len0 len0~root~host.test~0~untrusted intermediate up: has too many authorities below it
length: none allowed, one there that is self-issued~leaf-up-self up-self len0~root~host.test~0~ok
length: none allowed, two there that are self-issued~leaf-up-self-2 up-self-2 up-self len0~root~host.test~0~ok
length: none allowed, one there above one that is self-issued~leaf mid-up-self up-self len0~root~host.test~0~untrusted
length: one allowed and one there~leaf mid-len1 len1~root~host.test~0~ok
length: one allowed and two there~leaf-2 mid2-len1 mid-len1 len1~root~host.test~0~untrusted intermediate up: has too many authorities below it
length: of the last authority~leaf len0-own~root~host.test~0~ok
length: of a root~leaf-root~root-len0~host.test~0~ok
length: of a root, one there~leaf mid~root-len0~host.test~0~untrusted trusted root: has too many authorities below it

# ---- not needed
unneeded: Ed25519, behind~leaf mid ed~root~host.test~0~ok
unneeded: Ed25519, before~leaf ed mid~root~host.test~0~ok
unneeded: P-521~leaf p521 mid~root~host.test~0~ok
unneeded: P-521 of the issuer's name~leaf mid-p521 mid~root~host.test~0~ok
unneeded: constraints~leaf junk-nc mid~root~host.test~0~ok
unneeded: an unknown critical extension~leaf junk-unknown mid~root~host.test~0~ok
unneeded: critical mappings~leaf junk-mapping mid~root~host.test~0~ok
unneeded: a weak key~leaf junk-1024 mid~root~host.test~0~ok
unneeded: text~leaf junk-text mid~root~host.test~0~ok
unneeded: a sequence~leaf junk-short mid junk-short~root~host.test~0~ok
unneeded: cut~leaf junk-cut mid~root~host.test~0~ok
needed: Ed25519~leaf ed~root~host.test~0~untrusted
needed: P-521~leaf-p521 p521~root~host.test~0~untrusted intermediate p521: has an unknown kind of key
the server's own cannot be read: text~junk-text mid~root~host.test~0~weak own
the server's own cannot be read: Ed25519~ed mid~root~host.test~0~weak own ed:

# ---- policies
policies: one~leaf pol~root~host.test~0~ok
policies: one, critical~leaf pol-critical~root~host.test~0~ok
policies: another one below, critical~leaf-pol pol-critical~root~host.test~0~ok
policies: any, critical~leaf pol-any~root~host.test~0~ok
policies: known qualifiers, critical~leaf pol-notice~root~host.test~0~ok
policies: an unknown qualifier~leaf pol-odd~root~host.test~0~ok
policies: an unknown qualifier, critical~leaf pol-odd-critical~root~host.test~0~weak intermediate mid: $EXTENSION
policies: mapped~leaf pol-mapping~root~host.test~0~ok
policies: mapped, critical~leaf pol-mapping-critical~root~host.test~0~weak intermediate mid: $EXTENSION
policies: limited~leaf pol-limits~root~host.test~0~ok
policies: limited, critical~leaf pol-limits-critical~root~host.test~0~weak intermediate mid: $EXTENSION
policies: any inhibited, critical~leaf pol-inhibit-critical~root~host.test~0~weak intermediate mid: $EXTENSION

# ---- usage
usage: no key usage in the middle~leaf mid-no-usage~root~host.test~0~ok
usage: may not sign~leaf mid-no-sign~root~host.test~0~untrusted intermediate mid: is no authority
usage: no basic constraints~leaf mid-no-constraints~root~host.test~0~untrusted intermediate mid: is no authority
usage: servers and clients~leaf mid-server~root~host.test~0~ok
usage: any~leaf mid-any~root~host.test~0~ok
usage: code~leaf mid-code~root~host.test~0~weak intermediate mid: is not meant for servers
usage: the server's for servers~leaf-server mid~root~host.test~0~ok
usage: the server's for any~leaf-any mid~root~host.test~0~ok
usage: the server's for clients~leaf-client mid~root~host.test~0~weak own leaf-client: is not meant for servers
usage: the server's is an authority~leaf-ca mid~root~host.test~0~ok
usage: the server's is for revocation~leaf-crl mid~root~host.test~0~weak own is not meant for servers
usage: a root for clients~leaf mid~root-client~host.test~0~weak trusted root: is not meant for servers
usage: a root for clients and one for all~leaf mid~root-client root~host.test~0~ok
usage: a root that is no authority~leaf mid~root-no-ca~host.test~0~untrusted trusted root: is no authority
usage: a root that is no authority, and one that is~leaf mid~root-no-ca root~host.test~0~ok
usage: a root of version 1~leaf mid~root-v1~host.test~0~ok
usage: the server's of version 1 has no names~leaf-v1~root~host.test~0~host own host.test:
extensions: unknown in the middle~leaf mid-unknown-soft~root~host.test~0~ok
extensions: critical and unknown in the server's~leaf-unknown mid~root~host.test~0~weak own leaf-unknown: $EXTENSION
extensions: critical and unknown in a root~leaf mid~root-unknown other~host.test~0~weak trusted root: $EXTENSION
extensions: critical and unknown in a root, beside one without~leaf mid~root-unknown root~host.test~0~ok

# ---- dates
dates: all have ended~leaf mid~root~host.test~40~expired own leaf:
dates: the server's has ended~leaf-short mid~root~host.test~10~expired own leaf-short:
dates: none has begun~leaf mid~root~host.test~-1~early own leaf:
dates: the server's has not begun~leaf-early~root~host.test~0~early own leaf-early:
dates: it has~leaf-early~root~host.test~15~ok

# ---- strength
strength: SHA-1 of the server's~leaf-sha1 mid~root~host.test~0~weak own leaf-sha1: has a weak signature
strength: SHA-384 of the server's~leaf-sha384 mid~root~host.test~0~ok
strength: SHA-1 of a root, which says nothing~leaf mid~root-sha1~host.test~0~ok
strength: RSA 2048 of the server's~leaf-rsa mid~root~host.test~0~ok
strength: RSA 1024 of the server's~leaf-1024 mid~root~host.test~0~weak own leaf-1024: has a weak key
strength: P-384 of the server's~leaf-p384 mid~root~host.test~0~ok
strength: RSA 1024 in the middle~leaf-mid-1024 mid-1024~root~host.test~0~weak intermediate mid: has a weak key
strength: RSA 2048 in the middle~leaf-mid-rsa mid-rsa~root~host.test~0~ok
strength: P-384 in the middle, SHA-512~leaf-mid-p384 mid-p384~root~host.test~0~ok
strength: RSA 1024 of a root~leaf root-1024-leaf~root-1024~host.test~0~weak trusted root: has a weak key

# ---- the server's own among the roots
pinned: self-signed~leaf-alone~leaf-alone~host.test~0~ok
pinned: self-signed, an authority~leaf-alone-ca~leaf-alone-ca~host.test~0~ok
pinned: issued by somebody unknown~leaf~leaf~host.test~0~ok
pinned: with its authority, which is not trusted~leaf mid~leaf~host.test~0~ok
pinned: among others~leaf~root other leaf~host.test~0~ok
pinned: an authority, issued~leaf-ca~leaf-ca~host.test~0~ok
pinned: expired~leaf-alone-short~leaf-alone-short~host.test~10~expired own leaf-alone-short:
pinned: issued, expired~leaf-short~leaf-short~host.test~10~expired own leaf-short:
pinned: below an authority that has expired~leaf mid-short~leaf root~host.test~10~ok
pinned: another name~leaf-alone-elsewhere~leaf-alone-elsewhere~host.test~0~host own leaf-alone-elsewhere:
pinned: for clients~leaf-alone-client~leaf-alone-client~host.test~0~weak own leaf-alone-client: is not meant for servers
pinned: weak signature~leaf-alone-sha1~leaf-alone-sha1~host.test~0~weak own leaf-alone-sha1: has a weak signature
pinned: critical constraints~leaf-alone-nc~leaf-alone-nc~host.test~0~weak own leaf-alone-nc: $EXTENSION
pinned: another one of that name~leaf-twin mid~leaf~host.test~0~untrusted
pinned: its signature bent~leaf! mid~leaf~host.test~0~untrusted
pinned: what it signed is not trusted~leaf-below-leaf leaf-alone~leaf-alone~host.test~0~untrusted trusted leaf-alone: is no authority
pinned: excluded by the authority above, which is trusted~leaf nc-dns-no~root leaf~host.test~0~ok
pinned: in a labyrinth~leaf-maze@maze~leaf-maze root~host.test~0~ok
END

# ---- memory that runs out; by every single allocation in tests/unit/test_verify.c
shown --memory 53 <<END
memory: a chain~leaf-root~root~host.test~0~ok
memory: a broken signature~leaf-root!~root~host.test~0~untrusted
memory: constraints~leaf nc-dns-no~root~host.test~0~weak
memory: the second issuer is the right one~leaf mid-other-key mid~root~host.test~0~ok
memory: pinned~leaf~leaf~host.test~0~ok
END

finish
