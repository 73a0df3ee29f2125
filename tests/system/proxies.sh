# SPDX-License-Identifier: Apache-2.0
#
# Proxies that are not ours; sourced after lib.sh, in $T.

# $EXTRA: lines for the configuration.
tinyproxy_config() {
    cat >tinyproxy.conf <<END
Port $FIRST
Listen 127.0.0.1
Timeout 20
LogFile "$T/tinyproxy.log"
LogLevel Connect
MaxClients 20
Allow 127.0.0.1
$EXTRA
END
}

squid_config() {
    cat >squid.conf <<END
http_port 127.0.0.1:$FIRST
pid_filename none
netdb_filename none
cache_log /dev/null
access_log none
coredump_dir none
cache deny all
cache_mem 0
max_filedescriptors 256
pinger_enable off
shutdown_lifetime 0 seconds
connect_retries 0
visible_hostname proxy.test
$EXTRA
END
}

# $KIND on port $PROXY; a squid needs its own name beside others.
start_proxy() { # KIND [LINES]
    KIND=$1
    EXTRA=${2:-}
    case $KIND in
    tinyproxy) start_on_ports tinyproxy_config tinyproxy -d -c tinyproxy.conf ;;
    squid) start_on_ports squid_config squid -N -n "zt$$" -f "$T/squid.conf" ;;
    esac
    PROXY=$FIRST
    proxy=$server
}
