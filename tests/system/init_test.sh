#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# OpenWrt's service and systemd's units are checked, and what they would run is run. No init is started.

. "${0%/*}/lib.sh"
. "${0%/*}/appliance.sh"

# ---- OpenWrt: the service with functions in place of procd's and UCI's

start_sim --plain --key "$KEY" --cluster "$CLUSTER"
cat >"$T/procd" <<'END'
config_load() { [ "$1" = zimport ]; }
config_foreach() { # FUNCTION TYPE
    for section in $(awk -v type="$2" '$1 == "config" && $2 == type { gsub("\047", "", $3); print $3 }' "$UCI"); do
        "$1" "$section"
    done
}
config_get() { # VARIABLE SECTION OPTION [DEFAULT]
    got=$(awk -v section="'$2'" -v option="$3" '
        $1 == "config" { here = $3 == section }
        here && $1 == "option" && $2 == option { sub(/^[^\047]*\047/, ""); sub(/\047[^\047]*$/, ""); print }' "$UCI")
    [ -n "$got" ] || got=${4-}
    eval "$1=\$got"
}
config_get_bool() { config_get "$@"; }
procd_open_instance() { echo "open $1"; }
procd_set_param() { name=$1; shift; for word; do printf '%s=%s\n' "$name" "$word"; done; }
procd_append_param() { procd_set_param "$@"; }
procd_close_instance() { echo close; }
procd_add_reload_trigger() { echo "trigger $1"; }
. "$INIT"
[ "$USE_PROCD" = 1 ] && [ "$START" -gt 0 ] || exit 1
"$@"
END
procd() { # FUNCTION
    env -i PATH="$T/bin" UCI="$T/uci" INIT="$shell/openwrt/zimport.init" "$BUSYBOX" ash "$T/procd" "$1" >"$T/out" 2>"$T/err" </dev/null
    code=$?
}
cp "$shell/openwrt/zimport.config" "$T/uci"
procd start_service
expect "openwrt: the configuration as it comes" 0 "open articles
command=/bin/sh
command=/usr/sbin/wait-at-boot.sh
env=JOB=$JOB
env=ZIMPORT_REGION=gcp-us-west1
env=ZIMPORT_CLUSTER=in01-6e64b4d2870ae54
env=TOKEN_FILE=/etc/zimport.token
env=STATE_DIR=/etc/zimport
env=TIMEOUT=3600
env=AGAIN=300
env=OPTIONS=--cacert /etc/ssl/certs/ca-certificates.crt --interval 30
no_new_privs=1
close"
procd service_triggers
expect "openwrt: a changed configuration" 0 "trigger zimport"
cat >"$T/uci" <<END
config zimport 'service'
	option endpoint 'http://127.0.0.1:$PORT'
	option api 'v1'
	option cluster '$CLUSTER'
	option token_file '$T/key'
	option state_dir '$T/state'
	option again '0'
config job 'off'
	option enabled '0'
	option id 'job-instant-off'
config job 'none'
	option enabled '1'
config job 'one'
	option id 'job-instant-one'
config job 'two'
	option id 'job-failed-two'
END
procd start_service
sound "openwrt: several jobs" 0 && holds "openwrt: several jobs" "$(grep open "$T/out" | tr '\n' ' ')" \
    test "$(grep '^open ' "$T/out" | tr '\n' ' ')" = "open one open two "
# An environment and nothing more.
sed -n '/^open one/,/^close/s/^env=//p' "$T/out" >"$T/env"
(
    set -- PATH="$T/bin" TMPDIR="$T/tmp"
    while read -r line; do set -- "$@" "$line"; done <"$T/env"
    exec timeout -k 5 30 env -i "$@" "$BUSYBOX" ash "$shell/wait-at-boot.sh"
) >"$T/out" 2>"$T/err" </dev/null
code=$?
job="job-instant-one"
ends "openwrt: the script with what procd gives it" 0 "complete" 0

# ---- systemd: the units as it reads them, and what they run

mkdir "$T/units" "$T/credentials"
cp "$T/key" "$T/credentials/token"
for unit in "$shell"/systemd/*; do
    sed "s|/usr/local/bin/zimport|$STATIC|" "$unit" >"$T/units/${unit##*/}"
