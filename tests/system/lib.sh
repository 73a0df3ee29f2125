# SPDX-License-Identifier: Apache-2.0
#
# Shared by the system tests; each begins with `. "${0%/*}/lib.sh"` and ends with `finish`. B is the build folder,
# ZIMPORT the program to test. Results are lines: `ok NAME`, `not ok NAME: WHY` followed by lines that begin with #, and
# `skip NAME: WHY`. Whatever a test starts is stopped by its process id, however the script ends.

set -u

tests=$(cd "${0%/*}/.." && pwd)
B=${B:-$tests/../build}
B=$(cd "$B" && pwd) || exit 1
# For a make of its own in the same folder: written in another way, all would be built anew, while other tests use it.
BUILD=${B#"${tests%/*}"/}
ZIMPORT=${ZIMPORT:-$B/zimport-san}
CHOSEN=$ZIMPORT # whatever ZIMPORT is later
STATIC=$B/zimport
: "${ASAN_OPTIONS:=detect_leaks=1:halt_on_error=1:exitcode=99}" "${UBSAN_OPTIONS:=halt_on_error=1:exitcode=99}"
# Where servers are, even for ordinary users.
PATH=$PATH:/usr/sbin:/sbin
export B ASAN_OPTIONS UBSAN_OPTIONS PATH

# The caller's environment must not matter.
unset ZIMPORT_REGION ZIMPORT_ENDPOINT ZIMPORT_API ZIMPORT_CLUSTER ZIMPORT_PROJECT ZIMPORT_DB ZILLIZ_API_KEY AWS_ACCESS_KEY_ID \
    AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN NO_COLOR LANG LC_CTYPE HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy \
    https_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR ZIMPORT_PROFILE XDG_CONFIG_HOME
export LC_ALL=C TERM=xterm ZIMPORT_CONFIG=/dev/null

KEY=zk-5ecre7-0a1b2c3d4e5f
KEY_PART=zk-5ecre
JOB=job-0a1b2c3d4e5f6g7h8i9j0k
CLUSTER=in01-6e64b4d2870ae54

T=$(mktemp -d "$B/${0##*/}.XXXXXX") || exit 1
mkdir "$T/tmp" "$T/replies"
TMPDIR=$T/tmp
export TMPDIR

pids=''
sim=''
server=''
PORT=''
failures=0

cleanup() {
    trap '' INT TERM HUP
    for pid in $pids; do
        kill "$pid" 2>/dev/null
    done
    for pid in $pids; do
        wait "$pid" 2>/dev/null
    done
    rm -rf "$T"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

finish() {
    [ "$failures" -eq 0 ]
    exit
}

# Background jobs of a script ignore SIGINT without this.
FRESH='env --default-signal=INT'

# ---- results

one_line_of() { # TEXT: what a name or a reason must be
    case $1 in
    *[[:cntrl:]]*) printf '%s' "$1" | tr '[:cntrl:]' '?' ;;
    *) printf '%s' "$1" ;;
    esac
}

ok() {
    printf 'ok %s\n' "$(one_line_of "$1")"
}

skip() {
    printf 'skip %s: %s\n' "$1" "$2"
}

show() { # TITLE FILE: the file behind a failure
    [ -s "$2" ] || return 0
    printf '# %s:\n' "$1"
    head -c 3000 "$2" | cat -v | head -n 25 | sed 's/^/#   /'
}

not_ok() { # NAME WHY
    failures=$((failures + 1))
    printf 'not ok %s\n' "$(one_line_of "$1: $2")"
    show "stdout" "$T/out"
    show "stderr" "$T/err"
}

# For what cannot be tested at all.
give_up() {
    printf 'not ok %s\n' "$1"
    show "log" "$T/log"
    exit 1
}

