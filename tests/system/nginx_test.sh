#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# nginx with static replies and as a proxy, haproxy as the TLS end of the simulator: own configurations on free ports;
# the machine's services are not touched.

. "${0%/*}/lib.sh"
need nginx haproxy openssl
. "$tests/system/certs.sh"
new_key root ec
new_key ec ec
new_root root root /CN=root
new_cert good ec /CN=good "subjectAltName=DNS:localhost,IP:127.0.0.1|extendedKeyUsage=serverAuth" root root
cat good.pem root.pem >chain.pem
cat chain.pem ec.key >both.pem

ask_at() { # BASE-URL VERB ARGUMENT...
    url=$1
    verb=$2
    shift 2
    ZILLIZ_API_KEY=$KEY run "$verb" --api v1 --endpoint "$url" --cacert root.pem --cluster "$CLUSTER" "$@" </dev/null
}

# ---- nginx

start_sim --plain --any-host --duration 1.2
SIM=$PORT
DEAD=$(free_port)
mkdir www nginx
NAME='"collectionName":"articles","fileName":"s3://bkt/run7/","fileSize":104857600'
printf '%s' '{"code":200,"data":{'"$NAME"',"readyPercentage":0.4,"completeTime":null,"errorMessage":null,"jobId":"job-running","details":[{"fileName":"s3://bkt/run7/1.parquet","fileSize":52428800,"readyPercentage":0.8,"completeTime":null,"errorMessage":null},{"fileName":"s3://bkt/run7/2.parquet","fileSize":52428800,"readyPercentage":0,"completeTime":null,"errorMessage":null}]}}' >www/job-running
printf '%s' '{"code":200,"data":{'"$NAME"',"readyPercentage":1,"completeTime":"2024-02-03T04:05:06Z","errorMessage":null,"jobId":"job-complete","details":[]}}' >www/job-complete
printf '%s' '{"code":200,"data":{'"$NAME"',"readyPercentage":0.4,"completeTime":null,"errorMessage":"row 17: wrong vector dimension","jobId":"job-failed","details":[]}}' >www/job-failed
printf '%s' '{"code":90144,"message":"no such job"}' >www/job-unknown
printf '%s' '{"code":200,"message":"The token is illegal."}' >www/job-token
{
    printf '%s' '{"code":200,"data":{"readyPercentage":0.5,"details":['
    awk 'BEGIN { for (i = 0; i < 20000; i++) printf "%s{\"fileName\":\"file %d\",\"fileSize\":%d}", i ? "," : "", i, i }'
    printf ']}}'
} >www/job-large

