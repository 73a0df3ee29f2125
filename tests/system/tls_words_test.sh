#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Each failure of TLS has its own line, which says nothing untrue. Good certificates are in tls_test.sh and
# trust_test.sh, client certificates in identity_test.sh.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
unset SSL_CERT_FILE SSL_CERT_DIR

tls() { # [OPTION...]
    run status --retry 0 --max-time 10 --endpoint "https://localhost:$PORT" --resolve "localhost:$PORT:127.0.0.1" "$@" \
        "$JOB" </dev/null
}

# The line ends with these words; it mentions http:// only where nothing was TLS.
told() { # NAME EXIT WORDS
    if ! sound "$1" "$2" || ! one_line "$1"; then
        return
    elif ! grep -q -F -e ": $3" "$T/err"; then
        not_ok "$1" "not the words '$3'"
    elif grep -q 'http://' "$T/err" && [ "${3#*http://}" = "$3" ]; then
        not_ok "$1" "http:// is advised"
    else
        ok "$1"
    fi
}

# ---- what comes in answer to the first message: bytes for printf

: >answer
rm -f "$T/port"
spawn "$B/tests/system/records" --ready "$T/port" "$PWD/answer"
server=$pid
await 20 ready_or_gone "$T/port" "$server"
PORT=$(cat "$T/port")
BROKEN='the server violates the TLS protocol (mbedTLS -0x'
ABSENT='the answer is not TLS (mbedTLS -0x7200); check that this port speaks TLS, or give the endpoint with http://'
LOG="; check the endpoint; the server's log may say more"
COMMON='no TLS version or cipher in common'
WANTS='; this program wants ECDHE and AES-GCM; compare --tls-min with what the server offers'
while IFS='~' read -r name exit bytes words; do
    # shellcheck disable=SC2059 # octal
    printf "$bytes" >answer
    tls
    told "$name" "$exit" "$words"
done <<END
HTTP~8~HTTP/1.1 400 Bad Request\r\n\r\n~$ABSENT
SSH~8~SSH-2.0-OpenSSH_9.2p1\r\n~$ABSENT
SMTP~8~220 mail.example.test ESMTP\r\n~$ABSENT
HTTP/2~8~\000\000\022\004\000\000\000\000\000\000\003\000\000\000\200\000\004\000\001\000\000\000\005\000\377\377\377~$ABSENT
a lone byte, again and again~8~xxxxxxxxxxxxxxxxxxxx~$ABSENT
nothing at all~7~~the connection was lost during the TLS handshake
a record cut in its head~7~\026\003\003~the connection was lost during the TLS handshake
a record cut in the middle~7~\026\003\003\000\100\002\000\000~the connection was lost during the TLS handshake
text that is too short for a record~7~HTT~the connection was lost during the TLS handshake
close_notify~7~\025\003\003\000\002\001\000~the connection was lost during the TLS handshake
alert 112~8~\025\003\003\000\002\002\160~the server sent a TLS alert (alert 112: unknown host name)$LOG
alert 80~8~\025\003\003\000\002\002\120~the server sent a TLS alert (alert 80: internal error)$LOG
alert 49~8~\025\003\003\000\002\002\061~the server sent a TLS alert (alert 49: access denied)$LOG
alert 48, and no certificate was asked for~8~\025\003\003\000\002\002\060~the server sent a TLS alert (alert 48: unknown authority)$LOG
alert 10~8~\025\003\003\000\002\002\012~the server sent a TLS alert (alert 10)$LOG
alert 99, which is none~8~\025\003\003\000\002\002\143~the server sent a TLS alert (alert 99)$LOG
alert 255~8~\025\003\003\000\002\002\377~the server sent a TLS alert (alert 255)$LOG
alert 40~8~\025\003\003\000\002\002\050~$COMMON (alert 40)$WANTS
alert 70~8~\025\003\003\000\002\002\106~$COMMON (alert 70: TLS version)$WANTS
alert 71~8~\025\003\003\000\002\002\107~$COMMON (alert 71: too weak)$WANTS
alert 116~8~\025\003\003\000\002\002\164~the server wants a client certificate, or another one (alert 116); give one
a warning, then an alert~8~\025\003\003\000\002\001\160\025\003\003\000\002\002\120~the server sent a TLS alert (alert 80: internal error)
a warning, then no TLS any more~8~\025\003\003\000\002\001\160HTTP/1.1 400 Bad Request\r\n~$BROKEN
a record of nothing known, and of TLS~8~\026\003\003\000\004\143\000\000\000~$BROKEN
a ServerHello that is none~8~\026\003\003\000\006\002\000\000\002ab~$BROKEN
application data first~8~\027\003\003\000\004abcd~$BROKEN
a record that is longer than any~8~\026\003\003\377\377\002\000\000\000~the server's message exceeds the limit of 16384 bytes
a message that is longer than any~7~\026\003\003\000\004\002\377\377\377~the connection was lost during the TLS handshake
END
stop "$server"

