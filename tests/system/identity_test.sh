#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Client certificates: kinds of keys and files, what servers make of good and bad ones; and pins.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
export ZILLIZ_API_KEY=$KEY

tls() { # OPTION...
    run status --retry 2 --api v1 --endpoint "https://localhost:$PORT" --cacert root.pem --cluster "$CLUSTER" "$@" "$ASKED" </dev/null
}

accepted() { # NAME OPTION...
    name=$1
    shift
    tls "$@"
    completes "accepted: $name"
}

# Once, without a retry.
refused() { # NAME EXIT PATTERN OPTION...
    name=$1
    exit=$2
    pattern=$3
    shift 3
    tls "$@"
    if says ' tries'; then
        not_ok "refused: $name" "tried again"
    else
        fails "refused: $name" "$exit" "$pattern"
    fi
}

# ---- certificates and keys

new_key ca ec
new_key other ec
new_key rsa rsa2048
new_key rsa4096 rsa4096
new_key p384 p384
new_key p521 p521
new_key ed25519 ed25519
new_root ca ca /CN=ca
new_root elsewhere other /CN=elsewhere
CLIENT='basicConstraints=CA:FALSE|extendedKeyUsage=clientAuth'
for kind in ec p384 rsa rsa4096; do
    new_cert my-$kind $kind /CN=client "$CLIENT" ca ca
    cat my-$kind.pem $kind.key >one-$kind.pem
done
new_cert middle other /CN=middle "basicConstraints=critical,CA:TRUE|keyUsage=keyCertSign" ca ca
new_cert my-below ec /CN=client "$CLIENT" middle other
cat my-below.pem middle.pem >my-chain.pem
new_cert my-unknown ec /CN=client "$CLIENT" elsewhere other
new_cert my-expired ec /CN=client "$CLIENT" ca ca -startdate 20200101000000Z -enddate 20210101000000Z
new_cert my-revoked ec /CN=client "$CLIENT" ca ca
silent openssl ca -config ca.cnf -cert ca.pem -keyfile ca.key -revoke my-revoked.pem
silent openssl ca -config ca.cnf -cert ca.pem -keyfile ca.key -gencrl -crldays 30 -out ca.crl

cat ec.key my-ec.pem >key-first.pem
openssl x509 -in my-ec.pem -text >words.pem 2>/dev/null
cat ec.key >>words.pem
sed 's/$/\r/' one-ec.pem >crlf.pem
silent openssl ec -in ec.key -out ec.sec1
silent openssl ec -in ec.key -no_public -out ec.bare
silent openssl ecparam -name prime256v1 -out ec.params
cat ec.params ec.sec1 >ec.both
silent openssl rsa -in rsa.key -traditional -out rsa.pkcs1
silent openssl pkcs8 -topk8 -in ec.key -passout pass:secret -out ec.encrypted
silent openssl ec -in ec.key -aes128 -passout pass:secret -out ec.legacy
cat my-ec.pem ec.encrypted >one-encrypted.pem
head -n 3 my-ec.pem >cut.pem
openssl x509 -in my-ec.pem -outform der -out my-ec.der
silent openssl req -x509 -config ca.cnf -key p521.key -subj /CN=p521 -days 30 -out my-p521.pem

# ---- which files and keys are good: openssl s_server, which wants a certificate

ASKED=$JOB
for version in 1_2 1_3; do
    start_openssl -cert good.pem -key ec.key -tls$version -Verify 3 -verify_return_error -CAfile ca.pem
    while IFS='~' read -r name options; do
        # shellcheck disable=SC2086 # options
        accepted "TLS $version, $name" $options
    done <<'END'
P-256, two files~--cert my-ec.pem --key ec.key
P-256, one file~--cert one-ec.pem
P-384, two files~--cert my-p384.pem --key p384.key
P-384, one file~--cert one-p384.pem
RSA, two files~--cert my-rsa.pem --key rsa.key
RSA, one file~--cert one-rsa.pem
RSA 4096, one file~--cert one-rsa4096.pem
one file, twice~--cert one-ec.pem --key one-ec.pem
one file, the key first~--cert key-first.pem
words between~--cert words.pem
CR LF~--cert crlf.pem
SEC 1~--cert my-ec.pem --key ec.sec1
SEC 1 behind its parameters~--cert my-ec.pem --key ec.both
SEC 1 without the public half~--cert my-ec.pem --key ec.bare
PKCS #1~--cert my-rsa.pem --key rsa.pkcs1
an intermediate sent along~--cert my-chain.pem --key ec.key
END
    refused "TLS $version, an intermediate is missing" 8 "client certificate" --cert my-below.pem --key ec.key
    mkfifo fifo
    for options in '' '--key fifo'; do
        spawn sh -c 'cat one-rsa.pem >fifo'
        # shellcheck disable=SC2086 # options
        accepted "TLS $version, a pipe $options" --cert fifo $options
        stop "$pid"
    done
    rm fifo
    stop "$server"
