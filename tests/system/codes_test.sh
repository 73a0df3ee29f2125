#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Errors of the services in each dialect: codes and HTTP statuses, what is asked again, and what is reported.

. "${0%/*}/lib.sh"

kind_of() { # EXIT
    case $1 in
    5) echo not-found ;;
    6) echo unauthorized ;;
    9) echo server ;;
    esac
}

error_is() { # JOB EXIT HTTP CODE MESSAGE: a line of JSON
    printf '{"jobId":"%s","error":{"exit":%s,"kind":"%s","httpStatus":%s,"code":%s,"message":%s}}\n' \
        "$1" "$2" "$(kind_of "$2")" "$3" "$4" "$5"
}

# ---- codes, with HTTP 200

codes() { # DIALECT EXIT CODE...: each asked once
    api=$1
    exit=$2
    shift 2
    jobs=
    : >"$T/lines"
    for number; do
        jobs="$jobs job-code-$number"
        error_is "job-code-$number" "$exit" 200 "$number" "\"simulated service code $number\"" >>"$T/lines"
    done
    before=$(counter requests)
    # shellcheck disable=SC2086 # jobs
    ask_as "$api" status -q -o json $jobs
    expect "codes: $api, exit $exit" "$exit" "$(cat "$T/lines")"
    holds "codes: $api, exit $exit: not asked again" "$(counter requests)" test $(($(counter requests) - before)) -eq $#
    holds "codes: $api, exit $exit: a line each" "$(wc -l <"$T/err") lines" \
        test "$(grep -c '^zimport: asking .* about job-code-[0-9]*: .*(HTTP 200, code [0-9]*).*; ' "$T/err")" -eq $#
}

busy() { # DIALECT CODE...: each asked again once
    api=$1
    shift
    for number; do
        before=$(counter requests)
        ask_as "$api" status -q -o json --retry 1 "job-code-$number"
        expect "busy: $api, code $number" 9 "$(error_is "job-code-$number" 9 200 "$number" "\"simulated service code $number\"")"
        holds "busy: $api, code $number: asked again" "$(counter requests)" test $(($(counter requests) - before)) -eq 2
    done
}

hints() { # DIALECT JOB PATTERN: what the line advises
    ask_as "$1" status --retry 0 "$2"
    if says "$3"; then ok "hint: $1, $2"; else not_ok "hint: $1, $2" "no /$3/"; fi
}

start_sim --plain
ask_as v1 status job-instant # so that there are counters
codes v1 5 90144
codes v1 6 40022 80001 80002
codes v1 9 10003 40003 40021 47005 47035 47036 47039 47053 47055 63032 80000 80003 80004 80020 80021 80022 83001 83004 90011 \
    90102 90103 90104 90117 90142 90145
codes v2 5 96026 2101
codes v2 6 21119 96012 96013 96014 96015 96016 96027
codes v2 9 96001 96005 96008 96009 96018 96021 96022 96025 96036
hints v1 job-code-90102 "region"
hints v1 job-code-90117 "region"
hints v1 job-code-40021 "cluster id"
hints v1 job-code-80001 "API key"
hints v2 job-code-21119 "API key"
hints v2 job-code-96018 "cluster id"
hints v2 job-code-96027 "right|role|scope"
hints v2 job-unknown "job id"

# With JSON in the reply, and with a page.
while read -r status exit; do
    for api in v1 v2; do
        ask_as $api status -q --retry 0 -o json "job-http-$status"
        expect "HTTP: $api, $status" "$exit" "$(error_is "job-http-$status" "$exit" "$status" "$status" "\"simulated HTTP status $status\"")"
    done
    ask_as v2 status --retry 0 --path /v2/vectordb/jobs/import/getProgress "job-html-$status"
    [ "$exit" -ne 5 ] || exit=9 # that no page says
    fails "HTTP: a page with $status" "$exit" "HTTP $status"
