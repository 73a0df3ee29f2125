# SPDX-License-Identifier: Apache-2.0
#
# Chains like those of public authorities, made by openssl: sourced. Keys from the server's up to the root's:
#
#   goog   P-256, P-256, P-384
#   le     P-256, P-384, RSA 4096
#   amzn   RSA 2048, RSA 2048, RSA 2048

# chain_keys NAME: what the keys are for a reader.
chain_keys() {
    case $1 in
    goog) echo 'P-256, P-256, P-384' ;;
    le) echo 'P-256, P-384, RSA 4096' ;;
    amzn) echo 'RSA 2048, RSA 2048, RSA 2048' ;;
    *) return 1 ;;
    esac
}

# chain FOLDER NAME: below FOLDER, NAME-root.pem, NAME.pem (what the server sends) and NAME.key (the server's). The server
# is this machine's loopback, or what an emulated board sees as that.
chain() {
    chain_at=$1/$2
    chain_keys "$2" | sed 's/, /\n/g' >"$1/kinds"
    {
        printf '[req]\ndistinguished_name = none\n[none]\n[authority]\nbasicConstraints = critical, CA:TRUE\n'
        printf 'keyUsage = critical, keyCertSign, cRLSign\n[server]\nextendedKeyUsage = serverAuth\n'
        printf 'subjectAltName = IP:127.0.0.1, IP:10.0.2.2\n'
    } >"$1/chain.cnf"
    chain_key "$chain_at.key" "$(sed -n 1p "$1/kinds")"
    chain_key "$chain_at-middle.key" "$(sed -n 2p "$1/kinds")"
    chain_key "$chain_at-root.key" "$(sed -n 3p "$1/kinds")"
    openssl req -x509 -new -config "$1/chain.cnf" -extensions authority -key "$chain_at-root.key" -subj "/CN=$2 root" -sha384 \
        -days 30 -out "$chain_at-root.pem"
    chain_link "$1" "$chain_at-middle" "$chain_at-root" authority
    chain_link "$1" "$chain_at" "$chain_at-middle" server
    cat "$chain_at-middle.pem" >>"$chain_at.pem"
}

chain_key() { # FILE KIND
    case $2 in
    P-*) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1" ;;
    *) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:"${2#RSA }" -out "$1" 2>/dev/null ;;
    esac
}

# One certificate, signed with the hash that authorities take for such a key.
chain_link() { # FOLDER NAME ISSUER EXTENSIONS
    digest=sha256
    ! grep -q P-384 "$1/kinds" || digest=sha384
    openssl req -new -config "$1/chain.cnf" -key "$2.key" -subj "/CN=${2##*/}" -out "$1/request"
    openssl x509 -req -in "$1/request" -CA "$3.pem" -CAkey "$3.key" -set_serial 2 -"$digest" -days 30 -extfile \
        "$1/chain.cnf" -extensions "$4" -out "$2.pem" 2>/dev/null
}
