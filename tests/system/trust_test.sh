#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a certificate of the chain may be used for, where the roots come from, and what the time is: against openssl
# s_server. Names, dates and keys of servers are in tls_test.sh.

. "${0%/*}/lib.sh"
need openssl /etc/ssl/certs/ca-certificates.crt
. "$tests/system/certs.sh"
unset SSL_CERT_FILE SSL_CERT_DIR

tls() { # [OPTION...]
    ZILLIZ_API_KEY=$KEY run status -o json --retry 0 --api v1 --endpoint "https://localhost:$PORT" --cluster "$CLUSTER" \
        --resolve "localhost:$PORT:127.0.0.1" "$@" "$JOB" </dev/null
}

verdict() { # NAME EXIT PATTERN: of the run that was
    if [ "$2" -eq 0 ]; then
        completes "accepted: $1"
    else
        : >"$T/out"
        fails "refused: $1" "$2" "$3"
    fi
}

new_key root ec
new_key middle ec
new_key ec ec
new_key rsa rsa2048
new_key rsa1024 rsa1024
new_root root root /CN=root
new_root rsaroot rsa /CN=rsaroot
SERVER='subjectAltName=DNS:localhost|basicConstraints=CA:FALSE|keyUsage=digitalSignature|extendedKeyUsage=serverAuth'
CA='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign'

# ---- the certificate in the middle, and the server's

# EXTENSIONS with + in front are added to an authority's, or a server's. OPTIONS are for openssl ca.
while IFS='~' read -r name middle options server exit pattern; do
    case $name in '' | '#'*) continue ;; esac
    case $middle in +*) middle="$CA|${middle#+}" ;; '') middle=$CA ;; esac
    case $server in +*) server="$SERVER|${server#+}" ;; '') server=$SERVER ;; esac
    key=middle
    case $name in *1024*) key=rsa1024 ;; *2048*) key=rsa ;; esac
    # shellcheck disable=SC2086 # options
    new_cert middle "$key" /CN=middle "$middle" rsaroot rsa $options
    new_cert server ec /CN=server "$server" middle "$key"
    start_openssl -cert server.pem -key ec.key -cert_chain middle.pem
    tls --cacert rsaroot.pem
    verdict "$name" "$exit" "$pattern"
    stop "$server"
done <<'END'
nothing special~~~~0~
RSA 2048 in the middle~~~~0~
RSA 1024 in the middle~~~~8~weak key
SHA-1 in the middle~~-md sha1~~8~weak signature
MD5 in the middle~~-md md5~~8~not trusted: the intermediate 'middle' has an unknown kind of signature
usage in the middle: servers~+extendedKeyUsage=serverAuth~~~0~
usage in the middle: clients and servers~+extendedKeyUsage=clientAuth,serverAuth~~~0~
usage in the middle: any~+extendedKeyUsage=anyExtendedKeyUsage~~~0~
usage in the middle: clients~+extendedKeyUsage=clientAuth~~~8~'middle' is not meant for servers
usage in the middle: mail and code, critical~+extendedKeyUsage=critical,emailProtection,codeSigning~~~8~'middle' is not meant for servers
Netscape's type in the middle: an authority for servers~+nsCertType=critical,sslCA~~~0~
Netscape's type in the middle: an authority for mail~+nsCertType=critical,emailCA~~~8~'middle' is not meant for servers
Netscape's type in the middle: a server~+nsCertType=server~~~8~'middle' is not meant for servers
Netscape's type of the server: server~~~+nsCertType=critical,server~0~
Netscape's type of the server: client~~~+nsCertType=critical,client~8~server's own is not meant for servers
no authority in the middle~basicConstraints=critical,CA:FALSE|keyUsage=keyCertSign~~~8~trust
no basic constraints in the middle~keyUsage=keyCertSign~~~8~trust
may not sign certificates in the middle~basicConstraints=critical,CA:TRUE|keyUsage=cRLSign,digitalSignature~~~8~trust
no key usage in the middle~basicConstraints=critical,CA:TRUE~~~0~
path length 0 in the middle~basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign~~~0~
critical and unknown in the middle~+1.2.3.4=critical,ASN1:UTF8String:x~~~8~'middle' has an unknown critical extension
unknown in the middle~+1.2.3.4=ASN1:UTF8String:x~~~0~
critical constraints on names that it keeps~+nameConstraints=critical,permitted;DNS:localhost~~~0~
critical constraints on names that it does not keep~+nameConstraints=critical,permitted;DNS:example.test~~~8~'middle' has name constraints that exclude a name below it;
constraints on names that are not critical~+nameConstraints=permitted;DNS:example.test~~~8~'middle' has name constraints that exclude a name below it;
critical constraints on names in the server's~~~+nameConstraints=critical,permitted;DNS:localhost~8~critical extension.*: 2.5.29.30;
critical mappings of policies~+policyMappings=critical,1.2.3.4:1.2.3.5~~~8~critical extension.*: 2.5.29.33;
critical constraints on policies~+policyConstraints=critical,requireExplicitPolicy:0~~~8~critical extension.*: 2.5.29.36;
critical inhibitAnyPolicy~+inhibitAnyPolicy=critical,0~~~8~critical extension.*: 2.5.29.54;
a critical policy~+certificatePolicies=critical,1.2.3.4~~~0~
a policy~+certificatePolicies=1.2.3.4~~+certificatePolicies=1.2.3.4~0~
any policy, critical~+certificatePolicies=critical,anyPolicy~~~0~
the server's key may not sign~~~subjectAltName=DNS:localhost|keyUsage=keyAgreement~8~server's own is not meant for servers
the server is an authority, too~~~subjectAltName=DNS:localhost|basicConstraints=critical,CA:TRUE~0~
END