done <<'END'
400 9
401 6
403 6
404 5
408 9
429 9
500 9
501 9
503 9
511 9
522 9
526 9
599 9
END
# api.md 9: "520, 521, 522, 523, 524, 530 pass; 525 and 526 are certificates and do not".
for status in 520 521 522 523 524 530 525 526; do
    case $status in 525 | 526) asked=1 ;; *) asked=2 ;; esac
    before=$(counter requests)
    ask_as v2 status -q --retry 1 "job-http-$status"
    fails "CDN: $status" 9 "HTTP $status"
    holds "CDN: $status: asked $asked times" "$(counter requests)" test $(($(counter requests) - before)) -eq $asked
done
before=$(counter requests)
ask_as v2 status -q -o json job-flaky-1
sound "HTTP: 503, then complete" 0 && holds "HTTP: 503, then complete" "$(counter requests)" test $(($(counter requests) - before)) -eq 2
before=$(counter requests)
ask_as v2 status -q -o json job-drop-1
sound "a lost connection, then complete" 0 && holds "a lost connection, then complete" "$(counter requests)" \
    test $(($(counter requests) - before)) -eq 2
ask_as v2 status --retry 0 job-token
fails "a trap: code 0 and no data" 9 "token is illegal.*check the API key"
ask_as v2 status -o json --retry 0 job-echo-key
expect "an error that repeats the key" 6 '{"jobId":"job-echo-key","error":{"exit":6,"kind":"unauthorized","httpStatus":200,"code":21119,"message":"The token *** is illegal."}}'
ask_as v2 status -o csv --retry 0 job-unknown job-instant
sound "csv: a job that cannot be asked has no row" 5 && holds "csv: the others go on" "$(wc -l <"$T/out") lines" \
    test "$(wc -l <"$T/out")" -eq 2