done

# ---- a server with mbedTLS, which closes without a word that can be read

for version in 1.2 1.3; do
    start_sim --client-out own.pem --tls-max $version --key "$KEY"
    for options in '--retry 0' '--retry 1' '--retry 1 --cert one-ec.pem'; do
        # shellcheck disable=SC2086 # options
        ask_tls status -q $options job-instant
        fails "mbedTLS $version, $options" 8 "wants a client certificate, or another one"
    done
    ask_tls status --cert own.pem job-instant
    completes "mbedTLS $version, the right one"
    stop "$sim"
done

# ---- which are not: nothing is sent

PORT=1
while IFS='~' read -r name pattern options; do
    # shellcheck disable=SC2086 # options
    refused "$name" 2 "$pattern" $options
done <<'END'
no certificate file~--cert.*nowhere.*No such file~--cert nowhere --key ec.key
no key file~--key.*nowhere.*No such file~--cert my-ec.pem --key nowhere
a folder~--cert.*Is a directory~--cert . --key ec.key
a folder as key~--key.*Is a directory~--cert my-ec.pem --key .
an empty file~--cert.*/dev/null~--cert /dev/null --key ec.key
a file without end~--cert.*/dev/zero~--cert /dev/zero --key ec.key
an empty key file~--key.*/dev/null~--cert my-ec.pem --key /dev/null
a key instead of the certificate~--cert.*ec.key~--cert ec.key --key ec.key
a certificate instead of the key~--key.*my-ec.pem~--cert my-ec.pem --key my-ec.pem
one file without key~--cert.*my-ec.pem.*key~--cert my-ec.pem
a certificate cut short~--cert.*cut.pem~--cert cut.pem --key ec.key
DER~--cert.*PEM~--cert my-ec.der --key ec.key
a curve that is not built in~--cert.*p521~--cert my-p521.pem --key p521.key
a key that is not built in~--key.*ed25519~--cert my-ec.pem --key ed25519.key
an encrypted key~--key.*encrypted.*openssl~--cert my-ec.pem --key ec.encrypted
an encrypted key, the old way~--key.*encrypted.*openssl~--cert my-ec.pem --key ec.legacy
an encrypted key in one file~--cert.*encrypted.*openssl~--cert one-encrypted.pem
another key~--key.*other.key.*does not match~--cert my-ec.pem --key other.key
a key of another curve~--key.*p384.key.*does not match~--cert my-ec.pem --key p384.key
a key of another algorithm~--key.*rsa.key.*does not match~--cert my-ec.pem --key rsa.key
the key of the second certificate~--key.*other.key.*does not match~--cert my-chain.pem --key other.key
a key without certificate~--key.*--cert~--key ec.key
a pin without its name~--pin.*sha256//~--pin AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
a pin that is too short~--pin.*sha256//~--pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
a pin that is too long~--pin.*sha256//~--pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
a pin with loose bits~--pin.*sha256//~--pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=
a pin of another hash~--pin.*sha256//~--pin sha1//AAAAAAAAAAAAAAAAAAAAAAAAAAA=
a good pin and a bad one, with a certificate~--pin.*sha256//~--cert one-ec.pem --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= --pin x
END

# ---- as long as a message goes: certificates that take 4096 bytes with what is around them, and one more

# Of exactly this size, mostly a comment. Serial number and dates always take the same room.
new_filler() { # SIZE
    length=$(($1 - 700))
    for _ in 1 2; do
        printf '1.2.3.4=ASN1:UTF8String:%s\n' "$(head -c "$length" /dev/zero | tr '\0' x)" >filler.ext
        silent openssl req -new -config ca.cnf -key rsa.key -subj /CN=filler -out filler.csr
        silent openssl x509 -req -in filler.csr -signkey rsa.key -set_serial 1 -days 30 -extfile filler.ext -out filler.pem
        size=$(openssl x509 -in filler.pem -outform der | wc -c)
        length=$((length + $1 - size))
    done
    [ "$size" -eq "$1" ] || give_up "a certificate of $size bytes instead of $1"
}

room=$((4096 - 8 - 5 - $(openssl x509 -in my-rsa.pem -outform der | wc -c) - 5))
for version in 1_2 1_3; do
    new_filler "$room"
    cat one-rsa.pem filler.pem >long.pem
    start_openssl -cert good.pem -key ec.key -tls$version -Verify 3 -verify_return_error -CAfile ca.pem
    accepted "TLS $version, as long as goes" --cert long.pem
    stop "$server"
done
new_filler $((room + 1))
cat one-rsa.pem filler.pem >long.pem
PORT=1
refused "longer" 2 "--cert.*long.pem" --cert long.pem

# ---- what servers refuse, on $FIRST with TLS 1.2 and on $SECOND with TLS 1.3