new_cert md5 ec /CN=md5 "$SERVER" rsaroot rsa -md md5
for version in -tls1_2 -tls1_3; do
    start_openssl -cert md5.pem -key ec.key $version
    tls --cacert rsaroot.pem
    verdict "MD5 of the server's, $version" 8 "unknown kind of signature"
    stop "$server"
done

# What is sent beside the path, with both versions: mbedTLS reads it at two places.
new_key p521 p521
new_key ed25519 ed25519
new_root ed ed25519 /CN=ed
new_cert p521 p521 /CN=p521 "$CA" rsaroot rsa
new_cert beside ec /CN=beside "$CA|nameConstraints=critical,permitted;DNS:other.test|1.2.3.4=critical,ASN1:NULL" rsaroot rsa
new_cert narrow middle /CN=middle "$CA|nameConstraints=permitted;DNS:other.test" rsaroot rsa
new_cert middle middle /CN=middle "$CA" rsaroot rsa
new_cert server ec /CN=server "$SERVER" middle middle
for version in -tls1_2 -tls1_3; do
    while IFS='~' read -r name sent exit pattern; do
        # shellcheck disable=SC2086 # files
        cat $sent >between.pem
        start_openssl -cert server.pem -key ec.key -cert_chain between.pem $version
        tls --cacert rsaroot.pem
        verdict "beside the path: $name, $version" "$exit" "$pattern"
        stop "$server"
    done <<'END'
other algorithms, an unknown extension~ed.pem p521.pem beside.pem middle.pem~0~
the same behind~middle.pem beside.pem p521.pem ed.pem~0~
an issuer whose constraints exclude the name~narrow.pem middle.pem~0~
no other issuer~ed.pem narrow.pem~8~'middle' has name constraints that exclude a name below it
END
done

# Longer chains than their authorities allow.
ca() { # LENGTH
    echo "basicConstraints=critical,CA:TRUE${1:+,pathlen:$1}|keyUsage=keyCertSign"
}
new_key upper ec
new_key lower ec
while IFS='~' read -r name upper lower exit; do
    new_cert upper upper /CN=upper "$(ca "$upper")" root root
    new_cert lower lower /CN=lower "$(ca "$lower")" upper upper
    new_cert server ec /CN=server "$SERVER" lower lower
    cat lower.pem upper.pem >between.pem
    start_openssl -cert server.pem -key ec.key -cert_chain between.pem
    tls --cacert root.pem
    verdict "path length: $name" "$exit" trust
    stop "$server"
