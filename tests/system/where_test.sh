#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Regions, endpoints, their defaults, and how options may be written.

. "${0%/*}/lib.sh"
start_serve
reply "$JOB" '{"code":200,"data":{"readyPercentage":1}}'
export ZILLIZ_API_KEY="$KEY"

# ---- the request itself, byte for byte but for the version

: >"$T/requests"
ask status "$JOB"
sed '1d; s/^User-Agent: zimport\/[0-9][0-9.]*$/User-Agent: zimport\/VERSION/' "$T/requests" | sort >"$T/out"
if diff "$T/out" - >"$T/difference" <<END; then
Accept-Encoding: identity
Accept: application/json
Authorization: Bearer $KEY
Content-Type: application/json
GET /v1/vector/collections/import/get?jobId=$JOB&clusterId=$CLUSTER HTTP/1.1
Host: 127.0.0.1:$PORT
User-Agent: zimport/VERSION
END
    ok "the request"
else
    not_ok "the request" "other lines"
fi

# ---- which host; nothing leaves this machine, since every name is given an address of it

goes_to() { # NAME HOST ARGUMENT...: at port 443 of this machine, where mostly nothing listens
    name=$1
    host=$2
    shift 2
    run status --cluster "$CLUSTER" --retry 0 --max-time 5 --resolve "$host:443:127.0.0.1" -v "$@" "$JOB" </dev/null
    : >"$T/out"
    case $code in
    7 | 8 | 9) ;;
    *) not_ok "$name" "exit $code" && return ;;
    esac
    if grep -q "^zimport: asking $host:443 about $JOB: " "$T/err" && grep -q '127\.0\.0\.1' "$T/err"; then
        ok "$name"
    else
        not_ok "$name" "not to $host"
    fi
}
goes_to "--region" controller.api.gcp-us-west1.zillizcloud.com --region gcp-us-west1
goes_to "--region --cn" controller.api.ali-cn-hangzhou.cloud.zilliz.com.cn --region ali-cn-hangzhou --cn
goes_to "--endpoint before --region" controller.one.test --region gcp-us-west1 --endpoint https://controller.one.test
ZIMPORT_REGION=aws-eu-west-1 goes_to "ZIMPORT_REGION" controller.api.aws-eu-west-1.zillizcloud.com
ZIMPORT_REGION=aws-eu-west-1 goes_to "--region before ZIMPORT_REGION" controller.api.gcp-us-east4.zillizcloud.com --region gcp-us-east4
ZIMPORT_ENDPOINT=https://controller.two.test goes_to "ZIMPORT_ENDPOINT" controller.two.test
goes_to "a bare host means https" controller.three.test --endpoint controller.three.test
goes_to "capitals in a host" controller.four.test --endpoint https://Controller.FOUR.test
goes_to "a host that begins with controller. means v1" controller.example.test --endpoint https://controller.example.test
goes_to "--api v1 for another host" gateway.example.test --endpoint https://gateway.example.test --api v1

# ---- on this server

answers() { # NAME ARGUMENT...
    name=$1
    shift
    run "$@" </dev/null
    sound "$name" 0 && if grep -q 'Completed' "$T/out"; then ok "$name"; else not_ok "$name" "no result"; fi
}
HERE="--api v1 --endpoint http://127.0.0.1:$PORT --cluster $CLUSTER"
# shellcheck disable=SC2086 # options
{
    answers "options behind the job" status "$JOB" $HERE
    answers "--option=value" status --api=v1 "--endpoint=http://127.0.0.1:$PORT" "--cluster=$CLUSTER" --output=json "$JOB"
    answers "letters together" status $HERE -qvo json "$JOB"
    answers "a value attached to its letter" status $HERE -ojson "$JOB"
    answers "-- ends the options" status $HERE -- "$JOB"
    answers "the last of two counts" status --cluster wrong-one $HERE -o csv -o text "$JOB"
    answers "decimals" status $HERE --max-time 2.5 --connect-timeout 0.5 "$JOB"
    answers "localhost" status --api v1 --endpoint "http://localhost:$PORT" --cluster "$CLUSTER" "$JOB"
    answers "--resolve" status --api v1 --endpoint "http://some.where.test:$PORT" --cluster "$CLUSTER" --allow-plaintext-token \
        --resolve "other.test:$PORT:127.0.0.9" --resolve "some.where.test:$PORT:127.0.0.1" "$JOB"
    if grep -q "^Host: some.where.test:$PORT" "$T/requests"; then ok "--resolve keeps the name"; else not_ok "--resolve keeps the name" "it does not"; fi
    reply -dash '{"code":200,"data":{"readyPercentage":1,"jobId":"-dash"}}'
    answers "a job that begins with -" status $HERE -- -dash
    long=$(printf '%128s' '' | tr ' ' j)
    reply "$long" '{"code":200,"data":{"readyPercentage":1}}'
    answers "ids of 128 characters" status --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$(printf '%128s' '' | tr ' ' c)" "$long"
    for id in 0f7fe853-d93e-4681-99f2-4719c63585cc 448761313698322011 A_z-9; do
        reply "$id" "{\"code\":200,\"data\":{\"readyPercentage\":1,\"jobId\":\"$id\"}}"
        answers "id $id" status $HERE "$id"
    done
}

# On stderr.
ask status -v "$JOB"
sound "-v" 0 && if says 'connect' && says 'HTTP 200' && grep -q Completed "$T/out"; then ok "-v"; else not_ok "-v" "says less"; fi
ask status -v -v "$JOB"
sound "-v -v" 0 && if says "^> GET /v1/.*jobId=$JOB" && says '^> Authorization: Bearer \*+$' && says '^< content-length: '; then
    ok "-v -v"
else
    not_ok "-v -v" "says less"
fi

finish
