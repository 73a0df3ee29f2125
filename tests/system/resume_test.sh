#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Resumed TLS sessions, within a run and by --tls-session across runs: with real servers, with servers that change, and
# when connections break off.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
. "$tests/system/resume.sh"

# ---- servers

while read -r version options; do
    # shellcheck disable=SC2086 # options
    start_openssl $GOOD $options
    anew
    polls "openssl $options" "$version" full resumed resumed
    stop "$server"
done <<'END'
1.2 -tls1_2
1.2 -tls1_2 -no_ticket
1.3 -tls1_3
1.3 -tls1_3 -no_ticket
1.3 -tls1_3 -num_tickets 1
1.3 -tls1_3 -groups P-384
1.3 -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384
1.2 -no_tls1_3 -cipher ECDHE-ECDSA-AES256-GCM-SHA384
END
while read -r version options; do
    # shellcheck disable=SC2086 # options
    start_openssl $GOOD $options
    anew
    polls "openssl $options" "$version" full full
    stop "$server"
    if [ -e "$S" ]; then not_ok "openssl $options: no file" "there is one"; else ok "openssl $options: no file"; fi
done <<'END'
1.2 -tls1_2 -no_ticket -no_cache
1.3 -tls1_3 -num_tickets 0
END

# With tickets, with session ids, and with neither; two more ports for the same with TLS 1.3.
more_nginx() {
    for more in third fourth; do
        free_port >"port.$more"
        cat <<END
    server {
        listen 127.0.0.1:$(cat port.$more) ssl;
        ssl_protocols TLSv1.$([ $more = third ] && echo 2 || echo 3);
        ssl_session_tickets off;
        ssl_session_cache $CACHE;
        keepalive_timeout 0;
        location / { try_files /static/\$arg_jobId =404; }
    }
END
    done
}
mkdir www/static
cp www/job-instant www/static/
start_sim --plain --any-host
SIM=$PORT
ASKED=job-instant
CACHE='shared:sessions:1m'
start_nginx
nginx=$server
while read -r version port; do
    PORT=$port
    anew
    polls "nginx with tickets, TLS $version" "$version" full resumed resumed
done <<END
1.2 $FIRST
1.3 $SECOND
END
while read -r version port; do
    PORT=$(cat "port.$port")
    anew
    polls "nginx without tickets, TLS $version" "$version" full resumed resumed
done <<'END'
1.2 third
1.3 fourth
END
stop "$nginx"
spawn nginx -p "$PWD" -c nginx.conf -e nginx/error.log
nginx=$pid
await 20 listens_or_gone "$PORT" "$nginx"
polls "nginx, started anew" 1.3 full resumed
stop "$nginx"
CACHE=off
start_nginx
nginx=$server
PORT=$(cat port.third)
anew
polls "nginx with neither" 1.2 full full
stop "$nginx"

for kind in haproxy stunnel; do
    "start_$kind"
    for version in 1.2 1.3; do
        PORT=$([ $version = 1.2 ] && echo "$FIRST" || echo "$SECOND")
        anew
        polls "$kind, TLS $version" "$version" full resumed resumed
    done
    stop "$server"
done
stop "$sim"

# The simulator counts too; several connections in one run, without a file.
while read -r version resumed options; do
    # shellcheck disable=SC2086 # options
    start_sim $options
    BUNDLE=$CA
    anew
    if [ "$resumed" -gt 0 ]; then
        polls "simulator $options" "$version" full resumed resumed
    else
        polls "simulator $options" "$version" full full full
    fi
    if [ "$(counter handshakes)" -eq 3 ] && [ "$(counter resumed)" -eq "$resumed" ]; then
        ok "simulator $options: counted $resumed"
    else
        not_ok "simulator $options: counted $resumed" "$(cat "$T/counters")"
    fi
    stop "$sim"