done <<'END'
no limit~~~0
1 and 0~1~0~0
0 and 0~0~0~8
0 and no limit~0~~8
5 and no limit~5~~0
END

# ---- roots

self_signed() { # NAME KEY EXTENSIONS [OPTION...]
    printf '%s\n' "$3" | tr '|' '\n' >"$1.ext"
    silent openssl req -new -config ca.cnf -key "$2.key" -subj "/CN=$1" -out "$1.csr"
    shifted=$1
    by=$2
    shift 3
    silent openssl ca -batch -notext -config ca.cnf -selfsign -keyfile "$by.key" -extfile "$shifted.ext" \
        -in "$shifted.csr" -out "$shifted.pem" "$@"
}

while IFS='~' read -r name key extensions options exit pattern; do
    case $extensions in +*) extensions="$CA|${extensions#+}" ;; '') extensions=$CA ;; esac
    # shellcheck disable=SC2086 # options
    self_signed odd "$key" "$extensions" $options
    new_cert server ec /CN=server "$SERVER" odd "$key"
    start_openssl -cert server.pem -key ec.key
    tls --cacert odd.pem
    verdict "a root: $name" "$exit" "$pattern"
    stop "$server"
done <<'END'
nothing special~root~~~0~
of RSA 2048~rsa~~~0~
of RSA 1024~rsa1024~~~8~weak key
signed with SHA-1, which says nothing~rsa~~-md sha1~0~
for servers~root~+extendedKeyUsage=serverAuth,clientAuth~~0~
for any use~root~+extendedKeyUsage=anyExtendedKeyUsage~~0~
for clients~root~+extendedKeyUsage=clientAuth~~8~'odd' is not meant for servers
for mail, code and time~root~+extendedKeyUsage=emailProtection,codeSigning,timeStamping~~8~'odd' is not meant for servers
for mail, as Netscape had it~root~+nsCertType=emailCA~~8~'odd' is not meant for servers
with path length 0~root~basicConstraints=critical,CA:TRUE,pathlen:0~~0~
that is no authority~root~basicConstraints=critical,CA:FALSE~~8~trust
that may not sign~root~basicConstraints=critical,CA:TRUE|keyUsage=cRLSign~~8~trust
END
# Unreadable ones do not count.
self_signed odd rsa "$CA|1.2.3.4=critical,ASN1:UTF8String:x"
new_cert server ec /CN=server "$SERVER" odd rsa
start_openssl -cert server.pem -key ec.key
tls --cacert odd.pem
fails "refused: a root with something critical and unknown, alone" 2 "odd.pem.*critical extension"
cat root.pem odd.pem >two.pem
tls --cacert two.pem
verdict "a root with something critical and unknown, among others" 8 "not acceptable: the trusted 'odd' has an unknown critical extension"
stop "$server"
new_v1 old root /CN=root
new_cert server ec /CN=server "$SERVER" old root
start_openssl -cert server.pem -key ec.key
tls --cacert old.pem
verdict "a root of version 1" 0
stop "$server"
# Same key and name: the version decides.
new_cert middle middle /CN=middle "$CA" root root
new_cert server ec /CN=server "$SERVER" middle middle
start_openssl -cert server.pem -key ec.key -cert_chain middle.pem
tls --cacert root.pem
verdict "version 3 in the middle" 0
stop "$server"
new_v1 middle middle /CN=middle root root
start_openssl -cert server.pem -key ec.key -cert_chain middle.pem
tls --cacert root.pem
verdict "version 1 in the middle" 8 trust
stop "$server"

# ---- where roots are looked for