ask_as v2 status -o env job-unknown
fails "env: nothing on stdout" 5 "job-unknown"
ask_as v2 status -q -o json job-instant job-unknown job-denied job-http-500 job-at-4000 --retry 0
sound "several: the worst" 5 && holds "several: a line each, in order" "$(cat "$T/out")" \
    test "$(sed 's/{"jobId":"\([^"]*\)".*/\1/' "$T/out" | tr '\n' ' ')" = "job-instant job-unknown job-denied job-http-500 job-at-4000 "
stop "$sim"

# ---- Milvus: with HTTP 200, whatever it is, but for what is refused

start_sim --plain --milvus
ask_as milvus status job-instant
codes milvus 5 2100 2101
codes milvus 6 1400 1401 1800
codes milvus 9 100 800 1100 1801 1802
busy milvus 1 2 4 8 12 106 901 904 1807 10000 10001 65535
hints milvus job-code-800 "--db"
# api.md 9: "job id that is no number: 1100, HTTP 200 or 400"; "passing faults: 65535, 901 and 904, 10000".
hints milvus job-code-1100 "code 1100.*; Milvus's job ids are numbers: check the job id$"
hints milvus job-code-901 "code 901.*; a node of the server is away: try again later$"
hints milvus job-code-904 "code 904.*; a node of the server is away: try again later$"
hints milvus job-code-10000 "code 10000.*; try again later, or look at the server's log$"
hints milvus job-code-65535 "code 65535.*; try again later, or look at the server's log$"
hints milvus job-code-1800 "password"
hints milvus job-unknown "forgets"
ask_as milvus status -q -o json job-code-9999
expect "a code that nobody knows" 9 "$(error_is job-code-9999 9 200 9999 '"simulated service code 9999"')"
before=$(counter requests)
ask_as milvus status -q -o json job-limited-4
sound "busy: four codes, then complete" 0 && holds "busy: four codes, then complete" "$(counter requests)" \
    test $(($(counter requests) - before)) -eq 5
ask_as milvus wait -q -o json --interval 0.05 --retry 1 job-limited-2
expect "busy: a wait does not outlast its retries" 9 "$(cat "$T/out")"
ask_as milvus status --retry 0 job-denied
fails "no privilege" 6 "HTTP 403, code 65535.*permission deny.*--db"
ask_as milvus status -o json -q --db sales --retry 0 job-denied
expect "no privilege, in JSON" 6 '{"jobId":"job-denied","error":{"exit":6,"kind":"unauthorized","httpStatus":403,"code":65535,"message":"PrivilegeImport: permission deny"}}'
ask_as milvus status -q -o json job-unknown
expect "no such job" 5 '{"jobId":"job-unknown","error":{"exit":5,"kind":"not-found","httpStatus":200,"code":2101,"message":"import job does not exist, jobID=job-unknown: importing data failed"}}'
stop "$sim"

# ---- forms of errors that the simulator has not

start_serve
job_error() { # NAME EXIT STATUS BODY HTTP CODE MESSAGE: as a reply in milvus
    http "$JOB" "$3" "$4"
    ask_as milvus status -q -o json --retry 0 "$JOB"
    expect "form: $1" "$2" "$(error_is "$JOB" "$2" "$5" "$6" "$7")"
}
job_error "a code in a string" 5 "200 OK" '{"code":"2100","message":"none"}' 200 2100 '"none"'
job_error "a code with 404" 5 "404 Not Found" '{"code":2100,"message":"none"}' 404 2100 '"none"'
job_error "a code with 500" 5 "500 Oops" '{"code":2100,"message":"none"}' 500 2100 '"none"'
job_error "a negative code" 9 "200 OK" '{"code":-1,"message":"m"}' 200 -1 '"m"'
job_error "the least code" 9 "200 OK" '{"code":-9223372036854775808,"message":"m"}' 200 -9223372036854775808 '"m"'
job_error "less than that" 9 "200 OK" '{"code":-9223372036854775809,"message":"m"}' 200 null '"m"'
job_error "a code that would be another in 64 bits" 9 "200 OK" '{"code":-18446744073709551615,"message":"m"}' 200 null '"m"'
job_error "a code with 503" 5 "503 Busy" '{"code":2101,"message":"none"}' 503 2101 '"none"'
job_error "a code and data" 5 "200 OK" '{"code":2100,"message":"none","data":{"state":"Completed","progress":100}}' 200 2100 '"none"'
job_error "the request's time ran out" 9 "408 Request Timeout" '{"code":10001,"message":"request timeout"}' 408 10001 '"request timeout"'
job_error "no credentials" 6 "401 Unauthorized" '{"code":1800,"message":"user hasn'"'"'t authenticated"}' 401 1800 '"user hasn'"'"'t authenticated"'
job_error "a message with harm in it" 9 "200 OK" '{"code":7,"message":"a\u001b[2Jb\ncd\"e\ud800"}' 200 7 '"a\u001b[2Jb\ncd\"e'"$(printf '\357\277\275')"'"'
# api.md 9: with standard statuses a code travels in HTTP 400, 429, 500 and 503.
job_error "a wrong id with 400" 9 "400 Bad Request" '{"code":1100,"message":"m"}' 400 1100 '"m"'
job_error "a limit with 429" 9 "429 Too Many Requests" '{"code":8,"message":"m"}' 429 8 '"m"'
job_error "not found with 500" 5 "500 Oops" '{"code":2101,"message":"none"}' 500 2101 '"none"'
job_error "starting with 503" 9 "503 Busy" '{"code":1,"message":"m"}' 503 1 '"m"'
http "$JOB" "500 Oops" '{"code":500}'
ask_as milvus status --retry 0 "$JOB"
fails "form: a handler that fell over" 9 "HTTP 500, code 500"
http "$JOB" "200 OK" '{"code":7,"message":"a\u001b[2Jb\nc\u009bd\u007f"}'
ask_as milvus status --retry 0 "$JOB"
fails "form: harm in the line" 9 "code 7"
http "$JOB" "302 Found" '' "Location: http://evil.example/x"
ask_as v2 status --retry 0 "$JOB"
fails "form: a redirect" 9 "evil.example"
http "$JOB" "200 OK" '<html><title>Sign in</title>'
ask_as v2 status --retry 0 "$JOB"
fails "form: a page of a portal" 9 "HTTP 200"
stop "$server"

finish