# make installs it before (port/needs.txt); a test installs nothing.
need() { # PROGRAM-OR-FILE...
    for one; do
        case $one in
        */*) [ -e "$one" ] ;;
        *) command -v "$one" >/dev/null ;;
        esac || give_up "$one: it is missing here; make test installs it before it begins"
    done
}

# The program with other objects in the place of its own: of the same parts as $CHOSEN.
link_program() { # OUT OBJECT...
    linked=$1
    shift
    case $CHOSEN in
    "$B"/coverage/*)
        "${HOSTCC:-gcc}" --coverage -o "$linked" "$B/obj-coverage/src/cli/verbs/main.o" "$@" "$B/coverage/libunder.a" \
            "$B/mbedtls-plain/libmbedtls.a"
        ;;
    *)
        "${HOSTCC:-gcc}" -fsanitize=address,undefined -o "$linked" "$B/obj-san/src/cli/verbs/main.o" "$@" \
            "$B/tests/libunder.a" "$B/mbedtls-san/libmbedtls.a"
        ;;
    esac
}

# ---- waiting, starting, stopping

await() { # SECONDS COMMAND...: until the command succeeds
    await_end=$(($(date +%s) + $1 + 1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$await_end" ] || return 1
        sleep 0.02
    done
}

spawn() { # COMMAND...: in the background; $pid. Its output goes to the log.
    "$@" >>"$T/log" 2>&1 </dev/null &
    pid=$!
    pids="$pids $pid"
}

stop() { # PID
    kill "$1" 2>/dev/null
    wait "$1" 2>/dev/null
    forget "$1"
}

forget() { # PID: it has ended
    rest=
    for one in $pids; do
        [ "$one" = "$1" ] || rest="$rest $one"
    done
    pids=$rest
}

is_gone() {
    ! kill -0 "$1" 2>/dev/null
}

ready_or_gone() { # FILE PID
    [ -s "$1" ] || is_gone "$2"
}

# $sim is its process, $PORT its port, $SITE its URL, $CA its authority, $T/counters its counters.
start_sim() { # OPTION...
    rm -f "$T/port" "$T/counters"
    CA=$T/ca.pem
    spawn "$B/tests/simulator" --ready-file "$T/port" --ca-out "$CA" --cert-out "$T/cert.pem" --counters "$T/counters" "$@"
    sim=$pid
    await 20 ready_or_gone "$T/port" "$sim"
    [ -s "$T/port" ] || give_up "the simulator does not start: $*"
    PORT=$(cat "$T/port")
    case " $* " in
    *" --plain "*) SITE=http://127.0.0.1:$PORT ;;
    *) SITE=https://localhost:$PORT ;;
    esac
}

counter() { # NAME: of the simulator
    sed 's/.*"'"$1"'":\([0-9]*\).*/\1/' "$T/counters"
}

# Raw replies: $server, $PORT, $SITE, and $T/requests with a line per connection and request line.
start_serve() { # OPTION...
    rm -f "$T/port" "$T/requests"
    spawn "$B/tests/system/serve" --log "$T/requests" --ready "$T/port" "$@" "$T/replies"
    server=$pid
    await 20 ready_or_gone "$T/port" "$server"
    [ -s "$T/port" ] || give_up "the server of raw replies does not start"
    PORT=$(cat "$T/port")
    SITE=http://127.0.0.1:$PORT
}

sent() { # how many requests the server of raw replies has seen
    grep -c -E '^(GET|POST) ' "$T/requests" 2>/dev/null
}

# In front of 127.0.0.1:PORT: $proxy, $PORT, and $faults, a file of what it did.
proxies=0

start_faulty() { # PORT [OPTION...] PLAN...
    proxies=$((proxies + 1))
    faults=$T/faults.$proxies
    rm -f "$T/port"
    upstream=$1
    shift
    : >"$faults"
    spawn "$B/tests/system/faulty" --ready-file "$T/port" --log "$faults" --upstream "127.0.0.1:$upstream" "$@"
    proxy=$pid
    await 20 ready_or_gone "$T/port" "$proxy"
    [ -s "$T/port" ] || give_up "the faulty proxy does not start: $*"
    PORT=$(cat "$T/port")
}

free_port() {
    "$B/tests/system/serve" --free-port
}

listens() { # PORT: connects once
    "$B/tests/system/serve" --connect "$1"
}

listens_or_gone() { # PORT PID
    listens "$1" || is_gone "$2"
}

# A function configures the server for $FIRST and $SECOND, which may have been taken since they were found free:
# $server.
start_on_ports() { # CONFIGURE-FUNCTION COMMAND...
    configure=$1
    shift
    for try in 1 2 3 4 5; do
        FIRST=$(free_port)
        SECOND=$(free_port)
        "$configure"
        spawn "$@"
        server=$pid
        await 20 listens_or_gone "$FIRST" "$server"
        is_gone "$server" || return 0
        stop "$server"
    done
    give_up "$1 does not start: $(tail -n 3 "$T/log")"
}

# ---- replies

numbered() { # PREFIX FROM TO: a line each
    awk -v prefix="$1" -v from="$2" -v to="$3" 'BEGIN { for (i = from; i <= to; i++) print prefix i }'
}

reply() { # ID BODY: an ordinary reply
    printf '%s' "$2" >"$T/replies/$1"
}

http() { # ID STATUS BODY [FIELD]: a whole reply after which the connection is closed
    # shellcheck disable=SC2059 # \r\n
    printf "HTTP/1.1 %s\r\nContent-Length: %s\r\n${4:+$4\r\n}\r\n%s" "$2" "$(printf '%s' "$3" | wc -c | tr -d ' ')" "$3" \
        >"$T/replies/$1.raw"
}

# ---- running the program

# $code, $T/out and $T/err; standard input is the caller's. LIMIT seconds at most.
run() { # ARGUMENT...
    timeout -k 20 "${LIMIT:-30}" "$ZIMPORT" "$@" >"$T/out" 2>"$T/err"
    code=$?
}