new_key twin ec
new_root twin twin /CN=root
new_cert server ec /CN=server "$SERVER" root root
many=/etc/ssl/certs/ca-certificates.crt
mkdir dir hashed empty odd
cp root.pem dir/root.pem
cp root.pem twin.pem hashed
silent openssl rehash hashed
mkfifo odd/fifo
mkdir odd/folder.pem
ln -s /nowhere odd/dangling
ln -s loop odd/loop
ln -s fifo odd/linked
ln -s /dev/zero odd/zero
printf -- '-----BEGIN CERTIFICATE-----\nMIIB' >odd/.cut
cp root.pem odd/~root
cat root.pem "$many" >first.pem
cat "$many" root.pem >last.pem
cat "$many" twin.pem rsaroot.pem "$many" root.pem "$many" twin.pem >among.pem
start_openssl -cert server.pem -key ec.key
while IFS='~' read -r name file folders exit pattern; do
    LIMIT=20 SSL_CERT_FILE=$file SSL_CERT_DIR=$folders
    export SSL_CERT_FILE SSL_CERT_DIR
    tls
    verdict "$name" "$exit" "$pattern"
done <<END
SSL_CERT_FILE~root.pem~~0~
SSL_CERT_FILE, another root~rsaroot.pem~~8~trust
SSL_CERT_FILE, another root of the name~twin.pem~~8~trust
SSL_CERT_FILE, many others behind it~first.pem~~0~
SSL_CERT_FILE, many others before it~last.pem~~0~
SSL_CERT_FILE, among many and others of the name~among.pem~~0~
SSL_CERT_FILE, many others~$many~~8~trust
SSL_CERT_DIR~~dir~0~
SSL_CERT_DIR, as OpenSSL has it~~hashed~0~
SSL_CERT_DIR, several~~none:empty::dir~0~
SSL_CERT_DIR, with odd things in it~~odd~0~
SSL_CERT_DIR, the system's and another~~/etc/ssl/certs:dir~0~
SSL_CERT_DIR, without it~~/etc/ssl/certs~8~trust
SSL_CERT_DIR, with nothing in it~~empty~8~certificate|trust
both, by the file~root.pem~empty~0~
both, by the folder~$many~odd~0~
neither, since they are empty: the system's~~~8~trust
END
unset SSL_CERT_FILE SSL_CERT_DIR LIMIT
stop "$server"

# ---- roots that are built in

bundle() { # FILE: what bundle.sh makes of it is $T/ca_bundle.inc, or the error $T/err
    sh "$tests/../port/mbedtls/trust/bundle.sh" "$1" >"$T/ca_bundle.inc" 2>"$T/err"
}

refuses() { # NAME PATTERN FILE
    : >"$T/out"
    if bundle "$3"; then
        not_ok "$1" "taken"
    elif [ "$(wc -l <"$T/err")" -eq 1 ] && grep -q -E -e "$2" "$T/err"; then
        ok "$1"
    else
        not_ok "$1" "another message"
    fi
}

for file in root.pem two.pem $many; do
    awk '/BEGIN CERT/ { n++ } { print >sprintf("one-%03d", n) }' "$file"
    for one in one-*; do
        openssl x509 -in "$one" -outform DER 2>/dev/null
    done | od -An -v -tu1 | tr -s ' \n' '\n' | sed '/^$/d' >expected
    rm -f one-*
    if bundle "$file" && tr ',' '\n' <"$T/ca_bundle.inc" | sed '/^$/d' | cmp -s - expected && [ -s expected ]; then
        ok "bundle.sh: $file"
    else
        not_ok "bundle.sh: $file" "not the certificates"
    fi
done
{
    echo "words"
    sed 's/$/\r/' root.pem
    openssl pkey -in root.key
} >mixed.pem
bundle root.pem
cp "$T/ca_bundle.inc" plain.inc
bundle mixed.pem
if cmp -s plain.inc "$T/ca_bundle.inc"; then ok "bundle.sh: CR LF, and what is no certificate"; else not_ok "bundle.sh: CR LF" "other bytes"; fi
refuses "bundle.sh: a key" "no certificate" root.key
refuses "bundle.sh: nothing" "no file" /dev/null
refuses "bundle.sh: no file" "no file" none.pem
head -n 5 root.pem >cut.pem
refuses "bundle.sh: no end" ":1: .*end" cut.pem
cat cut.pem root.pem >cut2.pem
refuses "bundle.sh: no end, before another one" ":1: .*end" cut2.pem
(cat root.pem && sed '3s/./!/' root.pem) >bent.pem
refuses "bundle.sh: no base64" ":$(($(wc -l <root.pem) + 1)): .*base64" bent.pem
sed '3d' root.pem >short.pem
refuses "bundle.sh: a line is missing" "DER" short.pem
printf -- '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n' >tiny.pem
refuses "bundle.sh: no certificate" "DER" tiny.pem

