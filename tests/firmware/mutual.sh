# SPDX-License-Identifier: Apache-2.0
#
# The real servers of servers.sh, with TLS 1.3 and 1.2, but for clients only that have a certificate of boards.pem: sourced
# behind servers.sh.

more_nginx() {
    echo "ssl_client_certificate $PWD/boards.pem; ssl_verify_client on;"
}

haproxy_verifies() {
    haproxy_config
    sed -i "s|ssl crt [^ ]*|& verify required ca-file $PWD/boards.pem|" haproxy.cfg
}

start_haproxy() {
    need haproxy
    start_on_ports haproxy_verifies haproxy -db -f haproxy.cfg
}

stunnel_verifies() {
    stunnel_config
    sed -i "1iverifyChain = yes\nrequireCert = yes\nCAfile = $PWD/boards.pem" stunnel.conf
}

start_stunnel() {
    need stunnel
    start_on_ports stunnel_verifies stunnel stunnel.conf
}