judged() { # NAME VERSION PORT
    PORT=$3
    accepted "$1, TLS $2, a good one" --cert one-ec.pem
    refused "$1, TLS $2, none" 8 "client certificate.*--cert"
    rm -f none.session
    for try in first second; do
        refused "$1, TLS $2, none, the $try time with a session" 8 "client certificate.*--cert" --tls-session none.session
    done
    for kind in unknown expired revoked; do
        refused "$1, TLS $2, $kind" 8 "client certificate.*--cert" --cert my-$kind.pem --key ec.key
    done
}

both_judged() { # NAME
    judged "$1" 1.2 "$FIRST"
    judged "$1" 1.3 "$SECOND"
    stop "$server"
}

for version in 1_2 1_3; do
    start_openssl -cert good.pem -key ec.key -tls$version -Verify 3 -verify_return_error -CAfile ca.pem -crl_check -CRL ca.crl
    judged openssl "$version" "$PORT"
    stop "$server"
done

start_sim --plain --any-host
SIM=$PORT
ASKED=job-instant
more_nginx() {
    echo "ssl_client_certificate $PWD/ca.pem; ssl_verify_client on; ssl_crl $PWD/ca.crl;"
}
start_nginx
both_judged nginx

haproxy_verifies() {
    haproxy_config
    sed -i "s|ssl crt [^ ]*|& verify required ca-file $PWD/ca.pem crl-file $PWD/ca.crl|" haproxy.cfg
}
need haproxy
start_on_ports haproxy_verifies haproxy -db -f haproxy.cfg
both_judged haproxy

stunnel_verifies() {
    stunnel_config
    sed -i "1iverifyChain = yes\nrequireCert = yes\nCAfile = $PWD/ca.pem\nCRLfile = $PWD/ca.crl" stunnel.conf
}
need stunnel
start_on_ports stunnel_verifies stunnel stunnel.conf
both_judged stunnel

# It answers a certificate it does not like with the end of the connection, without an alert.
cat >node.js <<'END'
const fs = require('fs')
const [version, ready] = process.argv.slice(2)
const settings = {
    key: fs.readFileSync('ec.key'), cert: fs.readFileSync('good.pem'), ca: fs.readFileSync('ca.pem'),
    requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version,
}
require('https').createServer(settings, (request, response) => response.end(fs.readFileSync('www/job-instant')))
    .listen(0, '127.0.0.1', function () { fs.writeFileSync(ready, String(this.address().port)) })
END
if command -v node >/dev/null; then
    for version in 1.2 1.3; do
        rm -f node.port
        spawn node node.js TLSv$version node.port
        node=$pid
        await 20 ready_or_gone node.port "$node"
        PORT=$(cat node.port 2>/dev/null)
        if [ -n "$PORT" ]; then
            accepted "Node, TLS $version, a good one" --cert one-ec.pem
            refused "Node, TLS $version, none" 8 "client certificate.*--cert"
        else
            not_ok "Node" "does not start: $(tail -n 1 "$T/log")"
        fi
        stop "$node"
    done
else
    skip "Node" "it is not installed"
fi

# ---- pins

pin_of() { # FILE
    printf 'sha256//%s' "$(openssl x509 -in "$1" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary |
        openssl base64)"
}

ASKED=$JOB
new_cert good-rsa rsa /CN=good "subjectAltName=DNS:localhost|extendedKeyUsage=serverAuth" root root
silent openssl req -x509 -config ca.cnf -key p384.key -subj /CN=self -days 30 -addext subjectAltName=DNS:localhost -out self.pem
RIGHT=$(pin_of good.pem)
ZERO=sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
for version in 1_2 1_3; do
    start_openssl -cert good.pem -key ec.key -tls$version -cert_chain root.pem
    accepted "TLS $version, pinned" --pin "$RIGHT"
    accepted "TLS $version, one of several pins" --pin "$ZERO" --pin "$(pin_of ca.pem)" --pin "$RIGHT"
    refused "TLS $version, another pin" 8 "$(printf %s "$RIGHT" | sed 's/[+]/[+]/g')" --pin "$ZERO"
    refused "TLS $version, the pin of the root" 8 "the server's key" --pin "$(pin_of root.pem)"
    refused "TLS $version, the right pin of an untrusted server" 8 "trust" --pin "$RIGHT" --cacert elsewhere.pem
    stop "$server"
    start_openssl -cert good-rsa.pem -key rsa.key -tls$version
    accepted "TLS $version, pinned, RSA" --pin "$(pin_of good-rsa.pem)"
    refused "TLS $version, another pin, RSA" 8 "$(pin_of good-rsa.pem | sed 's/[+]/[+]/g')" --pin "$RIGHT"
    stop "$server"
    start_openssl -cert self.pem -key p384.key -tls$version
    accepted "TLS $version, pinned, its own root" --cacert self.pem --pin "$(pin_of self.pem)"
    refused "TLS $version, another pin, its own root" 8 "the server's key" --cacert self.pem --pin "$RIGHT"
    stop "$server"
done

finish