# ---- certificates

new_key root ec
new_key ec ec
new_key other ec
new_key rsa rsa2048
new_key rsa1024 rsa1024
new_key p521 p521
new_key ed25519 ed25519
new_root root root /CN=root
new_root twin other /CN=root
SAN='subjectAltName=DNS:localhost'
CA='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign'
new_cert good ec /CN=good "$SAN" root root
day() { # DAYS: from now, as openssl ca wants it
    date -u -d "@$(($(date +%s) + $1 * 86400))" +%Y%m%d%H%M%SZ
}
PAST="-startdate $(day -9) -enddate $(day -1)"
NEXT="-startdate $(day 2) -enddate $(day 9)"
ANOTHER='; the server needs another one'
OLD="; the server needs a new one, or this machine's clock is wrong (it says 20"

# With both versions: mbedTLS reads certificates at two places.
shown() { # NAME EXIT WORDS CAFILE CHAIN KEY
    for version in 1_2 1_3; do
        start_openssl -cert "$5" -key "$6" -cert_chain "$5" -tls$version
        tls --cacert "$4"
        told "$1, TLS $version" "$2" "$3"
        stop "$server"
    done
}

# EXTENSIONS and OPTIONS of the one in the middle, then of the server's.
while IFS='~' read -r name key middle options server server_options exit words; do
    # shellcheck disable=SC2086 # options
    new_cert middle "$key" /CN=between "${middle:-$CA}" root root $options
    # shellcheck disable=SC2086 # options
    new_cert server ec /CN=mine "$SAN${server:+|$server}" middle "$key" $server_options
    cat server.pem middle.pem >chain.pem
    shown "$name" "$exit" "$words" root.pem chain.pem ec.key