program=$ZIMPORT
# The program with another object in it.
relink() { # NAME SOURCE [OPTION...]
    silent "${HOSTCC:-gcc}" -std=c99 -I"$tests/../include" "$@" -c -o variant.o
    silent link_program "$T/variant" variant.o
    ZIMPORT=$T/variant
}

bundle root.pem
relink "$tests/../port/mbedtls/trust/builtin.c" -DZIMPORT_CA_BUNDLE -I"$T"
start_openssl -cert server.pem -key ec.key
tls --cacert twin.pem
verdict "built in, but others are to be trusted" 8 trust
# Nothing stands in for what is named.
: >empty.pem
sed '2s/./!/' root.pem >bad.pem
ln -s loop.pem loop.pem
while IFS='~' read -r name file folders pattern; do
    LIMIT=20 SSL_CERT_FILE=$file SSL_CERT_DIR=$folders
    export SSL_CERT_FILE SSL_CERT_DIR
    for ZIMPORT in "$T/variant" "$program"; do
        tls
        verdict "nothing instead of $name, ${ZIMPORT##*/}" 8 "$pattern"
    done
done <<END
SSL_CERT_FILE that is missing~none.pem~~SSL_CERT_FILE: 'none.pem' .*No such file.*; fix that, or give a PEM file with --cacert
SSL_CERT_FILE that is a folder~dir~~SSL_CERT_FILE: 'dir' .*directory
SSL_CERT_FILE that leads nowhere~loop.pem~~SSL_CERT_FILE: 'loop.pem' .*links
SSL_CERT_FILE that is empty~empty.pem~~SSL_CERT_FILE: 'empty.pem' holds no usable certificate
SSL_CERT_FILE without a whole certificate~bad.pem~~SSL_CERT_FILE: 'bad.pem' holds no usable certificate
SSL_CERT_FILE of the wrong kind~root.key~~SSL_CERT_FILE: 'root.key' holds no usable certificate
SSL_CERT_FILE with no end~/dev/zero~~SSL_CERT_FILE: '/dev/zero' holds no certificate
SSL_CERT_FILE that is missing, beside a folder~none.pem~dir~SSL_CERT_FILE: 'none.pem' .*No such file
SSL_CERT_DIR that is missing~~none~SSL_CERT_DIR: 'none' holds no certificate
SSL_CERT_DIR that is a file~~root.pem~SSL_CERT_DIR: 'root.pem' holds no usable certificate
SSL_CERT_DIR that leads nowhere~~loop.pem~SSL_CERT_DIR: 'loop.pem' .*links
SSL_CERT_DIR that is empty~~empty~SSL_CERT_DIR: 'empty' holds no certificate
both that are empty~empty.pem~empty~SSL_CERT_DIR: 'empty' holds no certificate
another root, by SSL_CERT_FILE~twin.pem~~not trusted
END
unset SSL_CERT_FILE SSL_CERT_DIR LIMIT
ZIMPORT=$program

# ---- the time

echo 'long long zimport_tls_built(void); long long zimport_tls_built(void) { return TIME; }' >built.c
relink built.c "-DTIME=$(($(date +%s) + 86400))"
tls --cacert root.pem
verdict "a clock that is before the program was built" 8 "clock"
tls --cacert twin.pem
verdict "the clock before trust" 8 "clock"
tls --cacert root.pem --clock-floor
verdict "the clock before the program was built, --clock-floor" 0
tls --cacert twin.pem --clock-floor
verdict "not trusted, --clock-floor" 8 "trust"
relink built.c -DTIME=4102444800
tls --cacert root.pem --clock-floor
verdict "expired at --clock-floor" 8 "expired"
relink built.c "-DTIME=$(($(date +%s) - 86400))"
tls --cacert root.pem
verdict "a clock that is behind it" 0
tls --cacert root.pem --clock-floor
verdict "a clock that is behind it, --clock-floor" 0
ZIMPORT=$program
stop "$server"

finish