done <<'END'
1.3 2 --close-after 100
1.2 2 --tls-max 1.2
1.3 0 --no-resume
END
for options in "--close-after 1" "--close-after 1 --tls-max 1.2" "--close-after 1 --announce"; do
    # shellcheck disable=SC2086 # options
    start_sim --duration 0.5 $options
    ask_tls wait --interval 0.2 --retry 0 job-ok-1
    sound "within a run, simulator $options" 0 && if [ "$(counter handshakes)" -ge 3 ] &&
        [ "$(counter resumed)" -eq $(($(counter handshakes) - 1)) ]; then
        ok "within a run, simulator $options"
    else
        not_ok "within a run, simulator $options" "$(cat "$T/counters")"
    fi
    stop "$sim"
done

# ---- servers that change

BUNDLE=root.pem
ASKED=$JOB
anew
# shellcheck disable=SC2086 # options
start_openssl $GOOD -tls1_2
polls "a server of 1.2" 1.2 full resumed
while IFS='|' read -r what options version runs; do
    # shellcheck disable=SC2086 # options, runs
    again $GOOD $options && polls "changed to $what" "$version" $runs
done <<'END'
1.3|-tls1_3|1.3|full resumed
1.2|-tls1_2|1.2|full resumed
1.2 with other keys|-tls1_2|1.2|full resumed
1.2 without tickets|-tls1_2 -no_ticket|1.2|full resumed
other ciphers|-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384|1.2|full resumed
1.3 again|-tls1_3|1.3|full resumed
1.3 with other keys|-tls1_3|1.3|full resumed
END
# A server that has learnt 1.3 is offered the old session once more at most.
# shellcheck disable=SC2086 # options
again $GOOD -tls1_2 && polls "back to 1.2" 1.2 full resumed
# shellcheck disable=SC2086 # options
again $GOOD && polls "1.3 beside 1.2, at first" 1.2 full && polls "1.3 beside 1.2" 1.3 full resumed
# With a session that it would resume.
anew
stop "$server"
silent openssl rand -out ticket.key 80
CACHE="shared:sessions:1m; ssl_session_ticket_key ticket.key"
start_sim --plain --any-host
SIM=$PORT
ASKED=job-instant
more_nginx() {
    echo "    ssl_session_ticket_key ticket.key;"
}
start_nginx
PORT=$FIRST
polls "nginx with a key of its own" 1.2 full resumed
stop "$server"
sed 's/ssl_protocols TLSv1\.2;/ssl_protocols TLSv1.2 TLSv1.3;/' nginx.conf >nginx.new && mv nginx.new nginx.conf
spawn nginx -p "$PWD" -c nginx.conf -e nginx/error.log
server=$pid
await 20 listens_or_gone "$PORT" "$server"
polls "nginx with 1.3 too, at first" 1.2 resumed
polls "nginx with 1.3 too" 1.3 full resumed
stop "$server"
stop "$sim"
ASKED=$JOB

# ---- connections that break off when they are to go on with a session

for version in 1.2 1.3; do
    # shellcheck disable=SC2086 # options
    start_openssl $GOOD -tls1_${version#1.}
    upstream=$PORT
    for plan in cut:server:0 cut:server:1 cut:server:60 reset:server:5 reset:server:90 corrupt:server:0 corrupt:server:50 \
        cut:client:0 refuse; do
        start_faulty "$upstream" pass $plan pass
        anew
        poll
        poll
        judge "broken off, TLS $version, $plan" full $version
        if [ "$(grep -c '^accept ' "$faults")" -ne 3 ]; then
            not_ok "broken off, TLS $version, $plan: made once more" "$(grep -c '^accept ' "$faults") connections"
        fi
        polls "after that, TLS $version, $plan" $version resumed
        stop "$proxy"
    done
    # After twice in a row it gives up.
    start_faulty "$upstream" pass cut:server:0 cut:server:0 pass
    anew
    poll
    poll -q
    sed -i '/^[*] /d' "$T/err"
    fails "broken off twice, TLS $version" 7 'lost'
    stop "$proxy"
    stop "$server"
done
finish
