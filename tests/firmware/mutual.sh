# SPDX-License-Identifier: Apache-2.0
#
# The real servers of servers.sh, for clients only that have a certificate of the authority boards.pem, as the board then
# has: sourced behind servers.sh.

CLIENT=$PWD/own.pem
new_key boards ec
new_key board ec
new_root boards boards /CN=boards
new_cert board board /CN=board extendedKeyUsage=clientAuth boards boards
cat board.pem board.key >"$CLIENT"

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
