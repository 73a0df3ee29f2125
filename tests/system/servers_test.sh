#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real servers, each with TLS 1.2 only and with TLS 1.3 only: replies, connections kept and closed while idle, and
# certificates to refuse, of which tls_test.sh has more.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
export ZILLIZ_API_KEY=$KEY
BUNDLE=root.pem

at() { # HOST run|later NAME-OF-RUN... VERB ARGUMENT...: with the $OPTIONS and to the $PORT that are set
    host=$1
    shift
    # shellcheck disable=SC2086 # options
    "$@" --api v1 --endpoint "https://$host:$PORT" --resolve "$host:$PORT:127.0.0.1" --cluster "$CLUSTER" \
        --cacert "$BUNDLE" $OPTIONS </dev/null
}

# ---- one server, one version

follow_later() { # NUMBER KIND INTERVAL
    OPTIONS="--interval $3 --retry 0"
    at localhost later "$2-$1" wait -v -o json "job-ok-$2-$1"
}

judge_followed() { # NAME NUMBER KIND LEAST-CONNECTIONS MOST
    collect "$3-$2"
    connections=$(grep -c '^\* connecting to ' "$T/err")
    sound "$1" 0 || return
    if ! tail -n 1 "$T/out" | grep -q '"state":"Completed","progress":100,'; then
        not_ok "$1" "the last line is not final"
    elif grep -q '^zimport: \|failed' "$T/err"; then
        not_ok "$1" "words about it"
    elif [ "$connections" -lt "$4" ] || [ "$connections" -gt "$5" ]; then
        not_ok "$1" "$connections connections"
    else
        ok "$1"
    fi
}

followed=0
: >"$T/followed"

asked() { # NAME VERSION PORT: what any server has to be good for
    name="$1, TLS $2"
    PORT=$3
    OPTIONS='--retry 0'
    at localhost run status -v "$ASKED"
    if [ "$code" -eq 0 ] && grep -q "TLSv$2" "$T/err" && grep -q '^State  *Completed' "$T/out"; then
        ok "$name: answered, by that version"
    else
        not_ok "$name: answered, by that version" "exit $code"
    fi
    BUNDLE=other.pem
    at localhost run status "$ASKED"
    fails "$name: from an unknown root" 8 "trust.*--cacert"
    BUNDLE=root.pem
    at api.other.test run status "$ASKED"
    fails "$name: for another host" 8 "not for api\.other\.test"
    [ "$2" = 1.3 ] || {
        OPTIONS='--retry 4 --tls-min 1.3'
        at localhost run status "$ASKED"
        fails "$name: below --tls-min" 8 "common.*--tls-min"
    }
}

# On servers with the simulator behind them; also follows jobs.
served() { # NAME VERSION PORT
    asked "$@"
    followed=$((followed + 1))
    follow_later "$followed" kept 0.1
    follow_later "$followed" idle 4 # longer than any of them keeps a connection
    printf '%s\n' "$name" >>"$T/followed"
}

both_served() { # NAME
    served "$1" 1.2 "$FIRST"
    served "$1" 1.3 "$SECOND"
}

# ---- certificates: a server of nginx for each, by the name that the client sends

new_key middle ec
new_key below ec
new_key small rsa1024
new_key rsa rsa2048
new_key odd ed25519
new_root other middle /CN=root
new_root odd odd /CN=odd
AUTHORITY='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign,cRLSign'
LEAF='basicConstraints=CA:FALSE|keyUsage=digitalSignature|extendedKeyUsage=serverAuth'
day() { # DAYS: from now, as openssl ca wants it
    date -u -d "@$(($(date +%s) + $1 * 86400))" +%Y%m%d%H%M%SZ
}
PAST="-startdate $(day -9) -enddate $(day -1)"