done <<END
expired~other~~~~$PAST~8~the certificate has expired: the server's own$OLD
expired in the middle~other~~$PAST~~~8~the certificate has expired: the intermediate 'between'$OLD
both expired~other~~$PAST~~$PAST~8~the certificate has expired: the server's own$OLD
not yet valid~other~~~~$NEXT~8~the certificate is not valid yet: the server's own; check this machine's clock (it says 20
not yet valid in the middle~other~~$NEXT~~~8~the certificate is not valid yet: the intermediate 'between'; check this
for clients~other~~~extendedKeyUsage=clientAuth~~8~the certificate is not acceptable: the server's own is not meant for servers$ANOTHER
for mail in the middle~other~$CA|extendedKeyUsage=emailProtection~~~~8~the certificate is not acceptable: the intermediate 'between' is not meant for servers$ANOTHER
SHA-1~other~~~~-md sha1~8~the certificate is not acceptable: the server's own has a weak signature$ANOTHER
SHA-1 in the middle~other~~-md sha1~~~8~the certificate is not acceptable: the intermediate 'between' has a weak signature$ANOTHER
RSA 1024 in the middle~rsa1024~~~~~8~the certificate is not acceptable: the intermediate 'between' has a weak key$ANOTHER
constraints on names~other~$CA|nameConstraints=critical,excluded;DNS:localhost~~~~8~the certificate is not acceptable: the intermediate 'between' has name constraints that exclude a name below it$ANOTHER
constraints on the server's own~other~~~nameConstraints=critical,permitted;DNS:localhost~~8~the certificate is not acceptable: the server's own has an unknown critical extension: 2.5.29.30$ANOTHER
constraints on policies~other~$CA|policyConstraints=critical,requireExplicitPolicy:0~~~~8~the certificate is not acceptable: the intermediate 'between' has an unknown critical extension: 2.5.29.36$ANOTHER
an extension of somebody~other~$CA|1.2.3.4=critical,ASN1:UTF8String:x~~~~8~the certificate is not acceptable: the intermediate 'between' has an unknown critical extension$ANOTHER
P-521 in the middle~p521~~~~~8~the certificate is not trusted: the intermediate 'between' has an unknown kind of key; if this is the right server
MD5~rsa~~~~-md md5~8~the certificate is not acceptable: the server's own has an unknown kind of signature$ANOTHER
no authority in the middle~other~basicConstraints=critical,CA:FALSE~~~~8~the certificate is not trusted: the intermediate 'between' is no authority; if this is the right server
may not sign in the middle~other~basicConstraints=critical,CA:TRUE|keyUsage=cRLSign~~~~8~the certificate is not trusted: the intermediate 'between' is no authority;
END

TRY="; if this is the right server, give its authority's certificate with --cacert"
new_cert middle other /CN=between "$CA" root root
new_cert server ec /CN=mine "$SAN" middle other
new_cert weak rsa1024 /CN=weak "$SAN" root root
new_cert elsewhere ec /CN=mine 'subjectAltName=DNS:other.test' root root
new_cert narrow other /CN=narrow 'basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign' root root
new_cert lower rsa /CN=lower "$CA" narrow other
new_cert below ec /CN=mine "$SAN" lower rsa
new_cert leaf-root other /CN=root-leaf 'basicConstraints=critical,CA:FALSE' root root
new_cert fake ec /CN=mine "$SAN" leaf-root other
new_cert p521 p521 /CN=mine "$SAN" root root
new_key between ec
new_cert between-twin between /CN=between "$CA" root root
silent openssl req -x509 -config ca.cnf -key ec.key -subj /CN=self -days 30 -addext "$SAN" -out self.pem
silent openssl req -new -config ca.cnf -key root.key -subj /CN=root -out old.csr
printf '%s\n' "$CA" | tr '|' '\n' >old.ext
# shellcheck disable=SC2086 # options
silent openssl ca -batch -notext -config ca.cnf -selfsign -keyfile root.key -extfile old.ext -in old.csr -out old.pem $PAST
new_key nobody ec
silent openssl req -x509 -new -config ca.cnf -extensions authority -key nobody.key -subj /O=Nobody -days 30 -out nobody.pem
new_cert unnamed ec /CN=mine "$SAN" nobody nobody
cat server.pem middle.pem >chain.pem
cat server.pem between-twin.pem >twins.pem
cat below.pem lower.pem narrow.pem >deep.pem
cat fake.pem leaf-root.pem >faked.pem
names=$(numbered DNS:a-rather-long-name-of-a-customer. 1 450 | sed 's/$/.example.test/' | tr '\n' ',')
new_cert long ec /CN=long "subjectAltName=${names}DNS:localhost" root root
from=root
from_key=root
cp good.pem many.pem
: >many.between
for i in 1 2 3 4 5 6 7 8 9; do
    new_cert "up$i" other "/CN=up$i" "$CA" "$from" "$from_key"
    cat "up$i.pem" many.between >many.new
    mv many.new many.between
    from=up$i
    from_key=other
done
new_cert many ec /CN=mine "$SAN" up9 other
cat many.pem many.between >nine.pem
new_cert eight ec /CN=mine "$SAN" up8 other
sed '1,/END CERT/d' many.between | cat eight.pem - >eight.chain
while IFS='~' read -r name exit words bundle chain key; do
    shown "$name" "$exit" "$words" "$bundle" "$chain" "$key"
done <<END
an expired root~8~the certificate has expired: the trusted 'root'; this machine needs a new one (--cacert), or its clock is wrong (it says 20~old.pem~chain.pem~ec.key
an unknown root~8~the certificate is not trusted: it leads to 'root', not to a trusted one$TRY~self.pem~chain.pem~ec.key
an unknown root without a common name~8~the certificate is not trusted: it leads to 'Nobody', not to a trusted one$TRY~root.pem~unnamed.pem~ec.key
the one in the middle is missing~8~the certificate is not trusted: it leads to 'between', not to a trusted one$TRY~root.pem~server.pem~ec.key
signed by itself~8~the certificate is not trusted: it leads to 'self', not to a trusted one$TRY~root.pem~self.pem~ec.key
another root of the name~8~the certificate is not trusted: the trusted 'root' has another key than the issuer$TRY~twin.pem~chain.pem~ec.key
another one of the name in the middle~8~the certificate is not trusted: the intermediate 'between' has another key than the issuer$TRY~root.pem~twins.pem~ec.key
too many below~8~the certificate is not trusted: the intermediate 'narrow' has too many authorities below it$TRY~root.pem~deep.pem~ec.key
signed by a server~8~the certificate is not trusted: the intermediate 'root-leaf' is no authority$TRY~root.pem~faked.pem~ec.key
signed by a server that is trusted~8~the certificate is not trusted: the trusted 'root-leaf' is no authority$TRY~leaf-root.pem~fake.pem~ec.key
RSA 1024~8~the certificate is not acceptable: the server's own has a weak key$ANOTHER~root.pem~weak.pem~rsa1024.key
another host~8~the certificate is not for localhost; check the host name of the endpoint~root.pem~elsewhere.pem~ec.key
nine in the middle~8~the certificate is not acceptable: the server's own has more than 8 others above it$ANOTHER~root.pem~nine.pem~ec.key
18 KiB~8~the server's message exceeds the limit of 16384 bytes; the server must send fewer certificates, or fewer names~root.pem~long.pem~ec.key
END

accepted() { # NAME CAFILE CHAIN KEY [OPTION...]
    for version in 1_2 1_3; do
        start_openssl -cert "$3" -key "$4" -cert_chain "$3" -tls$version
        ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "https://localhost:$PORT" --resolve "localhost:$PORT:127.0.0.1" \
            --cluster "$CLUSTER" --cacert "$2" --retry 0 "$JOB" </dev/null
        completes "accepted: $1, TLS $version"
        stop "$server"
    done
}
silent openssl req -x509 -config ca.cnf -key ed25519.key -subj /CN=ed -days 30 -out ed25519.pem
cat good.pem ed25519.pem >needless.pem
accepted "eight in the middle" root.pem eight.chain ec.key
accepted "one of a kind that is not known, and that nobody needs" root.pem needless.pem ec.key

# Broken on its way: before and after the first.
start_openssl -cert good.pem -key ec.key -tls1_2
upstream=$PORT
for place in 0+0 0+9 1+0 1+40; do
    start_faulty "$upstream" "corrupt:server:$place"
    tls --cacert root.pem
    case $place in
    0+0) told "corrupt: $place" 8 "$ABSENT" ;;
    *) holds "corrupt: $place" "http:// is advised, or exit $code" test "$code" -eq 8 -a "$(grep -c http:// "$T/err")" -eq 0 ;;
    esac
    stop "$proxy"
