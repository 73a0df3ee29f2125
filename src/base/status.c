/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/status.h"

#include <stdbool.h>

struct status_entry {
    zimport_advice advice;
    const char *text;
};

static const struct status_entry table[ZIMPORT_STATUS_COUNT] = {
    [ZIMPORT_OK] = {ZIMPORT_DO_GO_ON, "all is well"},
    [ZIMPORT_WANT_READ] = {ZIMPORT_DO_AGAIN, "waiting to read"},
    [ZIMPORT_WANT_WRITE] = {ZIMPORT_DO_AGAIN, "waiting to write"},
    [ZIMPORT_CLOSED] = {ZIMPORT_DO_GO_ON, "the peer ended the stream"},

    [ZIMPORT_BAD_ARGUMENT] = {ZIMPORT_DO_FIX, "an argument is not allowed"},
    [ZIMPORT_BAD_URL] = {ZIMPORT_DO_FIX, "not a usable endpoint URL"},
    [ZIMPORT_BAD_ID] = {ZIMPORT_DO_FIX, "not a job or cluster id"},
    [ZIMPORT_BAD_KEY] = {ZIMPORT_DO_FIX, "the API key has a space or a control character in it"},
    [ZIMPORT_KEY_MISSING] = {ZIMPORT_DO_FIX, "an API key is needed"},
    [ZIMPORT_KEY_PLAINTEXT] = {ZIMPORT_DO_FIX, "the API key would be sent unencrypted"},
    [ZIMPORT_NO_ROOM] = {ZIMPORT_DO_FIX, "the memory given is too small"},
    [ZIMPORT_NOT_PORTED] = {ZIMPORT_DO_FIX, "this platform lacks a function"},

    [ZIMPORT_NO_RANDOM] = {ZIMPORT_DO_CLOSE, "no random numbers"},
    [ZIMPORT_NO_MEMORY] = {ZIMPORT_DO_CLOSE, "out of memory"},
    [ZIMPORT_SYSTEM] = {ZIMPORT_DO_CLOSE, "the system refused"},

    [ZIMPORT_NO_ADDRESS] = {ZIMPORT_DO_RETRY, "the name has no address"},
    [ZIMPORT_NO_CONNECTION] = {ZIMPORT_DO_RETRY, "no connection"},
    [ZIMPORT_LOST] = {ZIMPORT_DO_RETRY, "the connection was lost"},
    [ZIMPORT_CONNECT_TIMEOUT] = {ZIMPORT_DO_RETRY, "no connection in time"},
    [ZIMPORT_IDLE_TIMEOUT] = {ZIMPORT_DO_RETRY, "the connection went silent"},
    [ZIMPORT_TOTAL_TIMEOUT] = {ZIMPORT_DO_RETRY, "the request took too long"},

    [ZIMPORT_TLS_UNTRUSTED] = {ZIMPORT_DO_CLOSE, "the certificate is not trusted"},
    [ZIMPORT_TLS_EXPIRED] = {ZIMPORT_DO_CLOSE, "the certificate has expired"},
    [ZIMPORT_TLS_NOT_YET_VALID] = {ZIMPORT_DO_CLOSE, "the certificate is not valid yet"},
    [ZIMPORT_TLS_WRONG_HOST] = {ZIMPORT_DO_CLOSE, "the certificate is for another host"},
    [ZIMPORT_TLS_WEAK] = {ZIMPORT_DO_CLOSE, "the certificate is not acceptable"},
    [ZIMPORT_TLS_NO_COMMON] = {ZIMPORT_DO_CLOSE, "no TLS version or cipher in common"},
    [ZIMPORT_TLS_CLIENT_CERT] = {ZIMPORT_DO_CLOSE, "the server wants another client certificate"},
    [ZIMPORT_TLS_NO_TRUST] = {ZIMPORT_DO_CLOSE, "no trusted root certificates"},
    [ZIMPORT_TLS_FAILED] = {ZIMPORT_DO_CLOSE, "TLS failed"},

    [ZIMPORT_HTTP_SYNTAX] = {ZIMPORT_DO_CLOSE, "the reply is not HTTP"},
    [ZIMPORT_HTTP_FRAMING] = {ZIMPORT_DO_CLOSE, "the reply contradicts itself about its length"},
    [ZIMPORT_HTTP_LIMIT] = {ZIMPORT_DO_CLOSE, "the reply is larger than allowed"},
    [ZIMPORT_HTTP_ENCODING] = {ZIMPORT_DO_CLOSE, "the reply is compressed, which was not asked for"},

    [ZIMPORT_JSON_SYNTAX] = {ZIMPORT_DO_CLOSE, "the reply is not JSON"},
    [ZIMPORT_JSON_DEPTH] = {ZIMPORT_DO_CLOSE, "the reply is nested too deeply"},
    [ZIMPORT_JSON_EARLY] = {ZIMPORT_DO_CLOSE, "the JSON of the reply ends early"},

    [ZIMPORT_REPLY_NO_CODE] = {ZIMPORT_DO_CLOSE, "the reply has no code"},
    [ZIMPORT_REPLY_NO_DATA] = {ZIMPORT_DO_CLOSE, "the reply tells nothing about the job"},
    [ZIMPORT_REPLY_TYPE] = {ZIMPORT_DO_CLOSE, "a value of the reply has a wrong type"},
    [ZIMPORT_REPLY_OTHER_JOB] = {ZIMPORT_DO_CLOSE, "the reply is about another job"},

    [ZIMPORT_UNAUTHORIZED] = {ZIMPORT_DO_CLOSE, "the API key is missing, wrong or lacks the right"},
    [ZIMPORT_NOT_FOUND] = {ZIMPORT_DO_CLOSE, "no such job"},
    [ZIMPORT_REDIRECTED] = {ZIMPORT_DO_CLOSE, "the server pointed elsewhere"},
    [ZIMPORT_BUSY] = {ZIMPORT_DO_RETRY, "the service is busy"},
    [ZIMPORT_REFUSED] = {ZIMPORT_DO_CLOSE, "the service refused"},

    [ZIMPORT_ABORTED] = {ZIMPORT_DO_CLOSE, "given up"},
};

static bool is_status(zimport_status status) {
    return (unsigned)status < ZIMPORT_STATUS_COUNT;
}

zimport_advice zimport_status_advice(zimport_status status) {
    return is_status(status) ? table[status].advice : ZIMPORT_DO_FIX;
}

const char *zimport_status_text(zimport_status status) {
    return is_status(status) ? table[status].text : "unknown status";
}