leaf() { # HOST ROOT ROOT-KEY [EXTENSIONS [OPTION...]]
    host=$1
    from=$2
    from_key=$3
    extensions=${4:-$LEAF}
    [ $# -lt 4 ] || shift
    shift 3
    new_cert "$host" ec "/CN=$host" "subjectAltName=DNS:$host.test|$extensions" "$from" "$from_key" "$@"
}

served_by() { # HOST KEY FILE...: nginx has a server of that name, with the chain of these files
    host=$1
    printf '%s %s\n' "$host" "$2" >>hosts
    shift 2
    cat "$@" >"$host.chain"
}

# HOST~EXIT~PATTERN~EXTENSIONS OF THE INTERMEDIATE~OPTIONS
cat >middles <<END
middle~0~~$AUTHORITY~
middle-without-ca~8~trust~basicConstraints=critical,CA:FALSE|keyUsage=keyCertSign~
middle-without-constraints~8~trust~keyUsage=keyCertSign~
middle-without-certsign~8~trust~basicConstraints=critical,CA:TRUE|keyUsage=critical,digitalSignature~
middle-expired~8~expired.*clock~$AUTHORITY~$PAST
middle-sha1~8~strong|weak|acceptable~$AUTHORITY~-md sha1
middle-sha384~0~~$AUTHORITY~-md sha384
middle-path-0~0~~basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign~
middle-for-servers~0~~$AUTHORITY|extendedKeyUsage=serverAuth,clientAuth~
middle-for-anything~0~~$AUTHORITY|extendedKeyUsage=anyExtendedKeyUsage~
middle-for-clients~8~.~$AUTHORITY|extendedKeyUsage=clientAuth~
middle-for-mail~8~.~$AUTHORITY|extendedKeyUsage=critical,emailProtection~
middle-for-other-names~8~acceptable~$AUTHORITY|nameConstraints=critical,permitted;DNS:other.example~
middle-for-these-names~0~~$AUTHORITY|nameConstraints=critical,permitted;DNS:test~
middle-unknown-critical~8~acceptable~$AUTHORITY|1.2.3.4=critical,ASN1:UTF8String:x~
middle-unknown~0~~$AUTHORITY|1.2.3.4=ASN1:UTF8String:x~
END
: >cases
while IFS='~' read -r host exit pattern extensions options; do
    # shellcheck disable=SC2086 # options
    new_cert "$host-ca" middle "/CN=$host" "$extensions" root root $options
    leaf "$host" "$host-ca" middle
    served_by "$host" ec "$host.pem" "$host-ca.pem"
    printf '%s\n' "$host~$exit~$pattern" >>cases
done <middles

new_cert small-ca small /CN=small "$AUTHORITY" root root
leaf middle-rsa1024 small-ca small
served_by middle-rsa1024 ec middle-rsa1024.pem small-ca.pem
new_cert below below /CN=below "$AUTHORITY" middle-path-0-ca middle
leaf path-exceeded below below
served_by path-exceeded ec path-exceeded.pem below.pem middle-path-0-ca.pem
new_cert below-two below /CN=below-two "$AUTHORITY" middle-ca middle
leaf two-middles below-two below
served_by two-middles ec two-middles.pem below-two.pem middle-ca.pem
leaf needless-too middle-ca middle
served_by needless-too ec needless-too.pem middle-ca.pem other.pem small-ca.pem
# shellcheck disable=SC2086 # options
leaf expired root root "$LEAF" $PAST
leaf clients-only root root "basicConstraints=CA:FALSE|extendedKeyUsage=clientAuth"
leaf cannot-sign root root "basicConstraints=CA:FALSE|keyUsage=critical,keyAgreement"
leaf unknown-critical root root "$LEAF|1.2.3.4=critical,ASN1:UTF8String:x"
leaf sha1 root root "$LEAF" -md sha1
leaf odd-signature odd odd
new_cert rsa1024 small /CN=rsa1024 "subjectAltName=DNS:rsa1024.test|$LEAF" root root
new_cert rsa2048 rsa /CN=rsa2048 "subjectAltName=DNS:rsa2048.test|$LEAF" root root
for host in expired clients-only cannot-sign unknown-critical sha1 odd-signature; do
    served_by $host ec $host.pem
done
served_by rsa1024 small rsa1024.pem
served_by rsa2048 rsa rsa2048.pem
cat >>cases <<'END'
middle-rsa1024~8~strong|weak|acceptable
path-exceeded~8~trust
two-middles~0~
needless-too~0~
expired~8~expired.*clock
clients-only~8~acceptable
cannot-sign~8~acceptable|common
unknown-critical~8~acceptable
sha1~8~strong|weak|acceptable
odd-signature~8~acceptable|trust
rsa1024~8~strong|weak|acceptable
rsa2048~0~
END
more_nginx() {
    while read -r host key; do
        for listen in "$FIRST ssl; ssl_protocols TLSv1.2" "$SECOND ssl; ssl_protocols TLSv1.3"; do
            echo "server { listen 127.0.0.1:$listen; server_name $host.test;
                ssl_certificate $PWD/$host.chain; ssl_certificate_key $PWD/$key.key;
                location / { try_files /\$arg_jobId =404; } }"
        done
    done <hosts
}

