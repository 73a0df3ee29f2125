# SPDX-License-Identifier: Apache-2.0
#
# Made by openssl below $T/tls; sourced after lib.sh.

mkdir "$T/tls" && cd "$T/tls" || exit 1

cat >ca.cnf <<'END'
[req]
distinguished_name = none
[none]
[ca]
default_ca = ca
[ca]
database = index
new_certs_dir = .
rand_serial = yes
policy = any
unique_subject = no
default_md = sha256
default_days = 30
email_in_dn = no
[any]
commonName = supplied
organizationName = optional
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[none_ext]
END
: >index

silent() { # COMMAND...: what it says matters only when it fails
    "$@" >openssl.log 2>&1 </dev/null || give_up "certificates: $* $(tail -n 3 openssl.log)"
}

new_key() { # NAME KIND: ec, p384, rsa, rsa1024 …
    case $2 in
    ec) silent openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" ;;
    p384) silent openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$1.key" ;;
    p521) silent openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out "$1.key" ;;
    ed25519) silent openssl genpkey -algorithm ED25519 -out "$1.key" ;;
    *) silent openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa}" -out "$1.key" ;;
    esac
}

new_root() { # NAME KEY SUBJECT [OPTION...]
    root=$1
    root_key=$2
    subject=$3
    shift 3
    silent openssl req -x509 -new -config ca.cnf -extensions authority -key "$root_key.key" -subj "$subject" -days 30 \
        -out "$root.pem" "$@"
}

# Signed by a root. Extensions as in openssl's configuration, separated by |.
new_cert() { # NAME KEY SUBJECT EXTENSIONS ROOT ROOT-KEY [OPTION...]
    cert=$1
    cert_key=$2
    subject=$3
    printf '%s\n' "$4" | tr '|' '\n' >"$cert.ext"
    from=$5
    from_key=$6
    shift 6
    silent openssl req -new -config ca.cnf -key "$cert_key.key" -subj "$subject" -out "$cert.csr"
    silent openssl ca -batch -notext -config ca.cnf -cert "$from.pem" -keyfile "$from_key.key" -extfile "$cert.ext" \
        -in "$cert.csr" -out "$cert.pem" "$@"
}

# Has no extensions. OpenSSL adds some from 3.5 on unless told not to; before, it cannot be told.
new_v1() { # NAME KEY SUBJECT [ROOT ROOT-KEY]: self-signed without a root
    if openssl req -help 2>&1 | grep -q -e '-x509v1'; then
        silent openssl req -x509 -x509v1 -new -config ca.cnf -key "$2.key" -subj "$3" -days 30 -out "$1.pem" \
            ${4:+-CA "$4.pem" -CAkey "$5.key"}
    else
        silent openssl req -new -config ca.cnf -key "$2.key" -subj "$3" -out "$1.csr"
        if [ $# -gt 3 ]; then
            silent openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$5.key" -set_serial 5 -days 30 -out "$1.pem"
        else
            silent openssl x509 -req -in "$1.csr" -signkey "$2.key" -days 30 -out "$1.pem"
        fi
    fi
    openssl x509 -in "$1.pem" -noout -text | grep -q '^ *Version: 1 ' || give_up "certificates: $1.pem is not of version 1"
}

# On $PORT; its log is $T/server.log. Weak certificates are allowed.
start_openssl() { # OPTION...
    : >"$T/server.log"
    openssl s_server -accept 127.0.0.1:0 -HTTP -cipher DEFAULT:@SECLEVEL=0 "$@" >"$T/server.log" 2>&1 </dev/null &
    server=$!
    pids="$pids $server"
    await 20 openssl_ready
    PORT=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$T/server.log")
    [ -n "$PORT" ] || give_up "openssl s_server does not start: $* $(tail -n 2 "$T/server.log")"
}

openssl_ready() {
    grep -q '^ACCEPT ' "$T/server.log" || is_gone "$server"
}

# s_server -HTTP sends the file named after the request's target.
body="{\"code\":200,\"data\":{\"readyPercentage\":1,\"jobId\":\"$JOB\"}}"
mkdir -p v1/vector/collections/import
printf 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body" \
    >"v1/vector/collections/import/get?jobId=$JOB&clusterId=$CLUSTER"
