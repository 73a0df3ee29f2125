#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# inside.sh: on a machine where the packages are installed: whether what they have works. Beside it lies the simulator.

set -u

cd "$(dirname "$0")" || exit 1
failures=0

holds() { # NAME COMMAND...
    name=$1
    shift
    if "$@" >out 2>err; then
        echo "ok $name"
    else
        failures=$((failures + 1))
        echo "not ok $name"
        cat out err
    fi
}

exits() { # EXIT COMMAND...
    expected=$1
    shift
    "$@"
    code=$?
    [ "$code" -eq "$expected" ] || {
        echo "exit $code"
        return 1
    }
}

# The example of zimport(3).
example() {
    zcat /usr/share/man/man3/zimport.3.gz | awk '/^\.Ed/ { on = 0 } /^#include/ { on = 1 } on' | sed 's/\\e/\\/g' >app.c
    # shellcheck disable=SC2046 # options
    gcc app.c $(pkg-config --cflags --libs --static zimport) -o app
}

./simulator --ready-file port --ca-out ca.pem --milvus >log 2>&1 &
sim=$!
trap 'kill "$sim"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s port ] || sleep 0.2
done
site=https://localhost:$(cat port)
export SSL_CERT_FILE="$PWD/ca.pem"

holds "zimport version" zimport version
holds "nobody listens: exit 7" exits 7 zimport status --endpoint http://localhost:1 --retry 0 job-ok
holds "a job, over TLS" sh -c "zimport status --endpoint $site -o json job-ok | grep '^{\"jobId\":\"job-ok\",'"
for unit in zimport@.service zimport-status@.service zimport-status@.timer; do
    holds "$unit" test -f "/usr/lib/systemd/system/$unit"
done
holds "the units start the program that is installed" sh -c '! grep -q /usr/local /usr/lib/systemd/system/zimport*'
for page in man1/zimport.1 man5/zimport.conf.5 man3/zimport.3 man3/zimport_client.3 man3/zimport_status.3; do
    holds "$page" gzip -t "/usr/share/man/$page.gz"
done
holds "the version that pkg-config knows" sh -c '[ "$(pkg-config --modversion zimport)" = "$(dpkg-query -W -f "\${Version}" libzimport-dev)" ]'
holds "a program compiles with pkg-config" example
holds "it asks for a job" ./app "$site" job-ok
[ "$failures" -eq 0 ]
