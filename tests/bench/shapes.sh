# SPDX-License-Identifier: Apache-2.0
#
# Instructions of a cold poll: zimport status and curl, a process and a full handshake each, of servers that differ in the
# keys of their chains.

shape() { # NAME KEYS SIMULATOR-OPTION...
    name=$1
    keys=$2
    shift 2
    for version in 1.2 $([ "$TLS" != default ] || echo 1.3); do
        serve --tls-max "$version" "$@"
        [ "$name" = sim ] || cp "$work/chains/$name-root.pem" "$work/ca.pem"
        ours=$(instructions "$zimport" status --endpoint "https://127.0.0.1:$port" --api v1 --cluster $cluster \
            --cacert "$work/ca.pem" job-instant)
        # shellcheck disable=SC2086
        theirs=$(instructions $fetch --cacert "$work/ca.pem" "$(url job-instant)")
        stop
        echo "$version $ours $theirs" | awk -v keys="$keys" '{
            printf "  %-30s TLS %s %10.1f M %10.1f M %8.2f\n", keys, $1, $2 / 1e6, $3 / 1e6, $2 / $3 }' >>"$work/shapes"
    done
}

shapes() {
    mkdir -p "$work/chains"
    rm -f "$work/shapes"
    shape sim 'P-256, P-256'
    for made in goog le amzn; do
        chain "$work/chains" $made
        shape $made "$(chain_keys $made)" --cert-file "$work/chains/$made.pem" --key-file "$work/chains/$made.key"
    done
    printf '\nInstructions of a cold poll; keys from the server to the root\n'
    printf '  %-38s %12s %12s %8s\n' '' 'zimport' 'curl' 'ratio'
    cat "$work/shapes"
    awk '$NF > most { most = $NF } END {
        printf "  zimport / curl, the largest = %.2f: %s\n", most, most <= 1 ? "no more than curl" : "MORE than curl" }' \
        "$work/shapes"
}