# ---- Node's own server, which has its own replies

cat >node.js <<'END'
'use strict';
const fs = require('fs'), https = require('https');
const asked = {};
function answer(request, response) {
    const job = new URL(request.url, 'https://localhost').searchParams.get('jobId');
    asked[job] = (asked[job] || 0) + 1;
    const done = !job.startsWith('job-ok') || asked[job] > (job.includes('idle') ? 1 : 4);
    response.setHeader('Content-Type', 'application/json');
    response.write('{"code":200,"data":');
    response.end(JSON.stringify({ readyPercentage: done ? 1 : asked[job] / 10, jobId: job }) + '}');
}
const ports = [];
for (const version of ['TLSv1.2', 'TLSv1.3']) {
    const options = { key: fs.readFileSync('ec.key'), cert: fs.readFileSync('chain.pem'), minVersion: version, maxVersion: version };
    const server = https.createServer(options, answer);
    server.keepAliveTimeout = 1000; // it adds a second of its own
    server.listen(0, '127.0.0.1', () => {
        ports.push([version, server.address().port]);
        if (ports.length === 2) {
            fs.writeFileSync('node.new', ports.sort().map((p) => p[1]).join(' ') + '\n');
            fs.renameSync('node.new', 'node.ports');
        }
    });
}
END
start_node() {
    spawn node node.js
    server=$pid
    await 20 ready_or_gone node.ports "$server"
    [ -s node.ports ] || give_up "node does not start"
    read -r FIRST SECOND <node.ports
}

# ---- the servers

ASKED=job-instant
start_sim --plain --any-host --duration 1
SIM=$PORT
start_nginx
both_served nginx
# nginx logs after the request, maybe after the client has gone, and each worker its own.
logged() { # PATTERN
    grep -q "$1" nginx/access.log
}

for version in 1.2 1.3; do
    PORT=$FIRST
    [ $version = 1.2 ] || PORT=$SECOND
    OPTIONS='--retry 0'
    while IFS='~' read -r host exit pattern; do
        at "$host.test" run status job-instant
        if [ "$exit" -eq 0 ]; then
            completes "TLS $version: $host"
        else
            fails "TLS $version: $host" "$exit" "$pattern"
        fi
    done <cases
    at 127.0.0.1 run status -o json job-instant
    completes "TLS $version: an address"
    if await 5 logged "^TLSv$version \"-\""; then
        ok "TLS $version: no name is sent for an address"
    else
        not_ok "TLS $version: no name is sent for an address" "$(tail -n 3 nginx/access.log)"
    fi
done
grep -q '^TLSv1.2 "localhost"' nginx/access.log || not_ok "nginx: the name was sent" "it was not"
start_haproxy
both_served haproxy
start_stunnel
both_served stunnel
if command -v node >/dev/null; then
    start_node
    both_served node
else
    skip node "there is no node on this machine"
fi

# openssl has one reply per target, and ends each connection; its certificates are for an address.
ASKED=$JOB
new_cert by-name ec /CN=127.0.0.1 "subjectAltName=DNS:127.0.0.1|$LEAF" root root
new_cert by-common ec /CN=127.0.0.1 "$LEAF" root root
for version in 1.2 1.3; do
    start_openssl -cert good.pem -key ec.key "-tls1_${version#1.}"
    asked openssl $version "$PORT"
    stop "$server"
    for cert in by-name by-common; do
        start_openssl -cert $cert.pem -key ec.key "-tls1_${version#1.}"
        OPTIONS='--retry 0'
        at 127.0.0.1 run status "$JOB"
        fails "TLS $version: an address $cert only" 8 "not for 127\.0\.0\.1"
        stop "$server"
    done
done

followed=0
while read -r name; do
    followed=$((followed + 1))
    judge_followed "$name: a job on a kept connection" "$followed" kept 1 1
    judge_followed "$name: an idle connection, closed meanwhile, is replaced" "$followed" idle 2 4
done <"$T/followed"
finish
