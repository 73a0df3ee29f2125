# SPDX-License-Identifier: Apache-2.0
#
# Gets the vendor's client for Node with npm, where there are node and npm, before any test begins; it stays below $B.
# Without a network $B/sdk/log has a reason, and the test is skipped. Run by make test, and sourced by the test.

SDK=@zilliz/milvus2-sdk-node
VERSION=3.0.6
at=$B/sdk/node_modules/$SDK

has_sdk() {
    grep -q "\"version\": \"$VERSION\"" "$at/package.json" 2>/dev/null
}

get_sdk() {
    mkdir -p "$B/sdk"
    echo "npm is not installed" >"$B/sdk/log"
    command -v npm >/dev/null || return 0
    echo "make test: getting $SDK with npm, below $B/sdk"
    timeout -k 5 120 npm install --prefix "$B/sdk" --no-audit --no-fund --no-save --ignore-scripts --fetch-retries=1 \
        --fetch-timeout=30000 "$SDK@$VERSION" </dev/null 2>&1 | grep -i -m 1 '^npm err' >"$B/sdk/log"
}

case ${0##*/} in
sdk.sh) ! command -v node >/dev/null || has_sdk || get_sdk || : ;;
esac