done
for unit in zimport@.service zimport-status@.service; do
    holds "systemd: $unit has a user of its own and the key as a credential" "it has not" \
        test "$(grep -c -x -e DynamicUser=yes -e LoadCredential=token:/etc/zimport.token "$T/units/$unit")" -eq 2
done
if command -v systemd-analyze >/dev/null; then
    for unit in zimport@job-x.service zimport-status@job-x.service zimport-status@job-x.timer; do
        SYSTEMD_UNIT_PATH=$T/units: systemd-analyze verify --man=no "$unit" >"$T/out" 2>"$T/err"
        code=$?
        sound "systemd: $unit" 0 && holds "systemd: $unit" "a warning" test ! -s "$T/err" -a ! -s "$T/out"
    done
    if systemd-analyze --help | grep -q -e --offline; then
        for unit in zimport@.service zimport-status@.service; do
            systemd-analyze security --no-pager --offline=true --threshold=20 "$T/units/$unit" >"$T/out" 2>"$T/err"
            code=$?
            sound "systemd: $unit is exposed to less than 2.0 of 10" 0 && ok "systemd: $unit is exposed to less than 2.0 of 10"
        done
    else
        skip "systemd: exposure" "this systemd-analyze cannot judge a file"
    fi
else
    skip "systemd: units" "there is no systemd-analyze, and installing it would bring an init"
fi
unit_line() { # UNIT NAME JOB: the value, as for that job
    sed -n "s/^$2=+\{0,1\}//p" "$T/units/$1" | sed "s/%i/$3/g; s/\\$\\$/$/g"
}
unit_runs() { # UNIT JOB: its ExecStart with its environment
    config ignored
    sed '/^JOB=/,$d' "$T/conf" >"$T/unit.conf"
    command=$(unit_line "$1" ExecStart "$2")
    # shellcheck disable=SC2016 # by the shell that is started
    CREDENTIALS_DIRECTORY=$T/credentials CONF=$T/unit.conf timeout -k 5 30 sh -c 'set -a; . "$CONF"; eval "exec $1"' sh "$command" \
        >"$T/out" 2>"$T/err" </dev/null
    code=$?
}
named() { # UNIT SETTING EXIT: whether the exit status is among those of the setting
    case " $(sed -n "s/^$2=//p" "$T/units/$1") " in *" $3 "*) ;; *) return 1 ;; esac
}
while read -r exit job again; do
    unit_runs zimport@.service "$job"
    sound "systemd: wait, $exit for $job" "$exit" || continue
    if [ "$exit" -eq 0 ] || named zimport@.service RestartPreventExitStatus "$exit"; then restarts=no; else restarts=yes; fi
    holds "systemd: wait, $exit for $job, restart: $again" "restart: $restarts" test "$restarts" = "$again"
done <<'END'
0 job-instant no
4 job-sample-failed no
5 job-unknown no
6 job-denied no
9 job-notjson yes
END
holds "systemd: wait, restart after all but these" "other ones" \
    test "$(sed -n 's/^RestartPreventExitStatus=//p' "$T/units/zimport@.service")" = "2 4 5 6 8"
bait systemctl
while read -r exit job timer; do
    unit_runs zimport-status@.service "$job"
    sound "systemd: status, $exit for $job" "$exit" || continue
    rm -f "$T/bitten"
    stop_line=$(unit_line zimport-status@.service ExecStopPost "$job")
    EXIT_STATUS=$exit PATH="$T/stubs:$PATH" sh -c "$stop_line" >>"$T/out" 2>&1
    did=$(cat "$T/bitten" 2>/dev/null)
    case $timer in
    on) want= ;;
    off) want="systemctl --no-block stop zimport-status@$job.timer" ;;
    esac
    holds "systemd: status, $exit for $job, timer $timer" "$did" test "$did" = "$want"
done <<'END'
0 job-instant off
3 job-at-4000 on
4 job-sample-failed off
5 job-unknown on
END
holds "systemd: status, 3 is no failure" "it is" named zimport-status@.service SuccessExitStatus 3

key_is_nowhere
finish