# As run, in the background; `collect NAME` waits for the end. In the foreground timeout passes signals on as they are;
# otherwise it adds SIGCONT, and a program whose leak checker is at work never ends.
later() { # NAME ARGUMENT...
    of=$T/later-$1
    shift
    timeout --foreground -k 20 "${LIMIT:-30}" "$ZIMPORT" "$@" >"$of.out" 2>"$of.err" </dev/null &
    pids="$pids $!"
    echo $! >"$of.pid"
}

collect() { # NAME: $code, $T/out and $T/err
    of=$T/later-$1
    pid=$(cat "$of.pid")
    wait "$pid"
    code=$?
    forget "$pid"
    mv "$of.out" "$T/out"
    mv "$of.err" "$T/err"
}

# As run, with key, cluster and a plain server on $PORT.
ask() { # VERB ARGUMENT...
    verb=$1
    shift
    ZILLIZ_API_KEY=$KEY run "$verb" --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" "$@" </dev/null
}

# Against the simulator over TLS.
ask_tls() { # VERB ARGUMENT...
    verb=$1
    shift
    ZILLIZ_API_KEY=$KEY run "$verb" --api v1 --endpoint "https://localhost:$PORT" --cacert "$CA" --cluster "$CLUSTER" "$@" \
        </dev/null
}

# In any dialect, at $SITE; milvus has neither key nor cluster.
ask_as() { # DIALECT VERB ARGUMENT...
    dialect=$1
    verb=$2
    shift 2
    case $SITE in https:*) set -- --cacert "$CA" "$@" ;; esac
    if [ "$dialect" = milvus ]; then
        run "$verb" --endpoint "$SITE" "$@" </dev/null
    else
        ZILLIZ_API_KEY=$KEY run "$verb" --api "$dialect" --endpoint "$SITE" --cluster "$CLUSTER" "$@" </dev/null
    fi
}

# In every run: the expected exit, no sanitizer's report, no key anywhere.
sound() { # NAME EXIT
    if [ "$code" -ne "$2" ]; then
        not_ok "$1" "exit $code, expected $2"
    elif grep -q 'Sanitizer\|runtime error:' "$T/err"; then
        not_ok "$1" "a sanitizer's report"
    elif grep -q -F -e "$KEY_PART" "$T/out" "$T/err"; then
        not_ok "$1" "the key was printed"
    else
        return 0
    fi
    return 1
}

expect() { # NAME EXIT [STDOUT]: and, if given, exactly these lines on stdout
    sound "$1" "$2" || return
    if [ $# -gt 2 ]; then
        printf '%s' "${3:+$3
}" >"$T/expected"
        cmp -s "$T/expected" "$T/out" || {
            not_ok "$1" "other output"
            show "expected" "$T/expected"
            return
        }
    fi
    ok "$1"
}

completes() { # NAME: exit 0, and the result says that a job is complete
    sound "$1" 0 || return
    if grep -q Completed "$T/out"; then ok "$1"; else not_ok "$1" "no result"; fi
}

# Drops the note before an error that it is tried again.
without_retry() { # the rest of stderr
    sed '1{/^zimport: note: .*; trying again in [0-9.]* s (try 2 of /d;}' "$T/err"
}

one_line() { # NAME: stderr is one line of an error
    if [ "$(without_retry | wc -l)" -ne 1 ] || [ "$(without_retry | grep -c '^zimport: ..* ..*')" -ne 1 ]; then
        not_ok "$1" "stderr is not one line that begins with 'zimport: '"
        return 1
    fi
    if LC_ALL=C grep -q '[[:cntrl:]]' "$T/err"; then
        not_ok "$1" "a control character in the error line"
        return 1
    fi
}

fails() { # NAME EXIT PATTERN: nothing on stdout, one line on stderr that matches
    sound "$1" "$2" && one_line "$1" || return
    if [ -s "$T/out" ]; then
        not_ok "$1" "something on stdout"
    elif ! without_retry | grep -q -i -E -e "$3"; then
        not_ok "$1" "the line does not speak of /$3/"
    else
        ok "$1"
    fi
}

# A line on stderr matches.
says() { # PATTERN
    grep -q -i -E -e "$1" "$T/err"
}

holds() { # NAME WHAT-WENT-WRONG TEST...
    name=$1
    why=$2
    shift 2
    if "$@"; then ok "$name"; else not_ok "$name" "$why"; fi
}

# In stdout, but for line ends: C0, DEL, and C1 as UTF-8.
controls() {
    c1=$(printf '\302[\200-\237]')
    tr -d '\n\r' <"$T/out" | sed "s/$c1/$(printf '\001')/g" | tr -cd '\001-\037\177' | wc -c
}
