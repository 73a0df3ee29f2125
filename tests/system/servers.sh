# SPDX-License-Identifier: Apache-2.0
#
# Real servers, each with TLS 1.2 only on $FIRST and TLS 1.3 only on $SECOND; sourced after certs.sh. They have the
# certificate good.pem of root.pem, and the plain simulator $SIM behind them. Idle connections are closed after two
# seconds.

new_key root ec
new_key ec ec
new_root root root /CN=root
new_cert good ec /CN=good "subjectAltName=${NAMES:-DNS:localhost,IP:127.0.0.1}|extendedKeyUsage=serverAuth" root root
cat good.pem root.pem >chain.pem
cat chain.pem ec.key >both.pem

# A complete job: nginx's own reply below /static/.
mkdir www nginx
printf '%s' "$body" | sed "s/$JOB/job-instant/" >www/job-instant

# What a test adds to nginx's http section; it may use $FIRST and $SECOND.
more_nginx() {
    :
}

nginx_config() {
    cat >nginx.conf <<END
daemon off;
master_process off;
pid nginx/pid;
error_log nginx/error.log;
worker_rlimit_nofile 512;
events { worker_connections 128; }
http {
    log_format own '\$ssl_protocol "\$ssl_server_name" \$connection_requests';
    access_log nginx/access.log own;
    client_body_temp_path nginx/body;
    proxy_temp_path nginx/proxy;
    fastcgi_temp_path nginx/fastcgi;
    uwsgi_temp_path nginx/uwsgi;
    scgi_temp_path nginx/scgi;
    ssl_certificate $PWD/chain.pem;
    ssl_certificate_key $PWD/ec.key;
    ssl_ciphers DEFAULT:@SECLEVEL=0;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    default_type application/json;
    keepalive_timeout 2;
    root $PWD/www;
    upstream simulator { server 127.0.0.1:$SIM; keepalive 4; }
    server {
        listen 127.0.0.1:$FIRST ssl default_server;
        ssl_protocols TLSv1.2;
        location /static/ { try_files /\$arg_jobId =404; }
        location / { proxy_pass http://simulator; }
    }
    server {
        listen 127.0.0.1:$SECOND ssl default_server;
        ssl_protocols TLSv1.3;
        location /static/ { try_files /\$arg_jobId =404; }
        location / { proxy_pass http://simulator; }
    }
$(more_nginx)
}
END
}

start_nginx() {
    need nginx
    start_on_ports nginx_config nginx -p "$PWD" -c nginx.conf -e nginx/error.log
}

haproxy_config() {
    cat >haproxy.cfg <<END
global
    maxconn 64
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
    timeout http-keep-alive 2s
frontend tls
    bind 127.0.0.1:$FIRST ssl crt $PWD/both.pem ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2
    bind 127.0.0.1:$SECOND ssl crt $PWD/both.pem ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.3
    default_backend simulator
backend simulator
    server one 127.0.0.1:$SIM
END
}

start_haproxy() {
    need haproxy
    start_on_ports haproxy_config haproxy -db -f haproxy.cfg
}

stunnel_config() {
    cat >stunnel.conf <<END
foreground = yes
pid =
socket = l:TCP_NODELAY=1
cert = $PWD/both.pem
TIMEOUTidle = 2
TIMEOUTclose = 0
[tls12]
accept = 127.0.0.1:$FIRST
connect = 127.0.0.1:$SIM
sslVersion = TLSv1.2
[tls13]
accept = 127.0.0.1:$SECOND
connect = 127.0.0.1:$SIM
sslVersion = TLSv1.3
END
}

start_stunnel() {
    need stunnel
    start_on_ports stunnel_config stunnel stunnel.conf
}
