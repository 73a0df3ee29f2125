#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh IMAGE SIMULATOR: the firmware follows a job of the simulated service, in this terminal.

set -eu

[ $# -eq 2 ] || {
    echo "usage: $0 IMAGE SIMULATOR" >&2
    exit 2
}
image=$1
dir=$(dirname "$image")/demo.$$
pid=

clean_up() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || :
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

umask 077
mkdir "$dir"
mkfifo "$dir/listening"
# The board finds this machine's loopback at 10.0.2.2.
"$2" --ca-out "$dir/root.pem" --san 10.0.2.2 --key demo-key --duration 12 --max-life 120 </dev/null >"$dir/listening" &
pid=$!
read -r _ url <"$dir/listening"

cat >"$dir/settings" <<END
url=https://10.0.2.2:${url##*:}
key=demo-key
cluster=in01-6e64b4d2870ae54
job=job-demo
interval_ms=1000
$(cat "$dir/root.pem")
END
printf '$ sh examples/firmware/run.sh %s SETTINGS\n' "$image"
sh "$(dirname "$0")/run.sh" "$image" "$dir/settings"