nginx_config() {
    TLS=$FIRST
    PLAIN=$SECOND
    cat >nginx.conf <<END
daemon off;
master_process off;
pid nginx/pid;
error_log nginx/error.log;
worker_rlimit_nofile 512;
events { worker_connections 128; }
http {
    access_log nginx/access.log;
    client_body_temp_path nginx/body;
    proxy_temp_path nginx/proxy;
    fastcgi_temp_path nginx/fastcgi;
    uwsgi_temp_path nginx/uwsgi;
    scgi_temp_path nginx/scgi;
    ssl_certificate $PWD/chain.pem;
    ssl_certificate_key $PWD/ec.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    gzip on;
    gzip_types application/json;
    gzip_min_length 1;
    gzip_proxied any;
    default_type application/json;
    root $PWD/www;
    limit_req_zone \$arg_clusterId zone=slow:1m rate=1r/m;
    limit_req_zone \$arg_clusterId zone=soon:1m rate=1r/s;
    upstream simulator { server 127.0.0.1:$SIM; keepalive 4; }
    server {
        listen 127.0.0.1:$PLAIN;
        listen 127.0.0.1:$TLS ssl http2;
        location /plain/ { try_files /\$arg_jobId =404; }
        location /chunked/ { try_files /\$arg_jobId =404; sub_filter_types application/json; sub_filter nothing nothing; }
        location /once/ { keepalive_timeout 0; try_files /\$arg_jobId =404; }
        location /few/ { keepalive_requests 2; rewrite ^/few(/.*) \$1 break; proxy_pass http://simulator; }
        location /brief/ { keepalive_timeout 1; rewrite ^/brief(/.*) \$1 break; proxy_pass http://simulator; }
        location /proxy/ { proxy_pass http://simulator/; }
        location /unbuffered/ { proxy_pass http://simulator/; proxy_buffering off; proxy_read_timeout 1; }
        location /slow/ { limit_req zone=slow; limit_req_status 429; try_files /\$arg_jobId =404; }
        location /soon/ { limit_req zone=soon; limit_req_status 429; try_files /\$arg_jobId =404; }
        location /slow503/ { limit_req zone=slow; try_files /\$arg_jobId =404; }
        location /zipped/ { add_header Content-Encoding gzip; try_files /\$arg_jobId =404; }
        location /dead/ { proxy_pass http://127.0.0.1:$DEAD/; }
        location /moved/ { return 301 https://elsewhere.example\$request_uri; }
        location /closed/ { return 444; }
        location /e401/ { return 401; }
        location /e403/ { return 403; }
        location /e404/ { return 404; }
        location /e404json/ { return 404 '{"code":90144,"message":"no such job"}'; }
        location /e405/ { return 405; }
        location /e500/ { return 500; }
        location /e503/ { return 503; }
        location /page/ { default_type text/html; return 200 '<html>Log in</html>'; }
        location /empty/ { return 204; }
    }
}
END
}
start_on_ports nginx_config nginx -p "$PWD" -c nginx.conf -e nginx/error.log

json() { # ID STATE PROGRESS TIME REASON
    printf '{"jobId":"%s","clusterId":"%s","collectionName":"articles","state":"%s","progress":%s,' "$1" "$CLUSTER" "$2" "$3"
    printf '"fileName":"s3://bkt/run7/","fileSize":104857600,"importedRows":null,"totalRows":null,'
    printf '"completeTime":%s,"reason":%s,"api":"v1","createTime":null,"phase":null}' "$4" "$5"
}
EXPECTED="$(json job-running Importing 40 null null)
$(json job-complete Completed 100 '"2024-02-03T04:05:06Z"' null)
$(json job-failed Failed 40 null '"row 17: wrong vector dimension"')
{\"jobId\":\"job-unknown\",\"error\":{\"exit\":5,\"kind\":\"not-found\",\"httpStatus\":200,\"code\":90144,\"message\":\"no such job\"}}
{\"jobId\":\"job-token\",\"error\":{\"exit\":9,\"kind\":\"server\",\"httpStatus\":200,\"code\":200,\"message\":\"The token is illegal.\"}}"
for base in "https://localhost:$TLS" "http://127.0.0.1:$PLAIN"; do
    for how in plain chunked once; do
        ask_at "$base/$how" status -o json job-running job-complete job-failed job-unknown job-token
        expect "nginx: $how, ${base%%:*}" 5 "$EXPECTED"
    done
    ask_at "$base/chunked" status -o csv --files job-large
    lines=$(wc -l <"$T/out")
    : >"$T/out"
    sound "nginx: 20,000 rows, ${base%%:*}" 0 && if [ "$lines" -eq 20001 ]; then
        ok "nginx: 20,000 rows, ${base%%:*}"
    else
        not_ok "nginx: 20,000 rows, ${base%%:*}" "$lines lines"
    fi
done
if grep -q -i 'gzip' "$T/err"; then not_ok "nginx: no gzip" "it was used"; fi
ask_at "https://localhost:$TLS/chunked" status -v -v job-complete
if says '^< transfer-encoding: chunked' && ! says '^< content-encoding'; then
    ok "nginx: it was chunked, and not compressed"
else
    not_ok "nginx: it was chunked, and not compressed" "other fields"
fi

while read -r exit place pattern; do
    ask_at "https://localhost:$TLS/$place" status --retry 0 job-complete
    fails "nginx: $place" "$exit" "$pattern"
done <<'END'
6 e401 HTTP 401
6 e403 HTTP 403
9 e404 HTTP 404
5 e404json HTTP 404, code 90144
9 e405 HTTP 405
9 e500 HTTP 500
9 e503 HTTP 503
9 no/such/place HTTP 404
9 dead HTTP 502
9 moved elsewhere.example
7 closed lost
9 page JSON
9 empty HTTP 204
9 zipped compressed
END
ask_at "https://localhost:$TLS/slow" status -q --retry 0 job-complete
completes "nginx: within the rate limit"
ask_at "https://localhost:$TLS/slow" status -q --retry 0 job-complete
fails "nginx: over it" 9 "HTTP 429"
ask_at "https://localhost:$TLS/slow503" status -q --retry 0 job-complete
fails "nginx: over it, 503" 9 "HTTP 503"
ask_at "https://localhost:$TLS/soon" status -q --retry 0 job-complete
ask_at "https://localhost:$TLS/soon" status -q --retry 8 job-complete
completes "nginx: over it, with retries"
ask_at "https://localhost:$PLAIN/plain" status --retry 0 job-complete
fails "nginx: TLS to its plain port" 8 "TLS"
ask_at "http://127.0.0.1:$TLS/plain" status --retry 0 job-complete
fails "nginx: plain HTTP to its TLS port" 9 "HTTP 400"

follows() { # NAME BASE ARGUMENT...: to the end, without trouble
    name=$1
    shift
    ask_at "$1" wait -v -o json --retry 0 --interval "${2-0.2}" "job-ok-$(printf '%s' "$name" | tr -c 'A-Za-z0-9\n' -)"
    sound "follow: $name" 0 && if tail -n 1 "$T/out" | grep -q '"state":"Completed","progress":100,'; then
        ok "follow: $name"
    else
        not_ok "follow: $name" "the last line is not final"
    fi
}
follows "nginx as proxy" "https://localhost:$TLS/proxy"
follows "nginx unbuffered" "https://localhost:$TLS/unbuffered"
follows "nginx, two requests a connection" "https://localhost:$TLS/few"
follows "nginx, one request a connection" "https://localhost:$TLS/few" 0
follows "nginx, closes idle connections" "https://localhost:$TLS/brief" 1.1
follows "nginx, closes idle connections, plain" "http://127.0.0.1:$PLAIN/brief" 1.1
ask_at "https://localhost:$TLS/unbuffered" status --retry 0 job-slow-3000
fails "nginx: the server behind it is slow" 9 "HTTP 504"
ask_at "https://localhost:$TLS/unbuffered" status --retry 0 job-cut-300
case $code in
7 | 9) fails "nginx: the server behind it is cut off" "$code" "job-cut-300" ;;
*) not_ok "nginx: the server behind it is cut off" "exit $code" ;;
esac
nginx=$server
if [ "$(grep -c '"' nginx/access.log)" -gt 20 ]; then ok "nginx: it was asked"; else not_ok "nginx: it was asked" "no log"; fi

# ---- haproxy

haproxy_config() {
    TLS=$FIRST
    PLAIN=$SECOND
    cat >haproxy.cfg <<END
global
    maxconn 64
defaults
    mode http
    timeout connect 2s
    timeout client 20s
    timeout server 1s
    timeout http-keep-alive 300ms
frontend tls
    bind 127.0.0.1:$TLS ssl crt $PWD/both.pem
    default_backend simulator
frontend plain
    bind 127.0.0.1:$PLAIN
    default_backend dead
backend simulator
    server one 127.0.0.1:$SIM
backend dead
    server none 127.0.0.1:$DEAD
END
}
start_on_ports haproxy_config haproxy -db -f haproxy.cfg
ask_at "https://localhost:$TLS" status job-instant job-chunked job-close
completes "haproxy: TLS in front of the simulator"
follows "haproxy" "https://localhost:$TLS"
follows "haproxy, closes idle connections" "https://localhost:$TLS" 0.5
ask_at "https://localhost:$TLS" status --retry 0 job-slow-3000
fails "haproxy: the server behind it is slow" 9 "HTTP 504"
ask_at "http://127.0.0.1:$PLAIN" status --retry 0 job-instant
fails "haproxy: no server behind it" 9 "HTTP 503"
ask_at "https://localhost:$TLS" status --retry 0 job-drop
fails "haproxy: the server behind it hangs up" 9 "HTTP 502"

stop "$server"
stop "$nginx"
finish