done
stop "$server"

# ---- versions and ciphers

while IFS='~' read -r name options given words; do
    # shellcheck disable=SC2086 # options
    start_openssl -cert good.pem -key ec.key $options
    # shellcheck disable=SC2086 # options
    tls --cacert root.pem $given
    told "$name" 8 "$words"
    stop "$server"
done <<END
TLS 1.1 only~-tls1_1~~$COMMON (
--tls-min 1.3~-tls1_2~--tls-min 1.3~$COMMON (alert 70: TLS version)$WANTS
another cipher~-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0~~$COMMON (alert 40)$WANTS
another key exchange~-tls1_3 -groups X25519~~$COMMON (alert 40)$WANTS
END

# ---- files

PORT=1
head -n 4 good.pem >cut.pem
sed '3s/./!/' good.pem >bent.pem
openssl x509 -in good.pem -outform der -out der.pem
silent openssl req -x509 -config ca.cnf -key p521.key -subj /CN=p521 -days 30 -out curve.pem
silent openssl req -x509 -config ca.cnf -key root.key -subj /CN=odd -days 30 -addext "policyConstraints=critical,requireExplicitPolicy:0" \
    -out constraint.pem
printf -- '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n' >tiny.pem
echo words >words.pem
: >empty.pem
openssl pkey -in ec.key -pubout -out public.pem
while IFS='~' read -r name words options; do
    # shellcheck disable=SC2086 # options
    tls $options
    told "$name" 2 "$words"
done <<END
--cacert: empty~'empty.pem' holds no usable certificate: it is empty~--cacert empty.pem
--cacert: no file~'/dev/null' holds no certificate; it takes PEM~--cacert /dev/null
--cacert: a key~'ec.key' holds no usable certificate: it has only a private key~--cacert ec.key
--cacert: a public key~'public.pem' holds no usable certificate: it has none in PEM~--cacert public.pem
--cacert: words~'words.pem' holds no usable certificate: it has none in PEM~--cacert words.pem
--cacert: DER~'der.pem' holds no usable certificate: it has none in PEM~--cacert der.pem
--cacert: cut~'cut.pem' holds no usable certificate: it is damaged~--cacert cut.pem
--cacert: no base64~'bent.pem' holds no usable certificate: it is damaged~--cacert bent.pem
--cacert: no certificate~'tiny.pem' holds no usable certificate: it cannot be read~--cacert tiny.pem
--cacert: Ed25519~'ed25519.pem' holds no usable certificate: it has an unknown kind of signature~--cacert ed25519.pem
--cacert: P-521~'curve.pem' holds no usable certificate: it has an unknown kind of key~--cacert curve.pem
--cacert: constraints~'constraint.pem' holds no usable certificate: it has an unknown critical extension: 2.5.29.36~--cacert constraint.pem
--cacert: no file~'nowhere' cannot be read: No such file or directory~--cacert nowhere
--cert: empty~'/dev/null' holds no usable certificate: it is empty~--cert /dev/null --key ec.key
--cert: a key~'ec.key' holds no usable certificate: it has only a private key~--cert ec.key
--cert: DER~'der.pem' holds no usable certificate: it has none in PEM~--cert der.pem --key ec.key
--cert: cut~'cut.pem' holds no usable certificate: it is damaged~--cert cut.pem --key ec.key
--cert: P-521~'curve.pem' holds no usable certificate: it has an unknown kind of key~--cert curve.pem --key p521.key
--cert: Ed25519~'ed25519.pem' holds no usable certificate: it has an unknown kind of signature~--cert ed25519.pem --key ec.key
--cert: too long~'long.pem' holds no usable certificate: it is too long~--cert long.pem --key ec.key
--key: empty~'/dev/null' holds no usable private key (PEM, RSA or EC P-256, P-384): it is empty~--cert good.pem --key /dev/null
--key: a certificate~'good.pem' holds no usable private key (PEM, RSA or EC P-256, P-384): it has only a certificate~--cert good.pem --key good.pem
--key: none beside the certificate~'good.pem' holds no usable private key (PEM, RSA or EC P-256, P-384): it has only a certificate~--cert good.pem
--key: a public one~'public.pem' holds no usable private key (PEM, RSA or EC P-256, P-384): it has none in PEM~--cert good.pem --key public.pem
--key: Ed25519~'ed25519.key' holds no usable private key (PEM, RSA or EC P-256, P-384): it cannot be read~--cert good.pem --key ed25519.key
END

finish
